/** Where a value stands in a document, and what stands before it. */
import type { TextEdit } from "./change.ts";
import type { MapNode, Node, Pair, SeqNode, Span } from "./tree.ts";

/** A place that holds a value: the document itself, a pair of a mapping, an item of a sequence. */
export type Slot =
  | { readonly in: "document"; readonly node: Node }
  | { readonly in: "map"; readonly node: Node; readonly outer: Slot; readonly map: MapNode; readonly index: number; readonly pair: Pair }
  | { readonly in: "seq"; readonly node: Node; readonly outer: Slot; readonly seq: SeqNode; readonly index: number };

/**
 * The innermost place on a path that exists, and the rest of the path. `root` has its merge keys unfollowed: what comes in through one does not
 * exist here. Undefined where the path leads into an alias, whose value belongs to others as well, or where a step does not fit.
 */
export function find(
  root: Node,
  path: readonly (string | number)[],
): { readonly slot: Slot; readonly rest: readonly (string | number)[] } | undefined {
  let slot: Slot = { in: "document", node: root };
  for (const [depth, step] of path.entries()) {
    const inner = enter(slot, step);
    if (inner === "nowhere") return undefined;
    if (inner === "missing") return { slot, rest: path.slice(depth) };
    slot = inner;
  }
  return { slot, rest: [] };
}

function enter(outer: Slot, step: string | number): Slot | "missing" | "nowhere" {
  const { node } = outer;
  if (node.aliased) return "nowhere";
  if (typeof step === "number") {
    const item = node.kind === "seq" ? node.items[step] : undefined;
    return item === undefined || node.kind !== "seq" ? "nowhere" : { in: "seq", node: item, outer, seq: node, index: step };
  }
  if (node.kind === "seq") return "nowhere";
  if (node.kind === "scalar") return "missing";
  // Of duplicate keys the last counts.
  const index = node.pairs.reduce((found, { key }, i) => (key.value === step ? i : found), -1);
  const pair = node.pairs[index];
  return pair === undefined ? "missing" : { in: "map", node: pair.value, outer, map: node, index, pair };
}

/** Whether a place is within braces or brackets, where indentation means nothing. */
export function isInFlow(slot: Slot): boolean {
  if (slot.in === "document") return false;
  return (slot.in === "map" ? slot.map.flow : slot.seq.flow) === true || isInFlow(slot.outer);
}

/** What stands between a value and whatever is before it. */
export interface Before {
  /** The end of the colon, dash, comma or bracket that announces the value; undefined for a key without a colon. */
  readonly indicatorEnd: number | undefined;
  readonly props: readonly (Span & { readonly is: "anchor" | "tag"; readonly text: string })[];
}

/** Reads the blanks, comments, indicators, anchors and tags before a value. */
export function before(text: string, slot: Slot): Before {
  const { from, opened } = startOf(slot);
  let indicatorEnd = opened ? from : undefined;
  let props: Before["props"][number][] = [];
  const parts = /[\s]+|#[^\n]*|([-:?,])|([&!][^\s,[\]{}]*)/y;
  parts.lastIndex = from;
  while (parts.lastIndex < slot.node.start) {
    const start = parts.lastIndex;
    const part = parts.exec(text);
    if (part === null) break;
    const [, indicator, prop] = part;
    const end = start + part[0].length;
    if (indicator !== undefined) {
      indicatorEnd = end;
      props = [];
    } else if (prop !== undefined) props.push({ start, end, text: prop, is: prop.startsWith("&") ? "anchor" : "tag" });
  }
  return { indicatorEnd, props };
}

/** One way to write a value anew: after `end`, with the anchor and tags before it kept, dropped or moved by further edits. */
export interface Head {
  readonly end: number;
  readonly edits: readonly TextEdit[];
}

/**
 * The ways to treat what stands before a value that is replaced, the gentlest first: keep the anchor, drop it, or leave it with the old value by
 * moving that to the first alias. Which of them is right depends on who else uses the anchor; only a look at the result can tell. Tags go,
 * for they speak of the old value.
 */
export function headsOf(text: string, slot: Slot, root: Node, { indicatorEnd, props }: Before): readonly Head[] {
  if (indicatorEnd === undefined) return [];
  const bare = { end: indicatorEnd, edits: [] };
  const anchor = props.find((prop) => prop.is === "anchor");
  if (anchor === undefined) return [bare];
  const tagBefore = props.find((prop) => prop.is === "tag" && prop.start < anchor.start);
  const kept = { end: anchor.end, edits: tagBefore ? [{ start: tagBefore.start, end: anchor.start, newText: "" }] : [] };
  const { node } = slot;
  const source = text.slice(node.start, node.end);
  const alias = firstAlias(root, text, `*${anchor.text.slice(1)}`, node.end);
  if (alias === undefined || node.kind !== "scalar" || source.includes("\n")) return [kept, bare];
  return [kept, bare, { end: indicatorEnd, edits: [{ start: alias.start, end: alias.end, newText: `${anchor.text} ${source}` }] }];
}

function firstAlias(node: Node, text: string, written: string, after: number): Span | undefined {
  if (node.end <= after) return undefined;
  if (node.aliased) return text.slice(node.start, node.end) === written ? node : undefined;
  const children = node.kind === "map" ? node.pairs.flatMap(({ key, value }) => [key, value]) : node.kind === "seq" ? node.items : [];
  for (const child of children) {
    const found = firstAlias(child, text, written, after);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where to look from, and whether the value may stand there without a further indicator. */
function startOf(slot: Slot): { readonly from: number; readonly opened: boolean } {
  if (slot.in === "document") return { from: 0, opened: true };
  if (slot.in === "map") return { from: slot.pair.key.end, opened: false };
  const previous = slot.seq.items[slot.index - 1];
  if (previous !== undefined) return { from: previous.end, opened: false };
  return slot.seq.flow ? { from: slot.seq.start + 1, opened: true } : { from: slot.seq.start, opened: false };
}
