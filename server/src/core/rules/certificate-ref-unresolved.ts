/** References to Secrets that nothing is or makes. */
import { placeOf, titleOf } from "../delivery/deployment.ts";
import type { Model } from "../gateway/model.ts";
import type { Reference } from "../gateway/reference.ts";
import { headNode } from "../kube/object.ts";
import { type Missing, missingSecret, unresolvedReferences } from "./missing-secrets.ts";
import { effectOf } from "./reference-effects.ts";
import type { Related, Rule } from "./rule.ts";
import { createCertificate, referToSecret } from "./secret-repairs.ts";
import { joined, listOf, targetTitle } from "./sentences.ts";

/** All references from one object to one Secret. */
type ReferenceGroup = readonly [Reference, ...Reference[]];

/** By itself it is no fault that a Secret is not in the workspace: most are made in the cluster. */
export const certificateRefUnresolved: Rule<ReferenceGroup> = {
  code: "certificate-ref-unresolved",
  severity: "warning",
  summary: "A certificateRef names a Secret that nothing is or makes, although the others are there.",
  reference: "https://gateway-api.sigs.k8s.io/reference/spec/#listenertlsconfig",
  since: "0.1.0",

  subjects: unresolvedReferences,

  check(references, model) {
    const [first, ...others] = references;
    const missing = missingSecret(first, model);
    if (missing === undefined) return undefined;
    const { owner, ref } = first;
    return {
      place: placeOf(owner, ref.name ?? ref.node),
      message: joined(...sentencesOf(references, missing)),
      related: [
        ...meantSecret(first, missing, model),
        ...others.map((other) => ({
          place: placeOf(other.owner, other.ref.name ?? other.ref.node),
          message: "The same Secret is named here as well.",
        })),
      ],
      ...(missing.isCertain ? { severity: "error" } : {}),
    };
  },

  fixes(references, model) {
    const [first] = references;
    const meant = missingSecret(first, model)?.meant;
    const { namespace } = first.target;
    return [
      meant === undefined ? undefined : referToSecret(references, { namespace, name: meant }, model),
      createCertificate(references, model),
    ].filter((fix) => fix !== undefined);
  },
};

function sentencesOf(references: ReferenceGroup, { isCertain, others, meant }: Missing): readonly string[] {
  const [{ owner, target, purpose }] = references;
  const effect = effectOf(references);
  const what = targetTitle(target);
  const names = listOf(others.map(({ name }) => name));
  const reason = purpose === "client-certificate" ? "InvalidClientCertificateRef" : "InvalidCertificateRef";
  return [
    isCertain
      ? `Nothing is or makes ${what}, and this workspace is declared complete.`
      : others.length > 0
        ? `Nothing in this workspace is or makes ${what}, while ${names}, which ${titleOf(owner)} uses as well, ${others.length === 1 ? "is" : "are"} here.`
        : `Nothing in this workspace is or makes ${what}, and nothing uses ${meant}, which is here.`,
    isCertain ? effect : `Unless it comes from elsewhere, ${effect.charAt(0).toLowerCase()}${effect.slice(1)}`,
    meant === undefined ? "" : `Did you mean ${meant}?`,
    isCertain ? `Controllers report ResolvedRefs=False, ${reason}.` : "",
  ];
}

function meantSecret({ target }: Reference, { meant }: Missing, model: Model): readonly Related[] {
  if (meant === undefined) return [];
  return model.secretSources(target.namespace, meant).map(({ source, object }) => ({
    place: placeOf(object, headNode(object.resource)),
    message: source === "Secret" ? `${titleOf(object)} is here.` : `${titleOf(object)} makes Secret ${meant}.`,
  }));
}
