/** What a BackendTLSPolicy meets: the Gateways that send traffic to its targets, and other policies for the same ones. */
import type { Deployed } from "../delivery/deployment.ts";
import type { BackendTlsPolicy } from "../kube/backend-tls-policy.ts";
import type { Gateway, ParentRef } from "../kube/gateway.ts";
import type { Route } from "../kube/route.ts";
import type { Parentage } from "./attachment.ts";
import { ByName } from "./by-name.ts";
import type { Model } from "./model.ts";

/** One Gateway that sends traffic to a policy's target, and by which parentRef of a route. */
export interface Reaching {
  readonly gateway: Deployed<Gateway>;
  readonly parentage: Parentage;
}

/** One targetRef of a policy. */
export interface Aim {
  readonly policy: Deployed<BackendTlsPolicy>;
  readonly target: ParentRef;
}

interface Index {
  /** The routes with a backend of a namespace and name. */
  readonly routes: ByName<Deployed<Route>>;
  /** The targetRefs of a namespace, by group, kind, name and section. */
  readonly aims: ByName<Aim>;
}

const known = new WeakMap<Model, Index>();

function indexOf(model: Model): Index {
  let index = known.get(model);
  if (index === undefined) {
    index = { routes: new ByName(), aims: new ByName() };
    for (const { route, target } of model.backends) index.routes.add(target.namespace, target.name, route);
    for (const policy of model.policies) {
      for (const target of policy.resource.targetRefs) {
        if (target.name !== undefined) index.aims.add(policy.namespace, keyOf(target), { policy, target });
      }
    }
    known.set(model, index);
  }
  return index;
}

function keyOf({ group, kind, name, sectionName }: ParentRef): string {
  return [group?.value ?? "", kind?.value ?? "Service", name?.value ?? "", sectionName?.value ?? ""].join("/");
}

/** The routes that send traffic to a target of a policy, attached or not; once each. */
export function routesReaching(policy: Deployed<BackendTlsPolicy>, model: Model): readonly Deployed<Route>[] {
  const { routes } = indexOf(model);
  const names = new Set(policy.resource.targetRefs.flatMap(({ name }) => name?.value ?? []));
  return [...new Set([...names].flatMap((name) => routes.get(policy.namespace, name)))];
}

/** The Gateways that send traffic to a policy's target, by way of a route that names one of their listeners' owners. */
export function gatewaysReaching(policy: Deployed<BackendTlsPolicy>, model: Model): readonly Reaching[] {
  return routesReaching(policy, model).flatMap((route) =>
    model
      .parentagesOf(route)
      .flatMap((parentage) =>
        parentage.parents.flatMap((parent) => (model.listenersOf(parent)[0]?.gateways ?? []).map((gateway) => ({ gateway, parentage }))),
      ),
  );
}

/**
 * The targetRef of a policy that an older policy has already, and that policy: the older one wins, by name if equal (`backendtlspolicy_types.go`).
 * Manifests of one name belong to several clusters and are no rivals.
 */
export function lostTarget(
  policy: Deployed<BackendTlsPolicy>,
  model: Model,
): { readonly target: ParentRef; readonly winner: Aim } | undefined {
  const { aims } = indexOf(model);
  for (const target of policy.resource.targetRefs) {
    if (target.name === undefined) continue;
    const winner = aims.get(policy.namespace, keyOf(target)).find((aim) => aim.policy.name !== policy.name && isOlder(aim.policy, policy));
    if (winner !== undefined) return { target, winner };
  }
  return undefined;
}

function isOlder(a: Deployed<BackendTlsPolicy>, b: Deployed<BackendTlsPolicy>): boolean {
  const [x, y] = [a.resource.creationTimestamp, b.resource.creationTimestamp];
  if (x !== undefined && y !== undefined && x !== y) return x < y;
  return a.name < b.name;
}
