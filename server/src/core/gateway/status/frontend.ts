/** Client certificate validation of HTTPS listeners, `spec.tls.frontend` (Gateway API `gateway_types.go`; GEP-91). */
import type { Deployed } from "../../delivery/deployment.ts";
import type { Gateway, ObjectRef } from "../../kube/gateway.ts";
import { validationOf } from "../frontend.ts";
import type { Listener } from "../listener.ts";
import type { Model } from "../model.ts";
import type { Profile } from "../profiles/profile.ts";
import type { World } from "../world.ts";
import { allOf, type Judged } from "./condition.ts";
import { judgeCa } from "./references.ts";

export interface FrontendJudged {
  /** For ResolvedRefs: any bad CA reference. */
  readonly judged: Judged;
  /** For Accepted: no CA reference is left that is good. */
  readonly blocksAcceptance: Judged;
}

/** Judges the CA references of the validation that applies to a listener. */
export function judgeFrontend(listener: Listener, profile: Profile, world: World, model: Model): FrontendJudged {
  const fine: Judged = { verdict: "yes", message: "The listener is valid." };
  const validation = validationOf(listener);
  const gateway = listener.gateways[0];
  if (validation === undefined || gateway === undefined) return { judged: fine, blocksAcceptance: fine };
  const each = validation.caCertificateRefs.map((ref) => judgeFrontendCa(ref, gateway, profile, world, model));
  if (each.length > 1 && profile.severalFrontendCas === "refused") {
    const judged: Judged = { verdict: "no", reason: "InvalidCACertificateRef", message: "Only one CA reference is supported." };
    return { judged, blocksAcceptance: { ...judged, reason: "NoValidCACertificate" } };
  }
  const open: Judged = { verdict: "unknown", because: "only some controllers take several CA references" };
  const together = each.length > 1 && profile.severalFrontendCas === "open" ? [...each, open] : each;
  const judged = allOf(together, "The CA references are resolved.");
  const allBad = each.length > 0 && each.every(({ verdict }) => verdict === "no");
  const noneGood = each.length > 0 && !each.some(({ verdict }) => verdict === "yes");
  const blocksAcceptance: Judged =
    allBad && judged.verdict === "no"
      ? { ...judged, reason: "NoValidCACertificate" }
      : noneGood && judged.verdict === "unknown"
        ? judged
        : fine;
  return { judged, blocksAcceptance };
}

/** Judges one CA reference of a Gateway's frontend validation by itself. */
export function judgeFrontendCa(ref: ObjectRef, gateway: Deployed<Gateway>, profile: Profile, world: World, model: Model): Judged {
  const from = { group: gateway.resource.group, kind: gateway.resource.kind, namespace: gateway.namespace };
  const reasons = { kind: "InvalidCACertificateKind", invalid: "InvalidCACertificateRef" };
  return judgeCa(ref, gateway.namespace, from, "open", profile.parsesFrontendCa, reasons, { ...profile, onlyCaKey: false }, world, model);
}
