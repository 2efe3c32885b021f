/** What stands behind a listener's certificateRefs: the Secret or what makes it, the permission to use it, and the names it covers. */
import type { Deployed } from "../delivery/deployment.ts";
import type { CertManagerCertificate } from "../kube/cert-manager.ts";
import type { ObjectRef } from "../kube/gateway.ts";
import type { Secret } from "../kube/secret.ts";
import type { SecretMaker } from "../kube/secret-maker.ts";
import type { CertificateFacts } from "../x509/facts.ts";
import { sanCovers } from "../x509/names.ts";
import { isOpaque } from "../yaml/template.ts";
import { itemsOf, type ScalarNode } from "../yaml/tree.ts";
import type { Permission, Target } from "./grants.ts";

/** Something in the workspace that is, or makes, a Secret. */
export type SecretSource =
  | { readonly source: "Secret"; readonly object: Deployed<Secret> }
  | { readonly source: "Certificate"; readonly object: Deployed<CertManagerCertificate> }
  | { readonly source: "SecretMaker"; readonly object: Deployed<SecretMaker> };

/** One entry of certificateRefs, resolved as far as the workspace tells. */
export interface CertificateReference {
  readonly ref: ObjectRef;
  readonly target: Target;
  /** Whether group and kind say core Secret, the only kind with Core support. */
  readonly isSecret: boolean;
  readonly permission: Permission;
  /** Empty where nothing in the workspace is or makes it, which says nothing about the cluster. */
  readonly sources: readonly SecretSource[];
}

/** One name that a certificate carries or will carry, and the scalar in which a Certificate's manifest writes it. */
export interface CoveredName {
  readonly name: string;
  readonly source: SecretSource;
  readonly node: ScalarNode | undefined;
}

/** The DNS names that a listener's certificates cover together, or why they are not known. */
export type CoveredNames =
  | { readonly known: true; readonly names: readonly CoveredName[] }
  | { readonly known: false; readonly because: string };

/**
 * The leaf certificate of a Secret: the first of `tls.crt` (RFC 8446, 4.4.2: the sender's certificate comes first). Undefined
 * where the Secret has none that can be read, or where the first is a CA and another is not, so that the order is in doubt.
 */
export function leafOf(secret: Secret): CertificateFacts | undefined {
  const entry = secret.entries.get("tls.crt");
  if (entry?.content.is !== "certificates") return undefined;
  const first = entry.content.bundle.members[0]?.facts();
  if (first === undefined || "fault" in first) return undefined;
  if (first.isCa && entry.content.bundle.members.slice(1).some(isLeaf)) return undefined;
  return first;
}

function isLeaf(member: { facts(): CertificateFacts | object }): boolean {
  const facts = member.facts();
  return "isCa" in facts && !facts.isCa;
}

/** Annotations by which other software fills a Secret, so that its manifest does not tell what will be in it. */
const fillers: ReadonlyMap<string, string> = new Map([
  ["reflector.v1.k8s.emberstack.com/reflects", "Reflector copies another Secret into it"],
  ["replicator.v1.mittwald.de/replicate-from", "kubernetes-replicator copies another Secret into it"],
  ["v1.kubernetes-replicator.olli.com/replicate-from", "kubernetes-replicator copies another Secret into it"],
  ["cert-manager.io/certificate-name", "cert-manager keeps its certificate"],
]);

/** What fills a Secret by an annotation that it carries, as a clause; undefined where nothing known does. */
export function filledBy({ resource }: Deployed<Secret>): string | undefined {
  for (const [annotation, clause] of fillers) if (resource.annotations.has(annotation)) return clause;
  return undefined;
}

/** The names that one source covers. */
export function namesOf(source: SecretSource): CoveredNames {
  if (source.object.leftOutBy !== undefined) {
    return { known: false, because: `nobody applies ${source.object.resource.kind} ${source.object.name}` };
  }
  if (source.object.partial) {
    return { known: false, because: `${source.object.resource.kind} ${source.object.name} is not all in its manifest` };
  }
  switch (source.source) {
    case "Secret": {
      const filler = filledBy(source.object);
      if (filler !== undefined) return { known: false, because: filler };
      const leaf = leafOf(source.object.resource);
      if (leaf === undefined) return { known: false, because: `the certificate in Secret ${source.object.name} cannot be read here` };
      return { known: true, names: leaf.dnsNames.map((name) => ({ name, source, node: undefined })) };
    }
    case "Certificate": {
      const { dnsNames, dnsNamesNode, commonName, hasOtherNames } = source.object.resource;
      const everyNameIsText = dnsNamesNode === undefined || itemsOf(dnsNamesNode).length === dnsNames.length;
      if (hasOtherNames || !everyNameIsText) {
        return { known: false, because: `Certificate ${source.object.name} takes names from elsewhere than dnsNames` };
      }
      const nodes = commonName === undefined ? dnsNames : [...dnsNames, commonName];
      if (nodes.length === 0) return { known: false, because: `Certificate ${source.object.name} names no host here` };
      return { known: true, names: nodes.map((node) => ({ name: node.value, source, node })) };
    }
    case "SecretMaker":
      return { known: false, because: `Secret is made by ${source.object.resource.kind} ${source.object.name}` };
  }
}

/** The union of what all references of a listener cover (Gateway API: several certificateRefs, the longest matching SNI wins). */
export function namesOfAll(references: readonly CertificateReference[]): CoveredNames {
  const names: CoveredName[] = [];
  if (references.length === 0) return { known: false, because: "the listener refers to no certificate" };
  for (const { sources, target, isSecret } of references) {
    if (!isSecret) return { known: false, because: `${target.kind} ${target.name} is no Secret` };
    if (sources.length === 0) return { known: false, because: `nothing in this workspace is or makes Secret ${target.name}` };
    for (const source of sources) {
      const covered = namesOf(source);
      if (!covered.known) return covered;
      names.push(...covered.names);
    }
  }
  return { known: true, names };
}

/** Whether a set of names covers a host as a TLS client checks it (RFC 9525): yes, no, or unknown where a placeholder decides. */
export function covers(names: readonly { readonly name: string }[], host: string): "yes" | "no" | "unknown" {
  if (names.some(({ name }) => sanCovers(name, host))) return "yes";
  return isOpaque(host) || names.some(({ name }) => isOpaque(name)) ? "unknown" : "no";
}
