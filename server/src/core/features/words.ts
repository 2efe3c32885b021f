/** The words that cards, lenses and pages share: certificates and their dates, permissions, wires, objects by name. */
import { type Deployed, qualifiedName } from "../delivery/deployment.ts";
import type { BackendHop, Wire } from "../gateway/backend-hop.ts";
import type { CertificateReference } from "../gateway/certificates.ts";
import type { NearMiss } from "../gateway/grants.ts";
import type { Issuance, Lifetime } from "../gateway/issuance.ts";
import type { Listener } from "../gateway/listener.ts";
import type { Model } from "../gateway/model.ts";
import type { CertificateKnowledge } from "../gateway/presented.ts";
import { isDelivered, type Reference } from "../gateway/reference.ts";
import { nearGrants } from "../rules/near-grants.ts";
import type { CertificateFacts, KeyAlgorithm } from "../x509/facts.ts";
import { dateOf, durationWords, isExpired, isNotYetValid, validityWords } from "../x509/validity.ts";
import { join, names, type Prose, say, strong, text } from "./prose.ts";

/** "Gateway `ns/name`". */
export function objectName(object: Deployed): Prose {
  return say`${kindOf(object)} ${qualifiedName(object.namespace, object.name)}`;
}

function kindOf(object: Deployed): Prose {
  return text(object.resource.kind);
}

/** "listener `https` of Gateway `ns/name`". */
export function listenerName(listener: Listener): Prose {
  return say`listener ${listener.name} of ${objectName(listener.owner)}`;
}

/** "HTTPS, port `443`, host `api.example.com`". */
export function listenerFacts({ protocol, port, hostname }: Listener): Prose {
  const pieces = [protocol === "" ? say`no protocol` : text(protocol), port === undefined ? [] : say`port ${port}`];
  return join([...pieces, hostname === undefined ? say`every host` : say`host ${hostname}`], ", ");
}

/** All names of a certificate that a TLS client looks at. */
export function namesIn({ dnsNames, ipAddresses, uris, emails }: CertificateFacts): readonly string[] {
  return [...dnsNames, ...ipAddresses, ...uris, ...emails];
}

/** "expires in 43 days (2027-01-05)", strong where it needs attention. */
export function expiryWords(facts: CertificateFacts, now: number): Prose {
  const words = validityWords(facts, now);
  const bad = isExpired(facts, now) || isNotYetValid(facts, now);
  const date = dateOf(isNotYetValid(facts, now) ? facts.notBefore : facts.notAfter);
  return say`${bad ? strong(words) : text(words)} (${text(date)})`;
}

/** "expires in 43 days (2027-01-05) · `*.example.com` · Let's Encrypt R11", or what is known instead. */
export function knowledgeWords(knowledge: CertificateKnowledge, now: number): Prose {
  switch (knowledge.known) {
    case "certificate": {
      const { leaf } = knowledge;
      return join([expiryWords(leaf, now), names(namesIn(leaf)), text(leaf.issuerTitle)], " · ");
    }
    case "issuance":
      return join([text(issuanceWords(knowledge.issuance)), names(knowledge.issuance.names)], " · ");
    case "no":
      return text(`expiry unknown, because ${knowledge.because}`);
  }
}

/** "issued by letsencrypt-prod, 90 days, renews 30 before"; what cert-manager defaults is marked so. */
export function issuanceWords({ issuer, lifetime }: Issuance): string {
  return [`issued by ${issuer?.name ?? "an unnamed issuer"}`, ...lifetimePieces(lifetime)].join(", ");
}

/** "90 days (default), renews 30 before (default)"; where both are defaults, said once. */
export function lifetimeWords(lifetime: Lifetime): string {
  return lifetimePieces(lifetime).join(", ");
}

function lifetimePieces({ duration, durationWritten, renewBefore, renewBeforeWritten }: Lifetime): readonly string[] {
  if (duration === undefined) return ["for a time that is not known here"];
  const lasts = spanWords(duration);
  if (renewBefore === undefined) return [lasts];
  const before = spanWords(renewBefore).replace(/ days$/, lasts.endsWith(" days") ? "" : " days");
  if (!durationWritten && !renewBeforeWritten) return [lasts, `renews ${before} before (defaults)`];
  return [durationWritten ? lasts : `${lasts} (default)`, `renews ${before} before${renewBeforeWritten ? "" : " (default)"}`];
}

/** A length of time by days, and by hours below two days, which is where workload certificates live. */
function spanWords(milliseconds: number): string {
  const hours = Math.floor(milliseconds / 3_600_000);
  return hours >= 2 && hours < 48 ? `${hours} hours` : durationWords(milliseconds);
}

/** "RSA 2048 bits", "EC P-256", "Ed25519". */
export function keyWords({ name, bits, curve }: KeyAlgorithm): string {
  return [name === "other" ? "another algorithm" : name, curve, bits === undefined ? undefined : `${bits} bits`].filter(Boolean).join(" ");
}

/** Whether a reference may be followed, as far as the workspace tells. */
export interface Standing {
  readonly verdict: "allowed" | "refused" | "unknown";
  /** "allowed by ReferenceGrant `ns/name`", "refused, because …", or why it is not known. */
  readonly words: Prose;
}

/**
 * A refusal counts only where the workspace delivers what the reference leads to, as it does for `reference-not-granted`: else the
 * namespace may be deployed from elsewhere, grants included.
 */
export function standingOf(reference: Pick<Reference, "permission" | "target" | "targetIsHere">, model: Model): Standing {
  const { permission, target } = reference;
  switch (permission.verdict) {
    case "local":
      return { verdict: "allowed", words: say`the same namespace, which needs no ReferenceGrant` };
    case "granted":
      return { verdict: "allowed", words: say`allowed by ${objectName(permission.grant)}` };
    case "unknown":
      return { verdict: "unknown", words: text(`unknown, because ${permission.because}`) };
    case "refused": {
      const lack = say`no ReferenceGrant in namespace ${target.namespace} allows it`;
      if (!isDelivered(reference, model)) {
        return { verdict: "unknown", words: say`unknown, because ${lack}, but that namespace may be deployed from elsewhere` };
      }
      const [nearest] = nearGrants(reference, model);
      return {
        verdict: "refused",
        words: say`${strong("refused")}, because ${lack}${nearest === undefined ? [] : say`; ${nearMissWords(nearest)}`}`,
      };
    }
  }
}

/** The same for a certificateRef. */
export function certificateStanding({ permission, target, sources }: CertificateReference, model: Model): Standing {
  return standingOf({ permission, target, targetIsHere: sources.length > 0 }, model);
}

function nearMissWords({ grant, differences }: NearMiss): Prose {
  const pieces = differences.map(({ field, written, needed }) =>
    written === undefined ? say`${text(field)} would have to be ${needed}` : say`${text(field)} is ${written} instead of ${needed}`,
  );
  return say`the nearest is ${objectName(grant)}, where ${join(pieces, " and ")}`;
}

const wires: Readonly<Record<Wire, string>> = {
  encrypted: "encrypted (TLS)",
  plaintext: "plaintext",
  "passed through": "encrypted (the client's TLS)",
  raw: "raw bytes",
  blocked: "nothing, it is refused",
  unknown: "unknown",
};

/** What goes over a hop, with the reservation that it deserves. */
export function wireWords(wire: Wire, certain = true): string {
  return certain || wire !== "plaintext" ? wires[wire] : "plaintext, as far as this workspace tells";
}

/** "Gateway → `shop/api:8080`". */
export function hopName(hop: BackendHop): Prose {
  const { purpose } = hop.backend.ref;
  const kind = hop.backend.target.kind === "Service" ? [] : text(`${hop.backend.target.kind} `);
  const use = purpose === "backend" ? [] : text(purpose === "mirror" ? " (mirror)" : " (authorisation)");
  return say`Gateway → ${kind}${hop.title}${use}`;
}

/** Listeners as a list: `ns/gateway` listener `https`. */
export function listenerList(listeners: readonly Listener[], most = 4): readonly Prose[] {
  return listeners.slice(0, most).map((listener) => say`${listener.name} of ${objectName(listener.owner)}`);
}
