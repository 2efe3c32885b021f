/** How a file is written: its indentation, its quotes, the form of its flow collections. New text follows suit. */
import { type BlockStyle, defaultBlockStyle, type FlowStyle, jsonStyle, type Quotes } from "./format.ts";
import { columnOf, isFirstOnLine, lineStart } from "./lines.ts";
import type { MapNode, Node, SeqNode } from "./tree.ts";

/** A key without a value on its line, the column it is in (dashes before it count), and how far the next line is indented. */
const nesting = /^( *(?:- +)*)(?:"[^"\n]*"|'[^'\n]*'|[^\s#"'&*!|>{}[\],-][^\n]*?):[ \t]*(?:#.*)?\r?\n(?=( *)(- )?)/gm;

/**
 * The indentation habits of a document, then those of its whole file, then ours. Counted on the text, so that a broken
 * neighbour does not matter.
 */
export function blockHabits(document: string, file: string): Omit<BlockStyle, "quotes"> {
  const own = countNesting(document);
  const whole = own.width === undefined || own.seqIndent === undefined ? countNesting(file) : own;
  const width = own.width ?? whole.width ?? defaultBlockStyle.width;
  return { width, seqIndent: own.seqIndent ?? whole.seqIndent ?? defaultBlockStyle.seqIndent };
}

function countNesting(text: string): { width: number | undefined; seqIndent: number | undefined } {
  const widths = new Map<number, number>();
  const seqIndents = new Map<number, number>();
  for (const [, before = "", after = "", dash] of text.matchAll(nesting)) {
    const deeper = after.length - before.length;
    if (dash !== undefined && deeper >= 0) seqIndents.set(deeper, (seqIndents.get(deeper) ?? 0) + 1);
    else if (dash === undefined && deeper > 0) widths.set(deeper, (widths.get(deeper) ?? 0) + 1);
  }
  return { width: mostFrequent(widths), seqIndent: mostFrequent(seqIndents) };
}

function mostFrequent(counts: ReadonlyMap<number, number>): number | undefined {
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** The quotes around the text values of some nodes and, two levels down, within them: those that all of them have. */
export function quotesOf(text: string, nodes: readonly Node[]): Quotes {
  const found = new Set<Quotes>();
  const look = (node: Node, depth: number) => {
    if (node.aliased || depth > 2) return;
    if (node.kind === "map") for (const { value } of node.pairs) look(value, depth + 1);
    else if (node.kind === "seq") for (const item of node.items) look(item, depth + 1);
    else if (!node.block && node.start < node.end) {
      const first = text[node.start];
      if (first === '"') found.add("double");
      else if (first === "'") found.add("single");
      else if (/[a-z]/i.test(first ?? "") && !/^(?:true|false|null)$/.test(node.value)) found.add("plain");
    }
  };
  for (const node of nodes) look(node, 0);
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : "plain";
}

/** The form of a flow collection, seen in itself and, where it is empty, in the document's root. */
export function flowHabits(text: string, collection: MapNode | SeqNode, root: Node | undefined, json: boolean): FlowStyle {
  if (json) return { ...jsonStyle, spaced: isSpaced(text), indent: isSpread(text, root) ? indentUnit(text, root) : undefined };
  const sample = entryStarts(collection).length > 0 || root?.kind === "scalar" || root === undefined || !root.flow ? collection : root;
  const source = text.slice(sample.start, sample.end);
  const keys = keysIn(sample);
  const spread = isSpread(text, root?.kind !== "scalar" && root?.flow ? root : sample);
  return {
    quotes: quotesOf(text, [sample]),
    quoteKeys: keys.length > 0 && keys.every((start) => text[start] === '"'),
    spaced: entryStarts(sample).length === 0 || isSpaced(source),
    padded: /^\{ /.test(source) || (entryStarts(sample).length === 0 && /\{ \S/.test(text)),
    indent: spread ? indentUnit(text, sample) : undefined,
    trailingComma: /,\s*(?:#[^\n]*\n\s*)*[\]}]$/.test(source),
  };
}

function isSpaced(source: string): boolean {
  return /[:,]\s/.test(source) || !/":\S/.test(source);
}

/** Whether the first entry of a flow collection has a line of its own. */
export function isSpread(text: string, collection: Node | undefined): boolean {
  if (collection === undefined || collection.kind === "scalar" || !collection.flow) return false;
  const [first] = entryStarts(collection);
  return first !== undefined && isFirstOnLine(text, first) && lineStart(text, first) > collection.start;
}

function indentUnit(text: string, collection: Node | undefined): string {
  if (collection === undefined || collection.kind === "scalar") return "  ";
  const [first] = entryStarts(collection);
  if (first === undefined || !isFirstOnLine(text, first)) return "  ";
  const own = indentOf(text, collection.start);
  const inner = indentOf(text, first);
  return inner.startsWith(own) && inner.length > own.length ? inner.slice(own.length) : "  ";
}

/** The blanks at the start of the line that an offset is on. */
export function indentOf(text: string, offset: number): string {
  const start = lineStart(text, offset);
  return /^[ \t]*/.exec(text.slice(start, start + columnOf(text, offset)))?.[0] ?? "";
}

/** Where the entries of a collection begin. */
export function entryStarts(collection: MapNode | SeqNode): number[] {
  return collection.kind === "map" ? collection.pairs.map(({ key }) => key.start) : collection.items.map(({ start }) => start);
}

function keysIn(node: Node): number[] {
  if (node.kind === "map") return node.pairs.map(({ key }) => key.start);
  return node.kind === "seq" ? node.items.flatMap(keysIn) : [];
}
