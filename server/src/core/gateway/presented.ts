/** What a listener presents to its clients: for each certificateRef the certificate itself, or what is known of it. */
import { type Deployed, qualifiedName } from "../delivery/deployment.ts";
import type { Secret } from "../kube/secret.ts";
import type { CertificateBundle, CertificateFacts, Fault } from "../x509/facts.ts";
import { isFault } from "../x509/fault.ts";
import { isOpaque } from "../yaml/template.ts";
import { type CertificateReference, filledBy, leafOf, type SecretSource } from "./certificates.ts";
import { annotatedIssuance, type Issuance, issuanceOf } from "./issuance.ts";
import type { Listener } from "./listener.ts";
import type { Model } from "./model.ts";

/** A certificate as far as the workspace tells. */
export type CertificateKnowledge =
  | { readonly known: "certificate"; readonly secret: Deployed<Secret>; readonly leaf: CertificateFacts }
  | { readonly known: "issuance"; readonly issuance: Issuance }
  /** `maker` is the object that makes the Secret, where one is known. `because` is a clause without a full stop. */
  | { readonly known: "no"; readonly because: string; readonly maker: Deployed | undefined };

/** One certificateRef with what stands behind it; several pieces of knowledge where several things are or make the Secret. */
export interface PresentedCertificate {
  readonly reference: CertificateReference;
  readonly knowledge: readonly CertificateKnowledge[];
}

/** What the certificateRefs of a listener present. A listener that passes TLS through presents nothing of its own. */
export function presentedBy(listener: Listener, model: Model): readonly PresentedCertificate[] {
  if (listener.mode !== "Terminate") return [];
  return listener.certificates.map((reference) => ({ reference, knowledge: knowledgeOf(reference, listener, model) }));
}

/** What one certificateRef of a listener leads to, whether the listener presents it or not. */
export function knowledgeOf(reference: CertificateReference, listener: Listener, model: Model): readonly CertificateKnowledge[] {
  const { target, isSecret, sources } = reference;
  if (!isSecret) return [unknown(`${target.kind} ${target.name} is no Secret, and only some controllers read it`)];
  if (sources.length > 0) return sources.map((source) => knowledgeFrom(source, model));
  if (isOpaque(target.name)) return [unknown("its name holds a placeholder")];
  if (target.namespace === listener.owner.namespace) {
    const issuance = annotatedIssuance(listener, target.name, model);
    if (issuance !== undefined) return [{ known: "issuance", issuance }];
  }
  return [unknown(`nothing in this workspace is or makes Secret ${qualifiedName(target.namespace, target.name)}`)];
}

/** What one Secret, or one object that makes it, tells of the certificate. */
export function knowledgeFrom(source: SecretSource, model: Model): CertificateKnowledge {
  const { resource, name, partial } = source.object;
  if (partial)
    return unknown(`${resource.kind} ${name} is not all in its manifest`, source.source === "Secret" ? undefined : source.object);
  switch (source.source) {
    case "Secret": {
      const filler = filledBy(source.object);
      if (filler !== undefined) return unknown(filler);
      const leaf = leafOf(source.object.resource);
      return leaf === undefined ? unknown(whyUnread(source.object)) : { known: "certificate", secret: source.object, leaf };
    }
    case "Certificate":
      return { known: "issuance", issuance: issuanceOf(source.object, model) };
    case "SecretMaker":
      return unknown(`${source.object.resource.kind} ${source.object.name} makes this Secret in the cluster`, source.object);
  }
}

function whyUnread({ name, resource }: Deployed<Secret>): string {
  if (resource.encrypted) return `the values of Secret ${name} are encrypted`;
  const content = resource.entries.get("tls.crt")?.content;
  if (content === undefined) return `Secret ${name} has no tls.crt here`;
  const what = `tls.crt of Secret ${name}`;
  if (content.is === "opaque") return `${what} is a placeholder`;
  const fault = content.is === "fault" ? content.fault : content.is === "certificates" ? faultOf(content.bundle) : undefined;
  return fault === undefined ? `${what} has a CA before its leaf certificate` : `${what} cannot be read: ${clause(fault.message)}`;
}

function faultOf(bundle: CertificateBundle): Fault | undefined {
  const first = bundle.members[0]?.facts();
  return first !== undefined && isFault(first) ? first : bundle.members.length === 0 ? bundle.fault : undefined;
}

/** A sentence as the end of another one. */
function clause(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, "");
}

function unknown(because: string, maker?: Deployed): CertificateKnowledge {
  return { known: "no", because, maker };
}
