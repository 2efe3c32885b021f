/** Certificates on listeners that pass TLS through. */
import { addressOf, placeOf } from "../delivery/deployment.ts";
import { covers } from "../gateway/certificates.ts";
import { listenerPath } from "../gateway/listener.ts";
import type { Model } from "../gateway/model.ts";
import type { ListenerStatus } from "../gateway/status/listener-status.ts";
import { predicted } from "../gateway/status/predicted.ts";
import type { Fix } from "../yaml/change.ts";
import { pairOf } from "../yaml/tree.ts";
import { isDeployed } from "./certain.ts";
import { knownHostnames, namesOnListener } from "./coverage.ts";
import { isOwnText } from "./own-text.ts";
import type { Rule } from "./rule.ts";
import { fullListenerTitle, joined, listenerTitle, listOf, sentence } from "./sentences.ts";

export const certificateIgnored: Rule<ListenerStatus> = {
  code: "certificate-ignored",
  severity: "warning",
  summary: "A listener passes TLS through and names certificates, which nothing reads.",
  reference: "https://gateway-api.sigs.k8s.io/guides/tls/",
  since: "0.1.0",

  *subjects(model) {
    for (const listener of model.listeners) {
      if (listener.protocol !== "TLS" || listener.mode !== "Passthrough" || !isDeployed(listener.owner)) continue;
      const status = listener.certificates.length === 0 ? undefined : predicted(model).listener(listener);
      if (status !== undefined) yield status;
    }
  },

  check({ listener, standing }) {
    const { tls } = listener.spec;
    const isRefused = standing.profile.passthroughWithCertificates === "not programmed";
    const names = listOf(listener.certificates.map(({ target }) => `${target.kind} ${target.name}`));
    return {
      place: placeOf(listener.owner, pairOf(tls?.node, "certificateRefs")?.key ?? tls?.node ?? listener.spec.node),
      message: joined(
        `${sentence(fullListenerTitle(listener))} passes TLS through, so the backend shows its own certificate and nothing reads ${names}.`,
        isRefused ? "Envoy Gateway refuses such a listener: no client can connect. It reports Programmed=False, Invalid." : "",
        "Remove certificateRefs, or set the mode to Terminate if TLS is to end at the Gateway.",
      ),
      severity: isRefused ? "error" : "warning",
    };
  },

  fixes({ listener, standing }, model) {
    const { owner } = listener;
    const refs = listenerPath(listener, "tls", "certificateRefs");
    const mode = listenerPath(listener, "tls", "mode");
    const fixes: Fix[] = [];
    if (isOwnText(owner, refs) && listener.spec.tls?.certificateRefsNode !== undefined) {
      const changes = [{ change: "remove", at: addressOf(owner, ...refs) }] as const;
      fixes.push({ title: `Remove certificateRefs from ${listenerTitle(listener)}`, preferred: false, changes });
    }
    if (isOwnText(owner, mode) && standing.profile.terminatesTlsRoutes && canTerminate({ listener, standing }, model)) {
      const changes = [{ change: "set", at: addressOf(owner, ...mode), value: "Terminate" }] as const;
      fixes.push({ title: `End TLS at ${listenerTitle(listener)}`, preferred: false, changes });
    }
    return fixes;
  },
};

/** Whether the certificates are known to be good for the names that clients ask for, and no other listener of the port passes TLS through. */
function canTerminate({ listener }: Pick<ListenerStatus, "listener" | "standing">, model: Model): boolean {
  const terminating = { ...listener, mode: "Terminate" as const };
  const covered = namesOnListener(terminating, model);
  const hostnames = knownHostnames(listener, model);
  const mayUse = listener.certificates.every(({ permission: { verdict } }) => verdict === "local" || verdict === "granted");
  const others = model.siblings(listener).filter((other) => other.spec !== listener.spec && other.port === listener.port);
  return covered.known && mayUse && hostnames.every((hostname) => covers(covered.names, hostname) === "yes") && others.length === 0;
}
