/** Suppression comments that do not say why. */
import type { Place } from "../kube/object.ts";
import type { Judgement, RuleFacts } from "./rule.ts";

export const suppressionWithoutReason: RuleFacts = {
  code: "suppression-without-reason",
  severity: "warning",
  summary: "A suppression comment gives no reason.",
  reference: undefined,
  since: "0.1.0",
};

/** Judges a comment without a reason. */
export function judgeMissingReason(place: Place): Judgement {
  return { place, message: "This comment silences a finding and does not say why. Add the reason after --." };
}
