/** How a manifest writes what a schema is asked about. */
import { asBoolean } from "../../yaml/scalar.ts";
import { isOpaque } from "../../yaml/template.ts";
import { isNull, type MapNode, type Node, type Pair, type ScalarNode, type Span } from "../../yaml/tree.ts";
import type { Spot } from "./value.ts";

/** A word that kubectl and the API server read as a boolean (YAML 1.1), and kustomize and Flux as text. */
export function isOldBoolean(node: Node): boolean {
  return asBoolean(node) !== undefined && node.kind === "scalar" && !/^(?:true|false)$/i.test(node.value);
}

/** The pairs of a mapping by name, as a reader of Kubernetes has them: of duplicates the last, of a merged pair and an own one the own. */
export function effectivePairs({ pairs }: MapNode): ReadonlyMap<string, Pair> {
  const byName = new Map<string, Pair>();
  for (const pair of pairs) {
    const name = pair.key.value;
    if (!(pair.merged && byName.has(name) && !byName.get(name)?.merged)) byName.set(name, pair);
  }
  return byName;
}

/** Whether a key stands for something else than a field: a placeholder, or a merge key that nothing resolves. */
export function isNoField({ value, plain }: ScalarNode): boolean {
  return (value === "<<" && plain) || value.startsWith("$") || value.startsWith("{") || isOpaque(value);
}

/** Where a fault of a whole mapping stands: at its name, else at its key, else at its first own key. */
export function headOf(node: MapNode, at: Spot): Span {
  if (at.up === undefined) return node.pairs.find(({ key }) => key.value === "kind")?.value ?? node;
  const name = node.pairs.find(({ key, merged }) => key.value === "name" && !merged)?.value;
  if (name?.kind === "scalar" && !isNull(name)) return name;
  return at.key ?? node.pairs.find(({ merged }) => !merged)?.key ?? node;
}
