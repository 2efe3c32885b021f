/** Fields that an object does not have. */
import { titleOf } from "../delivery/deployment.ts";
import { judgementOf, type RefusedPart, refusedParts, repairsOf } from "./refused-parts.ts";
import type { Rule } from "./rule.ts";

/**
 * Judged by the CRDs of the Gateway API that is installed. Where nothing says which one that is, a field that any release or channel has is accepted, and a
 * field that moved is a warning.
 */
export const fieldUnknown: Rule<RefusedPart> = {
  code: "field-unknown",
  severity: "error",
  summary: "A field that the object does not have: misspelt, at the wrong place, moved, or of another release.",
  reference: "https://gateway-api.sigs.k8s.io/reference/spec/",
  since: "0.1.0",

  subjects: (model) => refusedParts(model, ["field-unknown"]),

  check: (part) =>
    judgementOf(
      part,
      `kubectl apply refuses ${titleOf(part.object)}; where unknown fields are let through, the API server drops this one.`,
    ),

  fixes: repairsOf,
};
