/** Listeners that are to end TLS and have no certificate to do it with. */
import { addressOf, placeOf, qualifiedName } from "../delivery/deployment.ts";
import { type Listener, listenerPath } from "../gateway/listener.ts";
import type { Model } from "../gateway/model.ts";
import { findsCertificates } from "../gateway/profiles/controller-facts.ts";
import type { ListenerStatus } from "../gateway/status/listener-status.ts";
import { predicted } from "../gateway/status/predicted.ts";
import { servedBy } from "../gateway/status/world.ts";
import type { Change, Fix, PlainValue } from "../yaml/change.ts";
import { isDeployed } from "./certain.ts";
import { knownHostnames } from "./coverage.ts";
import { coveringSecrets } from "./coverage-repairs.ts";
import { isOwnText } from "./own-text.ts";
import { judgementOf, type RefusedPart, refusedEffect, refusedParts } from "./refused-parts.ts";
import type { Judgement, Rule } from "./rule.ts";
import { fullListenerTitle, joined, sentence } from "./sentences.ts";

/** What the API server refuses, or an HTTPS listener without `tls`, which it takes. */
type Subject = RefusedPart | ListenerStatus;

export const tlsConfigMissing: Rule<Subject> = {
  code: "tls-config-missing",
  severity: "warning",
  summary: "A listener is to end TLS, and names no certificate.",
  reference: "https://gateway-api.sigs.k8s.io/guides/tls/",
  since: "0.1.0",

  *subjects(model) {
    yield* refusedParts(model, ["tls-config-missing"]);
    for (const listener of model.listeners) {
      if (listener.protocol !== "HTTPS" || listener.spec.tls !== undefined || !isDeployed(listener.owner)) continue;
      const status = predicted(model).listener(listener);
      if (status !== undefined) yield status;
    }
  },

  check(subject, model) {
    if ("refusal" in subject) return { ...judgementOf(subject, refusedEffect(subject)), severity: "error" };
    const { listener } = subject;
    const effect = effectOf(subject, model);
    if (effect === undefined) return undefined;
    return {
      place: placeOf(listener.owner, listener.spec.protocol ?? listener.spec.node),
      message: joined(
        `${sentence(fullListenerTitle(listener))} has protocol HTTPS and no tls, so no certificate to answer with.`,
        effect.message,
        "Add tls with certificateRefs.",
      ),
      severity: effect.severity,
    };
  },

  fixes(subject, model) {
    const listener = "refusal" in subject ? refusedListener(subject, model) : subject.listener;
    return listener === undefined ? [] : addCertificate(listener, model);
  },
};

/** What a controller makes of it; undefined where it is known, or likely, to find a certificate elsewhere. */
function effectOf(
  { listener, standing, programmed }: ListenerStatus,
  model: Model,
): Required<Pick<Judgement, "severity" | "message">> | undefined {
  const { owner, gateways } = listener;
  const [gateway] = gateways;
  if (servedBy(gateway, findsCertificates, model) !== undefined) return undefined;
  const takesElsewhere = [owner, ...gateways].some(({ resource }) => {
    const annotations = [...resource.annotations.keys()].filter((key) => !key.startsWith("cert-manager.io/"));
    return (
      annotations.some((key) => /cert/i.test(key)) || (resource.type === "Gateway" && resource.infrastructureParametersRef !== undefined)
    );
  });
  switch (standing.profile.httpsWithoutTls) {
    case "not programmed":
      return { severity: "error", message: "No client can connect. Controllers report Programmed=False, Invalid." };
    case "as if valid":
      return { severity: "warning", message: "Istio reports that all is well, and leaves the listener out: no client can connect." };
    case "open":
      if (takesElsewhere || programmed === "no") return undefined;
      return {
        severity: "warning",
        message:
          "Some controllers find a certificate by themselves, such as those of AWS and GKE; with others no client can connect, or is shown one that it refuses.",
      };
  }
}

/** The listener that a refusal is about. */
function refusedListener({ object, refusal }: RefusedPart, model: Model): Listener | undefined {
  const [, , index] = refusal.path;
  return model.listeners.find(({ owner, spec }) => owner === object && spec.index === index);
}

/** Refers to a Secret of the workspace that covers all names that clients will ask for. */
function addCertificate(listener: Listener, model: Model): readonly Fix[] {
  const { owner, spec } = listener;
  if (!isOwnText(owner, listenerPath(listener, "tls", "certificateRefs")) || (spec.tls?.certificateRefs.length ?? 0) > 0) return [];
  const hostnames = knownHostnames(listener, model);
  if (hostnames.length === 0) return [];
  return coveringSecrets(owner, hostnames, model)
    .slice(0, 2)
    .map(({ namespace, name }): Fix => {
      const ref = { kind: "Secret", name, ...(namespace === owner.namespace ? {} : { namespace }) };
      const changes: Change[] =
        spec.tls === undefined
          ? [set(listener, ["tls"], { mode: "Terminate", certificateRefs: [ref] })]
          : [set(listener, ["tls", "certificateRefs"], [ref])];
      return { title: `Use Secret ${qualifiedName(namespace, name)}, which covers ${hostnames.join(", ")}`, preferred: false, changes };
    });
}

function set(listener: Listener, path: readonly string[], value: PlainValue): Change {
  return { change: "set", at: addressOf(listener.owner, ...listenerPath(listener, ...path)), value };
}
