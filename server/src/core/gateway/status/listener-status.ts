/** The conditions of one listener (Gateway API `gateway_types.go`, ListenerStatus; `listenerset_types.go`, ListenerEntryStatus). */
import { titleOf } from "../../delivery/deployment.ts";
import { gatewayApiGroup } from "../../kube/gateway.ts";
import { isVendorProtocol, kindsOf } from "../attachment.ts";
import { type CertificateReference, leafOf } from "../certificates.ts";
import { annotatedIssuance } from "../issuance.ts";
import type { Listener } from "../listener.ts";
import type { Model } from "../model.ts";
import type { Profile } from "../profiles/profile.ts";
import type { World } from "../world.ts";
import { allOf, type Condition, conditionOf, holds, type Judged, unknown } from "./condition.ts";
import type { Conflict } from "./conflicts.ts";
import { judgeFrontend } from "./frontend.ts";
import type { Overlap } from "./overlap.ts";
import { judgeCertificate } from "./references.ts";

export interface RouteGroupKind {
  readonly group: string;
  readonly kind: string;
}

export interface ListenerStatus {
  readonly listener: Listener;
  readonly name: string;
  readonly supportedKinds: readonly RouteGroupKind[];
  readonly attachedRoutes: number;
  readonly conditions: readonly Condition[];
  /** Whether the listener is accepted, resolved and without a conflict: what its owner's `Accepted` and `Programmed` are made of. */
  readonly accepted: Judged["verdict"];
  readonly resolved: Judged["verdict"];
  readonly programmed: Judged["verdict"];
  readonly standing: ListenerStanding;
}

/** What is known of a listener within its Gateway's merged list. */
export interface ListenerStanding {
  readonly profile: Profile;
  readonly conflict: Conflict | undefined;
  readonly overlap: Overlap | undefined;
}

/** Predicts the status of one listener. */
export function listenerStatus(listener: Listener, standing: ListenerStanding, world: World, model: Model): ListenerStatus {
  const { profile, conflict, overlap } = standing;
  const kinds = judgeKinds(listener);
  const certificates = judgeCertificates(listener, profile, world, model);
  const frontend = judgeFrontend(listener, profile, world, model);
  const own = judgeByItself(listener, profile);
  const conflicted: Judged | undefined = conflict && conflictJudged(conflict);
  const conditions: Condition[] = [];

  const accepted = acceptedOf(own, conflicted, certificates, frontend, profile);
  if (accepted !== undefined && !(conflict?.verdict === "no" && profile.conflictedListener === "without Accepted")) {
    conditions.push(conditionOf("Accepted", accepted, "Accepted"));
  }
  const resolved = allOf([certificates.judged, frontend.judged, kinds.judged], "All references are resolved.");
  conditions.push(conditionOf("ResolvedRefs", resolved, "ResolvedRefs"));
  const programmed = programmedOf(listener, profile, own, conflicted, certificates, frontend.judged, kinds.judged);
  if (programmed !== undefined) conditions.push(conditionOf("Programmed", programmed, "Programmed"));
  if (conflict?.verdict === "no") {
    conditions.push(holds("Conflicted", conflict.reason, `It conflicts with listener ${conflict.with.name} on port ${listener.port}.`));
  } else if (conflict !== undefined) {
    conditions.push(unknown("Conflicted", conflictBecause(conflict)));
  }
  if (overlap !== undefined) {
    conditions.push(
      holds("OverlappingTLSConfig", overlap.reason, `Its names overlap with listener ${overlap.with.name} on port ${listener.port}.`),
    );
  }
  const usable = own.verdict !== "no" && conflicted?.verdict !== "no";
  return {
    listener,
    name: listener.name,
    supportedKinds: usable ? kinds.supported : [],
    attachedRoutes: new Set(listener.attachments.filter(({ verdict }) => verdict === "yes").map(({ route }) => route)).size,
    conditions,
    accepted: allOf([own, ...(conflicted === undefined ? [] : [conflicted]), frontend.blocksAcceptance], "").verdict,
    resolved: allOf([certificates.judged, frontend.judged], "").verdict,
    programmed: programmed?.verdict ?? "unknown",
    standing,
  };
}

/** Protocol and mode: what a listener is judged by before anything that it refers to. */
function judgeByItself(listener: Listener, profile: Profile): Judged {
  const inSet = listener.owner.resource.type === "ListenerSet";
  if (inSet && listener.protocol === "HTTPS" && listener.spec.tls === undefined && profile.httpsWithoutTlsInSet !== "as in a Gateway") {
    return { verdict: "no", reason: profile.httpsWithoutTlsInSet, message: "A listener of protocol HTTPS needs tls." };
  }
  if (!profile.protocols.has(listener.protocol)) {
    if (isVendorProtocol(listener.protocol) && profile.name === "generic")
      return { verdict: "unknown", because: `only some controllers know the protocol ${listener.protocol}` };
    return { verdict: "no", reason: "UnsupportedProtocol", message: `Protocol ${listener.protocol} is not supported.` };
  }
  if (listener.protocol === "TLS" && listener.mode === "Terminate" && !profile.terminatesTlsRoutes) {
    return { verdict: "no", reason: "UnsupportedValue", message: "Mode Terminate is not supported on a listener of protocol TLS." };
  }
  return { verdict: "yes", message: "The listener is valid." };
}

function conflictJudged(conflict: Conflict): Judged {
  if (conflict.verdict === "unknown") return { verdict: "unknown", because: conflictBecause(conflict) };
  return { verdict: "no", reason: conflict.reason, message: `It conflicts with listener ${conflict.with.name} on the same port.` };
}

function conflictBecause(conflict: Conflict): string {
  return `controllers differ on whether it may share its port with listener ${conflict.with.name}`;
}

interface CertificatesJudged {
  readonly judged: Judged;
  readonly notPermitted: boolean;
  /** Some are good although not all are. */
  readonly someGood: boolean;
}

function judgeCertificates(listener: Listener, profile: Profile, world: World, model: Model): CertificatesJudged {
  const fine = { verdict: "yes", message: "There is no certificate to resolve." } as const;
  if (listener.mode !== "Terminate" || listener.certificates.length === 0) return { judged: fine, notPermitted: false, someGood: false };
  const { certificates } = listener;
  const each = withRefusedTwins(
    certificates.map((reference) => judgedByAnnotation(reference, listener, model) ?? judgeCertificate(reference, profile, world, model)),
    listener,
    profile,
  );
  const bad = each.filter(({ verdict }) => verdict === "no");
  const good = each.filter(({ verdict }) => verdict === "yes");
  const notPermitted = bad.some((judged) => judged.verdict === "no" && judged.reason === "RefNotPermitted");
  if (profile.mostCertificateRefs !== undefined && certificates.length > profile.mostCertificateRefs) {
    const message = `At most ${profile.mostCertificateRefs} certificateRefs are supported.`;
    return { judged: { verdict: "no", reason: "InvalidCertificateRef", message }, notPermitted: false, someGood: false };
  }
  const judged = allOf(each, "All certificates are resolved.");
  if (bad.length === 0 || good.length === 0 || judged.verdict !== "no") return { judged, notPermitted, someGood: false };
  switch (profile.oneBadCertificateRef) {
    case "ignored":
      return { judged: { verdict: "yes", message: "At least one certificate is resolved." }, notPermitted: false, someGood: true };
    case "PartiallyInvalidCertificateRef":
      return { judged: { ...judged, reason: "PartiallyInvalidCertificateRef" }, notPermitted: false, someGood: true };
    case "InvalidCertificateRef":
      return { judged, notPermitted, someGood: true };
  }
}

/** A Secret that cert-manager makes because an annotation of the listener's owner asks for it is there as one of a Certificate is. */
function judgedByAnnotation({ target, sources }: CertificateReference, listener: Listener, model: Model): Judged | undefined {
  if (sources.length > 0 || target.namespace !== listener.owner.namespace) return undefined;
  if (annotatedIssuance(listener, target.name, model) === undefined) return undefined;
  return { verdict: "yes", message: `Secret ${target.name} is made by cert-manager, as an annotation of ${titleOf(listener.owner)} asks.` };
}

/** Refuses a second certificate of one key algorithm for a name that an earlier one covers, where the profile does. */
function withRefusedTwins(each: readonly Judged[], listener: Listener, profile: Profile): readonly Judged[] {
  if (!profile.refusesSameAlgorithmForOneName) return each;
  const seen = new Set<string>();
  return each.map((judged, i) => {
    const facts = listener.certificates[i]?.sources.flatMap((source) =>
      source.source === "Secret" ? (leafOf(source.object.resource) ?? []) : [],
    )[0];
    if (judged.verdict !== "yes" || facts === undefined) return judged;
    const keys = facts.dnsNames.map((name) => `${facts.keyAlgorithm.name} ${name}`);
    const twin = keys.some((key) => seen.has(key));
    for (const key of keys) seen.add(key);
    const message = "Another certificate with the same key algorithm already covers its name.";
    return twin ? { verdict: "no", reason: "InvalidCertificateRef", message } : judged;
  });
}

function judgeKinds(listener: Listener): { readonly judged: Judged; readonly supported: readonly RouteGroupKind[] } {
  const possible = kindsOf(listener.protocol);
  const asked = listener.spec.allowedRoutes?.kinds ?? [];
  const all = possible.map((kind) => ({ group: gatewayApiGroup, kind: kind as string }));
  if (asked.length === 0) return { judged: { verdict: "yes", message: "Its route kinds are valid." }, supported: all };
  const wanted = asked.map(({ group, kind }) => ({ group: group?.value ?? gatewayApiGroup, kind: kind?.value ?? "" }));
  const supported = all.filter((one) => wanted.some((other) => other.group === one.group && other.kind === one.kind));
  const bad = wanted.find((one) => !all.some((other) => other.group === one.group && other.kind === one.kind));
  if (bad === undefined) return { judged: { verdict: "yes", message: "Its route kinds are valid." }, supported };
  const message = `A listener of protocol ${listener.protocol} cannot serve the kind ${bad.kind}.`;
  return { judged: { verdict: "no", reason: "InvalidRouteKinds", message }, supported };
}

function acceptedOf(
  own: Judged,
  conflicted: Judged | undefined,
  certificates: CertificatesJudged,
  frontend: { readonly blocksAcceptance: Judged },
  profile: Profile,
): Judged | undefined {
  if (own.verdict === "no") return own;
  if (conflicted?.verdict === "no") return conflicted;
  if (frontend.blocksAcceptance.verdict === "no") return frontend.blocksAcceptance;
  if (certificates.notPermitted && certificates.judged.verdict === "no") {
    if (profile.acceptedWhenNotPermitted === "left out") return undefined;
    if (profile.acceptedWhenNotPermitted === "NoValidCACertificate") {
      return { verdict: "no", reason: "NoValidCACertificate", message: certificates.judged.message };
    }
  }
  return allOf([own, ...(conflicted === undefined ? [] : [conflicted]), frontend.blocksAcceptance], "The listener is valid.");
}

function programmedOf(
  listener: Listener,
  profile: Profile,
  own: Judged,
  conflicted: Judged | undefined,
  certificates: CertificatesJudged,
  frontend: Judged,
  kinds: Judged,
): Judged | undefined {
  const inSet = listener.owner.resource.type === "ListenerSet";
  const off = (message: string, reason = inSet ? profile.programmedFalseOnEntry : "Invalid"): Judged => ({
    verdict: "no",
    reason,
    message,
  });
  if (own.verdict === "no") {
    if (own.reason === "UnsupportedProtocol" && profile.programmedWithUnknownProtocol === "True")
      return { verdict: "yes", message: "Programmed." };
    return off(own.message);
  }
  if (conflicted?.verdict === "no") {
    return off(conflicted.message, inSet || profile.conflictedListener === "reason on all" ? conflicted.reason : "Invalid");
  }
  if (frontend.verdict === "no") return off(frontend.message);
  if (certificates.judged.verdict === "no" && !(certificates.someGood && profile.oneBadCertificateRef !== "InvalidCertificateRef")) {
    return off(certificates.judged.message);
  }
  const tls = withoutUsableTls(listener, profile);
  if (tls !== undefined) return tls.verdict === "no" ? off(tls.message) : tls;
  if (kinds.verdict === "no") {
    if (profile.programmedWithBadKinds === "open") return undefined;
    if (profile.programmedWithBadKinds === "False") return off(kinds.message);
  }
  return allOf(
    [own, ...(conflicted === undefined ? [] : [conflicted]), certificates.judged.verdict === "no" ? own : certificates.judged, frontend],
    "Programmed.",
  );
}

function withoutUsableTls(listener: Listener, profile: Profile): Judged | undefined {
  const { tls } = listener.spec;
  if (listener.protocol === "HTTPS" && tls === undefined) {
    if (profile.httpsWithoutTls === "as if valid") return undefined;
    if (profile.httpsWithoutTls === "open") return { verdict: "unknown", because: "only some controllers serve HTTPS without tls" };
    return { verdict: "no", reason: "Invalid", message: "A listener of protocol HTTPS needs tls." };
  }
  if (
    listener.mode === "Passthrough" &&
    tls !== undefined &&
    tls.certificateRefs.length > 0 &&
    profile.passthroughWithCertificates === "not programmed"
  ) {
    return { verdict: "no", reason: "Invalid", message: "A listener in mode Passthrough takes no certificateRefs." };
  }
  return undefined;
}
