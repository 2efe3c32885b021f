/** What stands at an offset of a file: the object, and the way through its tree to the key or value under the cursor. */
import type { Deployed } from "../delivery/deployment.ts";
import type { Model } from "../gateway/model.ts";
import type { Node, Span } from "../yaml/tree.ts";

export interface Cursor {
  readonly object: Deployed;
  /** Keys and indices from the object's root. Under a key the path ends with that key. */
  readonly path: readonly (string | number)[];
  /** The key or the scalar under the cursor, relative to the object's document. */
  readonly node: Span;
}

/** The objects of each file; those of a file that was asked for are sorted. */
interface FileIndex {
  readonly byFile: ReadonlyMap<string, Deployed[]>;
  readonly sorted: Set<string>;
}

const indexes = new WeakMap<Model, FileIndex>();

/** The objects of a file in the order in which they stand. The index is made once per model, which orders them otherwise. */
export function objectsIn(file: string, model: Model): readonly Deployed[] {
  let index = indexes.get(model);
  if (index === undefined) {
    index = indexOf(model);
    indexes.set(model, index);
  }
  const objects = index.byFile.get(file) ?? [];
  if (!index.sorted.has(file)) {
    objects.sort((a, b) => startOf(a) - startOf(b));
    index.sorted.add(file);
  }
  return objects;
}

function indexOf(model: Model): FileIndex {
  const byFile = new Map<string, Deployed[]>();
  for (const object of model.objects) {
    const there = byFile.get(object.file);
    if (there === undefined) byFile.set(object.file, [object]);
    else there.push(object);
  }
  return { byFile, sorted: new Set() };
}

function startOf(object: Deployed): number {
  return object.offset + object.resource.root.start;
}

/** The object whose text holds the offset (UTF-16 code units of the file); undefined between objects. */
export function objectAt(file: string, offset: number, model: Model): Deployed | undefined {
  const objects = objectsIn(file, model);
  let low = 0;
  let high = objects.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const object = objects[middle];
    if (object !== undefined && startOf(object) <= offset) low = middle + 1;
    else high = middle;
  }
  const object = objects[low - 1];
  return object !== undefined && offset < object.offset + object.resource.root.end ? object : undefined;
}

/** The object at an offset and the key or scalar under it; undefined on blanks, comments and punctuation. */
export function cursorAt(file: string, offset: number, model: Model): Cursor | undefined {
  const object = objectAt(file, offset, model);
  if (object === undefined) return undefined;
  const path: (string | number)[] = [];
  const node = descend(object.resource.root, offset - object.offset, path);
  return node === undefined ? undefined : { object, path, node };
}

/** The way to the offset as far as it goes: on blanks and punctuation it ends with the collection that they stand in. */
export function pathAt(object: Deployed, offset: number): Cursor["path"] {
  const path: (string | number)[] = [];
  descend(object.resource.root, offset - object.offset, path);
  return path;
}

/**
 * Walks down to the offset, noting the steps. What an alias brings in stands elsewhere and is not walked into; what a merge key brings in
 * stands earlier, where its anchor is, and is found there first.
 */
function descend(node: Node, offset: number, path: (string | number)[]): Span | undefined {
  if (node.kind === "scalar" || node.aliased) return node;
  if (node.kind === "seq") {
    for (const [index, item] of node.items.entries()) {
      if (!holds(item, offset)) continue;
      path.push(index);
      return descend(item, offset, path);
    }
    return undefined;
  }
  for (const { key, value } of node.pairs) {
    const onKey = holds(key, offset);
    if (!onKey && !holds(value, offset)) continue;
    path.push(key.value);
    return onKey ? key : descend(value, offset, path);
  }
  return undefined;
}

function holds(span: Span, offset: number): boolean {
  return span.start <= offset && offset < span.end;
}
