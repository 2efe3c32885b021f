/** BackendTLSPolicies of which only one can apply. */
import { type Deployed, placeOf, qualifiedName, titleOf } from "../delivery/deployment.ts";
import { lostTarget } from "../gateway/policy-reach.ts";
import type { BackendTlsPolicy } from "../kube/backend-tls-policy.ts";
import type { Rule } from "./rule.ts";
import { joined } from "./sentences.ts";

/** Told at the policy that loses. One for a whole Service beside one for a port of it is no conflict: each has its ports. */
export const backendPolicyConflict: Rule<Deployed<BackendTlsPolicy>> = {
  code: "backend-policy-conflict",
  severity: "warning",
  summary: "Another BackendTLSPolicy is for the same target, and only one of the two applies.",
  reference: "https://gateway-api.sigs.k8s.io/api-types/backendtlspolicy/",
  since: "0.1.0",

  subjects: ({ policies }) => policies,

  check(policy, model) {
    const lost = lostTarget(policy, model);
    if (lost === undefined || policy.partial) return undefined;
    const { target, winner } = lost;
    const { policy: other } = winner;
    if (other.partial || other.leftOutBy !== undefined) return undefined;
    const service = `${target.kind?.value ?? "Service"} ${qualifiedName(policy.namespace, target.name?.value ?? "")}`;
    const what = target.sectionName === undefined ? service : `port ${target.sectionName.value} of ${service}`;
    const isOlder =
      policy.resource.creationTimestamp !== other.resource.creationTimestamp && other.resource.creationTimestamp !== undefined;
    return {
      place: placeOf(policy, target.name ?? target.node),
      message: joined(
        `${titleOf(policy)} and ${titleOf(other)} are both for ${what}, and only one of them applies:`,
        isOlder ? `${other.name}, which is older.` : `the older one, and of two that are applied at once the first by name, ${other.name}.`,
        `The Gateway then verifies the backend as ${other.name} says, and ignores this policy.`,
        "Controllers report Accepted=False, Conflicted.",
      ),
      related: [{ place: placeOf(other, winner.target.name ?? winner.target.node), message: `${titleOf(other)} is for it as well.` }],
    };
  },
};
