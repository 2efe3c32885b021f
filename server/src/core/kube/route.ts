/** The five route kinds as their manifests write them (Gateway API `apis/v1/*route_types.go`). */
import { get, itemsOf, type Node, type ScalarNode, scalarOf } from "../yaml/tree.ts";
import { type ObjectRef, type ParentRef, readParentRef, readRef } from "./gateway.ts";
import { type ObjectHead, text } from "./object.ts";

export type RouteKind = "HTTPRoute" | "GRPCRoute" | "TLSRoute" | "TCPRoute" | "UDPRoute";

export const routeKinds: readonly RouteKind[] = ["HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute"];

export interface Route extends ObjectHead {
  readonly type: "Route";
  readonly kind: RouteKind;
  readonly parentRefs: readonly ParentRef[];
  readonly hostnames: readonly ScalarNode[];
  readonly hostnamesNode: Node | undefined;
  readonly rules: readonly RouteRule[];
}

export interface RouteRule {
  readonly node: Node;
  readonly index: number;
  readonly name: ScalarNode | undefined;
  readonly backendRefs: readonly BackendRef[];
  /** Types of the rule's own filters, such as RequestRedirect. */
  readonly filterTypes: readonly string[];
}

/** A reference to what a route sends traffic to, and by which field: a backend, a mirror, an external authorisation service. */
export interface BackendRef extends ObjectRef {
  readonly purpose: "backend" | "mirror" | "external-auth";
  /** The path from the route's root, for edits. */
  readonly path: readonly (string | number)[];
}

export function readRoute(head: ObjectHead): Route {
  const spec = get(head.root, "spec");
  const hostnames = get(spec, "hostnames");
  return {
    ...head,
    type: "Route",
    kind: head.kind as RouteKind,
    parentRefs: itemsOf(get(spec, "parentRefs")).map(readParentRef),
    hostnames: itemsOf(hostnames).flatMap((item) => scalarOf(item) ?? []),
    hostnamesNode: hostnames,
    rules: itemsOf(get(spec, "rules")).map(readRule),
  };
}

function readRule(node: Node, index: number): RouteRule {
  const path = ["spec", "rules", index];
  const filters = get(node, "filters");
  const backendRefs: BackendRef[] = readFilterRefs(filters, [...path, "filters"]);
  itemsOf(get(node, "backendRefs")).forEach((item, i) => {
    const here = [...path, "backendRefs", i];
    backendRefs.push({ ...readRef(item, i), purpose: "backend", path: here });
    backendRefs.push(...readFilterRefs(get(item, "filters"), [...here, "filters"]));
  });
  return {
    node,
    index,
    name: text(node, "name"),
    backendRefs,
    filterTypes: itemsOf(filters).flatMap((filter) => text(filter, "type")?.value ?? []),
  };
}

function readFilterRefs(filters: Node | undefined, path: readonly (string | number)[]): BackendRef[] {
  const refs: BackendRef[] = [];
  itemsOf(filters).forEach((filter, i) => {
    for (const [field, purpose] of [
      ["requestMirror", "mirror"],
      ["externalAuth", "external-auth"],
    ] as const) {
      const ref = get(get(filter, field), "backendRef");
      if (ref?.kind === "map") refs.push({ ...readRef(ref, i), purpose, path: [...path, i, field, "backendRef"] });
    }
  });
  return refs;
}
