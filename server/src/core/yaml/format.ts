/**
 * Values as YAML, KYAML or JSON text.
 *
 * Where the surroundings show no habit, block style is what `kubectl get -o yaml` and the Gateway API's own pages print: two spaces a level, and
 * sequences at the indentation of their key.
 */
import { stringify } from "yaml";
import type { PlainValue } from "./change.ts";
import { typeOf } from "./scalar.ts";

export type Quotes = "plain" | "single" | "double";

export interface BlockStyle {
  /** How many spaces a mapping is indented below its key. */
  readonly width: number;
  /** How many spaces a sequence is indented below its key. */
  readonly seqIndent: number;
  readonly quotes: Quotes;
}

export interface FlowStyle {
  readonly quotes: Quotes;
  readonly quoteKeys: boolean;
  /** Blanks after colons and commas. */
  readonly spaced: boolean;
  /** Blanks inside the braces of a mapping on one line. */
  readonly padded: boolean;
  /** One entry a line, each level indented by this; undefined for all on one line. */
  readonly indent: string | undefined;
  /** A comma after the last entry, where there is one entry a line. */
  readonly trailingComma: boolean;
}

export const defaultBlockStyle: BlockStyle = { width: 2, seqIndent: 0, quotes: "plain" };
export const jsonStyle: FlowStyle = { quotes: "double", quoteKeys: true, spaced: true, padded: false, indent: "  ", trailingComma: false };
export const kyamlStyle: FlowStyle = { quotes: "double", quoteKeys: false, spaced: true, padded: false, indent: "  ", trailingComma: true };

/** A scalar as text that Kubernetes' reader takes for the same value: quoted where it must be, and as asked otherwise. Always on one line. */
export function scalarText(value: string | number | boolean, quotes: Quotes): string {
  if (typeof value !== "string") return String(value);
  const quoted = doubleQuoted(value);
  if (quotes === "double" || /[\n\r\u007f-\u009f\u2028\u2029\ufeff]/.test(value)) return quoted;
  if (quotes === "single") return quoted === `"${value}"` ? `'${value.replaceAll("'", "''")}'` : quoted;
  // Within a flow sequence, so that the text can stand anywhere.
  const [text = quoted] = stringify([value], {
    collectionStyle: "flow",
    flowCollectionPadding: false,
    lineWidth: 0,
    compat: "yaml-1.1",
  }).split("\n");
  const written = text.slice(1, -1);
  if (/^["']/.test(written)) return written;
  if (/^(?:---|\.\.\.|=)$/.test(written)) return quoted;
  return typeOf({ kind: "scalar", value: written, plain: true, start: 0, end: 0 }) === "string" ? written : quoted;
}

/** A value on one line in block style, or undefined for one that takes several: a collection that is not empty, a text of several lines. */
export function inlineText(value: PlainValue, quotes: Quotes): string | undefined {
  if (typeof value === "string") return literal(value) ? undefined : scalarText(value, quotes);
  if (typeof value !== "object") return scalarText(value, quotes);
  if (Object.keys(value).length > 0) return undefined;
  return Array.isArray(value) ? "[]" : "{}";
}

/** What stands behind the colon or dash, if anything, and the lines below it, not yet indented. */
export interface BlockText {
  readonly head: string;
  readonly lines: readonly string[];
}

/** A value in block style. Of a collection the lines can also begin right behind a dash. */
export function blockText(value: PlainValue, style: BlockStyle): BlockText {
  const inline = inlineText(value, style.quotes);
  if (inline !== undefined) return { head: inline, lines: [] };
  if (typeof value === "string") return literal(value) ?? { head: doubleQuoted(value), lines: [] };
  if (isSequence(value)) return { head: "", lines: value.flatMap((item) => itemLines(item, style)) };
  return { head: "", lines: Object.entries(value).flatMap(([key, each]) => pairLines(key, each, style)) };
}

/** A pair in block style, from its key on; further lines are indented relative to the key. */
export function pairLines(key: string, value: PlainValue, style: BlockStyle): string[] {
  const { head, lines } = blockText(value, style);
  const label = `${scalarText(key, "plain")}:`;
  return [head === "" ? label : `${label} ${head}`, ...indentBy(isSequence(value) ? style.seqIndent : style.width, lines)];
}

/** An item in block style, from its dash on; further lines are indented relative to the dash. */
export function itemLines(value: PlainValue, style: BlockStyle): string[] {
  const { head, lines } = blockText(value, style);
  if (head !== "") return [`- ${head}`, ...indentBy(2, lines)];
  const [first = "", ...rest] = lines;
  return [`- ${first}`, ...indentBy(2, rest)];
}

/** A value in flow style. Lines after the first are indented by `base` and more. */
export function flowText(value: PlainValue, style: FlowStyle, eol: string, base = ""): string {
  if (typeof value !== "object") return scalarText(value, style.quotes);
  const isSeq = isSequence(value);
  const deeper = base + (style.indent ?? "");
  const entries = isSeq
    ? value.map((item) => flowText(item, style, eol, deeper))
    : Object.entries(value).map(([key, each]) => flowPair(key, each, style, eol, deeper));
  const [open, close] = isSeq ? ["[", "]"] : ["{", "}"];
  if (entries.length === 0) return open + close;
  if (style.indent === undefined) {
    const pad = style.padded && !isSeq ? " " : "";
    return open + pad + entries.join(style.spaced ? ", " : ",") + pad + close;
  }
  const lines = entries.map((entry) => `${eol}${deeper}${entry}`);
  return `${open}${lines.join(",")}${style.trailingComma ? "," : ""}${eol}${base}${close}`;
}

/** A pair in flow style. */
export function flowPair(key: string, value: PlainValue, style: FlowStyle, eol: string, base = ""): string {
  const label = style.quoteKeys ? doubleQuoted(key) : scalarText(key, "plain");
  // Without a blank, only a quoted key can be told from its value.
  return `${label}:${style.spaced || !style.quoteKeys ? " " : ""}${flowText(value, style, eol, base)}`;
}

/** Lines indented by a number of spaces; empty ones stay empty. */
export function indentBy(spaces: number, lines: readonly string[]): string[] {
  const indent = " ".repeat(spaces);
  return lines.map((line) => (line === "" ? line : indent + line));
}

export function isSequence(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value);
}

/** JSON's form, which YAML shares, with the characters escaped that JSON allows and YAML does not. */
function doubleQuoted(value: string): string {
  return JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A text of several lines as a literal block scalar, or undefined where that form would not keep it or would not show it. */
function literal(value: string): BlockText | undefined {
  const body = value.endsWith("\n") ? value.slice(0, -1) : value;
  if (!body.includes("\n") || /^[\s]|[\r\t\u0085\u2028\u2029\ufeff]|\s$| \n|\n\n\s/.test(body) || !isPrintable(body)) return undefined;
  return { head: value.endsWith("\n") ? "|" : "|-", lines: body.split("\n") };
}

function isPrintable(text: string): boolean {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if ((code < 0x20 && character !== "\n") || (code >= 0x7f && code < 0xa0) || (code >= 0xd800 && code <= 0xdfff)) return false;
  }
  return true;
}
