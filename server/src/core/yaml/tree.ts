/**
 * The tree of one YAML or JSON document, reduced to what the rest of the core asks of it: keys, values and where they stand.
 *
 * Offsets are UTF-16 code units counted from the start of the *document* (not of the file), so that a document that only moved
 * within its file keeps its tree. `Deployed.offset` turns them into offsets of the file.
 */

/** A half-open range `[start, end)` of UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A scalar. `value` is the text after unquoting and unescaping; nothing is converted, so `yes`, `0777` and `null` stay text.
 * `plain` tells whether it was written without quotes (and not as a block scalar): only then may it be a number, a boolean or
 * null (see `scalar.ts`). A missing value (`key:` with nothing after it) is a plain scalar with an empty value.
 * The span covers the quotes; for a block scalar it runs from the indicator (`|`) to the end of the last line, without its newline.
 */
export interface ScalarNode extends Span {
  readonly kind: "scalar";
  readonly value: string;
  readonly plain: boolean;
  /** True for a literal or folded block scalar. */
  readonly block?: boolean;
  /** True where an alias (`*x`) stands; the span is the alias's own, the value the anchored one's. */
  readonly aliased?: boolean;
}

/** One `key: value` of a mapping. `merged` marks a pair that came in through a merge key (`<<`), with its own original spans. */
export interface Pair {
  readonly key: ScalarNode;
  readonly value: Node;
  readonly merged?: boolean;
}

/** A mapping, block or flow. Duplicate keys are all kept, in order; `get` answers with the last, as Kubernetes' reader does. */
export interface MapNode extends Span {
  readonly kind: "map";
  readonly pairs: readonly Pair[];
  readonly flow?: boolean;
  readonly aliased?: boolean;
}

/** A sequence, block or flow. */
export interface SeqNode extends Span {
  readonly kind: "seq";
  readonly items: readonly Node[];
  readonly flow?: boolean;
  readonly aliased?: boolean;
}

export type Node = ScalarNode | MapNode | SeqNode;

/** The pair of `map` under `key`, the last one if several; a pair of the map itself hides a merged one (YAML merge key, 1.1). */
export function pairOf(map: Node | undefined, key: string): Pair | undefined {
  if (map?.kind !== "map") return undefined;
  let merged: Pair | undefined;
  for (let i = map.pairs.length - 1; i >= 0; i--) {
    const pair = map.pairs[i];
    if (pair === undefined || pair.key.value !== key) continue;
    if (!pair.merged) return pair;
    merged ??= pair;
  }
  return merged;
}

/** The value of `map` under `key`, or undefined when `map` is no mapping or has no such key. */
export function get(map: Node | undefined, key: string): Node | undefined {
  return pairOf(map, key)?.value;
}

/** The value below `node` at a path of keys and indices, or undefined where the path breaks off. */
export function at(node: Node | undefined, ...path: readonly (string | number)[]): Node | undefined {
  let here = node;
  for (const step of path) {
    if (here === undefined) return undefined;
    here = typeof step === "number" ? (here.kind === "seq" ? here.items[step] : undefined) : get(here, step);
  }
  return here;
}

/** The items of a sequence; empty for anything else. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === "seq" ? node.items : [];
}

/** The scalar itself, or undefined for a collection or nothing. An empty plain scalar (YAML null) counts as nothing. */
export function scalarOf(node: Node | undefined): ScalarNode | undefined {
  if (node?.kind !== "scalar") return undefined;
  return isNull(node) ? undefined : node;
}

/** Whether a node is YAML null: an empty plain scalar, `~`, `null`, `Null` or `NULL` (YAML 1.1 and 1.2 agree). */
export function isNull(node: Node): boolean {
  return node.kind === "scalar" && node.plain && /^(?:|~|null|Null|NULL)$/.test(node.value);
}
