/** BackendTLSPolicies whose target, port or authority is not there. */
import { type Deployed, isKnownNamespace, placeOf, qualifiedName, titleOf } from "../delivery/deployment.ts";
import type { Model } from "../gateway/model.ts";
import { gatewaysReaching } from "../gateway/policy-reach.ts";
import type { Profile } from "../gateway/profiles/profile.ts";
import type { Judged } from "../gateway/status/condition.ts";
import { judgePolicyCa, judgeWellKnown } from "../gateway/status/policy-status.ts";
import { profileFor } from "../gateway/status/world.ts";
import type { BackendTlsPolicy } from "../kube/backend-tls-policy.ts";
import type { ObjectRef, ParentRef } from "../kube/gateway.ts";
import { at, type ScalarNode } from "../yaml/tree.ts";
import { authorityMeant, type CaReference, isFilledLater, nameAuthority } from "./ca-references.ts";
import { targetRepairs, validationPath } from "./policy-repairs.ts";
import { type TargetFault, targetFault } from "./policy-targets.ts";
import type { Judgement, Rule } from "./rule.ts";
import { joined, listOf } from "./sentences.ts";

/** A policy can lack several things, each mended by itself. */
type Part =
  | { readonly policy: Deployed<BackendTlsPolicy>; readonly part: "target"; readonly target: ParentRef }
  | { readonly policy: Deployed<BackendTlsPolicy>; readonly part: "authority"; readonly ref: ObjectRef }
  | { readonly policy: Deployed<BackendTlsPolicy>; readonly part: "well-known"; readonly name: ScalarNode };

export const backendPolicyUnresolved: Rule<Part> = {
  code: "backend-policy-unresolved",
  severity: "error",
  summary: "A BackendTLSPolicy names a Service, a port or a certificate authority that is not there.",
  reference: "https://gateway-api.sigs.k8s.io/api-types/backendtlspolicy/",
  since: "0.1.0",

  *subjects({ policies }) {
    for (const policy of policies) {
      if (policy.partial) continue;
      for (const target of policy.resource.targetRefs) yield { policy, part: "target", target };
      for (const ref of policy.resource.caCertificateRefs) yield { policy, part: "authority", ref };
      const { wellKnownCaCertificates } = policy.resource;
      if (wellKnownCaCertificates !== undefined) yield { policy, part: "well-known", name: wellKnownCaCertificates };
    }
  },

  check(part, model) {
    switch (part.part) {
      case "target": {
        const fault = targetFault(part.target, part.policy, model);
        return fault && judgeTarget(part.policy, part.target, fault, model);
      }
      case "authority":
        return judgeAuthority(part.policy, part.ref, model);
      case "well-known": {
        const judged = unanimous(part.policy, model, (profile) => judgeWellKnown(part.policy, profile));
        if (judged === undefined) return undefined;
        return {
          place: placeOf(part.policy, part.name),
          message: joined(
            `${titleOf(part.policy)} trusts the set of authorities ${part.name.value}, which its controller does not know.`,
            failing(part.policy),
            "System names those of the Gateway's image. Controllers report Accepted=False, Invalid.",
          ),
        };
      }
    }
  },

  fixes(part, model) {
    if (part.part === "target") return targetRepairs(part.target, part.policy, model);
    if (part.part === "well-known") return [];
    const fix = nameAuthority(caReference(part.policy, part.ref), model);
    return fix === undefined ? [] : [fix];
  },
};

function judgeTarget(policy: Deployed<BackendTlsPolicy>, target: ParentRef, fault: TargetFault, model: Model): Judgement {
  const isKnown = profilesOf(policy, model).every(({ name }) => name !== "generic");
  return {
    place: placeOf(
      policy,
      (fault.about === "section" ? target.sectionName : fault.about === "group" ? target.group : target.name) ?? target.node,
    ),
    message: joined(
      fault.message,
      "The policy does not apply: the Gateway goes on to speak plaintext to what it was meant for.",
      fault.advice,
      fault.reason === undefined ? "" : fault.about === "section" && !isKnown ? "" : `Controllers report Accepted=False, ${fault.reason}.`,
    ),
    related: fault.related,
    ...(fault.isCertain ? {} : { severity: "warning" }),
  };
}

function judgeAuthority(policy: Deployed<BackendTlsPolicy>, ref: ObjectRef, model: Model): Judgement | undefined {
  const reference = caReference(policy, ref);
  const judged = unanimous(policy, model, (profile) => judgePolicyCa(ref, policy, profile, model.world, model));
  if (judged?.verdict !== "no" || isFilledLater(reference, model)) return undefined;
  const isOnly = policy.resource.caCertificateRefs.length === 1;
  const meant = authorityMeant(reference, model);
  return {
    place: placeOf(policy, (judged.reason === "InvalidKind" ? ref.kind : ref.name) ?? ref.name ?? ref.node),
    message: joined(
      `${titleOf(policy)} cannot take the authority that signs for its backends: ${judged.message}`,
      isOnly ? failing(policy) : "Certificates that only this authority has signed are refused.",
      meant === undefined
        ? "Put the authority's certificate as PEM under ca.crt of a ConfigMap in the policy's namespace."
        : `ConfigMap ${meant.name} holds one.`,
      `Controllers report ResolvedRefs=False, ${judged.reason}${isOnly ? ", and Accepted=False, NoValidCACertificate" : ""}.`,
    ),
  };
}

function caReference(policy: Deployed<BackendTlsPolicy>, ref: ObjectRef): CaReference {
  const validation = validationPath(policy);
  const list = at(policy.resource.root, ...validation, "caCertificateRefs") === undefined ? "caCertRefs" : "caCertificateRefs";
  return { owner: policy, ref: { ...ref, namespace: undefined }, path: [...validation, list, ref.index], namespace: policy.namespace };
}

/** What becomes of requests to the targets of a policy that cannot be fulfilled. */
function failing({ resource, namespace }: Deployed<BackendTlsPolicy>): string {
  const services = resource.targetRefs.flatMap(({ kind, name }) =>
    name === undefined
      ? []
      : [`${kind?.value ?? "Service"} ${isKnownNamespace(namespace) ? qualifiedName(namespace, name.value) : name.value}`],
  );
  return `Requests to ${listOf([...new Set(services)])} are answered with a 5xx status; nothing falls back to plaintext.`;
}

/** The profiles of the Gateways that send traffic to a policy's targets; what the specification says where none is here. */
function profilesOf(policy: Deployed<BackendTlsPolicy>, model: Model): readonly Profile[] {
  const gateways = new Set(gatewaysReaching(policy, model).map(({ gateway }) => gateway));
  if (gateways.size === 0) return [profileFor(undefined, model, model.world)];
  return [...gateways].map((gateway) => profileFor(gateway, model, model.world));
}

/** What all controllers that judge a policy refuse; undefined as soon as one does not. */
function unanimous(
  policy: Deployed<BackendTlsPolicy>,
  model: Model,
  judge: (profile: Profile) => Judged | undefined,
): Extract<Judged, { verdict: "no" }> | undefined {
  const all = profilesOf(policy, model).map(judge);
  const [first] = all;
  return first?.verdict === "no" && all.every((judged) => judged?.verdict === "no") ? first : undefined;
}
