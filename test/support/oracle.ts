/** Compares predicted statuses with what the conformance suite asserts. */
import type { StatusObject } from "../../server/src/core/gateway/status/render.ts";
import type { Condition, Expectation, ListenerExpectation, ObjectName } from "./conformance.ts";
import type { ApiStatus } from "./prediction.ts";

/** The status of the object that a name means; undefined where nothing is predicted for it. */
export function statusOf(objects: readonly StatusObject[], { kind, namespace, name }: ObjectName): ApiStatus | undefined {
  const found = objects.find((one) => one.kind === kind && one.metadata.namespace === namespace && one.metadata.name === name);
  return found?.status as ApiStatus | undefined;
}

/** The lists of conditions that an expectation may mean: of the object, of its listener, or of each entry for its parent. */
export function conditionsOf(status: ApiStatus | undefined, object: ObjectName): readonly (readonly Condition[])[] {
  if (status === undefined) return [];
  const { section, parent } = object;
  if (section !== undefined) return (status.listeners ?? []).filter(({ name }) => name === section).map(({ conditions }) => conditions);
  if (parent === undefined) return [status.conditions ?? []];
  const entries = [
    ...(status.parents ?? []).map(({ parentRef, conditions }) => ({ ref: parentRef, conditions })),
    ...(status.ancestors ?? []).map(({ ancestorRef, conditions }) => ({ ref: ancestorRef, conditions })),
  ];
  return entries
    .filter(({ ref }) => ref.kind === parent.kind && ref.name === parent.name && (ref.namespace ?? object.namespace) === parent.namespace)
    .map(({ conditions }) => conditions);
}

/** Whether a prediction meets an expectation; an empty reason means any. */
export function meets({ object, condition }: Expectation, objects: readonly StatusObject[]): boolean {
  const { type, status, reason } = condition;
  return conditionsOf(statusOf(objects, object), object).some((conditions) =>
    conditions.some((one) => one.type === type && one.status === status && (reason === "" || one.reason === reason)),
  );
}

/** What differs between the predicted and the asserted listeners: their names, attached routes and supported kinds. */
export function attachedRoutes(objects: readonly StatusObject[], { object, listeners }: ListenerExpectation): readonly string[] {
  const predicted = statusOf(objects, object)?.listeners ?? [];
  const wrong: string[] = [];
  const [names, asked] = [predicted.map(({ name }) => name).sort(), listeners.map(({ section }) => section).sort()];
  if (names.join() !== asked.join()) wrong.push(`${object.name}: listeners ${names}, expected ${asked}`);
  for (const { section, attachedRoutes: count, supportedKinds } of listeners) {
    const listener = predicted.find(({ name }) => name === section);
    if (listener?.attachedRoutes !== count)
      wrong.push(`${object.name}/${section}: attachedRoutes ${listener?.attachedRoutes}, expected ${count}`);
    const kinds = listener?.supportedKinds.map(({ kind }) => kind) ?? [];
    const expected = supportedKinds?.map(({ kind }) => kind);
    // The suite takes the asserted kinds for a subset, but an empty list for an empty list.
    if (expected !== undefined && (expected.length === 0 ? kinds.length > 0 : !expected.every((kind) => kinds.includes(kind)))) {
      wrong.push(`${object.name}/${section}: supportedKinds ${kinds}, expected ${expected}`);
    }
  }
  return wrong;
}
