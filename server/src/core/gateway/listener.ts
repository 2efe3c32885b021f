/** A listener of a Gateway or a ListenerSet with everything that hangs on it. */
import type { Deployed, EffectiveNamespace } from "../delivery/deployment.ts";
import type { Gateway, ListenerSet, ListenerSpec } from "../kube/gateway.ts";
import type { Attachment } from "./attachment.ts";
import type { CertificateReference } from "./certificates.ts";
import { contains, type Hostname, specificity } from "./hostname.ts";

export type ListenerOwner = Deployed<Gateway> | Deployed<ListenerSet>;

export interface Listener {
  readonly owner: ListenerOwner;
  readonly spec: ListenerSpec;
  /** The Gateways whose merged list holds it: its owner, or those that the ListenerSet's parentRef finds in the workspace. */
  readonly gateways: readonly Deployed<Gateway>[];
  readonly name: string;
  /** As written, such as `HTTPS`; empty where it is missing. */
  readonly protocol: string;
  readonly port: number | undefined;
  readonly hostname: Hostname;
  /** For HTTPS and TLS: the mode as the API defaults it (Terminate). Undefined for other protocols or an unknown mode. */
  readonly mode: "Terminate" | "Passthrough" | undefined;
  readonly certificates: readonly CertificateReference[];
  /** Every parentRef that selects it, with the verdict. Filled while the model is linked, not changed after. */
  readonly attachments: Attachment[];
}

/** The address of the listener's entry below its owner. */
export function listenerPath(listener: Listener, ...path: readonly (string | number)[]): readonly (string | number)[] {
  return ["spec", "listeners", listener.spec.index, ...path];
}

/** Whether TLS is in play on this listener at all. */
export function speaksTls(listener: Listener): boolean {
  return listener.protocol === "HTTPS" || listener.protocol === "TLS";
}

/** The mode of a listener, with the API's default of Terminate (`gateway_types.go`, TLSConfig.Mode). */
export function modeOf(spec: ListenerSpec): Listener["mode"] {
  if (spec.protocol?.value !== "HTTPS" && spec.protocol?.value !== "TLS") return undefined;
  const mode = spec.tls?.mode?.value ?? "Terminate";
  return mode === "Terminate" || mode === "Passthrough" ? mode : undefined;
}

/** The namespace in which a listener's references are local: that of the object that holds it (`listenerset_types.go`). */
export function namespaceOf(listener: Listener): EffectiveNamespace {
  return listener.owner.namespace;
}

/**
 * Whether requests for `hostname` reach this listener rather than a more specific one on the same port and protocol
 * (`gateway_types.go`: the most specific listener is chosen, there is no fallback). Unknown where a placeholder decides.
 */
export function serves(listener: Listener, hostname: Hostname, siblings: readonly Listener[]): "yes" | "no" | "unknown" {
  let verdict: "yes" | "unknown" = "yes";
  for (const sibling of siblings) {
    if (sibling === listener || sibling.port !== listener.port || sibling.protocol !== listener.protocol) continue;
    if (specificity(sibling.hostname) <= specificity(listener.hostname)) continue;
    const takes = contains(sibling.hostname, hostname);
    if (takes === "yes") return "no";
    if (takes === "unknown") verdict = "unknown";
  }
  return verdict;
}
