/** Gateway, ListenerSet and GatewayClass as their manifests write them (Gateway API `apis/v1/gateway_types.go`, `listenerset_types.go`). */
import { get, itemsOf, type MapNode, type Node, type ScalarNode, scalarOf } from "../yaml/tree.ts";
import { type NumberField, number, type ObjectHead, text } from "./object.ts";
import { type LabelSelector, readSelector } from "./selector.ts";

export const gatewayApiGroup = "gateway.networking.k8s.io";

export interface Gateway extends ObjectHead {
  readonly type: "Gateway";
  readonly className: ScalarNode | undefined;
  readonly listeners: readonly ListenerSpec[];
  readonly allowedListeners: NamespaceRule | undefined;
  /** `spec.tls.backend.clientCertificateRef`. */
  readonly clientCertificateRef: ObjectRef | undefined;
  /** `spec.tls.frontend`. */
  readonly frontend: FrontendTls | undefined;
  readonly infrastructureParametersRef: ObjectRef | undefined;
}

export interface ListenerSet extends ObjectHead {
  readonly type: "ListenerSet";
  readonly parentRef: ParentRef | undefined;
  readonly listeners: readonly ListenerSpec[];
}

export interface GatewayClass extends ObjectHead {
  readonly type: "GatewayClass";
  readonly controllerName: ScalarNode | undefined;
}

/** One entry of `spec.listeners`. Absent is undefined; nothing is defaulted here. */
export interface ListenerSpec {
  readonly node: MapNode;
  readonly index: number;
  readonly name: ScalarNode | undefined;
  readonly hostname: ScalarNode | undefined;
  readonly port: NumberField | undefined;
  readonly protocol: ScalarNode | undefined;
  readonly tls: ListenerTls | undefined;
  readonly allowedRoutes: AllowedRoutes | undefined;
}

export interface ListenerTls {
  readonly node: Node;
  readonly mode: ScalarNode | undefined;
  readonly certificateRefs: readonly ObjectRef[];
  readonly certificateRefsNode: Node | undefined;
  readonly options: MapNode | undefined;
}

export interface AllowedRoutes {
  readonly node: Node;
  readonly namespaces: NamespaceRule | undefined;
  readonly kinds: readonly { readonly node: Node; readonly group: ScalarNode | undefined; readonly kind: ScalarNode | undefined }[];
}

/** `namespaces: {from, selector}` of allowedRoutes and allowedListeners. */
export interface NamespaceRule {
  readonly node: Node;
  readonly from: ScalarNode | undefined;
  readonly selector: LabelSelector | undefined;
}

/** A reference to another object: Secret, ConfigMap, Service. What is not written is undefined; `index` is its place in its list. */
export interface ObjectRef {
  readonly node: Node;
  readonly index: number;
  readonly group: ScalarNode | undefined;
  readonly kind: ScalarNode | undefined;
  readonly name: ScalarNode | undefined;
  readonly namespace: ScalarNode | undefined;
  readonly port: NumberField | undefined;
}

export interface ParentRef extends ObjectRef {
  readonly sectionName: ScalarNode | undefined;
}

export interface FrontendTls {
  readonly node: Node;
  readonly default: FrontendValidation | undefined;
  readonly perPort: readonly {
    readonly node: Node;
    readonly port: NumberField | undefined;
    readonly validation: FrontendValidation | undefined;
  }[];
}

export interface FrontendValidation {
  readonly node: Node;
  readonly caCertificateRefs: readonly ObjectRef[];
  readonly mode: ScalarNode | undefined;
}

/** Reads a Gateway. The names that its fields had in earlier versions (`gatewayClass`, `backendTLS`) count too. */
export function readGateway(head: ObjectHead): Gateway {
  const spec = get(head.root, "spec");
  const tls = get(spec, "tls");
  const clientCertificateRef = get(get(tls, "backend") ?? get(spec, "backendTLS"), "clientCertificateRef");
  const frontend = get(tls, "frontend");
  const parameters = get(get(spec, "infrastructure"), "parametersRef");
  return {
    ...head,
    type: "Gateway",
    className: text(spec, "gatewayClassName") ?? text(spec, "gatewayClass"),
    listeners: readListeners(get(spec, "listeners")),
    allowedListeners: readNamespaceRule(get(get(spec, "allowedListeners"), "namespaces")),
    clientCertificateRef: clientCertificateRef?.kind === "map" ? readRef(clientCertificateRef, 0) : undefined,
    frontend: frontend?.kind === "map" ? readFrontend(frontend) : undefined,
    infrastructureParametersRef: parameters?.kind === "map" ? readRef(parameters, 0) : undefined,
  };
}

/** Reads a ListenerSet, or the XListenerSet that it was before 1.5. */
export function readListenerSet(head: ObjectHead): ListenerSet {
  const spec = get(head.root, "spec");
  const parentRef = get(spec, "parentRef");
  return {
    ...head,
    type: "ListenerSet",
    parentRef: parentRef?.kind === "map" ? readParentRef(parentRef, 0) : undefined,
    listeners: readListeners(get(spec, "listeners")),
  };
}

export function readGatewayClass(head: ObjectHead): GatewayClass {
  const spec = get(head.root, "spec");
  return { ...head, type: "GatewayClass", controllerName: text(spec, "controllerName") ?? text(spec, "controller") };
}

/** Reads one reference; works for certificateRefs, caCertificateRefs, backendRefs and parametersRef alike. */
export function readRef(node: Node, index: number): ObjectRef {
  return {
    node,
    index,
    group: groupOf(node),
    kind: text(node, "kind"),
    name: text(node, "name"),
    namespace: text(node, "namespace"),
    port: number(node, "port"),
  };
}

export function readParentRef(node: Node, index: number): ParentRef {
  return { ...readRef(node, index), sectionName: text(node, "sectionName") };
}

/** `group: ""` names the core group, so an empty quoted scalar counts as written, unlike YAML null. */
function groupOf(node: Node): ScalarNode | undefined {
  return scalarOf(get(node, "group"));
}

function readListeners(node: Node | undefined): readonly ListenerSpec[] {
  return itemsOf(node).flatMap((item, index) => {
    if (item.kind !== "map") return [];
    const tls = get(item, "tls");
    const allowedRoutes = get(item, "allowedRoutes");
    return [
      {
        node: item,
        index,
        name: text(item, "name"),
        hostname: text(item, "hostname"),
        port: number(item, "port"),
        protocol: text(item, "protocol"),
        tls: tls?.kind === "map" ? readListenerTls(tls) : undefined,
        allowedRoutes: allowedRoutes?.kind === "map" ? readAllowedRoutes(allowedRoutes) : undefined,
      },
    ];
  });
}

function readListenerTls(node: MapNode): ListenerTls {
  const refs = get(node, "certificateRefs");
  const options = get(node, "options");
  // Gateway API v1alpha1 knew a single certificateRef.
  const single = get(node, "certificateRef");
  return {
    node,
    mode: text(node, "mode"),
    certificateRefs: single?.kind === "map" ? [readRef(single, 0)] : itemsOf(refs).map(readRef),
    certificateRefsNode: refs,
    options: options?.kind === "map" ? options : undefined,
  };
}

function readAllowedRoutes(node: MapNode): AllowedRoutes {
  return {
    node,
    namespaces: readNamespaceRule(get(node, "namespaces")),
    kinds: itemsOf(get(node, "kinds")).map((item) => ({ node: item, group: groupOf(item), kind: text(item, "kind") })),
  };
}

function readNamespaceRule(node: Node | undefined): NamespaceRule | undefined {
  return node?.kind === "map" ? { node, from: text(node, "from"), selector: readSelector(get(node, "selector")) } : undefined;
}

function readFrontend(node: MapNode): FrontendTls {
  return {
    node,
    default: readValidation(get(get(node, "default"), "validation")),
    perPort: itemsOf(get(node, "perPort")).map((item) => ({
      node: item,
      port: number(item, "port"),
      validation: readValidation(get(get(item, "tls"), "validation")),
    })),
  };
}

function readValidation(node: Node | undefined): FrontendValidation | undefined {
  if (node?.kind !== "map") return undefined;
  return { node, caCertificateRefs: itemsOf(get(node, "caCertificateRefs")).map(readRef), mode: text(node, "mode") };
}
