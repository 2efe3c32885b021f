/** From a change of a value to the ways in which its document's text could be edited. */
import type { Change, PlainValue } from "./change.ts";
import { appendInBlock, insertPairInBlock, removeItemFromBlock, removePairFromBlock, replaceInBlock } from "./edit-block.ts";
import { appendInFlow, insertPairInFlow, removeFromFlow, replaceInFlow } from "./edit-flow.ts";
import type { Plan, Sheet } from "./sheet.ts";
import { find, isInFlow, type Slot } from "./slot.ts";
import { isNull, type MapNode, type SeqNode, type Span } from "./tree.ts";

type ValueChange = Extract<Change, { readonly change: "set" | "append" | "remove" | "rename" }>;

/** The ways to make a change, the best first; none where its address is not in the document or leads into what others share. */
export function* plansFor(sheet: Sheet, change: ValueChange): Generator<Plan> {
  const found = find(sheet.root, change.at.path);
  if (found === undefined) return;
  const { slot, rest } = found;
  if (change.change === "remove") {
    if (rest.length === 0) yield* remove(sheet, slot);
  } else if (change.change === "rename") {
    if (rest.length === 0 && slot.in === "map") yield* rename(sheet, slot.pair.key, change.key);
  } else if (change.change === "append") {
    if (rest.length > 0) yield* add(sheet, slot, rest, [change.value]);
    else yield* append(sheet, slot, change.value);
  } else if (rest.length > 0) yield* add(sheet, slot, rest, change.value);
  else yield* replace(sheet, slot, change.value);
}

function* replace(sheet: Sheet, slot: Slot, value: PlainValue): Generator<Plan> {
  if (isFlow(sheet, slot)) yield* replaceInFlow(sheet, slot, value);
  else yield* replaceInBlock(sheet, slot, value);
}

/** Whether new text at a place must be flow style: within brackets, in a JSON file, and where the whole document is one flow collection. */
function isFlow({ json, root }: Sheet, slot: Slot): boolean {
  return json || isInFlow(slot) || (slot.in === "document" && root.kind !== "scalar" && root.flow === true);
}

/** Adds a pair under a key that a mapping lacks, with mappings for the rest of the way. */
function* add(sheet: Sheet, slot: Slot, way: readonly (string | number)[], value: PlainValue): Generator<Plan> {
  const [key, ...rest] = way;
  if (typeof key !== "string") return;
  const inner = nest(rest, value);
  if (inner === undefined) return;
  const { node } = slot;
  if (node.aliased) return;
  if (node.kind === "map" && (node.pairs.length > 0 || isFlow(sheet, slot))) yield* insertPair(sheet, node, key, inner);
  else if (node.kind === "map" || isNull(node)) yield* replace(sheet, slot, { [key]: inner });
}

/** A value below a path of keys that are still to be made; undefined for a path through items, which cannot be made up. */
function nest(way: readonly (string | number)[], value: PlainValue): PlainValue | undefined {
  return way.reduceRight<PlainValue | undefined>(
    (inner, step) => (inner === undefined || typeof step === "number" ? undefined : { [step]: inner }),
    value,
  );
}

function* insertPair(sheet: Sheet, map: MapNode, key: string, value: PlainValue): Generator<Plan> {
  if (map.flow) yield* only(insertPairInFlow(sheet, map, key, value));
  else yield* insertPairInBlock(sheet, map, key, value);
}

function* append(sheet: Sheet, slot: Slot, value: PlainValue): Generator<Plan> {
  const { node } = slot;
  if (node.aliased) return;
  if (node.kind === "seq" && (node.items.length > 0 || isFlow(sheet, slot))) {
    if (node.flow) yield* only(appendInFlow(sheet, node, value));
    else yield* appendInBlock(sheet, node, value);
  } else if (node.kind === "seq" || isNull(node)) yield* replace(sheet, slot, [value]);
}

function* remove(sheet: Sheet, slot: Slot): Generator<Plan> {
  if (slot.in === "document") return;
  const collection: MapNode | SeqNode = slot.in === "map" ? slot.map : slot.seq;
  const size = collection.kind === "map" ? collection.pairs.length : collection.items.length;
  if (collection.flow) yield* removeFromFlow(sheet, collection, slot.index);
  else if (size === 1) yield* replace(sheet, slot.outer, slot.in === "map" ? {} : []);
  else yield* only(slot.in === "map" ? removePairFromBlock(sheet, slot) : removeItemFromBlock(sheet, slot));
}

/** Writes another key, in the quotes of the old one. */
function* rename({ text }: Sheet, { start, end }: Span, key: string): Generator<Plan> {
  const quote = text.charAt(start);
  const isQuoted = quote === '"' || quote === "'";
  yield [{ start, end, newText: isQuoted ? `${quote}${key}${quote}` : key }];
}

function* only(plan: Plan | undefined): Generator<Plan> {
  if (plan !== undefined) yield plan;
}
