/** What the API server refuses, as rules tell it. */
import { addressOf, type Deployed, placeOf, titleOf } from "../delivery/deployment.ts";
import { refusalsOf } from "../gateway/admission.ts";
import type { Model } from "../gateway/model.ts";
import type { Refusal, RefusalCode, Repair, RepairStep } from "../kube/schema/refusal.ts";
import type { Change, Fix } from "../yaml/change.ts";
import { isOwnText } from "./own-text.ts";
import type { Judgement } from "./rule.ts";
import { joined } from "./sentences.ts";

/** One refusal, of one object. */
export interface RefusedPart {
  readonly object: Deployed;
  readonly refusal: Refusal;
}

/** What is refused in a model, collected once for all rules that ask. */
const collected = new WeakMap<Model, readonly RefusedPart[]>();

/** Everything that is refused under these codes. */
export function refusedParts(model: Model, codes: readonly RefusalCode[]): readonly RefusedPart[] {
  let parts = collected.get(model);
  if (parts === undefined) {
    parts = model.objects.flatMap((object) => refusalsOf(object, model).map((refusal) => ({ object, refusal })));
    collected.set(model, parts);
  }
  return parts.filter(({ refusal }) => codes.includes(refusal.code));
}

/** What is wrong, what it leads to, and where. What depends on an assumption is no error. */
export function judgementOf({ object, refusal }: RefusedPart, effect: string): Judgement {
  const { node, message, related, assumed } = refusal;
  return {
    place: placeOf(object, node),
    message: joined(message, effect),
    ...(related === undefined ? {} : { related: related.map((one) => ({ place: placeOf(object, one.node), message: one.message })) }),
    ...(assumed ? { severity: "warning" } : {}),
  };
}

/** "The API server refuses Gateway shop/edge, so nothing of this manifest takes effect." */
export function refusedEffect({ object, refusal }: RefusedPart): string {
  return refusal.assumed
    ? `Where it is read so, the API server refuses ${titleOf(object)}.`
    : `The API server refuses ${titleOf(object)}, so nothing of this manifest takes effect.`;
}

/** The repairs of a refusal whose changes touch nothing that others share. */
export function repairsOf({ object, refusal }: RefusedPart): readonly Fix[] {
  return (refusal.repairs ?? []).flatMap((repair) => fixOf(object, repair) ?? []);
}

/** A repair as a fix; undefined where a part of what it changes is reached through an alias or a merge key. */
export function fixOf(object: Deployed, { title, preferred, steps }: Repair): Fix | undefined {
  if (!steps.every(({ path }) => isOwnText(object, path))) return undefined;
  return { title, preferred, changes: steps.map((step) => changeOf(object, step)) };
}

function changeOf(object: Deployed, { path, ...step }: RepairStep): Change {
  return { ...step, at: addressOf(object, ...path) };
}
