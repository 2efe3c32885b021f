/** Values that the API server does not take. */
import { hasWildcard } from "./grant-faults.ts";
import { judgementOf, type RefusedPart, refusedEffect, refusedParts, repairsOf } from "./refused-parts.ts";
import type { Rule } from "./rule.ts";

/** Judged by the CRDs of the Gateway API that is installed; where nothing says which one that is, only what no channel takes is told. */
export const valueInvalid: Rule<RefusedPart> = {
  code: "value-invalid",
  severity: "error",
  summary: "A value that the API server refuses: of the wrong type, outside of a limit, missing, or against a rule of the CRD.",
  reference: "https://gateway-api.sigs.k8s.io/reference/spec/",
  since: "0.1.0",

  subjects: (model) => refusedParts(model, ["value-invalid"]).filter((part) => !isWildcardOfGrant(part)),
  check: (part) => judgementOf(part, refusedEffect(part)),
  fixes: repairsOf,
};

/** A wildcard under `from.namespace` of a ReferenceGrant is told by `grant-ineffective`, with what to write instead. */
function isWildcardOfGrant({ object, refusal: { path } }: RefusedPart): boolean {
  const { resource } = object;
  if (resource.type !== "ReferenceGrant" || path[1] !== "from" || path[3] !== "namespace") return false;
  return resource.from.some((entry) => entry.index === path[2] && hasWildcard(entry));
}
