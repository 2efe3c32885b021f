/** Limits and patterns of the CRDs in words that people understand. */
import { typeOf } from "../../yaml/scalar.ts";
import type { Node } from "../../yaml/tree.ts";
import type { PatternName } from "./facts.ts";

/** What a text of a pattern is: completes "has to be …". */
export const patternWords: Readonly<Record<PatternName, string>> = {
  group: 'an API group such as gateway.networking.k8s.io, or "" for the core group',
  kind: "a kind: letters, digits and inner hyphens, a letter first",
  dnsName: "a DNS name: lower-case letters, digits, hyphens and dots",
  dnsLabel: "a DNS label: lower-case letters, digits and inner hyphens, without dots",
  hostname: "a DNS name in lower case, whose first label may be *",
  protocol: "a word such as HTTPS, or a name with a domain such as example.com/protocol",
  controllerName: "a domain and a path such as example.com/gateway-controller",
  addressType: "IPAddress, Hostname, NamedAddress, or a name with a domain such as example.com/type",
  labelValue: "a label's value: letters, digits, and inner hyphens, underscores and dots",
  trustAnchors: "System, or a name with a domain such as example.com/anchors",
  uri: "a URI with a scheme and //, such as spiffe://example.com/service",
  token: "a header's name: letters, digits and a few signs, without blanks",
  headerValue: "a header's value: printable characters, with single blanks between words",
  origin: "an origin such as https://example.com or https://*.example.com, or * alone",
  urlPath: "a path of a URL, with other characters percent-encoded",
  duration: "a duration such as 10s, 500ms or 1h30m",
};

/** "a, b or c". */
export function oneOfWords(words: readonly (string | number)[]): string {
  const all = words.map(String);
  return all.length < 2 ? (all[0] ?? "") : `${all.slice(0, -1).join(", ")} or ${all.at(-1)}`;
}

/** "a, b and c". */
export function allOfWords(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** "between 1 and 65535", "at least 1", "at most 16". */
export function rangeWords(min: number | undefined, max: number | undefined): string {
  if (min !== undefined && max !== undefined) return min === max ? `exactly ${min}` : `between ${min} and ${max}`;
  return min === undefined ? `at most ${max}` : `at least ${min}`;
}

/** "1 entry", "3 entries". */
export function countOf(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A value as a message shows it: quoted where it is empty or holds blanks or control characters, and never more than 60 characters of it. */
export function shown(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  return text === "" || /[\s"\p{C}]/u.test(text) ? JSON.stringify(short) : short;
}

/** What a node is, for "and is …". */
export function kindWords(node: Node): string {
  switch (typeOf(node)) {
    case "map":
      return "a mapping";
    case "seq":
      return "a list";
    case "null":
      return "empty";
    case "string":
      return node.kind === "scalar" && !node.plain
        ? `text in quotes: ${shown(node.value)}`
        : `the text ${shown(node.kind === "scalar" ? node.value : "")}`;
    case "boolean":
      return booleanWords(node.kind === "scalar" ? node.value : "");
    default:
      return `the number ${node.kind === "scalar" ? node.value : ""}`;
  }
}

function booleanWords(word: string): string {
  return /^(?:true|false)$/i.test(word) ? word : `${word}, which kubectl reads as true or false`;
}
