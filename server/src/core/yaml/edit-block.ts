/** Changes where indentation tells what belongs together. */
import type { PlainValue } from "./change.ts";
import { type BlockStyle, blockText, flowText, indentBy, inlineText, isSequence, itemLines, pairLines } from "./format.ts";
import { entryStarts, flowHabits, indentOf, quotesOf } from "./habits.ts";
import { columnOf, isFirstOnLine, lineAfter, lineEnd, lineStart, withCommentsAbove } from "./lines.ts";
import { cut, insert, type Plan, type Sheet } from "./sheet.ts";
import { before, type Head, headsOf, type Slot } from "./slot.ts";
import type { MapNode, Node, SeqNode } from "./tree.ts";

/** Replaces a value of a block mapping or sequence, or the root of a document in block style. */
export function* replaceInBlock(sheet: Sheet, slot: Slot, value: PlainValue): Generator<Plan> {
  const { text, root } = sheet;
  const found = before(text, slot);
  const style = { ...sheet.block, quotes: quotesOf(text, valuesToFollow(slot)) };
  const inline = flowLikeBefore(sheet, slot.node, value) ?? inlineText(value, style.quotes);
  for (const head of headsOf(text, slot, root, found)) {
    const hasProps = found.props.length > 0;
    yield inline === undefined ? writeBlock(sheet, slot, head, hasProps, value, style) : writeInline(text, slot, head, hasProps, inline);
  }
}

/** The values whose quotes a new value takes up: the old one, or else those beside it. */
function valuesToFollow(slot: Slot): readonly Node[] {
  const { node } = slot;
  if (node.kind === "scalar" && node.start < node.end && !node.aliased) return [node];
  return slot.in === "map" ? slot.map.pairs.map(({ value }) => value) : slot.in === "seq" ? slot.seq.items : [];
}

/** A collection that was written in flow style stays so. */
function flowLikeBefore({ text, root, eol }: Sheet, node: Node, value: PlainValue): string | undefined {
  if (node.kind === "scalar" || !node.flow || node.aliased || entryStarts(node).length === 0) return undefined;
  if (typeof value !== "object" || isSequence(value) !== (node.kind === "seq")) return undefined;
  return flowText(value, flowHabits(text, node, root, false), eol, indentOf(text, node.start));
}

/** Whether a value stands on the line of what announces it, or is not there at all. */
function isOnLineOf(text: string, head: number, node: Node): boolean {
  return node.start === node.end || !text.slice(head, node.start).includes("\n");
}

/** The end of an old value: of a block on several lines with the comment on its last one, which speaks of what goes. */
function oldEnd(text: string, node: Node): number {
  const isBlock = node.kind !== "scalar" && !node.flow && !node.aliased;
  return isBlock && text.slice(node.start, node.end).includes("\n") ? lineEnd(text, node.end) : node.end;
}

function writeInline(text: string, { in: place, node }: Slot, head: Head, hasProps: boolean, inline: string): Plan {
  const end = oldEnd(text, node);
  if (place === "document") return [...head.edits, { start: node.start, end, newText: inline }];
  if (isOnLineOf(text, head.end, node)) {
    if (!hasProps && node.start < node.end) return [{ start: node.start, end, newText: inline }];
    return [...head.edits, { start: head.end, end, newText: ` ${inline}` }];
  }
  // `key: # comment` and the block below it: the comment stays.
  return [
    ...head.edits,
    { start: head.end, end: endOfProps(text, head), newText: ` ${inline}` },
    cut(lineEnd(text, head.end), lineEnd(text, end)),
  ];
}

/** The end of the anchors and tags on the line of a head, which go with the old value. */
function endOfProps(text: string, { end }: Head): number {
  return end + (/^(?:[ \t]*[&!][^\s]*)*/.exec(text.slice(end, lineEnd(text, end)))?.[0].length ?? 0);
}

function writeBlock(sheet: Sheet, slot: Slot, head: Head, hasProps: boolean, value: PlainValue, style: BlockStyle): Plan {
  const { text, eol } = sheet;
  const { node } = slot;
  const { head: label, lines } = blockText(value, style);
  const end = oldEnd(text, node);
  if (slot.in !== "map") {
    // Behind a dash, and in a document, the first line of a collection needs no line of its own.
    const inPlace = slot.in === "document" || (!hasProps && node.start < node.end);
    const column = inPlace ? columnOf(text, node.start) : columnOf(text, head.end) + 1;
    const [first = "", ...rest] = label === "" ? lines : [label, ...lines];
    const start = inPlace ? node.start : head.end;
    const below = linesBelow(column, rest, eol);
    return [...head.edits, { start, end, newText: inPlace ? first : ` ${first}` }, insert(lineEnd(text, end), below)];
  }
  const below = linesBelow(indentBelow(text, slot.map, slot.pair.key.start, node, value, style), lines, eol);
  const labelled = label === "" ? "" : ` ${label}`;
  if (isOnLineOf(text, head.end, node)) {
    return [...head.edits, { start: head.end, end, newText: labelled }, insert(lineEnd(text, end), below)];
  }
  const start = lineEnd(text, head.end);
  const replaced = { start, end: lineEnd(text, end), newText: below };
  return [...head.edits, { start: head.end, end: endOfProps(text, head), newText: labelled }, replaced];
}

/** How far what belongs to a key is indented: as the old value was, if it was a block of the same kind. */
function indentBelow(text: string, map: MapNode, key: number, old: Node, value: PlainValue, style: BlockStyle): number {
  const kind = isSequence(value) ? "seq" : typeof value === "object" ? "map" : "scalar";
  if (old.kind === kind && old.kind !== "scalar" && !old.flow && !old.aliased) return columnOf(text, old.start);
  const column = columnOf(text, isFirstOnLine(text, key) ? key : map.start);
  return column + (kind === "seq" ? style.seqIndent : style.width);
}

/** Adds a pair to a block mapping: after its last one, or, where that would change it, before the first. */
export function* insertPairInBlock(sheet: Sheet, map: MapNode, key: string, value: PlainValue): Generator<Plan> {
  const { text, eol, block } = sheet;
  const values = map.pairs.map((pair) => pair.value);
  const lines = pairLines(key, value, { ...block, quotes: quotesOf(text, values) });
  const column = columnOf(text, map.start);
  for (const at of placesAfter(text, map.end)) yield [insert(at, linesBelow(column, lines, eol))];
  const [first = "", ...rest] = lines;
  yield [insert(map.start, first + linesBelow(column, rest, eol) + eol + " ".repeat(column))];
}

/** Appends an item to a block sequence. */
export function* appendInBlock(sheet: Sheet, seq: SeqNode, value: PlainValue): Generator<Plan> {
  const { text, eol, block } = sheet;
  const sibling = seq.items.at(-1);
  const likeSibling = sibling && flowLikeBefore(sheet, sibling, value);
  const lines = likeSibling === undefined ? itemLines(value, { ...block, quotes: quotesOf(text, seq.items) }) : [`- ${likeSibling}`];
  for (const at of placesAfter(text, seq.end)) yield [insert(at, linesBelow(columnOf(text, seq.start), lines, eol))];
}

function linesBelow(column: number, lines: readonly string[], eol: string): string {
  return indentBy(column, lines)
    .map((line) => eol + line)
    .join("");
}

/** The end of the line on which a block ends, and that of the blank lines after it, which belong to a block scalar that keeps them. */
function placesAfter(text: string, end: number): number[] {
  const place = lineEnd(text, end);
  const blanks = /^(?:[ \t]*\r?\n)*/.exec(text.slice(lineAfter(text, end)))?.[0] ?? "";
  return blanks === "" ? [place] : [place, lineAfter(text, end) + blanks.length - (blanks.endsWith("\r\n") ? 2 : 1)];
}

/** Removes a pair of a block mapping that has others. */
export function removePairFromBlock({ text }: Sheet, { map, pair, index, outer }: Slot & { readonly in: "map" }): Plan | undefined {
  const next = map.pairs[index + 1];
  const start = index === 0 ? map.start : entryStart(text, pair.key.start);
  const end = Math.max(pair.key.end, pair.value.end);
  // Comments above a document's first line speak of the document, and some to other tools.
  const isHead = index === 0 && outer.in === "document";
  return removeLines(text, start, end, next && entryStart(text, next.key.start), isHead);
}

/** Removes an item of a block sequence that has others. */
export function removeItemFromBlock({ text }: Sheet, slot: Slot & { readonly in: "seq" }): Plan | undefined {
  const next = slot.seq.items[slot.index + 1];
  const start = dashBefore(text, slot);
  if (start === undefined) return undefined;
  return removeLines(
    text,
    start,
    Math.max(slot.node.end, start + 1),
    next && dashBefore(text, { ...slot, node: next, index: slot.index + 1 }),
  );
}

function dashBefore(text: string, item: Slot): number | undefined {
  const { indicatorEnd } = before(text, item);
  return indicatorEnd === undefined ? undefined : indicatorEnd - 1;
}

/** Where an entry begins whose key starts at an offset: an anchor, a tag or a question mark may stand before it. */
function entryStart(text: string, key: number): number {
  const line = key - columnOf(text, key);
  const lead = /(?:\? +|[&!]\S* +)+$/.exec(text.slice(line, key));
  return lead ? line + lead.index : key;
}

/** Removes an entry with its lines; the first of several behind a dash leaves its place to the next. */
function removeLines(text: string, start: number, end: number, next: number | undefined, keepsComments = false): Plan | undefined {
  if (isFirstOnLine(text, start)) {
    const from = keepsComments ? lineStart(text, start) : withCommentsAbove(text, start);
    const to = lineAfter(text, end);
    // A file that ended without a line break goes on doing so.
    const lineBreak = to === text.length && !text.endsWith("\n") ? (/(?:\r?\n)+$/.exec(text.slice(0, from))?.[0].length ?? 0) : 0;
    return [cut(from - lineBreak, to)];
  }
  if (next === undefined) return undefined;
  // Comments on lines between the two are the next one's.
  if (text.slice(lineAfter(text, end), next).trim() === "") return [cut(start, next)];
  const blanks = /[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  return [cut(start - blanks, lineEnd(text, end))];
}
