/**
 * What is known of a certificate before it exists: cert-manager makes it from a Certificate, or from an annotation on the Gateway
 * (cert-manager.io/docs/usage/certificate and /usage/gateway). Durations are milliseconds.
 */
import type { Deployed } from "../delivery/deployment.ts";
import type { CertManagerCertificate, Issuer } from "../kube/cert-manager.ts";
import type { Listener, ListenerOwner } from "./listener.ts";
import type { Model } from "./model.ts";

/** A certificate that cert-manager keeps in a Secret. */
export interface Issuance {
  /** The Certificate, or the Gateway or ListenerSet whose annotation asks for one. */
  readonly asked: Deployed<CertManagerCertificate> | ListenerOwner;
  /** DNS names, as written. */
  readonly names: readonly string[];
  readonly issuer: IssuerName | undefined;
  readonly lifetime: Lifetime;
}

export interface IssuerName {
  readonly kind: string;
  readonly name: string;
  /** The Issuer itself where exactly one of that name is in the workspace. */
  readonly object: Deployed<Issuer> | undefined;
}

/** What is asked of the issuer; an ACME issuer may grant another lifetime. Undefined where what is written cannot be read. */
export interface Lifetime {
  readonly duration: number | undefined;
  readonly durationWritten: boolean;
  /** How long before the end it is renewed. */
  readonly renewBefore: number | undefined;
  readonly renewBeforeWritten: boolean;
}

/** cert-manager's default duration. */
const ninetyDays = 90 * 86_400_000;

/** What a Certificate asks for. */
export function issuanceOf(certificate: Deployed<CertManagerCertificate>, model: Model): Issuance {
  const { dnsNames, commonName, issuerRef, duration, renewBefore, renewBeforePercentage } = certificate.resource;
  const names = dnsNames.map(({ value }) => value);
  // A Certificate without dnsNames often names its host in commonName only.
  if (names.length === 0 && commonName !== undefined) names.push(commonName.value);
  const issuer = issuerRef?.name?.value;
  return {
    asked: certificate,
    names,
    issuer: issuer === undefined ? undefined : issuerNamed(issuerRef?.kind?.value ?? "Issuer", issuer, certificate.namespace, model),
    lifetime: lifetimeOf(duration?.value, renewBefore?.value, renewBeforePercentage?.value),
  };
}

/**
 * What cert-manager's Gateway integration makes for this listener's Secret of that name: only where the listener's owner carries an issuer
 * annotation, the reference stays in the owner's namespace and a listener that names the Secret has a hostname. Undefined otherwise.
 */
export function annotatedIssuance(listener: Listener, secretName: string, model: Model): Issuance | undefined {
  const { owner } = listener;
  const { annotations } = owner.resource;
  const cluster = annotations.get("cert-manager.io/cluster-issuer")?.value;
  const local = annotations.get("cert-manager.io/issuer")?.value;
  const name = cluster ?? local;
  if (name === undefined) return undefined;
  const kind = annotations.get("cert-manager.io/issuer-kind")?.value ?? (cluster === undefined ? "Issuer" : "ClusterIssuer");
  const names = new Set<string>();
  for (const sibling of model.listenersOf(owner)) {
    const uses = sibling.certificates.some(({ target }) => target.name === secretName && target.namespace === owner.namespace);
    if (uses && sibling.mode === "Terminate" && sibling.hostname !== undefined) names.add(sibling.hostname);
  }
  if (names.size === 0) return undefined;
  return {
    asked: owner,
    names: [...names],
    issuer: issuerNamed(kind, name, owner.namespace, model),
    lifetime: lifetimeOf(
      annotations.get("cert-manager.io/duration")?.value,
      annotations.get("cert-manager.io/renew-before")?.value,
      annotations.get("cert-manager.io/renew-before-percentage")?.value,
    ),
  };
}

function issuerNamed(kind: string, name: string, namespace: string, model: Model): IssuerName {
  const found = model.find("Issuer", kind === "ClusterIssuer" ? "" : namespace, name).filter(({ resource }) => resource.kind === kind);
  return { kind, name, object: found.length === 1 ? found[0] : undefined };
}

/** cert-manager asks for 90 days and renews at two thirds of the lifetime unless told otherwise. */
function lifetimeOf(duration: string | undefined, renewBefore: string | undefined, percentage: string | undefined): Lifetime {
  const asked = duration === undefined ? ninetyDays : goDuration(duration);
  const durationWritten = duration !== undefined;
  if (renewBefore !== undefined) {
    return { duration: asked, durationWritten, renewBefore: goDuration(renewBefore), renewBeforeWritten: true };
  }
  if (percentage !== undefined) {
    const share = /^[0-9]{1,2}$/.test(percentage) ? Number(percentage) / 100 : undefined;
    const before = asked === undefined || share === undefined ? undefined : asked * share;
    return { duration: asked, durationWritten, renewBefore: before, renewBeforeWritten: true };
  }
  return { duration: asked, durationWritten, renewBefore: asked === undefined ? undefined : asked / 3, renewBeforeWritten: false };
}

const units: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, μs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of a Go duration (`2160h`, `1h30m`; Go's `time.ParseDuration` knows no days); undefined for any other text. */
export function goDuration(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d*)?(?:ns|us|µs|μs|ms|s|m|h))+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, amount = "", unit = ""] of text.matchAll(/(\d+(?:\.\d*)?)(ns|us|µs|μs|ms|s|m|h)/g))
    sum += Number(amount) * (units[unit] ?? 0);
  return sum;
}
