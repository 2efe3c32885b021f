/** What every Kubernetes object has: its type, its name and where it was written. */
import { at, get, type MapNode, type Node, type ScalarNode, type Span, scalarOf } from "../yaml/tree.ts";

/** A span within a file; `file` is a URI, the span counts UTF-16 code units of the whole file. */
export interface Place extends Span {
  readonly file: string;
}

/** The head of an object as one manifest writes it. Nothing is defaulted; what is not written is undefined. */
export interface ObjectHead {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Undefined where it is missing or made by `generateName`. */
  readonly name: ScalarNode | undefined;
  readonly namespace: ScalarNode | undefined;
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, ScalarNode>;
  /** RFC 3339, where the manifest was exported from a cluster. */
  readonly creationTimestamp: string | undefined;
  readonly root: MapNode;
  /** The path of `root` within its document; empty but for the items of a List. */
  readonly path: readonly (string | number)[];
}

/** A number field: the number where the scalar is one, and where it stands. */
export interface NumberField {
  readonly value: number | undefined;
  readonly node: ScalarNode;
}

/** `group/version` of an apiVersion; the core group is "". */
export function splitApiVersion(apiVersion: string): { readonly group: string; readonly version: string } {
  const slash = apiVersion.indexOf("/");
  return slash < 0 ? { group: "", version: apiVersion } : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

/** Reads the head of an object; undefined where the node has no apiVersion or kind, as a patch or a values file has none. */
export function readHead(root: Node, path: readonly (string | number)[]): ObjectHead | undefined {
  if (root.kind !== "map") return undefined;
  const apiVersion = text(root, "apiVersion");
  const kind = text(root, "kind");
  if (apiVersion === undefined || kind === undefined) return undefined;
  const metadata = get(root, "metadata");
  return {
    ...splitApiVersion(apiVersion.value),
    kind: kind.value,
    name: scalarOf(get(metadata, "name")),
    namespace: scalarOf(get(metadata, "namespace")),
    labels: stringsOf(get(metadata, "labels")),
    annotations: scalarsOf(get(metadata, "annotations")),
    creationTimestamp: scalarOf(get(metadata, "creationTimestamp"))?.value,
    root,
    path,
  };
}

/** The scalar under `key`, or undefined where it is missing, null or a collection. */
export function text(map: Node | undefined, key: string): ScalarNode | undefined {
  return scalarOf(get(map, key));
}

/** The number under `key`; a scalar that is no whole number gives a field without a value. */
export function number(map: Node | undefined, key: string): NumberField | undefined {
  const node = text(map, key);
  if (node === undefined) return undefined;
  return { value: node.plain && /^[0-9]{1,9}$/.test(node.value) ? Number(node.value) : undefined, node };
}

/** The scalar values of a string map such as `metadata.labels`. */
export function stringsOf(node: Node | undefined): ReadonlyMap<string, string> {
  const strings = new Map<string, string>();
  for (const [key, scalar] of scalarsOf(node)) strings.set(key, scalar.value);
  return strings;
}

function scalarsOf(node: Node | undefined): ReadonlyMap<string, ScalarNode> {
  const scalars = new Map<string, ScalarNode>();
  if (node?.kind !== "map") return scalars;
  for (const { key, value, merged } of node.pairs) {
    if (value.kind === "scalar" && !(merged && scalars.has(key.value))) scalars.set(key.value, value);
  }
  return scalars;
}

/** The node of `metadata.name`, else of `kind`, else the object itself: where a finding about the whole object stands. */
export function headNode(object: ObjectHead): Node {
  return object.name ?? at(object.root, "kind") ?? object.root;
}
