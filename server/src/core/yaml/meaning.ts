/** What a document means apart from how it is written: the values that Kubernetes' reader would see. */
import type { Change, PlainValue } from "./change.ts";
import { asBoolean, asInteger, typeOf } from "./scalar.ts";
import type { Node } from "./tree.ts";

/** A scalar with its type, a sequence, or a mapping. Compared with `sameMeaning`. */
export type Meaning = string | readonly Meaning[] | ReadonlyMap<string, Meaning>;

const nothing = "null";

/** The meaning of a tree; of duplicate keys the last counts, and a merged pair counts where the mapping has none of its own. */
export function meaningOf(root: Node | undefined): Meaning {
  /** Aliases share pairs and items. */
  const known = new Map<unknown, Meaning>();
  const read = (node: Node): Meaning => {
    if (node.kind === "scalar") return scalarMeaning(node);
    const parts = node.kind === "seq" ? node.items : node.pairs;
    const before = known.get(parts);
    if (before !== undefined) return before;
    const meaning = node.kind === "seq" ? node.items.map(read) : new Map(node.pairs.map(({ key, value }) => [key.value, read(value)]));
    known.set(parts, meaning);
    return meaning;
  };
  return root === undefined ? nothing : read(root);
}

function scalarMeaning(node: Node & { kind: "scalar" }): string {
  const type = typeOf(node);
  if (type === "null") return nothing;
  if (type === "boolean") return `boolean ${asBoolean(node)}`;
  if (type === "integer") return `number ${asInteger(node)}`;
  return type === "number" ? `number ${Number(node.value)}` : `string ${node.value}`;
}

/** The meaning of a value that is to be written. */
export function meaningOfValue(value: PlainValue): Meaning {
  if (typeof value !== "object") return `${typeof value} ${value}`;
  if (Array.isArray(value)) return value.map(meaningOfValue);
  return new Map(Object.entries(value).map(([key, each]) => [key, meaningOfValue(each)]));
}

/** Whether two meanings are equal; the order of keys does not count. */
export function sameMeaning(a: Meaning, b: Meaning): boolean {
  if (a === b) return true;
  if (typeof a === "string" || typeof b === "string") return false;
  if (isMapping(a)) {
    return isMapping(b) && a.size === b.size && [...a].every(([key, each]) => sameMeaning(each, b.get(key) ?? ""));
  }
  return !isMapping(b) && a.length === b.length && a.every((each, i) => sameMeaning(each, b[i] ?? ""));
}

function isMapping(meaning: Meaning): meaning is ReadonlyMap<string, Meaning> {
  return meaning instanceof Map;
}

type ValueChange = Extract<Change, { readonly change: "set" | "append" | "remove" | "rename" }>;

/** What a meaning becomes by a change of a value in it, or undefined where its path leads nowhere. */
export function changedMeaning(meaning: Meaning, change: ValueChange): Meaning | undefined {
  return changeAt(meaning, change.at.path, change);
}

function changeAt(meaning: Meaning, path: readonly (string | number)[], change: ValueChange): Meaning | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return changeHere(meaning, change);
  const above = meaning === nothing && typeof step === "string" ? new Map<string, Meaning>() : meaning;
  if (typeof above === "string") return undefined;
  const isRemoved = change.change === "remove" && rest.length === 0;
  if (isMapping(above)) {
    if (typeof step !== "string") return undefined;
    if (change.change === "remove" && !above.has(step)) return undefined;
    const copy = new Map(above);
    const own = above.get(step);
    if (isRemoved) copy.delete(step);
    else if (change.change === "rename" && rest.length === 0) {
      if (own === undefined || above.has(change.key)) return undefined;
      copy.delete(step);
      copy.set(change.key, own);
    } else {
      const changed = changeAt(above.get(step) ?? nothing, rest, change);
      if (changed === undefined) return undefined;
      copy.set(step, changed);
    }
    return copy;
  }
  const item = typeof step === "number" ? above[step] : undefined;
  if (typeof step !== "number" || item === undefined) return undefined;
  if (isRemoved) return above.filter((_, i) => i !== step);
  const changed = changeAt(item, rest, change);
  return changed === undefined ? undefined : above.map((each, i) => (i === step ? changed : each));
}

function changeHere(meaning: Meaning, change: ValueChange): Meaning | undefined {
  if (change.change === "remove" || change.change === "rename") return undefined;
  const value = meaningOfValue(change.value);
  if (change.change === "set") return value;
  if (meaning === nothing) return [value];
  return typeof meaning === "string" || isMapping(meaning) ? undefined : [...meaning, value];
}
