/**
 * The linked model of a workspace: every object by name, every listener with its certificates and routes, every reference with its
 * verdict. Made whole from the deployed objects, never changed after; rules and features only ask it.
 */
import { type Deployed, type EffectiveNamespace, isKnownNamespace } from "../delivery/deployment.ts";
import type { BackendTlsPolicy } from "../kube/backend-tls-policy.ts";
import type { CertManagerCertificate } from "../kube/cert-manager.ts";
import { type Gateway, gatewayApiGroup, type ListenerSet, type ListenerSpec, type ObjectRef } from "../kube/gateway.ts";
import type { Resource, ResourceType } from "../kube/kinds.ts";
import type { ReferenceGrant } from "../kube/reference-grant.ts";
import type { BackendRef, Route, RouteRule } from "../kube/route.ts";
import type { Bundle } from "../kube/schema/bundle.ts";
import type { Secret } from "../kube/secret.ts";
import type { KnownLabels } from "../kube/selector.ts";
import type { Namespace, Service } from "../kube/service.ts";
import { type Attachment, attach, labelsWithName, type Parentage } from "./attachment.ts";
import { ByName } from "./by-name.ts";
import type { CertificateReference, SecretSource } from "./certificates.ts";
import { Grants, type Permission, type Target } from "./grants.ts";
import { type Listener, type ListenerOwner, modeOf } from "./listener.ts";
import { backendReference, certificateReferences, gatewayReferences, type Reference, usesOfGrants } from "./reference.ts";
import { targetOf } from "./target.ts";
import type { World } from "./world.ts";

/** The type of the resource that a tag names. */
export type ResourceOf<T extends ResourceType> = Extract<Resource, { readonly type: T }>;

/** One backend, mirror or external-auth reference of a route. */
export interface BackendReference {
  readonly route: Deployed<Route>;
  readonly rule: RouteRule;
  readonly ref: BackendRef;
  readonly target: Target;
  readonly permission: Permission;
  /** The Services of that name in the workspace, where the target is a Service. */
  readonly services: readonly Deployed<Service>[];
}

/** What judging depends on besides the manifests. */
export interface Circumstances {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly expiring: { readonly days: number; readonly share: number };
  readonly world: World;
  /** The Gateway API that the workspace's files install; undefined where they name none, or several. */
  readonly installed?: Bundle | undefined;
  /** The versions of the controllers that the workspace's files install, by controllerName. */
  readonly controllers?: ReadonlyMap<string, string> | undefined;
}

export interface Model extends Circumstances {
  readonly objects: readonly Deployed[];
  readonly gateways: readonly Deployed<Gateway>[];
  readonly listenerSets: readonly Deployed<ListenerSet>[];
  readonly routes: readonly Deployed<Route>[];
  readonly referenceGrants: readonly Deployed<ReferenceGrant>[];
  readonly secrets: readonly Deployed<Secret>[];
  readonly certificates: readonly Deployed<CertManagerCertificate>[];
  readonly policies: readonly Deployed<BackendTlsPolicy>[];
  readonly grants: Grants;
  /** All listeners, in the order of their owners; ListenerSets' entries after the Gateways'. */
  readonly listeners: readonly Listener[];
  readonly parentages: readonly Parentage[];
  readonly backends: readonly BackendReference[];
  /** Every reference that a ReferenceGrant may have to allow, with its verdict. */
  readonly references: readonly Reference[];
  /** Objects of a type by effective namespace and name. Several where files repeat one; empty says nothing about the cluster. */
  find<T extends ResourceType>(type: T, namespace: EffectiveNamespace, name: string): readonly Deployed<ResourceOf<T>>[];
  /** Objects of a type in a namespace. */
  inNamespace<T extends ResourceType>(type: T, namespace: EffectiveNamespace): readonly Deployed<ResourceOf<T>>[];
  /** What is, or makes, the Secret of this name. */
  secretSources(namespace: EffectiveNamespace, name: string): readonly SecretSource[];
  /** The listeners that read this Secret, by way of a certificateRef that names it (whether allowed or not). */
  listenersUsing(namespace: EffectiveNamespace, secretName: string): readonly Listener[];
  /** The merged listener list of the Gateway that a listener belongs to: candidates for its port and hostname. */
  siblings(listener: Listener): readonly Listener[];
  /** The listeners of a Gateway and of the ListenerSets that name it. */
  mergedListenersOf(gateway: Deployed<Gateway>): readonly Listener[];
  /** The listeners that an object holds itself. */
  listenersOf(owner: ListenerOwner): readonly Listener[];
  parentagesOf(route: Deployed<Route>): readonly Parentage[];
  backendsOf(route: Deployed<Route>): readonly BackendReference[];
  /** The references that a grant allows. Several grants may allow one: it counts as a use of the first. */
  usesOf(grant: Deployed<ReferenceGrant>): readonly Reference[];
  labelsOf(namespace: EffectiveNamespace): KnownLabels;
}

/** Links the deployed objects. A generator that yields between objects, so that the host can pace it; returns the model. */
export function* link(objects: readonly Deployed[], circumstances: Circumstances): Generator<void, Model> {
  const index = new ObjectIndex(objects);
  const grants = new Grants(index.all("ReferenceGrant"));
  yield;
  const listeners: Listener[] = [];
  const byOwner = new Map<ListenerOwner, Listener[]>();
  const byGateway = new Map<Deployed<Gateway>, Listener[]>();
  const bySecret = new ByName<Listener>();
  for (const owner of [...index.all("Gateway"), ...index.all("ListenerSet")]) {
    const gateways = gatewaysOf(owner, index);
    const own = owner.resource.listeners.map((spec) => listenerOf(owner, spec, gateways, index, grants));
    byOwner.set(owner, own);
    for (const gateway of gateways) push(byGateway, gateway, ...own);
    for (const listener of own) {
      for (const { target } of listener.certificates) bySecret.add(target.namespace, target.name, listener);
    }
    listeners.push(...own);
    yield;
  }
  const labels = new Map<EffectiveNamespace, KnownLabels>();
  const labelsOf = (namespace: EffectiveNamespace): KnownLabels => {
    let known = labels.get(namespace);
    if (known === undefined) {
      known = labelsWithName(namespace, namespaceLabels(index.find("Namespace", "", namespace)));
      labels.set(namespace, known);
    }
    return known;
  };
  const parentages = new Map<Deployed<Route>, Parentage[]>();
  const backends = new Map<Deployed<Route>, BackendReference[]>();
  for (const route of index.all("Route")) {
    parentages.set(
      route,
      route.resource.parentRefs.flatMap((_, i) => parentage(route, i, index, byOwner, labelsOf)),
    );
    backends.set(route, backendReferences(route, index, grants));
    yield;
  }
  const allBackends = [...backends.values()].flat();
  const resolution = { permission: grants.permission.bind(grants), isHere: (target: Target) => index.holds(target) };
  const references = [
    ...listeners.flatMap(certificateReferences),
    ...index.all("Gateway").flatMap((gateway) => gatewayReferences(gateway, byGateway.get(gateway) ?? [], resolution)),
    ...allBackends.map(backendReference),
  ];
  const uses = usesOfGrants(references);
  const model: Model = {
    ...circumstances,
    objects,
    gateways: index.all("Gateway"),
    listenerSets: index.all("ListenerSet"),
    routes: index.all("Route"),
    referenceGrants: index.all("ReferenceGrant"),
    secrets: index.all("Secret"),
    certificates: index.all("Certificate"),
    policies: index.all("BackendTLSPolicy"),
    grants,
    listeners,
    parentages: [...parentages.values()].flat(),
    backends: allBackends,
    references,
    find: (type, namespace, name) => index.find(type, namespace, name),
    inNamespace: (type, namespace) => index.all(type).filter((object) => object.namespace === namespace),
    secretSources: (namespace, name) => index.secretSources(namespace, name),
    listenersUsing: (namespace, name) => bySecret.get(namespace, name),
    siblings: (listener) => [...new Set(listener.gateways.flatMap((gateway) => byGateway.get(gateway) ?? []))],
    mergedListenersOf: (gateway) => byGateway.get(gateway) ?? [],
    listenersOf: (owner) => byOwner.get(owner) ?? [],
    parentagesOf: (route) => parentages.get(route) ?? [],
    backendsOf: (route) => backends.get(route) ?? [],
    usesOf: (grant) => uses.get(grant) ?? [],
    labelsOf,
  };
  return model;
}

function push<K, V>(map: Map<K, V[]>, k: K, ...values: V[]): void {
  const there = map.get(k);
  if (there === undefined) map.set(k, values);
  else there.push(...values);
}

/** Every object by type, and by type, namespace and name. */
class ObjectIndex {
  readonly #byType = new Map<ResourceType, Deployed[]>();
  readonly #byName = new Map<ResourceType, ByName<Deployed>>();
  readonly #sources = new ByName<SecretSource>();

  constructor(objects: readonly Deployed[]) {
    for (const object of objects) {
      push(this.#byType, object.resource.type, object);
      let names = this.#byName.get(object.resource.type);
      if (names === undefined) {
        names = new ByName();
        this.#byName.set(object.resource.type, names);
      }
      names.add(object.namespace, object.name, object);
      for (const { name, source } of secretSourcesOf(object)) this.#sources.add(object.namespace, name, source);
    }
  }

  all<T extends ResourceType>(type: T): readonly Deployed<ResourceOf<T>>[] {
    return (this.#byType.get(type) ?? []) as unknown as readonly Deployed<ResourceOf<T>>[];
  }

  find<T extends ResourceType>(type: T, namespace: EffectiveNamespace, name: string): readonly Deployed<ResourceOf<T>>[] {
    return (this.#byName.get(type)?.get(namespace, name) ?? []) as unknown as readonly Deployed<ResourceOf<T>>[];
  }

  /** Whether the workspace holds a target, or what makes it. */
  holds({ group, kind, namespace, name }: Target): boolean {
    if (group !== "") return false;
    if (kind === "Secret") return this.secretSources(namespace, name).length > 0;
    return (kind === "ConfigMap" || kind === "Service") && this.find(kind, namespace, name).length > 0;
  }

  secretSources(namespace: EffectiveNamespace, name: string): readonly SecretSource[] {
    return this.#sources.get(namespace, name);
  }
}

function* secretSourcesOf(object: Deployed): Generator<{ readonly name: string; readonly source: SecretSource }> {
  const { resource } = object;
  switch (resource.type) {
    case "Secret":
      yield { name: object.name, source: { source: "Secret", object: object as Deployed<Secret> } };
      break;
    case "Certificate": {
      const name = resource.secretName?.value;
      if (name !== undefined) yield { name, source: { source: "Certificate", object: object as Deployed<CertManagerCertificate> } };
      break;
    }
    case "SecretMaker": {
      const source = { source: "SecretMaker", object: object as Deployed<typeof resource> } as const;
      if (!resource.elsewhere) for (const name of resource.makes) yield { name, source };
    }
  }
}

function gatewaysOf(owner: ListenerOwner, index: ObjectIndex): readonly Deployed<Gateway>[] {
  if (owner.resource.type === "Gateway") return [owner as Deployed<Gateway>];
  const ref = owner.resource.parentRef;
  if (ref === undefined) return [];
  const target = targetOf(ref, owner.namespace, gatewayApiGroup, "Gateway");
  return target?.kind === "Gateway" ? index.find("Gateway", target.namespace, target.name) : [];
}

function listenerOf(
  owner: ListenerOwner,
  spec: ListenerSpec,
  gateways: readonly Deployed<Gateway>[],
  index: ObjectIndex,
  grants: Grants,
): Listener {
  const hostname = spec.hostname?.value;
  return {
    owner,
    spec,
    gateways,
    name: spec.name?.value ?? "",
    protocol: spec.protocol?.value ?? "",
    port: spec.port?.value,
    hostname: hostname === undefined || hostname === "" ? undefined : hostname.toLowerCase(),
    mode: modeOf(spec),
    certificates: (spec.tls?.certificateRefs ?? []).flatMap((ref) => certificateReference(owner, ref, index, grants) ?? []),
    attachments: [],
  };
}

/** Resolves one certificateRef; undefined where it names nothing yet (half-typed). */
function certificateReference(owner: ListenerOwner, ref: ObjectRef, index: ObjectIndex, grants: Grants): CertificateReference | undefined {
  const target = targetOf(ref, owner.namespace, "", "Secret");
  if (target === undefined) return undefined;
  const isSecret = target.group === "" && target.kind === "Secret";
  return {
    ref,
    target,
    isSecret,
    permission: grants.permission({ group: owner.resource.group, kind: owner.resource.kind, namespace: owner.namespace }, target),
    sources: isSecret ? index.secretSources(target.namespace, target.name) : [],
  };
}

function namespaceLabels(namespaces: readonly Deployed<Namespace>[]): ReadonlyMap<string, string> | undefined {
  // Two manifests of one namespace may be patches of each other or belong to two clusters.
  const [only, another] = namespaces;
  return another !== undefined || only?.partial || only?.leftOutBy !== undefined ? undefined : only?.resource.labels;
}

function parentage(
  route: Deployed<Route>,
  i: number,
  index: ObjectIndex,
  byOwner: ReadonlyMap<ListenerOwner, readonly Listener[]>,
  labelsOf: (namespace: EffectiveNamespace) => KnownLabels,
): Parentage[] {
  const parentRef = route.resource.parentRefs[i];
  if (parentRef === undefined) return [];
  const target = targetOf(parentRef, route.namespace, gatewayApiGroup, "Gateway");
  if (target === undefined) return [];
  let parents: readonly ListenerOwner[] = [];
  if (target.kind === "Gateway" && target.group === gatewayApiGroup) parents = index.find("Gateway", target.namespace, target.name);
  if (target.kind === "ListenerSet" || target.kind === "XListenerSet") parents = index.find("ListenerSet", target.namespace, target.name);
  const attachments: Attachment[] = [];
  for (const parent of parents) {
    for (const listener of byOwner.get(parent) ?? []) {
      const attachment = attach(route, parentRef, listener, labelsOf);
      attachments.push(attachment);
      listener.attachments.push(attachment);
    }
  }
  const { kind, namespace, name } = target;
  return [{ route, parentRef, kind, namespace, name, parents, attachments }];
}

function backendReferences(route: Deployed<Route>, index: ObjectIndex, grants: Grants): BackendReference[] {
  const from = { group: route.resource.group, kind: route.resource.kind, namespace: route.namespace };
  return route.resource.rules.flatMap((rule) =>
    rule.backendRefs.flatMap((ref) => {
      const target = targetOf(ref, route.namespace, "", "Service");
      if (target === undefined) return [];
      const isService = target.group === "" && target.kind === "Service" && isKnownOrOwn(target.namespace, route.namespace);
      return [
        {
          route,
          rule,
          ref,
          target,
          permission: grants.permission(from, target),
          services: isService ? index.find("Service", target.namespace, target.name) : [],
        },
      ];
    }),
  );
}

function isKnownOrOwn(namespace: EffectiveNamespace, own: EffectiveNamespace): boolean {
  return isKnownNamespace(namespace) || namespace === own;
}
