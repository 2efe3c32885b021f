/** References to certificates that are no core Secrets. */
import { addressOf, placeOf, qualifiedName, titleOf } from "../delivery/deployment.ts";
import type { Model } from "../gateway/model.ts";
import { takesCoreByName } from "../gateway/profiles/controller-facts.ts";
import { gatewaysOf, type Reference } from "../gateway/reference.ts";
import { profileFor, servedBy } from "../gateway/status/world.ts";
import type { Change, Fix } from "../yaml/change.ts";
import { isOpaque } from "../yaml/template.ts";
import { missingSecret } from "./missing-secrets.ts";
import { isOwnText } from "./own-text.ts";
import { effectOf } from "./reference-effects.ts";
import type { Rule } from "./rule.ts";
import { isFaultless } from "./secret-repairs.ts";
import { joined } from "./sentences.ts";

export const certificateRefUnsupported: Rule<Reference> = {
  code: "certificate-ref-unsupported",
  severity: "error",
  summary: "A certificateRef leads to another kind of object than a Secret.",
  reference: "https://gateway-api.sigs.k8s.io/reference/spec/#secretobjectreference",
  since: "0.1.0",

  subjects: ({ references }) =>
    references.filter(({ purpose, target: { group, kind }, listeners }) => {
      if (purpose !== "client-certificate" && !(purpose === "certificate" && listeners.some(({ mode }) => mode === "Terminate")))
        return false;
      return (group !== "" || kind !== "Secret") && !isOpaque(group) && !isOpaque(kind);
    }),

  check(reference, model) {
    const { owner, ref, target, purpose } = reference;
    const { group, kind, name } = target;
    const isNamedCore = kind === "Secret" && group === "core";
    if (owner.partial || (isNamedCore && gatewaysOf(reference).some((gateway) => servedBy(gateway, takesCoreByName, model) !== undefined)))
      return undefined;
    // Some controllers may know a kind of their own, which is Implementation-specific; none can know a strange kind of the core group.
    const isCertain = group === "" || isKnownController(reference, model);
    const reason = purpose === "client-certificate" ? "InvalidClientCertificateRef" : "InvalidCertificateRef";
    return {
      place: placeOf(owner, (group === "" || (kind !== "Secret" && ref.kind !== undefined) ? ref.kind : ref.group) ?? ref.name ?? ref.node),
      message: joined(
        `${titleOf(owner)} takes its certificate from ${kind} ${name} of ${group === "" ? "the core group" : `the group ${group}`}, but what every controller takes is a Secret of the core group.`,
        isCertain ? effectOf([reference]) : `Unless its controller knows that kind, ${lower(effectOf([reference]))}`,
        advice(reference, model),
        isCertain ? `Controllers report ResolvedRefs=False, ${reason}.` : "",
      ),
      ...(isCertain ? {} : { severity: "warning" }),
    };
  },

  fixes(reference, model) {
    const secret = secretMeant(reference, model);
    if (secret === undefined) return [];
    const { owner, path, ref, target } = reference;
    if (!isOwnText(owner, path)) return [];
    const changes: Change[] = [];
    const field = (name: string) => addressOf(owner, ...path, name);
    if (target.group !== "") changes.push({ change: "set", at: field("group"), value: "" });
    if (target.kind !== "Secret") changes.push({ change: "set", at: field("kind"), value: "Secret" });
    if (target.name !== secret && ref.name !== undefined) changes.push({ change: "set", at: field("name"), value: secret });
    const fix: Fix = { title: `Use Secret ${qualifiedName(target.namespace, secret)}`, preferred: false, changes };
    return [fix];
  },
};

function isKnownController(reference: Reference, model: Model): boolean {
  const gateways = gatewaysOf(reference);
  return gateways.length > 0 && gateways.every((gateway) => profileFor(gateway, model, model.world).name !== "generic");
}

/** The name of the Secret that was meant: that of the Certificate that is named, or the same name; undefined where none would do. */
function secretMeant({ owner, target, listeners }: Reference, model: Model): string | undefined {
  const { namespace, name, kind } = target;
  const from = { group: owner.resource.group, kind: owner.resource.kind, namespace: owner.namespace };
  const mayUse = (secret: string) => {
    const { verdict } = model.grants.permission(from, { group: "", kind: "Secret", namespace, name: secret });
    return verdict === "local" || verdict === "granted";
  };
  const certificates = kind === "Certificate" ? model.find("Certificate", namespace, name) : [];
  const made = certificates.flatMap(({ resource: { secretName } }) => secretName?.value ?? []);
  const there = [...made, name].find((secret) => mayUse(secret) && isFaultless(model.secretSources(namespace, secret), listeners, model));
  if (there !== undefined) return there;
  // Nothing is known of it, but the kind is only misspelt.
  const isSpeltWrong = /^secrets?$/i.test(kind) && model.secretSources(namespace, name).length === 0;
  const secret = { group: "", kind: "Secret", namespace, name };
  return isSpeltWrong && mayUse(name) && missingSecret({ owner, target: secret }, model) === undefined ? name : undefined;
}

function advice(reference: Reference, model: Model): string {
  const { target } = reference;
  const secret = secretMeant(reference, model);
  if (secret === undefined) return "Name a Secret of type kubernetes.io/tls.";
  if (target.kind === "Secret") return 'The group of Secret is "".';
  return target.kind === "Certificate" && secret !== target.name ? `Name the Secret that it makes, ${secret}.` : `Name Secret ${secret}.`;
}

function lower(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
