/**
 * References that may leave their namespace, and so may need a ReferenceGrant: certificates of listeners, a Gateway's own certificate and the authorities
 * of its clients, backends of routes.
 */
import type { Deployed } from "../delivery/deployment.ts";
import type { Gateway, ObjectRef } from "../kube/gateway.ts";
import type { ReferenceGrant } from "../kube/reference-grant.ts";
import type { BackendRef, Route } from "../kube/route.ts";
import { at } from "../yaml/tree.ts";
import { clientValidationsOf } from "./frontend.ts";
import type { Permission, Referrer, Target } from "./grants.ts";
import { type Listener, type ListenerOwner, listenerPath } from "./listener.ts";
import type { BackendReference, Model } from "./model.ts";
import { targetOf } from "./target.ts";

export interface Reference {
  /** The object that holds the field: its group, kind and namespace are what a grant names under `from`. */
  readonly owner: ListenerOwner | Deployed<Route>;
  readonly ref: ObjectRef;
  /** The path of the reference from the root of its owner. */
  readonly path: readonly (string | number)[];
  readonly purpose: "certificate" | "frontend-ca" | "client-certificate" | BackendRef["purpose"];
  /** The listener whose certificate it is, or those whose clients the authority signs for. */
  readonly listeners: readonly Listener[];
  readonly target: Target;
  readonly permission: Permission;
  /** Whether the workspace holds the target, or what makes it. */
  readonly targetIsHere: boolean;
}

/** What resolving a reference asks of the workspace. */
export interface Resolution {
  permission(from: Referrer, to: Target): Permission;
  isHere(target: Target): boolean;
}

/** The references of one listener's certificateRefs. */
export function certificateReferences(listener: Listener): readonly Reference[] {
  return listener.certificates.map(({ ref, target, permission, sources }) => ({
    owner: listener.owner,
    ref,
    path: certificateRefPath(listener, ref),
    purpose: "certificate",
    listeners: [listener],
    target,
    permission,
    targetIsHere: sources.length > 0,
  }));
}

/** The references of a Gateway's `spec.tls`; `merged` are the listeners of the Gateway and its ListenerSets. */
export function gatewayReferences(gateway: Deployed<Gateway>, merged: readonly Listener[], resolution: Resolution): readonly Reference[] {
  const { group, kind, clientCertificateRef, frontend } = gateway.resource;
  const references: Reference[] = [];
  const add = (
    ref: ObjectRef,
    path: Reference["path"],
    purpose: Reference["purpose"],
    to: string,
    listeners: readonly Listener[],
  ): void => {
    const target = targetOf(ref, gateway.namespace, "", to);
    if (target === undefined) return;
    const permission = resolution.permission({ group, kind, namespace: gateway.namespace }, target);
    references.push({ owner: gateway, ref, path, purpose, listeners, target, permission, targetIsHere: resolution.isHere(target) });
  };
  if (frontend !== undefined) {
    for (const { validation, path, listeners } of clientValidationsOf(gateway, merged)) {
      for (const ref of validation.caCertificateRefs) {
        add(ref, [...path, "caCertificateRefs", ref.index], "frontend-ca", "ConfigMap", listeners);
      }
    }
  }
  if (clientCertificateRef !== undefined) add(clientCertificateRef, clientCertificatePath(gateway), "client-certificate", "Secret", []);
  return references;
}

/** The path of the backend client certificate, which `spec.backendTLS` held until Gateway API 1.3. */
function clientCertificatePath({ resource }: Deployed<Gateway>): readonly string[] {
  const isCurrent = at(resource.root, "spec", "tls", "backend") !== undefined;
  return [...(isCurrent ? ["spec", "tls", "backend"] : ["spec", "backendTLS"]), "clientCertificateRef"];
}

/** The path of one of a listener's certificateRefs from the root of its owner. */
export function certificateRefPath(listener: Listener, ref: ObjectRef): readonly (string | number)[] {
  // Gateway API v1alpha1 knew a single certificateRef.
  if (listener.spec.tls?.certificateRefsNode === undefined) return listenerPath(listener, "tls", "certificateRef");
  return listenerPath(listener, "tls", "certificateRefs", ref.index);
}

/** A route's reference to a backend. */
export function backendReference({ route, ref, target, permission, services }: BackendReference): Reference {
  return {
    owner: route,
    ref,
    path: ref.path,
    purpose: ref.purpose,
    listeners: [],
    target,
    permission,
    targetIsHere: services.length > 0,
  };
}

/** The Gateways whose controller reads a reference of a Gateway or a ListenerSet; none for a route's. */
export function gatewaysOf({ owner, listeners }: Reference): readonly Deployed<Gateway>[] {
  if (owner.resource.type === "Gateway") return [owner as Deployed<Gateway>];
  return [...new Set(listeners.flatMap(({ gateways }) => gateways))];
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
