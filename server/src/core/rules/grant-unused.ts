/** Grants that nothing of a complete workspace uses. */
import { type Deployed, isKnownNamespace, placeOf, titleOf } from "../delivery/deployment.ts";
import { refusalsOf } from "../gateway/admission.ts";
import type { Model } from "../gateway/model.ts";
import { headNode } from "../kube/object.ts";
import type { ReferenceGrant } from "../kube/reference-grant.ts";
import { isOpaque } from "../yaml/template.ts";
import { deadEntries, isOurs, isWholeGrant } from "./grant-faults.ts";
import { allowedBy, hasUnknownUsers } from "./grant-uses.ts";
import { misplacements } from "./misplaced-grants.ts";
import { deletion } from "./removal.ts";
import type { Rule } from "./rule.ts";
import { listOf } from "./sentences.ts";

/** Where more is wrong with a grant than that, the rules that say so speak instead. */
export const grantUnused: Rule<Deployed<ReferenceGrant>> = {
  code: "grant-unused",
  severity: "hint",
  summary: "Nothing in a complete workspace uses a ReferenceGrant.",
  reference: "https://gateway-api.sigs.k8s.io/api-types/referencegrant/",
  since: "0.1.0",
  onlyWhenComplete: true,

  subjects: ({ referenceGrants }) => referenceGrants,

  check(grant, model) {
    if (!isJudged(grant, model) || allowedBy(grant, model).length > 0 || hasUnknownUsers(grant, model)) return undefined;
    const { from, to } = grant.resource;
    const whose = [...new Set(from.map(({ kind, namespace }) => `${kind?.value} of ${namespace?.value}`))];
    const what = [...new Set(to.map(({ kind, name }) => (name === undefined ? `a ${kind?.value}` : `${kind?.value} ${name.value}`)))];
    return {
      place: placeOf(grant, headNode(grant.resource)),
      message: `Nothing in this workspace uses ${titleOf(grant)}: no ${listOf(whose, 2).replace(" and ", " and no ")} refers to ${listOf(what, 2).replace(" and ", " or ")} in ${grant.namespace}. What nobody needs only opens a door: delete it.`,
    };
  },

  fixes: (grant) => [deletion(grant)],
};

/** Whether all of a grant is known, and would count for the kinds that it names. */
function isJudged(grant: Deployed<ReferenceGrant>, model: Model): boolean {
  const { resource, namespace, partial, leftOutBy } = grant;
  const { from, to } = resource;
  if (partial || leftOutBy !== undefined || !isKnownNamespace(namespace) || refusalsOf(grant, model).length > 0) return false;
  if (from.length === 0 || to.length === 0 || !from.every(isOurs)) return false;
  const values = [
    ...from.flatMap(({ group, kind, namespace }) => [group, kind, namespace]),
    ...to.flatMap(({ group, kind, name }) => [group, kind, name]),
  ];
  if (values.some((node) => node !== undefined && isOpaque(node.value))) return false;
  return !isWholeGrant(grant, deadEntries(grant, model)) && !misplacements(model).has(grant);
}
