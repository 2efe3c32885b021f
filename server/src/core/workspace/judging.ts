/** From the linked model to the findings of each file. */
import { type Deployed, titleOf } from "../delivery/deployment.ts";
import { askAll } from "../gateway/admission.ts";
import type { Place } from "../kube/object.ts";
import { judge, type RuleFault } from "../rules/judge.ts";
import type { Finding, Related } from "../rules/rule.ts";
import type { Linked } from "./linking.ts";
import type { Settings } from "./settings.ts";

export type Findings = ReadonlyMap<string, readonly Finding[]>;

/** Judges what the files come to, under the settings. Yields between subjects. */
export function* judgeLinked(
  { model, files, objects }: Linked,
  { rules }: Settings,
  onFault: (fault: RuleFault) => void,
): Generator<void, Findings> {
  yield* askAll(model);
  const findings = yield* judge(model, files, rules, { onFault });
  return asDelivered(findings, objects);
}

/**
 * What remains of findings once it counts what happens to objects after they are written. Where something changes an object on its way, nothing
 * that is said in it is certain. Where nobody applies it, a fault is worth a hint and no more. (What either means for other objects, the
 * model and the rules know.)
 */
function asDelivered(findings: Findings, objects: readonly Deployed[]): Findings {
  const doubtful = new Map<string, Deployed[]>();
  for (const object of objects) {
    if (object.partial === undefined && object.leftOutBy === undefined) continue;
    const there = doubtful.get(object.file);
    if (there === undefined) doubtful.set(object.file, [object]);
    else there.push(object);
  }
  if (doubtful.size === 0) return findings;
  const at = (place: Place): Deployed | undefined => doubtful.get(place.file)?.find((object) => holds(object, place));
  const remaining = new Map<string, readonly Finding[]>();
  for (const [file, list] of findings) {
    const kept = list.flatMap((finding) => weighed(finding, at) ?? []);
    if (kept.length > 0) remaining.set(file, kept);
  }
  return remaining;
}

/** Rules about the text itself do not depend on what becomes of the object. */
const aboutText: ReadonlySet<string> = new Set(["yaml-invalid", "suppression-unused", "suppression-without-reason"]);

function weighed(finding: Finding, at: (place: Place) => Deployed | undefined): Finding | undefined {
  const object = at(finding.place);
  if (object === undefined || aboutText.has(finding.code)) return finding;
  if (object.partial) return undefined;
  if (object.leftOutBy === undefined) return finding;
  return { ...finding, severity: "hint", related: [...finding.related, reason(object, object.leftOutBy)] };
}

function reason(object: Deployed, file: string): Related {
  return {
    place: { file, start: 0, end: 0 },
    message: `What is applied here leaves out the file of ${titleOf(object)}, so this is only a hint.`,
  };
}

function holds({ offset, resource: { root } }: Deployed, { start }: Place): boolean {
  return offset + root.start <= start && start <= offset + root.end;
}
