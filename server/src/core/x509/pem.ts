/**
 * PEM as Go's `encoding/pem` finds it, since the controllers that will read the Secret are written in Go: a block is a line that starts, at
 * its first column, with `-----BEGIN `, and the next line that starts with `-----END ` and has the same label. BEGIN and END lines may end in
 * blanks but not begin with them; blanks within the base64 are skipped; text between blocks is ignored. What Go passes over in silence is
 * kept here as a flaw, so that somebody can be told.
 */
import { decodeBase64 } from "./base64.ts";

export interface PemBlock {
  /** The text between BEGIN and the dashes. It comes from the Secret: compare it, never print it. */
  readonly label: string;
  /** The block from the first dash of BEGIN to the last of END, UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
  /** Whether RFC 1421 headers say that the content is encrypted (`Proc-Type: 4,ENCRYPTED`). */
  readonly encrypted: boolean;
  /** Decodes the content into fresh bytes, which the caller owns and wipes; undefined where it is not base64. */
  decode(): Uint8Array | undefined;
}

/** What looks like PEM and is none for Go. */
export type PemFlaw =
  | "no-end"
  | "no-begin"
  | "labels-differ"
  | "incomplete-line"
  | "indented"
  | "one-line"
  | "escaped-newlines"
  | "byte-order-mark";

export interface PemReading {
  readonly blocks: readonly PemBlock[];
  /** In the order of the text. */
  readonly flaws: readonly PemFlaw[];
}

const beginning = "-----BEGIN ";
const ending = "-----END ";
const dashes = "-----";

interface Opened {
  readonly label: string;
  readonly start: number;
  /** Where the base64 starts: after the BEGIN line, then after each header line. */
  body: number;
  inHeaders: boolean;
  encrypted: boolean;
}

/** Finds the blocks and flaws of a text. Never throws; no PEM gives two empty lists. */
export function readPem(text: string): PemReading {
  const blocks: PemBlock[] = [];
  const flaws: PemFlaw[] = [];
  let opened: Opened | undefined;
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf("\n", start);
    const next = feed < 0 ? text.length : feed + 1;
    const end = lineEnd(text, start, feed < 0 ? text.length : feed);
    const line = text.slice(start, Math.min(end, start + 200));
    if (line.startsWith(beginning)) {
      if (opened !== undefined) flaws.push("no-end");
      opened = undefined;
      const label = labelOf(line, beginning);
      if (label !== undefined) opened = { label, start, body: next, inHeaders: true, encrypted: false };
      else flaws.push(flawOfLine(line));
    } else if (line.startsWith(ending)) {
      const label = labelOf(line, ending);
      if (opened === undefined) {
        if (flaws.at(-1) !== "incomplete-line" && flaws.at(-1) !== "indented") flaws.push("no-begin");
      } else if (label === undefined) flaws.push("incomplete-line");
      else if (label !== opened.label) flaws.push("labels-differ");
      else blocks.push(blockOf(text, opened, start, end));
      opened = undefined;
    } else if (opened?.inHeaders && line.includes(":")) {
      opened.body = next;
      if (/^\s*Proc-Type\s*:.*ENCRYPTED/.test(line)) opened.encrypted = true;
    } else {
      if (opened !== undefined) opened.inHeaders = false;
      const found = strayMarker(line);
      if (found !== undefined && flaws.at(-1) !== found) flaws.push(found);
    }
    start = next;
  }
  if (opened !== undefined && !flaws.includes("indented")) flaws.push("no-end");
  return { blocks, flaws };
}

/** Where a line ends without its carriage return and trailing blanks. */
function lineEnd(text: string, start: number, feed: number): number {
  let end = feed;
  if (end > start && text[end - 1] === "\r") end--;
  while (end > start && (text[end - 1] === " " || text[end - 1] === "\t")) end--;
  return end;
}

function labelOf(line: string, marker: string): string | undefined {
  const label = line.endsWith(dashes) ? line.slice(marker.length, -dashes.length) : undefined;
  return label === undefined || line.length < marker.length + dashes.length || label.includes(dashes) ? undefined : label;
}

/** What is wrong with a line that starts as a BEGIN line and is none. */
function flawOfLine(line: string): PemFlaw {
  if (/-----(?:\\r)?\\n/.test(line)) return "escaped-newlines";
  return /-----./.test(line.slice(beginning.length)) ? "one-line" : "incomplete-line";
}

/** A BEGIN or END marker that does not stand at the start of its line. */
function strayMarker(line: string): PemFlaw | undefined {
  const at = line.search(/-----(?:BEGIN|END) /);
  if (at < 0) return undefined;
  const before = line.slice(0, at);
  if (before.startsWith("\uFEFF")) return "byte-order-mark";
  if (before.trim() === "") return "indented";
  return before.endsWith("\\n") ? "escaped-newlines" : undefined;
}

function blockOf(text: string, opened: Opened, endLine: number, end: number): PemBlock {
  const { label, start, body, encrypted } = opened;
  return { label, start, end, encrypted, decode: () => decodeBase64(text, { start: body, end: endLine, skipBlanks: true }) };
}
