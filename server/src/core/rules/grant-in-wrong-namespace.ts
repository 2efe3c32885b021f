/** Grants that sit with what refers instead of with what they are to open. */
import { placeOf, titleOf } from "../delivery/deployment.ts";
import { headNode } from "../kube/object.ts";
import { move } from "./grant-repairs.ts";
import { type Misplacement, misplacements } from "./misplaced-grants.ts";
import { deletion } from "./removal.ts";
import type { Related, Rule } from "./rule.ts";
import { joined, targetTitle } from "./sentences.ts";

/** The refused reference speaks for itself (`reference-not-granted`); this says of the grant that it can do nothing where it is. */
export const grantInWrongNamespace: Rule<Misplacement> = {
  code: "grant-in-wrong-namespace",
  severity: "warning",
  summary: "A ReferenceGrant sits in the namespace of what refers instead of what it is to open.",
  reference: "https://gateway-api.sigs.k8s.io/api-types/referencegrant/",
  since: "0.1.0",

  subjects: (model) => misplacements(model).values(),

  check(misplacement) {
    const { grant, home, references } = misplacement;
    const [first] = references;
    if (first === undefined) return undefined;
    const { owner, target, permission } = first;
    const [who, what] = [titleOf(owner), targetTitle(target)];
    const isNeeded = needsGrant(misplacement);
    return {
      place: placeOf(grant, grant.resource.namespace ?? headNode(grant.resource)),
      message: joined(
        `${titleOf(grant)} sits with the ${owner.resource.kind} that refers, but a grant works only in the namespace of what it opens, ${home}.`,
        permission.verdict === "granted"
          ? `There ${titleOf(permission.grant)} already lets ${who} use ${what}.`
          : `There ${who} needs it to use ${what}.`,
        isNeeded ? `Move the grant to ${home}.` : "Delete it.",
      ),
      related: references.map((reference): Related => {
        const does = reference.permission.verdict === "granted" ? "does not need" : "needs";
        return {
          place: placeOf(reference.owner, reference.ref.name ?? reference.ref.node),
          message: `This reference to ${targetTitle(reference.target)} ${does} the grant in ${home}.`,
        };
      }),
    };
  },

  fixes(misplacement, model) {
    const { grant, home } = misplacement;
    const fix = needsGrant(misplacement) ? move(grant, home, model) : deletion(grant);
    return fix === undefined ? [] : [fix];
  },
};

/** Whether anything that the grant was meant for is refused without it. */
function needsGrant({ references }: Misplacement): boolean {
  return references.some(({ permission }) => permission.verdict === "refused");
}
