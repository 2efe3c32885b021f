/** TLS Secrets that a Gateway cannot read. */
import { addressOf, type Deployed, placeOf, titleOf } from "../delivery/deployment.ts";
import { headNode } from "../kube/object.ts";
import type { Secret } from "../kube/secret.ts";
import { isOpaque } from "../yaml/template.ts";
import { pairOf, type Span } from "../yaml/tree.ts";
import type { Judgement, Related, Rule, Severity } from "./rule.ts";
import { contentFault, isReadable, isUsed, type SecretUse, tlsType, useOf } from "./secret-flaws.ts";
import { fullListenerTitle, joined, listOf, sentence } from "./sentences.ts";

/** A Secret can be wrong in several places, each mended by itself. */
export interface SecretAspect {
  readonly secret: Deployed<Secret>;
  readonly aspect: "type" | "keys" | "tls.crt" | "tls.key";
}

const aspects: readonly SecretAspect["aspect"][] = ["type", "keys", "tls.crt", "tls.key"];

/** Judges a Secret that says it holds TLS, or that something uses for it; what others hold is not known. */
export const secretMalformed: Rule<SecretAspect> = {
  code: "secret-malformed",
  severity: "error",
  summary: "A Secret does not hold a certificate and a key in the form that a Gateway reads.",
  reference: "https://kubernetes.io/docs/concepts/configuration/secret/#tls-secrets",
  since: "0.1.0",

  *subjects(model) {
    for (const secret of model.secrets) {
      if (!isReadable(secret)) continue;
      for (const aspect of aspects) yield { secret, aspect };
    }
  },

  check({ secret, aspect }, model) {
    const judgeAspect = aspectJudge(secret, aspect);
    if (judgeAspect === undefined) return undefined;
    const use = useOf(secret, model);
    return isTls(secret) || isUsed(use) ? judgeAspect(use) : undefined;
  },

  fixes({ secret, aspect }) {
    if (aspect !== "type") return [];
    const change = { change: "set", at: addressOf(secret, "type"), value: tlsType } as const;
    return [{ title: `Set the type of Secret ${secret.name} to ${tlsType}`, preferred: false, changes: [change] }];
  },
};

function isTls({ resource }: Deployed<Secret>): boolean {
  return resource.secretType?.value === tlsType;
}

/** Tells of something that is wrong, once the use of the Secret is known. Most Secrets are sound, and nobody has to look for their uses. */
type JudgeUse = (use: SecretUse) => Judgement;

/** What is wrong with an aspect; undefined where nothing is. */
function aspectJudge(secret: Deployed<Secret>, aspect: SecretAspect["aspect"]): JudgeUse | undefined {
  switch (aspect) {
    case "type":
      return typeJudge(secret);
    case "keys":
      return keysJudge(secret);
    case "tls.crt":
    case "tls.key":
      return contentJudge(secret, aspect);
  }
}

/** Error where something uses the Secret and nothing else makes it. */
function severityOf(use: SecretUse, certain: Severity = "error"): Severity {
  return isUsed(use) && use.maker === undefined ? certain : "information";
}

/** Only some controllers insist on the type, and ours is not known. A Secret that lacks the keys has a greater fault than that. */
function typeJudge(secret: Deployed<Secret>): JudgeUse | undefined {
  const { secretType, entries } = secret.resource;
  if (isTls(secret) || !entries.has("tls.crt") || !entries.has("tls.key") || isOpaque(secretType?.value ?? "")) return undefined;
  return (use) => ({
    place: placeOf(secret, secretType ?? headNode(secret.resource)),
    message: joined(
      `${titleOf(secret)} has the type ${secretType?.value ?? "Opaque, because it writes none"}.`,
      `The Gateway API asks for ${tlsType}: Envoy Gateway refuses any other type, Istio takes it.`,
      `Set the type; in a cluster it cannot be changed, so a Secret that is there already has to be deleted and made anew.`,
    ),
    related: relatedListeners(use),
    severity: severityOf(use, "warning"),
  });
}

function keysJudge(secret: Deployed<Secret>): JudgeUse | undefined {
  const { entries } = secret.resource;
  const missing = ["tls.crt", "tls.key"].filter((key) => !entries.has(key));
  // A Secret without any entry is one that something else fills.
  if (missing.length === 0 || entries.size === 0) return undefined;
  const isIstioStyle = entries.has("cert") && entries.has("key");
  return (use) => ({
    place: placeOf(secret, dataKey(secret)),
    message: joined(
      `${titleOf(secret)} has no ${listOf(missing).replace(" and ", " and no ")}.`,
      isIstioStyle ? "Istio reads cert and key instead; other controllers do not." : effect(use),
      "Write the certificate under tls.crt and its key under tls.key.",
      condition(use),
    ),
    related: relatedListeners(use),
    severity: severityOf(use, isIstioStyle ? "warning" : "error"),
  });
}

function contentJudge(secret: Deployed<Secret>, key: "tls.crt" | "tls.key"): JudgeUse | undefined {
  const entry = secret.resource.entries.get(key);
  const found = contentFault(entry);
  if (entry === undefined || found === undefined) return undefined;
  const { fault, breaks } = found;
  const what = fault.message.replace(/^The (?:value|certificate) /, `${key} of ${titleOf(secret)} `);
  return (use) => ({
    place: placeOf(secret, entry.key),
    message: joined(
      what.startsWith(key) ? what : `${key} of ${titleOf(secret)} cannot be used. ${what}`,
      breaks ? effect(use) : "The rest of it is used.",
      repairOf(fault.fault, key),
      breaks ? condition(use) : "",
    ),
    related: relatedListeners(use),
    severity: severityOf(use, breaks ? "error" : "warning"),
  });
}

function repairOf(fault: string, key: string): string {
  if (fault === "encrypted-key") return "Decrypt it: nobody is there to type the passphrase.";
  if (fault === "private-key") return "Put only the certificate and its intermediates here, the key under tls.key.";
  const what = key === "tls.crt" ? "the certificate and its intermediates" : "the key";
  return `Put ${what} here as PEM${key === "tls.crt" ? ", the leaf first" : ""}; kubectl create secret tls writes the right form.`;
}

function effect({ listeners, clients }: SecretUse): string {
  if (listeners.length > 0) return `Without a certificate no client can connect to ${listOf(listeners.map(fullListenerTitle))}.`;
  return clients.length > 0 ? `${listOf(clients.map(titleOf))} cannot show it to its backends.` : "";
}

function condition({ listeners }: SecretUse): string {
  return listeners.length > 0 ? "Controllers report ResolvedRefs=False, InvalidCertificateRef." : "";
}

function relatedListeners({ listeners }: SecretUse): readonly Related[] {
  return listeners.map((listener) => ({
    place: placeOf(listener.owner, listener.spec.name ?? listener.spec.node),
    message: `${sentence(fullListenerTitle(listener))} refers to this Secret.`,
  }));
}

/** The key `data` or `stringData`, else the Secret's name. */
function dataKey({ resource }: Deployed<Secret>): Span {
  return (pairOf(resource.root, "data") ?? pairOf(resource.root, "stringData"))?.key ?? headNode(resource);
}
