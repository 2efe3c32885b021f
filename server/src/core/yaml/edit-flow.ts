/** Changes within braces and brackets: JSON, KYAML and flow style, on one line or several. */
import type { PlainValue } from "./change.ts";
import { type FlowStyle, flowPair, flowText, isSequence, jsonStyle } from "./format.ts";
import { entryStarts, flowHabits, indentOf, isSpread, quotesOf } from "./habits.ts";
import { isFirstOnLine, lineAfter, lineEnd, lineStart, withCommentsAbove } from "./lines.ts";
import { cut, insert, type Plan, type Sheet } from "./sheet.ts";
import { before, headsOf, type Slot } from "./slot.ts";
import type { MapNode, Node, SeqNode } from "./tree.ts";

/** Replaces a value within a flow collection, or the root of a document in flow style. */
export function* replaceInFlow(sheet: Sheet, slot: Slot, value: PlainValue): Generator<Plan> {
  const { text, root, eol } = sheet;
  const { node } = slot;
  const style = styleFor(sheet, slot, value);
  const written = flowText(value, style, eol, indentOf(text, node.start));
  const found = before(text, slot);
  if (slot.in === "map" && found.indicatorEnd === undefined) {
    yield [{ start: slot.pair.key.end, end: node.end, newText: `: ${written}` }];
    return;
  }
  if (found.props.length === 0) {
    const blank = node.start === node.end ? " " : "";
    yield [{ start: node.start, end: node.end, newText: blank + written }];
    return;
  }
  for (const head of headsOf(text, slot, root, found)) yield [...head.edits, { start: head.end, end: node.end, newText: ` ${written}` }];
}

function styleFor(sheet: Sheet, slot: Slot, value: PlainValue): FlowStyle {
  const { text, root, json } = sheet;
  const { node } = slot;
  if (node.kind !== "scalar" && !node.aliased && entryStarts(node).length > 0) return flowHabits(text, node, root, json);
  const around = slot.in === "map" ? slot.map : slot.in === "seq" ? slot.seq : root;
  if (around.kind === "scalar") return jsonStyle;
  const style = flowHabits(text, around, root, json);
  const spread = typeof value === "object" && isSpread(text, root);
  const quotes = node.kind === "scalar" && node.start < node.end ? quotesOf(text, [node]) : style.quotes;
  return { ...style, quotes: json ? "double" : quotes, indent: spread ? (style.indent ?? "  ") : undefined };
}

/** Adds a pair to a flow mapping. */
export function insertPairInFlow(sheet: Sheet, map: MapNode, key: string, value: PlainValue): Plan | undefined {
  return insertEntry(sheet, map, value, (style, base) => flowPair(key, value, style, sheet.eol, base));
}

/** Appends an item to a flow sequence. */
export function appendInFlow(sheet: Sheet, seq: SeqNode, value: PlainValue): Plan | undefined {
  return insertEntry(sheet, seq, value, (style, base) => flowText(value, style, sheet.eol, base));
}

function insertEntry(
  sheet: Sheet,
  collection: MapNode | SeqNode,
  value: PlainValue,
  write: (style: FlowStyle, base: string) => string,
): Plan | undefined {
  const { text, root, eol, json } = sheet;
  const close = closeOf(text, collection);
  if (close === undefined) return undefined;
  const style = flowHabits(text, collection, root, json);
  const last = lastEntry(collection);
  if (last === undefined) return fillEmpty(sheet, collection, close, style, write);
  const base = indentOf(text, last.start);
  const comma = commaAfter(text, last.end, close);
  const ownLine = isFirstOnLine(text, last.start) && lineStart(text, last.start) > collection.start;
  const like = followsSibling(text, last.value, value);
  const indent = like === undefined ? (ownLine ? style.indent : undefined) : like ? (style.indent ?? "  ") : undefined;
  const followed = like === true && last.value.kind !== "scalar" ? flowHabits(text, last.value, root, json) : style;
  const entry = write({ ...followed, indent }, base);
  if (!ownLine) {
    const blank = style.spaced ? " " : "";
    return comma === undefined ? [insert(last.end, `,${blank}${entry}`)] : [insert(comma, `${blank}${entry},`)];
  }
  const line = `${eol}${base}${entry}`;
  const lineOfItsOwn = lineEnd(text, comma ?? last.end);
  if (comma !== undefined) return lineOfItsOwn < close ? [insert(lineOfItsOwn, `${line},`)] : [insert(comma, ` ${entry},`)];
  return lineOfItsOwn < close ? [insert(last.end, ","), insert(lineOfItsOwn, line)] : [insert(last.end, `,${line}`)];
}

/** Whether a collection like the one next to it goes on several lines; undefined where there is none to follow. */
function followsSibling(text: string, sibling: Node, value: PlainValue): boolean | undefined {
  if (typeof value !== "object" || sibling.kind === "scalar" || sibling.aliased || entryStarts(sibling).length === 0) return undefined;
  if (isSequence(value) !== (sibling.kind === "seq")) return undefined;
  return text.slice(sibling.start, sibling.end).includes("\n");
}

function fillEmpty(
  { text, eol }: Sheet,
  { kind, start }: MapNode | SeqNode,
  close: number,
  style: FlowStyle,
  write: (style: FlowStyle, base: string) => string,
): Plan {
  const outer = indentOf(text, start);
  const isBlank = text.slice(start + 1, close).trim() === "";
  const end = isBlank ? close : start + 1;
  if (style.indent === undefined || !isBlank) {
    const pad = style.padded && kind === "map" && isBlank ? " " : "";
    return [{ start: start + 1, end, newText: pad + write({ ...style, indent: undefined }, outer) + pad }];
  }
  const inner = outer + style.indent;
  const comma = style.trailingComma ? "," : "";
  return [{ start: start + 1, end, newText: `${eol}${inner}${write(style, inner)}${comma}${eol}${outer}` }];
}

/** Removes a pair or an item of a flow collection, the only one too. */
export function* removeFromFlow({ text }: Sheet, collection: MapNode | SeqNode, index: number): Generator<Plan> {
  const close = closeOf(text, collection);
  const entries = entriesIn(collection);
  const entry = entries[index];
  if (close === undefined || entry === undefined) return;
  const previous = entries[index - 1];
  const next = entries[index + 1];
  if (previous === undefined && next === undefined) {
    yield [cut(collection.start + 1, close)];
    return;
  }
  const comma = commaAfter(text, entry.end, close);
  const lineBelow = lineAfter(text, comma ?? entry.end);
  const ownLines = isFirstOnLine(text, entry.start) && lineBelow <= (next?.start ?? close) && isFirstOnLine(text, next?.start ?? close);
  if (ownLines) {
    const lines = cut(withCommentsAbove(text, entry.start), lineBelow);
    if (next !== undefined || comma !== undefined) yield [lines];
    else {
      // The comma before the last entry goes with it.
      const comma = commaAfter(text, previous?.end ?? 0, entry.start);
      if (comma !== undefined) yield [cut(comma - 1, comma), lines];
    }
  }
  if (next !== undefined) yield [cut(entry.start, next.start)];
  else yield [cut(previous?.end ?? 0, entry.end)];
}

interface Entry {
  readonly start: number;
  readonly end: number;
  readonly value: Node;
}

function entriesIn(collection: MapNode | SeqNode): Entry[] {
  if (collection.kind === "seq") return collection.items.map((value) => ({ start: value.start, end: value.end, value }));
  return collection.pairs.map(({ key, value }) => ({ start: key.start, end: Math.max(key.end, value.end), value }));
}

function lastEntry(collection: MapNode | SeqNode): Entry | undefined {
  return entriesIn(collection).at(-1);
}

function closeOf(text: string, { kind, end }: MapNode | SeqNode): number | undefined {
  return text[end - 1] === (kind === "map" ? "}" : "]") ? end - 1 : undefined;
}

/** The offset after the comma that follows an entry; comments may stand before it. */
function commaAfter(text: string, from: number, to: number): number | undefined {
  const skipped = /(?:\s|#[^\n]*\n)*/y;
  skipped.lastIndex = from;
  skipped.exec(text);
  const at = skipped.lastIndex;
  return at < to && text[at] === "," ? at + 1 : undefined;
}
