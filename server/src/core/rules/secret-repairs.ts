/** How a reference comes to a Secret that is there: by the name of another one, or by a cert-manager Certificate that makes it. None is preferred. */
import { addressOf, type Deployed, isKnownNamespace, qualifiedName } from "../delivery/deployment.ts";
import { covers, namesOf, type SecretSource } from "../gateway/certificates.ts";
import { isWildcard } from "../gateway/hostname.ts";
import type { Listener } from "../gateway/listener.ts";
import type { Model } from "../gateway/model.ts";
import type { Reference } from "../gateway/reference.ts";
import type { CertManagerCertificate, Issuer } from "../kube/cert-manager.ts";
import { sanCovers } from "../x509/names.ts";
import type { Change, Fix, PlainValue } from "../yaml/change.ts";
import { isOpaque } from "../yaml/template.ts";
import { isHostname, knownHostnames, reachingHostnames } from "./coverage.ts";
import { freeName } from "./free-name.ts";
import { isOwnText } from "./own-text.ts";
import { isFlawless } from "./secret-flaws.ts";
import { listOf } from "./sentences.ts";

interface SecretName {
  readonly namespace: string;
  readonly name: string;
}

/** Names another Secret in all of these references, if it brings no fault of its own. */
export function referToSecret(references: readonly Reference[], { namespace, name }: SecretName, model: Model): Fix | undefined {
  const sources = model.secretSources(namespace, name);
  const listeners = references.flatMap((reference) => reference.listeners);
  if (!isFaultless(sources, listeners, model)) return undefined;
  const changes: Change[] = [];
  for (const { owner, path } of references) {
    if (!isOwnText(owner, [...path, "name"])) return undefined;
    changes.push({ change: "set", at: addressOf(owner, ...path, "name"), value: name });
  }
  return { title: `Use Secret ${qualifiedName(namespace, name)}`, preferred: false, changes };
}

/** Whether listeners may be sent to a Secret: it exists, has no flaw that shows, and its names, where they are known, cover those of the listeners. */
export function isFaultless(sources: readonly SecretSource[], listeners: readonly Listener[], model: Model): boolean {
  if (sources.length === 0) return false;
  return sources.every((source) => {
    if (source.source === "Secret" && !isFlawless(source.object, model)) return false;
    if (source.source === "Certificate" && source.object.resource.isCa) return false;
    const covered = namesOf(source);
    return (
      !covered.known || listeners.every((listener) => knownHostnames(listener, model).every((host) => covers(covered.names, host) !== "no"))
    );
  });
}

/** Creates the Certificate that makes the Secret, for the names of the listeners and by the issuer that the workspace shows for the like. */
export function createCertificate(references: readonly Reference[], model: Model): Fix | undefined {
  const [first] = references;
  const listeners = references.flatMap((reference) => reference.listeners);
  if (first === undefined || listeners.length === 0) return undefined;
  const { owner, target } = first;
  const dnsNames = [...new Set(listeners.flatMap((listener) => namesToAskFor(listener, model)))];
  const sibling = siblingOf(owner, target.namespace, model);
  const issuer = sibling === undefined ? onlyClusterIssuer(model) : issuerOf(sibling);
  const beside = sibling?.namespace === target.namespace ? sibling : owner.namespace === target.namespace ? owner : undefined;
  if (dnsNames.length === 0 || issuer === undefined || beside === undefined || /\.json$/i.test(beside.file)) return undefined;
  const name = freeName(target.name, (candidate) => model.find("Certificate", target.namespace, candidate).length > 0);
  const namespace = isKnownNamespace(target.namespace) ? target.namespace : beside.resource.namespace?.value;
  const value: PlainValue = {
    apiVersion: `cert-manager.io/${sibling?.resource.version ?? "v1"}`,
    kind: "Certificate",
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    spec: { secretName: target.name, dnsNames, issuerRef: issuer },
  };
  return {
    title: `Create a Certificate that makes Secret ${target.name} for ${listOf(dnsNames, 2)}`,
    preferred: false,
    changes: [{ change: "addDocument", file: beside.file, after: beside.offset, value }],
  };
}

/** The names that a certificate for a listener has to carry; none where they are not all known. */
function namesToAskFor(listener: Listener, model: Model): readonly string[] {
  const { hostname } = listener;
  const reaching = reachingHostnames(listener, model).map((each) => each.hostname);
  const own = hostname === undefined ? [] : [hostname];
  const names =
    isWildcard(hostname) || hostname === undefined
      ? [...own, ...reaching.filter((name) => name !== hostname && !(hostname && sanCovers(hostname, name)))]
      : own;
  return names.every((name) => isHostname(name) && !isOpaque(name)) ? names : [];
}

/** The Certificate to take as an example: one that makes another Secret of the same object, else one of the Secret's namespace. */
function siblingOf(owner: Reference["owner"], namespace: string, model: Model): Deployed<CertManagerCertificate> | undefined {
  const own = model.references
    .filter((reference) => reference.owner === owner && reference.purpose === "certificate")
    .flatMap(({ target }) => model.secretSources(target.namespace, target.name))
    .flatMap((source) => (source.source === "Certificate" ? [source.object] : []));
  const usable = (certificate: Deployed<CertManagerCertificate>) =>
    certificate.partial === undefined && issuerOf(certificate) !== undefined;
  return (
    own.find((certificate) => usable(certificate) && certificate.namespace === namespace) ??
    own.find((certificate) => usable(certificate) && certificate.resource.issuerRef?.kind?.value === "ClusterIssuer") ??
    model.inNamespace("Certificate", namespace).find(usable)
  );
}

function issuerOf({ resource: { issuerRef } }: Deployed<CertManagerCertificate>): PlainValue | undefined {
  const { name, kind, group } = issuerRef ?? {};
  if (name === undefined) return undefined;
  return {
    ...(group === undefined ? {} : { group: group.value }),
    ...(kind === undefined ? {} : { kind: kind.value }),
    name: name.value,
  };
}

function onlyClusterIssuer(model: Model): PlainValue | undefined {
  const issuers = model.objects.filter(
    (object): object is Deployed<Issuer> => object.resource.type === "Issuer" && object.resource.kind === "ClusterIssuer",
  );
  const [only, another] = issuers;
  return only === undefined || another !== undefined ? undefined : { kind: "ClusterIssuer", name: only.name };
}
