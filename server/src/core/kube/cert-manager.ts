/** cert-manager's Certificate, Issuer and ClusterIssuer (cert-manager.io/v1 and its predecessors). */
import { get, itemsOf, type Node, type ScalarNode, scalarOf } from "../yaml/tree.ts";
import { type ObjectRef, readRef } from "./gateway.ts";
import { type ObjectHead, text } from "./object.ts";

export const certManagerGroups: readonly string[] = ["cert-manager.io", "certmanager.k8s.io"];

export interface CertManagerCertificate extends ObjectHead {
  readonly type: "Certificate";
  readonly secretName: ScalarNode | undefined;
  readonly dnsNames: readonly ScalarNode[];
  readonly dnsNamesNode: Node | undefined;
  readonly commonName: ScalarNode | undefined;
  readonly uris: readonly ScalarNode[];
  readonly ipAddresses: readonly ScalarNode[];
  readonly issuerRef: ObjectRef | undefined;
  /** Go durations as written, such as `2160h`. */
  readonly duration: ScalarNode | undefined;
  readonly renewBefore: ScalarNode | undefined;
  readonly renewBeforePercentage: ScalarNode | undefined;
  readonly isCa: boolean;
  /** `spec.literalSubject` or an `otherNames` list: names that dnsNames does not tell. */
  readonly hasOtherNames: boolean;
}

export interface Issuer extends ObjectHead {
  readonly type: "Issuer";
  readonly kind: "Issuer" | "ClusterIssuer";
  /** `acme`, `ca`, `selfSigned`, `vault`, `venafi`, or undefined where none is written. */
  readonly method: string | undefined;
  readonly acmeServer: ScalarNode | undefined;
}

/** Reads a Certificate. The fields of v1alpha2 that were renamed later (`uriSANs`) are read under their new names. */
export function readCertificate(head: ObjectHead): CertManagerCertificate {
  const spec = get(head.root, "spec");
  const issuerRef = get(spec, "issuerRef");
  const dnsNames = get(spec, "dnsNames");
  return {
    ...head,
    type: "Certificate",
    secretName: text(spec, "secretName"),
    dnsNames: scalars(dnsNames),
    dnsNamesNode: dnsNames,
    commonName: text(spec, "commonName"),
    uris: scalars(get(spec, "uris") ?? get(spec, "uriSANs")),
    ipAddresses: scalars(get(spec, "ipAddresses")),
    issuerRef: issuerRef?.kind === "map" ? readRef(issuerRef, 0) : undefined,
    duration: text(spec, "duration"),
    renewBefore: text(spec, "renewBefore"),
    renewBeforePercentage: text(spec, "renewBeforePercentage"),
    isCa: text(spec, "isCA")?.value === "true",
    hasOtherNames: get(spec, "literalSubject") !== undefined || get(spec, "otherNames") !== undefined,
  };
}

export function readIssuer(head: ObjectHead): Issuer {
  const spec = get(head.root, "spec");
  const method = ["acme", "ca", "selfSigned", "vault", "venafi"].find((key) => get(spec, key) !== undefined);
  return { ...head, type: "Issuer", kind: head.kind as Issuer["kind"], method, acmeServer: text(get(spec, "acme"), "server") };
}

function scalars(node: Node | undefined): readonly ScalarNode[] {
  return itemsOf(node).flatMap((item) => scalarOf(item) ?? []);
}
