/** What is wrong with a TLS Secret in its own manifest, for the rules that say so and for the repairs that must not lead to it. */
import { type Deployed, sameNamespace } from "../delivery/deployment.ts";
import { filledBy } from "../gateway/certificates.ts";
import { annotatedIssuance } from "../gateway/issuance.ts";
import type { Listener } from "../gateway/listener.ts";
import type { Model } from "../gateway/model.ts";
import { targetOf } from "../gateway/target.ts";
import type { Gateway } from "../kube/gateway.ts";
import type { Entry, Secret } from "../kube/secret.ts";
import type { CertificateFacts, Fault } from "../x509/facts.ts";
import { isFault } from "../x509/fault.ts";
import { isExpired, isNotYetValid } from "../x509/validity.ts";

export const tlsType = "kubernetes.io/tls";

/** Who presents a Secret's certificate, and whether something else makes the Secret in the cluster. */
export interface SecretUse {
  readonly listeners: readonly Listener[];
  /** Gateways that present it to their backends (`spec.tls.backend.clientCertificateRef`). */
  readonly clients: readonly Deployed<Gateway>[];
  /** What makes the Secret in the cluster, so that this manifest is not what counts there; a phrase such as "Certificate a/b". */
  readonly maker: string | undefined;
}

/** How a Secret is used, as far as the workspace tells. */
export function useOf(secret: Deployed<Secret>, model: Model): SecretUse {
  const listeners = model
    .listenersUsing(secret.namespace, secret.name)
    .filter(({ mode, owner }) => mode === "Terminate" && owner.partial === undefined);
  const clients = model.gateways.filter((gateway) => {
    const ref = gateway.resource.clientCertificateRef;
    const target = ref === undefined ? undefined : targetOf(ref, gateway.namespace, "", "Secret");
    return target?.kind === "Secret" && target.name === secret.name && sameNamespace(target.namespace, secret.namespace) === "yes";
  });
  return { listeners: [...new Set(listeners)], clients, maker: makerOf(secret, listeners, model) };
}

function makerOf(secret: Deployed<Secret>, listeners: readonly Listener[], model: Model): string | undefined {
  for (const { source, object } of model.secretSources(secret.namespace, secret.name)) {
    if (source !== "Secret") return `${object.resource.kind} ${object.name}`;
  }
  if (filledBy(secret) !== undefined) return "other software";
  const annotated = listeners.find(
    (listener) => listener.owner.namespace === secret.namespace && annotatedIssuance(listener, secret.name, model) !== undefined,
  );
  return annotated === undefined
    ? undefined
    : `cert-manager, by an annotation of ${annotated.owner.resource.kind} ${annotated.owner.name},`;
}

/** Whether anything in the workspace presents it. */
export function isUsed({ listeners, clients }: SecretUse): boolean {
  return listeners.length > 0 || clients.length > 0;
}

/** Whether its manifest tells what the Secret holds, so that it can be judged at all. */
export function isReadable(secret: Deployed<Secret>): boolean {
  return !secret.resource.encrypted && secret.partial === undefined;
}

/** A certificate of tls.crt that can be read, and its place in the chain. */
export interface ChainMember {
  readonly facts: CertificateFacts;
  /** Counted from zero; the first is the one that is presented as the server's own. */
  readonly position: number;
}

/** The readable certificates of a Secret's tls.crt. */
export function chainOf(secret: Deployed<Secret>): readonly ChainMember[] {
  const content = secret.resource.entries.get("tls.crt")?.content;
  if (content?.is !== "certificates" || !isReadable(secret)) return [];
  return content.bundle.members.flatMap((member, position) => {
    const facts = member.facts();
    return isFault(facts) ? [] : [{ facts, position }];
  });
}

/** What makes tls.crt or tls.key unusable or odd. An empty value is a placeholder that something fills, and no fault. */
export function contentFault(entry: Entry | undefined): { readonly fault: Fault; readonly breaks: boolean } | undefined {
  if (entry?.content.is === "fault")
    return entry.content.fault.fault === "empty" ? undefined : { fault: entry.content.fault, breaks: true };
  if (entry?.content.is !== "certificates") return undefined;
  const { members, fault } = entry.content.bundle;
  for (const member of members) {
    const facts = member.facts();
    if (isFault(facts)) return { fault: facts, breaks: true };
  }
  if (fault === undefined || fault.fault === "empty") return undefined;
  return { fault, breaks: members.length === 0 };
}

/** Whether the private key belongs to another certificate than the first of tls.crt; `position` is where its own one stands, if it is there. */
export function mismatchedKey(secret: Deployed<Secret>): { readonly entry: Entry; readonly position: number | undefined } | undefined {
  const entry = secret.resource.entries.get("tls.key");
  if (!isReadable(secret) || entry?.content.is !== "private-key") return undefined;
  const { publicHalf } = entry.content.key;
  const chain = chainOf(secret);
  const leaf = chain[0];
  if (publicHalf === undefined || leaf === undefined || leaf.position !== 0 || leaf.facts.publicHalf === publicHalf) return undefined;
  return { entry, position: chain.find(({ facts }) => facts.publicHalf === publicHalf)?.position };
}

/** Whether a listener can be sent to this Secret without bringing a fault of its own into play. */
export function isFlawless(secret: Deployed<Secret>, { now }: Model): boolean {
  const { entries, secretType } = secret.resource;
  if (!isReadable(secret) || secretType?.value !== tlsType) return false;
  const [crt, key] = [entries.get("tls.crt"), entries.get("tls.key")];
  if (crt === undefined || key === undefined || contentFault(crt) !== undefined || contentFault(key) !== undefined) return false;
  if (mismatchedKey(secret) !== undefined) return false;
  return chainOf(secret).every(({ facts }) => !isExpired(facts, now) && !isNotYetValid(facts, now));
}
