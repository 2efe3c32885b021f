/** Whether an object is what its file says, so that something may be concluded from what it does not say. */
import { type Deployed, sameNamespace } from "../delivery/deployment.ts";
import { refusalsOf } from "../gateway/admission.ts";
import type { Parentage } from "../gateway/attachment.ts";
import type { ListenerOwner } from "../gateway/listener.ts";
import type { Model } from "../gateway/model.ts";
import { isOpaque } from "../yaml/template.ts";
import { get, itemsOf } from "../yaml/tree.ts";

/** Whether an object is sure to come into the cluster, as it is written. */
export function isDeployed({ partial, leftOutBy }: Deployed): boolean {
  return partial === undefined && leftOutBy === undefined;
}

/**
 * Whether the listeners of a Gateway or ListenerSet are all known: it is deployed as written, every item of its list is a listener, and no field of it is
 * one that does not exist, for that may be the very field that is missed.
 */
export function hasKnownListeners(owner: ListenerOwner, model: Model): boolean {
  const { listeners, root } = owner.resource;
  const written = itemsOf(get(get(root, "spec"), "listeners")).length;
  if (!isDeployed(owner) || listeners.length === 0 || listeners.length !== written) return false;
  return refusalsOf(owner, model).length === 0;
}

/** Whether no other manifest has an object of this kind and name. Where one has, as in a workspace of several clusters, nobody knows which of them is meant. */
export function isOnly(owner: ListenerOwner, model: Model): boolean {
  const { namespace, name, resource } = owner;
  return model.find(resource.type, namespace, name).length === 1;
}

/** Whether a parentRef may mean an object, as far as kind, namespace and name tell; a placeholder may be anything. */
export function mayMean({ kind, namespace, name }: Pick<Parentage, "kind" | "namespace" | "name">, owner: ListenerOwner): boolean {
  if (kind !== owner.resource.kind || sameNamespace(namespace, owner.namespace) === "no") return false;
  return name === owner.name || isOpaque(name) || isOpaque(owner.name);
}
