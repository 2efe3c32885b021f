/** Values that the API server does not take. */
import { judgementOf, type RefusedPart, refusedEffect, refusedParts, repairsOf } from "./refused-parts.ts";
import type { Rule } from "./rule.ts";

/** Judged by the CRDs of the Gateway API that is installed; where nothing says which one that is, only what no channel takes is told. */
export const valueInvalid: Rule<RefusedPart> = {
  code: "value-invalid",
  severity: "error",
  summary: "A value that the API server refuses: of the wrong type, outside of a limit, missing, or against a rule of the CRD.",
  reference: "https://gateway-api.sigs.k8s.io/reference/spec/",
  since: "0.1.0",

  subjects: (model) => refusedParts(model, ["value-invalid"]),
  check: (part) => judgementOf(part, refusedEffect(part)),
  fixes: repairsOf,
};
