/**
 * Which routes attach to which listeners (Gateway API `apis/v1/shared_types.go`, ParentReference; the order of the checks is that
 * of the conformance suite): parent, sectionName and port, kind and namespace, hostname.
 */
import { type Deployed, type EffectiveNamespace, isKnownNamespace, sameNamespace } from "../delivery/deployment.ts";
import { gatewayApiGroup, type NamespaceRule, type ParentRef } from "../kube/gateway.ts";
import type { Route, RouteKind } from "../kube/route.ts";
import { type KnownLabels, selects } from "../kube/selector.ts";
import { isOpaque } from "../yaml/template.ts";
import type { ScalarNode } from "../yaml/tree.ts";
import { type Hostname, intersect } from "./hostname.ts";
import type { Listener, ListenerOwner } from "./listener.ts";

export type Verdict = "yes" | "no" | "unknown";

/** Why a listener does not take a route, in the order in which a conforming controller finds out. */
export type Refusal = "sectionName" | "port" | "kind" | "namespace" | "hostname";

/** One listener against one parentRef of a route. */
export interface Attachment {
  readonly route: Deployed<Route>;
  readonly parentRef: ParentRef;
  readonly listener: Listener;
  readonly verdict: Verdict;
  /** What refuses it, or what is not known. */
  readonly refusal: Refusal | undefined;
  /** The names under which this listener would serve the route; empty unless the verdict is yes or unknown. */
  readonly hostnames: readonly IntersectedHostname[];
}

export interface IntersectedHostname {
  /** The hostname of the route that it comes from; undefined where the route writes none. */
  readonly node: ScalarNode | undefined;
  readonly hostname: Hostname;
}

/** One parentRef of a route: the objects that it names, and every listener of theirs with its verdict. */
export interface Parentage {
  readonly route: Deployed<Route>;
  readonly parentRef: ParentRef;
  readonly kind: string;
  readonly namespace: EffectiveNamespace;
  readonly name: string;
  /** Gateways or ListenerSets of that name in the workspace; empty says nothing about the cluster. */
  readonly parents: readonly ListenerOwner[];
  readonly attachments: readonly Attachment[];
}

/** The kinds that a listener's protocol and mode can serve (`site/guides/user-guides/tls.md`; GEP-2907). */
export function kindsOf(protocol: string): readonly RouteKind[] {
  switch (protocol) {
    case "HTTP":
    case "HTTPS":
      return ["HTTPRoute", "GRPCRoute"];
    case "TLS":
      return ["TLSRoute"];
    case "TCP":
      return ["TCPRoute"];
    case "UDP":
      return ["UDPRoute"];
    default:
      return [];
  }
}

/**
 * Whether only some controllers know a protocol: one with a domain prefix, one of the words that projects use without (Istio's waypoints,
 * STUNner), or one that is not written yet.
 */
export function isVendorProtocol(protocol: string): boolean {
  return protocol === "" || protocol.includes("/") || protocol === "HBONE" || protocol.startsWith("TURN-");
}

/** Judges one listener for one parentRef. `labelsOf` tells what is known of a namespace's labels. */
export function attach(
  route: Deployed<Route>,
  parentRef: ParentRef,
  listener: Listener,
  labelsOf: (namespace: EffectiveNamespace) => KnownLabels,
): Attachment {
  const refuse = (refusal: Refusal, verdict: Verdict = "no"): Attachment => ({
    route,
    parentRef,
    listener,
    verdict,
    refusal,
    hostnames: [],
  });
  const section = parentRef.sectionName?.value;
  if (section !== undefined && section !== listener.name) {
    return refuse("sectionName", isOpaque(section) || isOpaque(listener.name) ? "unknown" : "no");
  }
  const port = parentRef.port;
  if (port !== undefined && (port.value === undefined || listener.port === undefined)) return refuse("port", "unknown");
  if (port !== undefined && port.value !== listener.port) return refuse("port");
  const kind = allowsKind(listener, route.resource);
  if (kind !== "yes") return refuse("kind", kind);
  const namespace = allowsNamespace(listener.spec.allowedRoutes?.namespaces, listener.owner.namespace, route.namespace, labelsOf);
  if (namespace === "no") return refuse("namespace");
  const { verdict, hostnames } = intersectAll(listener.hostname, route.resource);
  if (verdict === "no") return refuse("hostname");
  if (namespace === "unknown") return { ...refuse("namespace", "unknown"), hostnames };
  return { route, parentRef, listener, verdict, refusal: verdict === "unknown" ? "hostname" : undefined, hostnames };
}

function allowsKind(listener: Listener, route: Route): Verdict {
  const possible = kindsOf(listener.protocol);
  if (isVendorProtocol(listener.protocol)) return "unknown";
  if (!possible.includes(route.kind)) return "no";
  const allowed = listener.spec.allowedRoutes?.kinds ?? [];
  if (allowed.length === 0) return "yes";
  return allowed.some(({ kind, group }) => kind?.value === route.kind && (group?.value ?? gatewayApiGroup) === route.group) ? "yes" : "no";
}

/**
 * Whether a namespace rule (`allowedRoutes.namespaces`, `allowedListeners.namespaces`) takes an object of `namespace`. The default of
 * `from` is Same for routes and None for listeners; the caller passes it.
 */
export function allowsNamespace(
  rule: NamespaceRule | undefined,
  own: EffectiveNamespace,
  namespace: EffectiveNamespace,
  labelsOf: (namespace: EffectiveNamespace) => KnownLabels,
  byDefault: "Same" | "None" = "Same",
): Verdict {
  const from = rule?.from?.value ?? byDefault;
  switch (from) {
    case "All":
      return "yes";
    case "None":
      return "no";
    case "Same":
      return sameNamespace(own, namespace);
    case "Selector":
      // Controllers differ on a missing selector (nobody, or everybody).
      return rule?.selector === undefined ? "unknown" : selects(rule.selector, labelsOf(namespace));
    default:
      return "unknown";
  }
}

function intersectAll(hostname: Hostname, route: Route): { verdict: Verdict; hostnames: IntersectedHostname[] } {
  // TCP and UDP routes carry no names.
  if (route.kind === "TCPRoute" || route.kind === "UDPRoute") return { verdict: "yes", hostnames: [] };
  if (route.hostnames.length === 0) return { verdict: "yes", hostnames: [{ node: undefined, hostname }] };
  const hostnames: IntersectedHostname[] = [];
  let verdict: Verdict = "no";
  for (const node of route.hostnames) {
    const met = intersect(hostname, node.value);
    if (met.verdict === "yes") {
      hostnames.push({ node, hostname: met.hostname });
      verdict = "yes";
    } else if (met.verdict === "unknown" && verdict === "no") {
      verdict = "unknown";
    }
  }
  return { verdict, hostnames };
}

/** The labels that are known of a namespace: what its manifest writes, and the one that the API server adds. */
export function labelsWithName(namespace: EffectiveNamespace, written: ReadonlyMap<string, string> | undefined): KnownLabels {
  const labels = new Map(written ?? []);
  if (isKnownNamespace(namespace)) labels.set("kubernetes.io/metadata.name", namespace);
  return { labels, complete: written !== undefined };
}
