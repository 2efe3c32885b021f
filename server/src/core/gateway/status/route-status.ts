/** The conditions of a route for each of its parents (Gateway API `shared_types.go`, RouteParentStatus). */
import { type Deployed, isKnownNamespace, qualifiedName } from "../../delivery/deployment.ts";
import type { ParentRef } from "../../kube/gateway.ts";
import type { Route } from "../../kube/route.ts";
import type { Attachment, Parentage } from "../attachment.ts";
import { intersect } from "../hostname.ts";
import type { Model } from "../model.ts";
import type { Profile } from "../profiles/profile.ts";
import type { World } from "../world.ts";
import { allOf, type Condition, conditionOf, type Judged, unknown } from "./condition.ts";
import { judgeBackend } from "./references.ts";
import { controllerOf, profileFor } from "./world.ts";

export interface RouteParentStatus {
  readonly parentRef: ParentRef;
  readonly parentage: Parentage;
  readonly controllerName: string | undefined;
  readonly conditions: readonly Condition[];
}

export interface RouteStatus {
  readonly object: Deployed<Route>;
  readonly parents: readonly RouteParentStatus[];
}

/** Tells what a bad BackendTLSPolicy says on the routes to its target, by profile; undefined where there is none. */
export type PolicyFault = (route: Deployed<Route>) => Judged | undefined;

/** Predicts the status of a route. A parent that no controller of the Gateway API serves (a mesh Service) has no entry. */
export function routeStatus(route: Deployed<Route>, policyFault: PolicyFault, world: World, model: Model): RouteStatus {
  const parents = model.parentagesOf(route).flatMap((parentage): RouteParentStatus[] => {
    const parent = parentage.parents[0];
    if (parent === undefined) return missingParent(parentage, world);
    const gateway = model.listenersOf(parent)[0]?.gateways[0];
    const profile = profileFor(gateway, model, world);
    const policy = profile.badPolicyOnRoute === "untouched" ? undefined : policyFault(route);
    const backends = model.backendsOf(route).map((backend) => judgeBackend(backend, profile, world, model));
    const resolved = allOf(policy === undefined ? backends : [...backends, policyJudged(policy, profile)], "All references are resolved.");
    return [
      {
        parentRef: parentage.parentRef,
        parentage,
        controllerName: gateway && controllerOf(gateway, model, world),
        conditions: [
          conditionOf("Accepted", judgeAttachment(parentage, profile), "Accepted"),
          conditionOf("ResolvedRefs", resolved, "ResolvedRefs"),
        ],
      },
    ];
  });
  return { object: route, parents };
}

function policyJudged(policy: Judged, profile: Profile): Judged {
  if (profile.badPolicyOnRoute === "InvalidBackendTLS" && policy.verdict === "no") return { ...policy, reason: "InvalidBackendTLS" };
  return { verdict: "unknown", because: "controllers differ on what a bad BackendTLSPolicy does to the route" };
}

function missingParent(parentage: Parentage, world: World): RouteParentStatus[] {
  // In a complete workspace a parent that is not there is nobody's, and nobody writes a status for it.
  const isGateway = parentage.kind === "Gateway" || parentage.kind === "ListenerSet";
  if (!isGateway || (world.complete && isKnownNamespace(parentage.namespace))) return [];
  const because = `${parentage.kind} ${qualifiedName(parentage.namespace, parentage.name)} is not in this workspace`;
  return [
    {
      parentRef: parentage.parentRef,
      parentage,
      controllerName: undefined,
      conditions: [unknown("Accepted", because), unknown("ResolvedRefs", because)],
    },
  ];
}

/** Whether a parent takes the route: the checks in the order of `tls-semantics`: selection, kind and namespace, hostname. */
export function judgeAttachment(parentage: Parentage, profile: Profile): Judged {
  const { attachments } = parentage;
  const parent = `${parentage.kind} ${qualifiedName(parentage.namespace, parentage.name)}`;
  if (attachments.some(({ verdict }) => verdict === "yes")) return { verdict: "yes", message: `${parent} takes the route.` };
  const settled = attachments.map((attachment) => withSelectorChoice(attachment, profile));
  if (settled.some(({ verdict }) => verdict === "yes")) return { verdict: "yes", message: `${parent} takes the route.` };
  const open = settled.find(({ verdict }) => verdict === "unknown");
  if (open !== undefined) return { verdict: "unknown", because: openBecause(open, parent) };
  const selected = settled.filter(({ refusal }) => refusal !== "sectionName" && refusal !== "port");
  if (selected.length === 0)
    return { verdict: "no", reason: "NoMatchingParent", message: `${parent} has no listener that the parentRef selects.` };
  const byName = selected.some(({ refusal }) => refusal === "hostname");
  const byNamespaceAndName = selected.some((attachment) => attachment.refusal === "namespace" && !hostnamesMeet(attachment));
  if (byName || (byNamespaceAndName && profile.firstRefusal === "NoMatchingListenerHostname")) {
    return { verdict: "no", reason: "NoMatchingListenerHostname", message: `No hostname of the route matches a listener of ${parent}.` };
  }
  const why = selected.some(({ refusal }) => refusal === "namespace") ? "this namespace" : "this kind of route";
  return { verdict: "no", reason: "NotAllowedByListeners", message: `No listener of ${parent} allows ${why}.` };
}

/** Settles `from: Selector` without a selector, on which controllers differ. */
function withSelectorChoice(attachment: Attachment, profile: Profile): Attachment {
  const rule = attachment.listener.spec.allowedRoutes?.namespaces;
  const missing = attachment.refusal === "namespace" && rule?.from?.value === "Selector" && rule.selector === undefined;
  if (!missing || profile.missingSelector === "open") return attachment;
  if (profile.missingSelector === "nobody") return { ...attachment, verdict: "no" };
  return hostnamesMeet(attachment) ? { ...attachment, verdict: "yes" } : { ...attachment, verdict: "no", refusal: "hostname" };
}

function hostnamesMeet({ route, listener }: Attachment): boolean {
  const { hostnames, kind } = route.resource;
  if (kind === "TCPRoute" || kind === "UDPRoute" || hostnames.length === 0) return true;
  return hostnames.some(({ value }) => intersect(listener.hostname, value).verdict !== "no");
}

function openBecause(open: Attachment, parent: string): string {
  switch (open.refusal) {
    case "namespace":
      return `whether ${parent} allows namespace ${isKnownNamespace(open.route.namespace) ? open.route.namespace : "of the route"} depends on what is not in this workspace`;
    case "kind":
      return `which kinds listener ${open.listener.name} serves depends on the controller`;
    default:
      return `${open.refusal ?? "a value"} holds a placeholder`;
  }
}
