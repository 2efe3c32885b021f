/**
 * Which objects exist together in a cluster, and under which namespace. The gateway model asks only this; how Kustomize, Flux or
 * Argo CD arrive at it stays in this room.
 */

import type { FluxKustomization } from "../kube/flux-kustomization.ts";
import { isClusterScoped, type Resource } from "../kube/kinds.ts";
import type { Kustomization } from "../kube/kustomization.ts";
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
  /**
   * Set where the object may be another than its file says: its document has a fault of syntax, or something changes it before it reaches
   * a cluster. Then nothing is said of it, and nothing is concluded from what it lacks.
   */
  readonly partial?: true;
  /** The file that says what is applied where this object's file stands, and leaves it out; undefined where nothing does. */
  readonly leftOutBy?: string;
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
  readonly documents: readonly ManifestDocument[];
  /** Set where the file is kustomize's build file. */
  readonly kustomization?: Kustomization;
}

export interface ManifestDocument {
  readonly offset: number;
  readonly resources: readonly Resource[];
  /** Set where the document has a fault of syntax, so that its objects are what could be made out. */
  readonly broken?: true;
  readonly fluxKustomization?: FluxKustomization;
}

/** Tells the namespace of an object in a file; `namespaces.ts` makes it from the workspace's kustomizations. */
export type NamespaceResolver = (file: string, resource: Resource) => EffectiveNamespace;

/** What happens to objects on their way from the files to a cluster. */
export interface Delivery {
  readonly namespaceOf: NamespaceResolver;
  /** Whether a file holds patches: what looks like an object in it is none. */
  isPatch(file: string): boolean;
  /** Whether something changes an object of a file, so that what the file says is not all. */
  isAltered(file: string, resource: Resource): boolean;
  /** The file that says what is applied where a file stands, and leaves it out; undefined where nothing does. */
  leftOutBy(file: string): string | undefined;
}

/** All named objects of the files, each with its effective namespace, in the order of files and documents. */
export function deploy(files: Iterable<ManifestFile>, delivery: NamespaceResolver | Delivery): readonly Deployed[] {
  const { namespaceOf, isPatch, isAltered, leftOutBy: leftOut }: Delivery = typeof delivery === "function" ? asWritten(delivery) : delivery;
  const objects: Deployed[] = [];
  for (const { file, documents } of files) {
    if (isPatch(file)) continue;
    const leftOutBy = leftOut(file);
    for (const { offset, resources, broken } of documents) {
      for (const resource of resources) {
        const name = resource.name?.value;
        if (name === undefined) continue;
        const namespace = isClusterScoped(resource) ? "" : namespaceOf(file, resource);
        const partial = broken === true || isAltered(file, resource);
        objects.push({ resource, file, offset, name, namespace, ...(partial ? { partial } : {}), ...(leftOutBy ? { leftOutBy } : {}) });
      }
    }
  }
  return objects;
}

/** A delivery that only places. */
function asWritten(namespaceOf: NamespaceResolver): Delivery {
  return { namespaceOf, isPatch: () => false, isAltered: () => false, leftOutBy: () => undefined };
}
