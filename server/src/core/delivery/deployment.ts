/**
 * Which objects exist together in a cluster, and under which namespace. The gateway model asks only this; how Kustomize, Flux or
 * Argo CD arrive at it stays in this room.
 */

import { isClusterScoped, type Resource } from "../kube/kinds.ts";
import type { Place } from "../kube/object.ts";
import type { Address } from "../yaml/change.ts";
import { isOpaque } from "../yaml/template.ts";
import type { Span } from "../yaml/tree.ts";

/**
 * The namespace that an object will have. A known one is its name; one that nobody can tell from here starts with `?` (no
 * namespace can) and is equal only for objects that are sure to share it. Cluster-scoped objects have the empty one.
 */
export type EffectiveNamespace = string;

export function isKnownNamespace(namespace: EffectiveNamespace): boolean {
  return !namespace.startsWith("?");
}

/** The namespace that a reference writes: a placeholder (`${NAMESPACE}`) is unknown, and equal only to the same text. */
export function writtenNamespace(text: string): EffectiveNamespace {
  return isOpaque(text) ? `?${text}` : text;
}

/** Whether two namespaces are the same: yes, no, or unknown as soon as one is not known. */
export function sameNamespace(a: EffectiveNamespace, b: EffectiveNamespace): "yes" | "no" | "unknown" {
  if (a === b) return "yes";
  return isKnownNamespace(a) && isKnownNamespace(b) ? "no" : "unknown";
}

/** One object as it will be in the cluster, and where a person edits it. */
export interface Deployed<R extends Resource = Resource> {
  readonly resource: R;
  readonly file: string;
  /** Where the object's document starts in its file, in UTF-16 code units. */
  readonly offset: number;
  readonly name: string;
  readonly namespace: EffectiveNamespace;
}

/** The place of a node of this object in its file. */
export function placeOf(object: Deployed, node: Span): Place {
  return { file: object.file, start: object.offset + node.start, end: object.offset + node.end };
}

/** The address of a value of this object, for changes. */
export function addressOf(object: Deployed, ...path: readonly (string | number)[]): Address {
  return { file: object.file, offset: object.offset, path: [...object.resource.path, ...path] };
}

/** "Gateway platform-ingress/public" for messages; the namespace is left out where it is not known or there is none. */
export function titleOf(object: Deployed): string {
  return `${object.resource.kind} ${qualifiedName(object.namespace, object.name)}`;
}

/** `namespace/name`, or the bare name where the namespace is not known. */
export function qualifiedName(namespace: EffectiveNamespace, name: string): string {
  return namespace === "" || !isKnownNamespace(namespace) ? name : `${namespace}/${name}`;
}

/** The objects of one file that is relevant, as the workspace hands them over. */
export interface ManifestFile {
  readonly file: string;
  readonly documents: readonly { readonly offset: number; readonly resources: readonly Resource[] }[];
}

/** Tells the namespace of an object in a file; `namespaces.ts` makes it from the workspace's kustomizations. */
export type NamespaceResolver = (file: string, resource: Resource) => EffectiveNamespace;

/** All named objects of the files, each with its effective namespace, in the order of files and documents. */
export function deploy(files: Iterable<ManifestFile>, namespaceOf: NamespaceResolver): readonly Deployed[] {
  const objects: Deployed[] = [];
  for (const { file, documents } of files) {
    for (const { offset, resources } of documents) {
      for (const resource of resources) {
        const name = resource.name?.value;
        if (name === undefined) continue;
        objects.push({ resource, file, offset, name, namespace: isClusterScoped(resource) ? "" : namespaceOf(file, resource) });
      }
    }
  }
  return objects;
}
