/** Suppression comments that silence nothing. */
import type { Judgement, RuleFacts } from "./rule.ts";
import type { Silenced } from "./suppressed.ts";

export const suppressionUnused: RuleFacts = {
  code: "suppression-unused",
  severity: "hint",
  summary: "A suppression comment silences nothing.",
  reference: undefined,
  since: "0.1.0",
};

/** Judges a code that silenced nothing. `known` tells of every rule whether it is on: what a rule that is off would have said is not known. */
export function judgeUnusedSuppression({ place, code }: Silenced, known: ReadonlyMap<string, boolean>): Judgement | undefined {
  if (code === "") return { place, message: "This comment names no rule, so it silences nothing. Write the rule's code after ignore." };
  const isOn = known.get(code);
  if (isOn === undefined)
    return { place, message: `There is no rule ${code}, so this comment silences nothing. Check the spelling of the code.` };
  if (!isOn) return undefined;
  return { place, message: `${code} has nothing to say here. Delete the comment, so that it does not hide a fault to come.` };
}
