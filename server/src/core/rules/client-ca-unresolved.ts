/** Authorities of clients that cannot be used. */
import { addressOf, placeOf, titleOf } from "../delivery/deployment.ts";
import { type ClientValidation, clientValidationsOf } from "../gateway/frontend.ts";
import type { Model } from "../gateway/model.ts";
import type { Judged } from "../gateway/status/condition.ts";
import { judgeFrontendCa } from "../gateway/status/frontend.ts";
import { profileFor } from "../gateway/status/world.ts";
import type { ObjectRef } from "../kube/gateway.ts";
import { isOpaque } from "../yaml/template.ts";
import { authorityMeant, type CaReference, isFilledLater, nameAuthority } from "./ca-references.ts";
import { isOwnText } from "./own-text.ts";
import type { Rule } from "./rule.ts";
import { joined, listenersTitle } from "./sentences.ts";

/** One CA reference of a validation that governs listeners. */
interface ClientCa {
  readonly validation: ClientValidation;
  readonly ref: ObjectRef;
}

/** A validation that no HTTPS listener is under is read by nobody; a reference that lacks a grant is told by `reference-not-granted`. */
export const clientCaUnresolved: Rule<ClientCa> = {
  code: "client-ca-unresolved",
  severity: "error",
  summary: "The certificate authority by which a Gateway is to verify its clients is not there, or cannot be used.",
  reference: "https://gateway-api.sigs.k8s.io/guides/user-guides/tls/#client-certificate-validation",
  since: "0.1.0",

  *subjects(model) {
    for (const gateway of model.gateways) {
      if (gateway.partial || gateway.resource.frontend === undefined) continue;
      for (const validation of clientValidationsOf(gateway, model.mergedListenersOf(gateway))) {
        if (validation.listeners.length === 0) continue;
        for (const ref of validation.validation.caCertificateRefs) yield { validation, ref };
      }
    }
  },

  check({ validation, ref }, model) {
    const { gateway, listeners } = validation;
    const judged = judge(validation, ref, model);
    if (judged === undefined || isFilledLater(referenceOf(validation, ref), model)) return undefined;
    const isOnly = validation.validation.caCertificateRefs.length === 1 || isOneTooMany(validation, ref, model);
    const several = listeners.length > 1;
    const meant = authorityMeant(referenceOf(validation, ref), model);
    return {
      place: placeOf(gateway, (judged.reason === "InvalidCACertificateKind" ? ref.kind : ref.name) ?? ref.name ?? ref.node),
      message: joined(
        `${titleOf(gateway)} cannot take the authority that signs for its clients: ${judged.message}`,
        isOnly
          ? `${listenersTitle(listeners)} ${several ? "are" : "is"} not accepted, so nobody can connect.`
          : `${listenersTitle(listeners)} ${several ? "refuse" : "refuses"} the clients whose certificates it signed.`,
        meant === undefined || isOneTooMany(validation, ref, model) ? "" : `ConfigMap ${meant.name} holds an authority.`,
        `Controllers report ResolvedRefs=False, ${judged.reason}${isOnly ? ", and Accepted=False, NoValidCACertificate" : ""}.`,
      ),
    };
  },

  fixes({ validation, ref }, model) {
    if (isOneTooMany(validation, ref, model)) {
      const path = [...validation.path, "caCertificateRefs", ref.index];
      if (!isOwnText(validation.gateway, path)) return [];
      const change = { change: "remove", at: addressOf(validation.gateway, ...path) } as const;
      return [{ title: `Remove ${ref.name?.value ?? "it"} from the authorities of clients`, preferred: false, changes: [change] }];
    }
    const fix = nameAuthority(referenceOf(validation, ref), model);
    return fix === undefined ? [] : [fix];
  },
};

function referenceOf({ gateway, path }: ClientValidation, ref: ObjectRef): CaReference {
  return { owner: gateway, ref, path: [...path, "caCertificateRefs", ref.index], namespace: gateway.namespace };
}

/** What is wrong with one reference for certain, but for a missing grant. */
function judge({ gateway, validation }: ClientValidation, ref: ObjectRef, model: Model): Extract<Judged, { verdict: "no" }> | undefined {
  if ([ref.group, ref.kind, ref.name, ref.namespace].some((node) => node !== undefined && isOpaque(node.value))) return undefined;
  const profile = profileFor(gateway, model, model.world);
  if (profile.severalFrontendCas === "refused" && validation.caCertificateRefs.indexOf(ref) > 0) {
    return { verdict: "no", reason: "InvalidCACertificateRef", message: "its controller takes only one CA reference." };
  }
  const judged = judgeFrontendCa(ref, gateway, profile, model.world, model);
  return judged.verdict === "no" && judged.reason !== "RefNotPermitted" ? judged : undefined;
}

/** Whether a reference is refused only because it is not the first one. */
function isOneTooMany({ gateway, validation }: ClientValidation, ref: ObjectRef, model: Model): boolean {
  return profileFor(gateway, model, model.world).severalFrontendCas === "refused" && validation.caCertificateRefs.indexOf(ref) > 0;
}
