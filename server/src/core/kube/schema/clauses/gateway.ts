/** The clauses of a Gateway's addresses and infrastructure (`apis/v1/gateway_types.go`, `shared_types.go`). */
import { patterns } from "../gateway-api.generated.ts";
import { fieldOf, itemsIn, pathOf, pathText, repeated, samenessOf, textOf } from "../value.ts";
import type { Clause } from "./clause.ts";
import { isIpv4 } from "./routes.ts";

/** Clauses "IPAddress values must be unique" and "Hostname values must be unique" of `spec.addresses`. */
export const addressesUnique: Clause = (list, tell) => {
  const judged = itemsIn(list).filter(
    (one) => ["IPAddress", "Hostname"].includes(textOf(one, "type") ?? "") && textOf(one, "value") !== undefined,
  );
  for (const [, again] of repeated(judged, (address) => samenessOf(address, ["type", "value"]))) {
    tell(again.at, `The address ${textOf(again, "value")} is there twice.`, { node: fieldOf(again, "value")?.at.node ?? again.at.node });
  }
};

/** An address of type IPAddress is IPv4 or IPv6 (`oneOf` of `spec.addresses[]`); clause "Hostname value must be empty or contain only valid characters". */
export const addressFitsType: Clause = (address, tell) => {
  const type = textOf(address, "type");
  const value = fieldOf(address, "value");
  if (value?.type !== "text") return;
  const fits = type === "IPAddress" ? isIp(value.text) : type === "Hostname" ? patterns.hostname.test(value.text) : true;
  if (fits) return;
  const wanted = type === "IPAddress" ? "an IPv4 or IPv6 address" : "a DNS name in lower case";
  tell(value.at, `${pathText(pathOf(value.at))} is ${value.text}, and has to be ${wanted}.`);
};

const qualified = /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$/;

/** The clauses about the keys of `spec.infrastructure.labels` and `annotations`: an optional DNS name of less than 253 characters, a slash, a name. */
export const qualifiedKeys: Clause = (texts, tell) => {
  if (texts.type !== "map") return;
  for (const [key, { at }] of texts.fields) {
    if (qualified.test(key) && (key.split("/")[0] ?? "").length < 253) continue;
    tell(at, `The key ${key} has to be a name of at most 63 characters, with a DNS name and a slash before it or without.`, {
      node: at.key ?? at.node,
    });
  }
};

/** Whether Go's `net.ParseIP` takes the text: dotted IPv4, or IPv6 in any of its spellings, without a zone. */
export function isIp(text: string): boolean {
  return isIpv4(text) || isIpv6(text);
}

function isIpv6(text: string): boolean {
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half, i) => (half === "" ? [] : groupsOf(half, i === halves.length - 1)));
  if (groups.some((group) => group === "")) return false;
  return halves.length === 2 ? groups.length < 8 : groups.length === 8;
}

/** The groups of four digits; a trailing dotted IPv4 address counts as two. A group that is none is empty. */
function groupsOf(half: string, isLast: boolean): string[] {
  const parts = half.split(":");
  return parts.flatMap((part, i) => {
    if (isLast && i === parts.length - 1 && part.includes(".")) return isIpv4(part) ? ["0", "0"] : [""];
    return /^[0-9a-fA-F]{1,4}$/.test(part) ? [part] : [""];
  });
}
