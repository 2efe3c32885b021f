/** References that may leave their namespace, and so may need a ReferenceGrant: certificates of listeners, backends of routes. */
import type { Deployed } from "../delivery/deployment.ts";
import type { ObjectRef } from "../kube/gateway.ts";
import type { ReferenceGrant } from "../kube/reference-grant.ts";
import type { BackendRef, Route } from "../kube/route.ts";
import type { Permission, Target } from "./grants.ts";
import { type Listener, type ListenerOwner, listenerPath } from "./listener.ts";
import type { BackendReference, Model } from "./model.ts";

export interface Reference {
  /** The object that holds the field: its group, kind and namespace are what a grant names under `from`. */
  readonly owner: ListenerOwner | Deployed<Route>;
  readonly ref: ObjectRef;
  /** The path of the reference from the root of its owner. */
  readonly path: readonly (string | number)[];
  readonly purpose: "certificate" | BackendRef["purpose"];
  /** The listener whose certificate it is. */
  readonly listener: Listener | undefined;
  readonly target: Target;
  readonly permission: Permission;
  /** Whether the workspace holds the target, or what makes it. */
  readonly targetIsHere: boolean;
}

/** All references of the listeners and routes, in the order of their owners and fields. */
export function referencesOf(listeners: readonly Listener[], backends: readonly BackendReference[]): readonly Reference[] {
  return [...listeners.flatMap(certificateReferences), ...backends.map(backendReference)];
}

function certificateReferences(listener: Listener): Reference[] {
  return listener.certificates.map(({ ref, target, permission, sources }) => ({
    owner: listener.owner,
    ref,
    path: certificateRefPath(listener, ref),
    purpose: "certificate",
    listener,
    target,
    permission,
    targetIsHere: sources.length > 0,
  }));
}

/** The path of one of a listener's certificateRefs from the root of its owner. */
export function certificateRefPath(listener: Listener, ref: ObjectRef): readonly (string | number)[] {
  // Gateway API v1alpha1 knew a single certificateRef.
  if (listener.spec.tls?.certificateRefsNode === undefined) return listenerPath(listener, "tls", "certificateRef");
  return listenerPath(listener, "tls", "certificateRefs", ref.index);
}

function backendReference({ route, ref, target, permission, services }: BackendReference): Reference {
  return {
    owner: route,
    ref,
    path: ref.path,
    purpose: ref.purpose,
    listener: undefined,
    target,
    permission,
    targetIsHere: services.length > 0,
  };
}

/** The references that each grant allows. */
export function usesOfGrants(references: readonly Reference[]): ReadonlyMap<Deployed<ReferenceGrant>, readonly Reference[]> {
  const uses = new Map<Deployed<ReferenceGrant>, Reference[]>();
  for (const reference of references) {
    if (reference.permission.verdict !== "granted") continue;
    const { grant } = reference.permission;
    const known = uses.get(grant);
    if (known === undefined) uses.set(grant, [reference]);
    else known.push(reference);
  }
  return uses;
}

/**
 * Whether the workspace delivers what a reference leads to, so that the namespace's grants would be here too: the target, what makes it, or, for a
 * Service, its Namespace together with other Services of it. A workspace that its owner declared complete delivers everything.
 */
export function isDelivered({ target, targetIsHere }: Pick<Reference, "target" | "targetIsHere">, model: Model): boolean {
  if (targetIsHere || model.world.complete) return true;
  if (target.group !== "" || target.kind !== "Service") return false;
  return model.find("Namespace", "", target.namespace).length > 0 && model.inNamespace("Service", target.namespace).length > 0;
}
