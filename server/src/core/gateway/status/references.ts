/**
 * Whether the objects that a Gateway refers to can be used: certificates, CA bundles and backends. The order of the checks is that of
 * the specification: kind, permission, existence, content (Gateway API `gateway_types.go`, reasons of ResolvedRefs).
 */
import type { Deployed, EffectiveNamespace } from "../../delivery/deployment.ts";
import { qualifiedName, titleOf } from "../../delivery/deployment.ts";
import type { ObjectRef } from "../../kube/gateway.ts";
import type { Entry, Secret } from "../../kube/secret.ts";
import type { CertificateReference, SecretSource } from "../certificates.ts";
import type { Permission, Referrer, Target } from "../grants.ts";
import type { BackendReference, Model } from "../model.ts";
import { possiblyHere } from "../possibly-here.ts";
import type { Profile } from "../profiles/profile.ts";
import { targetOf } from "../target.ts";
import type { World } from "../world.ts";
import type { Judged } from "./condition.ts";

/** Whether a listener may use one certificateRef. */
export function judgeCertificate(reference: CertificateReference, profile: Profile, world: World, model: Model): Judged {
  const { target, permission, sources, isSecret } = reference;
  if (!isSecret) {
    return no("InvalidCertificateRef", `${kindOf(target)} ${target.name} is not supported as a certificate; a core Secret is.`);
  }
  return (
    permitted(permission, target, sources.length > 0, world) ?? judgeSecret(target, sources, profile, world, model, "InvalidCertificateRef")
  );
}

/** Whether a Gateway may use its `spec.tls.backend.clientCertificateRef`. */
export function judgeClientCertificate(ref: ObjectRef, from: Referrer, profile: Profile, world: World, model: Model): Judged {
  const target = targetOf(ref, from.namespace, "", "Secret");
  if (target === undefined) return { verdict: "unknown", because: "the reference has no name" };
  if (target.group !== "" || target.kind !== "Secret") {
    return no("InvalidClientCertificateRef", `${kindOf(target)} ${target.name} is not supported as a client certificate.`);
  }
  const sources = model.secretSources(target.namespace, target.name);
  const permission = model.grants.permission(from, target);
  const asLookedAt: Profile = profile.parsesClientCertificate ? profile : { ...profile, secretType: "any" };
  return (
    permitted(permission, target, sources.length > 0, world) ??
    judgeSecret(target, sources, asLookedAt, world, model, "InvalidClientCertificateRef", profile.parsesClientCertificate)
  );
}

function judgeSecret(
  target: Target,
  sources: readonly SecretSource[],
  profile: Profile,
  world: World,
  model: Model,
  reason: string,
  parses = true,
): Judged {
  const name = qualifiedName(target.namespace, target.name);
  const manifests = sources.flatMap((source) => (source.source === "Secret" ? [source.object] : []));
  const made = sources.find((source) => source.source !== "Secret");
  if (manifests.length > 0) {
    const judged = manifests.map((secret) => judgeSecretContent(secret, profile, model.now, reason, parses));
    // Several manifests of one Secret belong to different deployments: only what all of them say is certain.
    if (judged.every(({ verdict }) => verdict === "yes")) return { verdict: "yes", message: `Secret ${name} can be used.` };
    const bad = judged.find(({ verdict }) => verdict === "no");
    if (bad !== undefined && judged.every(({ verdict }) => verdict === "no") && made === undefined) return bad;
    return judged.find(({ verdict }) => verdict === "unknown") ?? { verdict: "unknown", because: `the manifests of Secret ${name} differ` };
  }
  if (made?.source === "Certificate") return { verdict: "yes", message: `Secret ${name} is made by Certificate ${made.object.name}.` };
  if (made !== undefined) {
    return { verdict: "unknown", because: `Secret ${name} is made by ${made.object.resource.kind} ${made.object.name}` };
  }
  return absent(reason, "Secret", target, world, model);
}

function judgeSecretContent(secret: Deployed<Secret>, profile: Profile, now: number, reason: string, parses: boolean): Judged {
  const { resource } = secret;
  const name = qualifiedName(secret.namespace, secret.name);
  if (resource.encrypted) return { verdict: "unknown", because: `Secret ${name} is encrypted` };
  const type = resource.secretType?.value ?? "Opaque";
  if (type.startsWith("gateway.envoyproxy.io/"))
    return { verdict: "unknown", because: `Secret ${name} has the type ${type}, which is not read here` };
  if (type !== "kubernetes.io/tls" && profile.secretType === "tls") {
    return no(reason, `Secret ${name} has type ${type}, not kubernetes.io/tls.`);
  }
  const pair = [["tls.crt", "tls.key"] as const, ...profile.otherSecretKeys].find(
    ([crt, key]) => resource.entries.has(crt) && resource.entries.has(key),
  );
  if (pair === undefined) {
    const missing = ["tls.crt", "tls.key"].filter((key) => !resource.entries.has(key));
    return no(reason, `Secret ${name} has no ${missing.join(" and no ")}.`);
  }
  if (pair[0] !== "tls.crt") return { verdict: "unknown", because: `Secret ${name} keeps its certificate under ${pair[0]}` };
  const [crt, key] = [resource.entries.get(pair[0]), resource.entries.get(pair[1])];
  if (crt === undefined || key === undefined) return no(reason, `Secret ${name} lacks a key.`);
  if (!parses) return { verdict: "yes", message: `Secret ${name} has its keys.` };
  if (crt.content.is === "opaque" || key.content.is === "opaque") {
    return { verdict: "unknown", because: `Secret ${name} holds a placeholder or an encrypted value` };
  }
  const fault = pairFault(crt, key, profile, now);
  if (fault !== undefined) return no(reason, `Secret ${name}: ${fault}`);
  if (type !== "kubernetes.io/tls" && profile.secretType === "open") {
    return { verdict: "unknown", because: `Secret ${name} has type ${type}, which only some controllers take` };
  }
  return { verdict: "yes", message: `Secret ${name} can be used.` };
}

/** What makes a certificate and its key unusable, as a controller's parser finds it; undefined for a good pair. */
function pairFault(crt: Entry, key: Entry, profile: Profile, now: number): string | undefined {
  if (crt.content.is === "fault") return `tls.crt: ${crt.content.fault.message}`;
  if (key.content.is === "fault") return `tls.key: ${key.content.fault.message}`;
  if (crt.content.is !== "certificates" || key.content.is !== "private-key") return undefined;
  const { members, fault } = crt.content.bundle;
  const leaf = members[0]?.facts();
  if (leaf === undefined) return `tls.crt: ${fault?.message ?? "it holds no certificate."}`;
  if ("fault" in leaf) return `tls.crt: ${leaf.message}`;
  const half = key.content.key.publicHalf;
  if (half !== undefined && half !== leaf.publicHalf) return "tls.key is not the private key of the certificate in tls.crt.";
  if (!profile.checksCertificateDates) return undefined;
  for (const member of members) {
    const facts = member.facts();
    if ("fault" in facts) return `tls.crt: ${facts.message}`;
    if (facts.notAfter < now) return "a certificate in tls.crt has expired.";
    if (facts.notBefore > now) return "a certificate in tls.crt is not valid yet.";
  }
  return undefined;
}

/** What is wrong with CA references: the API's reasons differ between a policy and a Gateway's frontend. */
export interface CaReasons {
  readonly kind: string;
  readonly invalid: string;
}

/** Whether one CA reference (ConfigMap with `ca.crt`) can be used. `from` is undefined where the reference is always local. */
export function judgeCa(
  ref: ObjectRef,
  own: EffectiveNamespace,
  from: Referrer | undefined,
  kinds: ReadonlySet<string> | "open",
  parses: boolean,
  reasons: CaReasons,
  profile: Profile,
  world: World,
  model: Model,
): Judged {
  const target = targetOf(ref, own, "", "ConfigMap");
  if (target === undefined) return { verdict: "unknown", because: "the CA reference has no name" };
  const title = `${kindOf(target)} ${qualifiedName(target.namespace, target.name)}`;
  const kind = `${target.group}/${target.kind}`;
  if (kind !== "/ConfigMap") {
    if (kinds === "open") {
      // Only kinds that some controller is known to take are left open.
      if (kind === "/Secret" || kind.endsWith("/ClusterTrustBundle"))
        return { verdict: "unknown", because: `only some controllers take a CA from ${title}` };
      return no(reasons.kind, `${title} is not supported as a CA; a ConfigMap with the key ca.crt is.`);
    }
    if (!kinds.has(kind)) return no(reasons.kind, `${title} is not supported as a CA.`);
  }
  const objects: readonly Deployed[] =
    kind === "/ConfigMap"
      ? model.find("ConfigMap", target.namespace, target.name)
      : kind === "/Secret"
        ? model.find("Secret", target.namespace, target.name)
        : [];
  const refusal = from === undefined ? undefined : permitted(model.grants.permission(from, target), target, objects.length > 0, world);
  if (refusal !== undefined) return refusal;
  if (kind.endsWith("/ClusterTrustBundle")) return { verdict: "unknown", because: `${title} is not read here` };
  const [first, ...others] = objects.map((object) => judgeCaContent(object, title, parses, reasons.invalid, profile));
  if (first === undefined) return absent(reasons.invalid, kind === "/Secret" ? "Secret" : "ConfigMap", target, world, model);
  // Several manifests of one object belong to different deployments: only what all of them say is certain.
  return [first, ...others].find(({ verdict }) => verdict !== "no") ?? first;
}

function judgeCaContent(object: Deployed, title: string, parses: boolean, invalid: string, profile: Profile): Judged {
  if (object.resource.type !== "ConfigMap" && object.resource.type !== "Secret")
    return { verdict: "unknown", because: `${title} is not read here` };
  const { entries } = object.resource;
  const key =
    profile.caKeys.find((name) => entries.has(name)) ?? (profile.onlyCaKey && entries.size === 1 ? [...entries.keys()][0] : undefined);
  const entry = key === undefined ? undefined : entries.get(key);
  if (entry === undefined) return no(invalid, `${title} has no key ca.crt.`);
  const { content } = entry;
  if (content.is === "opaque") return { verdict: "unknown", because: `${title} holds a placeholder or an encrypted value` };
  if (content.is === "fault" && (parses || content.fault.fault === "empty"))
    return no(invalid, `${title}: ${key}: ${content.fault.message}`);
  if (parses && content.is === "certificates" && content.bundle.members.length === 0) {
    return no(invalid, `${title}: ${key}: ${content.bundle.fault?.message ?? "it holds no certificate."}`);
  }
  return { verdict: "yes", message: `${title} can be used.` };
}

/** Whether one backend of a route can be used; `model` tells what a Service's ports are. */
export function judgeBackend(reference: BackendReference, profile: Profile, world: World, model: Model): Judged {
  const { target, permission, services, ref } = reference;
  const kind = `${target.group}/${target.kind}`;
  const title = `${kindOf(target)} ${qualifiedName(target.namespace, target.name)}`;
  const known = profile.backendKinds.has(kind);
  if (!known && profile.name === "generic" && target.group !== "" && !target.group.endsWith("networking.k8s.io")) {
    // Other groups' backends are implementation-specific, but for one that no implementation can know.
    if (isForeignBackend(kind)) return { verdict: "unknown", because: `only some controllers send traffic to ${title}` };
  }
  const unknownKind = no("InvalidKind", `${title} is no backend that this controller knows.`);
  if (!known && profile.unknownKindElsewhere === "InvalidKind") return unknownKind;
  const refusal = permitted(permission, target, services.length > 0, world);
  if (refusal !== undefined) return refusal;
  if (!known) return unknownKind;
  if (kind !== "/Service") return { verdict: "unknown", because: `${title} is not read here` };
  if (services.length === 0) return absent("BackendNotFound", "Service", target, world, model);
  const port = ref.port?.value;
  if (port === undefined || services.some(({ resource }) => resource.ports.some((one) => one.port?.value === port))) {
    return { verdict: "yes", message: `${title} is there.` };
  }
  switch (profile.missingServicePort) {
    case "PortNotFound":
      return no("PortNotFound", `${title} has no port ${port}.`);
    case "not checked":
      return { verdict: "yes", message: `${title} is there.` };
    case "open":
      return { verdict: "unknown", because: `${title} has no port ${port}, and controllers differ on what they report` };
  }
}

/** Kinds that at least one controller takes as a backend (`design` of their projects): never called unknown by the specification. */
const foreignBackends: ReadonlySet<string> = new Set([
  "multicluster.x-k8s.io/ServiceImport",
  "net.gke.io/ServiceImport",
  "gateway.envoyproxy.io/Backend",
  "gateway.networking.x-k8s.io/XBackend",
  "gateway.kgateway.dev/Backend",
  "agentgateway.dev/AgentgatewayBackend",
  "inference.networking.k8s.io/InferencePool",
  "inference.networking.x-k8s.io/InferencePool",
  "networking.istio.io/Hostname",
  "networking.istio.io/ServiceEntry",
  "traefik.io/TraefikService",
  "gateway.networking.k8s.io/HTTPRoute",
  "cilium.io/CiliumEnvoyConfig",
]);

function isForeignBackend(kind: string): boolean {
  return foreignBackends.has(kind);
}

/** The judgement of a missing or doubtful permission; undefined where the reference is allowed. */
function permitted(permission: Permission, target: Target, targetIsHere: boolean, world: World): Judged | undefined {
  switch (permission.verdict) {
    case "local":
    case "granted":
      return undefined;
    case "unknown":
      return { verdict: "unknown", because: permission.because };
    case "refused": {
      const title = `${kindOf(target)} ${qualifiedName(target.namespace, target.name)}`;
      if (!world.complete && !targetIsHere) {
        return { verdict: "unknown", because: `no ReferenceGrant for ${title} is in this workspace, and neither is its namespace` };
      }
      return no("RefNotPermitted", `No ReferenceGrant in namespace ${target.namespace} allows a reference to ${title}.`);
    }
  }
}

/** The judgement of a core object that no manifest shows. */
function absent(reason: string, kind: "Secret" | "ConfigMap" | "Service", { namespace, name }: Target, world: World, model: Model): Judged {
  const title = `${kind} ${qualifiedName(namespace, name)}`;
  if (!world.complete) return { verdict: "unknown", because: `${title} is not in this workspace` };
  const maker = possiblyHere(kind, namespace, name, model);
  return maker === undefined
    ? no(reason, `${title} does not exist.`)
    : { verdict: "unknown", because: `${title} may come from ${titleOf(maker)}` };
}

function no(reason: string, message: string): Judged {
  return { verdict: "no", reason, message };
}

function kindOf(target: Target): string {
  return target.group === "" ? target.kind : `${target.kind}.${target.group}`;
}
