/** Grants that sit with what refers instead of with what they are to open. */
import { addressOf, placeOf, titleOf } from "../delivery/deployment.ts";
import { isDelivered } from "../gateway/reference.ts";
import { headNode } from "../kube/object.ts";
import { create } from "./grant-repairs.ts";
import { type Misplacement, misplacements } from "./near-grants.ts";
import { isOwnText } from "./own-text.ts";
import { effectOf } from "./reference-not-granted.ts";
import type { Rule } from "./rule.ts";
import { joined, targetTitle } from "./sentences.ts";

/**
 * It speaks instead of `reference-not-granted` where this grant alone explains the refusal: the grant is what has to be mended. It is then an error as that
 * would be; where what the grant was to open is not in the workspace, a grant that can do nothing is still worth a warning.
 */
export const grantInWrongNamespace: Rule<Misplacement> = {
  code: "grant-in-wrong-namespace",
  severity: "warning",
  summary: "A ReferenceGrant sits in the namespace of what refers instead of what it is to open.",
  reference: "https://gateway-api.sigs.k8s.io/api-types/referencegrant/",
  since: "0.1.0",

  subjects: (model) => misplacements(model).values(),

  check({ grant, home, references }, model) {
    const [first] = references;
    if (first === undefined) return undefined;
    const refused = references.filter((reference) => isDelivered(reference, model));
    const { owner, target } = refused[0] ?? first;
    const together = refused.filter((reference) => reference.owner === owner && reference.target.name === target.name);
    const isRefused = refused.length > 0;
    const [who, what] = [titleOf(owner), targetTitle(target)];
    return {
      place: placeOf(grant, grant.resource.namespace ?? headNode(grant.resource)),
      message: joined(
        `${titleOf(grant)} sits with the ${owner.resource.kind} that refers, but a grant works only in the namespace of what it opens, ${home}.`,
        isRefused ? `So ${who} may not use ${what}.` : `There ${who} needs it to use ${what}.`,
        isRefused ? effectOf(together) : "",
        `Move the grant to ${home}.`,
        isRefused ? "Controllers report ResolvedRefs=False, RefNotPermitted." : "",
      ),
      related: references.map((reference) => ({
        place: placeOf(reference.owner, reference.ref.name ?? reference.ref.node),
        message: `This reference to ${targetTitle(reference.target)} needs the grant in ${home}.`,
      })),
      ...(isRefused ? { severity: "error" } : {}),
    };
  },

  fixes({ grant, home, references }, model) {
    const path = ["metadata", "namespace"];
    const isTaken = model.find("ReferenceGrant", home, grant.name).length > 0;
    if (!isTaken && isOwnText(grant, path)) {
      const change = { change: "set", at: addressOf(grant, ...path), value: home } as const;
      return [{ title: `Move ReferenceGrant ${grant.name} to ${home}`, preferred: false, changes: [change] }];
    }
    const [reference] = references;
    const creation = reference === undefined ? undefined : create(reference, model);
    return creation === undefined ? [] : [creation];
  },
};
