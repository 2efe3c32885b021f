/**
 * The second hop, Gateway to backend: encrypted or not, and how that is known. Without a BackendTLSPolicy it is plaintext whatever the
 * first hop is (Gateway API `apis/v1/backendtlspolicy_types.go`; GEP-1897). A mesh may encrypt it too; that is only noticed here, not judged.
 */
import { type Deployed, qualifiedName } from "../delivery/deployment.ts";
import { isOpaque } from "../yaml/template.ts";
import { type AppliedPolicy, backendPolicy } from "./backend-policy.ts";
import type { BackendReference, Model } from "./model.ts";
import { isDelivered } from "./reference.ts";

/** What goes over one hop. */
export type Wire =
  /** TLS that whoever sends on this hop has begun. */
  | "encrypted"
  | "plaintext"
  /** The client's own TLS session, passed on unopened. */
  | "passed through"
  /** The client's bytes, whatever they are. */
  | "raw"
  /** Nothing: the reference is refused. */
  | "blocked"
  | "unknown";

/** One backend of an attached route. */
export interface BackendHop {
  readonly backend: BackendReference;
  /** `namespace/name:port`. */
  readonly title: string;
  readonly wire: Wire;
  /** False where more manifests than the workspace has could change the verdict. */
  readonly certain: boolean;
  /** How it is known, or why it is not: a clause without a full stop. */
  readonly because: string;
  readonly policy: AppliedPolicy | undefined;
  /** Evidence of a mesh in the backend's namespace, such as `istio-injection=enabled`. */
  readonly mesh: string | undefined;
}

/** What the Gateway holds in its hands when it turns to the backend: a request it has read, the client's TLS, or the client's bytes. */
export type Forwarding = "decrypted" | "client TLS" | "raw";

/** The hop to one backend. */
export function backendHop(backend: BackendReference, forwarding: Forwarding, model: Model): BackendHop {
  const { target, permission, services } = backend;
  const port = backend.ref.port?.node.value;
  const title = `${qualifiedName(target.namespace, target.name)}${port === undefined ? "" : `:${port}`}`;
  const isService = target.group === "" && target.kind === "Service";
  // BackendTLSPolicy is about TCP ports only.
  const applied = isService && backend.route.resource.kind !== "UDPRoute" ? backendPolicy(backend, model) : undefined;
  const policy = applied?.verdict === "yes" ? applied.policy : undefined;
  const mesh = isService ? meshEvidence(target.namespace, model) : undefined;
  const hop = (wire: Wire, certain: boolean, because: string): BackendHop => ({ backend, title, wire, certain, because, policy, mesh });

  if (permission.verdict === "refused") {
    const grant = `no ReferenceGrant in namespace ${target.namespace} allows ${backend.route.resource.kind} ${backend.route.name} to use it`;
    if (isDelivered({ target, targetIsHere: services.length > 0 }, model)) return hop("blocked", false, grant);
    return hop("unknown", false, `${grant}, as far as this workspace tells`);
  }
  if (forwarding === "client TLS") {
    return hop("passed through", true, "the client's TLS session goes on to the backend unopened");
  }
  if (policy !== undefined) return hop("encrypted", true, `BackendTLSPolicy ${policy.object.name} makes the Gateway use TLS`);
  if (applied?.verdict === "unknown") return hop("unknown", false, applied.because);
  if (mesh !== undefined) {
    return hop("unknown", false, `namespace ${target.namespace} carries ${mesh}, so a mesh may encrypt it`);
  }
  if (!isService) return hop("unknown", false, `${target.kind} ${target.name} is no Service`);
  if (isOpaque(target.name) || isOpaque(target.namespace)) return hop("unknown", false, "the backend's name holds a placeholder");
  const protocol = appProtocol(backend);
  if (protocol !== undefined && /^(?:https|kubernetes\.io\/wss)$/i.test(protocol)) {
    return hop(
      "unknown",
      false,
      `the Service says appProtocol: ${protocol}, which some controllers take for TLS, but no BackendTLSPolicy targets it`,
    );
  }
  const wire: Wire = forwarding === "raw" ? "raw" : "plaintext";
  if (services.length === 0) {
    return hop(wire, model.world.complete, `Service ${target.name} is not in this workspace, and no BackendTLSPolicy here targets it`);
  }
  const seen = model.labelsOf(target.namespace).complete && !services.some(({ partial }) => partial);
  return hop(wire, seen || model.world.complete, "no BackendTLSPolicy targets the Service");
}

function appProtocol(backend: BackendReference): string | undefined {
  const port = backend.ref.port?.value;
  const ports = backend.services.length === 1 ? (backend.services[0]?.resource.ports ?? []) : [];
  return ports.find((candidate) => candidate.port?.value === port)?.appProtocol?.value;
}

/**
 * What in a namespace's manifests says that its pods are part of a mesh: Istio's injection, revision or ambient label, Linkerd's
 * annotation. Undefined where nothing does, which is no proof that there is none.
 */
export function meshEvidence(namespace: string, model: Model): string | undefined {
  for (const object of namespace === "" ? [] : model.find("Namespace", "", namespace)) {
    const evidence = evidenceOf(object);
    if (evidence !== undefined) return evidence;
  }
  return undefined;
}

function evidenceOf({ resource: { labels, annotations } }: Deployed): string | undefined {
  if (labels.get("istio-injection") === "enabled") return "istio-injection=enabled";
  if (labels.get("istio.io/dataplane-mode") === "ambient") return "istio.io/dataplane-mode=ambient";
  const revision = labels.get("istio.io/rev");
  if (revision !== undefined && revision !== "" && labels.get("istio-injection") !== "disabled") return `istio.io/rev=${revision}`;
  const linkerd = annotations.get("linkerd.io/inject")?.value;
  return linkerd === "enabled" || linkerd === "ingress" ? `linkerd.io/inject: ${linkerd}` : undefined;
}
