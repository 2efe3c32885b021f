/** Which kinds the product reads, and the one place that turns a document into typed objects. */
import { itemsOf, type Node } from "../yaml/tree.ts";
import { type BackendTlsPolicy, readBackendTlsPolicy } from "./backend-tls-policy.ts";
import { type CertManagerCertificate, certManagerGroups, type Issuer, readCertificate, readIssuer } from "./cert-manager.ts";
import {
  type Gateway,
  type GatewayClass,
  gatewayApiGroup,
  type ListenerSet,
  readGateway,
  readGatewayClass,
  readListenerSet,
} from "./gateway.ts";
import { type ObjectHead, readHead } from "./object.ts";
import { type ReferenceGrant, readReferenceGrant } from "./reference-grant.ts";
import { type Route, readRoute, routeKinds } from "./route.ts";
import { type ConfigMap, readConfigMap, readSecret, type Secret } from "./secret.ts";
import { readSecretMaker, type SecretMaker, secretMakerKinds } from "./secret-maker.ts";
import { type Namespace, readService, type Service } from "./service.ts";
import { readBundle, type TrustBundle } from "./trust-bundle.ts";

export type Resource =
  | Gateway
  | GatewayClass
  | ListenerSet
  | Route
  | ReferenceGrant
  | BackendTlsPolicy
  | Secret
  | ConfigMap
  | Service
  | Namespace
  | CertManagerCertificate
  | Issuer
  | SecretMaker
  | TrustBundle;

export type ResourceType = Resource["type"];

/** Groups under which Gateway API kinds were ever released: the present one, the experimental one, and that of v1alpha1 before 0.4. */
const gatewayGroups: readonly string[] = [gatewayApiGroup, "gateway.networking.x-k8s.io", "networking.x-k8s.io"];

type Reader = (head: ObjectHead) => Resource;

const readers = new Map<string, Reader>();

function register(groups: readonly string[], kinds: readonly string[], read: Reader): void {
  for (const group of groups) for (const kind of kinds) readers.set(`${group}/${kind}`, read);
}

register(gatewayGroups, ["Gateway"], readGateway);
register(gatewayGroups, ["GatewayClass"], readGatewayClass);
register(gatewayGroups, ["ListenerSet", "XListenerSet"], readListenerSet);
register(gatewayGroups, routeKinds, readRoute);
register(gatewayGroups, ["ReferenceGrant", "ReferencePolicy"], readReferenceGrant);
register(gatewayGroups, ["BackendTLSPolicy"], readBackendTlsPolicy);
register([""], ["Secret"], readSecret);
register([""], ["ConfigMap"], readConfigMap);
register([""], ["Service"], readService);
register([""], ["Namespace"], (head) => ({ ...head, type: "Namespace" }));
register(certManagerGroups, ["Certificate"], readCertificate);
register(certManagerGroups, ["Issuer", "ClusterIssuer"], readIssuer);
for (const kind of secretMakerKinds) readers.set(kind, readSecretMaker);
register(["trust.cert-manager.io"], ["Bundle"], readBundle);

/** The kinds, as the skim looks for them: a document that names none of these (nor a List) is not parsed. */
export const relevantKinds: readonly string[] = [...new Set([...readers.keys()].map((key) => key.slice(key.indexOf("/") + 1)))];

/**
 * The objects that one document holds: itself, or the items of a List (`kind: List`, `GatewayList`, …), nested ones included.
 * Kinds that the product does not read are left out, and so are objects without apiVersion or kind.
 */
export function resourcesOf(root: Node | undefined): readonly Resource[] {
  if (root === undefined) return [];
  const resources: Resource[] = [];
  collect(root, [], resources, 0);
  return resources;
}

function collect(node: Node, path: readonly (string | number)[], into: Resource[], depth: number): void {
  const head = readHead(node, path);
  if (head === undefined) return;
  const read = readers.get(`${head.group}/${head.kind}`);
  if (read !== undefined) {
    into.push(read(head));
  } else if (head.kind.endsWith("List") && node.kind === "map" && depth < 3) {
    const items = node.pairs.find((pair) => pair.key.value === "items")?.value;
    itemsOf(items).forEach((item, index) => {
      collect(item, [...path, "items", index], into, depth + 1);
    });
  }
}

/** A Cluster-scoped kind has no namespace, whatever its manifest writes. */
export function isClusterScoped(resource: Resource): boolean {
  return /^(?:GatewayClass|Namespace|Bundle)$/.test(resource.type) || /^Cluster(?:Issuer|ExternalSecret)$/.test(resource.kind);
}
