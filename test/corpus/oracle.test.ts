/** The predicted status against what the Gateway API's conformance suite asserts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { StatusObject } from "../../server/src/core/gateway/status/render.ts";
import type { World } from "../../server/src/core/gateway/world.ts";
import {
  type Condition,
  type ConformanceRecord,
  conformance,
  conformanceNow,
  type Expectation,
  type ObjectName,
} from "../support/conformance.ts";
import { type ApiStatus, predicted } from "../support/prediction.ts";

/** Expectations that manifests cannot decide, each with its reason. */
const notInManifests: Readonly<Record<string, string>> = {
  "GatewayStaticAddresses Accepted":
    "which address types are supported is the implementation's business, and the suite writes the addresses",
  "GatewayStaticAddresses Programmed": "whether an address can be used depends on the network",
  "GatewayInvalidParametersRef Accepted": "what a parametersRef may name is the implementation's business",
  "TCPRouteMultipleRoutesAttachment Accepted": "the second route is made by the test's Go code",
  "UDPRouteMultipleRoutesAttachment Accepted": "the second route is made by the test's Go code",
};

function statusOf(objects: readonly StatusObject[], { kind, namespace, name }: ObjectName): ApiStatus | undefined {
  return objects.find((one) => one.kind === kind && one.metadata.namespace === namespace && one.metadata.name === name)
    ?.status as ApiStatus;
}

function conditionsOf(status: ApiStatus | undefined, object: ObjectName): readonly (readonly Condition[])[] {
  if (status === undefined) return [];
  if (object.section !== undefined)
    return (status.listeners ?? []).filter(({ name }) => name === object.section).map(({ conditions }) => conditions);
  const { parent } = object;
  if (parent === undefined) return [status.conditions ?? []];
  const refs = [
    ...(status.parents ?? []).map((one) => [one.parentRef, one.conditions] as const),
    ...(status.ancestors ?? []).map((one) => [one.ancestorRef, one.conditions] as const),
  ];
  return refs
    .filter(([ref]) => ref.kind === parent.kind && ref.name === parent.name && (ref.namespace ?? object.namespace) === parent.namespace)
    .map(([, conditions]) => conditions);
}

function meets({ object, condition }: Expectation, objects: readonly StatusObject[]): boolean {
  return conditionsOf(statusOf(objects, object), object).some((conditions) =>
    conditions.some(
      (one) =>
        one.type === condition.type && one.status === condition.status && (condition.reason === "" || one.reason === condition.reason),
    ),
  );
}

/** The features that a record's controller must not claim, for tests that only run without them. */
function worldOf(record: ConformanceRecord): World {
  const without = new Set<string>();
  const skipped = /skipped when the implementation claims (\w+)/.exec(record.runtimeFeatureGate ?? "")?.[1];
  if (skipped !== undefined) without.add(skipped);
  return { complete: true, withoutFeatures: without };
}

let [met, left] = [0, 0];
for (const record of conformance?.records ?? []) {
  test(`${record.test} is predicted`, () => {
    const objects = predicted(conformance?.files(record) ?? [], conformanceNow, worldOf(record));
    const wrong: string[] = [];
    for (const expectation of record.expect) {
      const key = `${record.test} ${expectation.condition.type}`;
      if (meets(expectation, objects)) {
        met++;
      } else if (key in notInManifests) {
        left++;
      } else {
        const seen = conditionsOf(statusOf(objects, expectation.object), expectation.object);
        wrong.push(`${JSON.stringify(expectation)}\n    predicted ${JSON.stringify(seen)}`);
      }
    }
    for (const { object, listeners } of record.listenerStatus ?? []) {
      const status = statusOf(objects, object)?.listeners ?? [];
      assert.deepEqual(status.map(({ name }) => name).sort(), listeners.map(({ section }) => section).sort());
      for (const expected of listeners) {
        const seen = status.find(({ name }) => name === expected.section);
        if (record.test.endsWith("MultipleRoutesAttachment")) continue; // one of the routes is made in Go
        if (seen?.attachedRoutes !== expected.attachedRoutes)
          wrong.push(`${object.name}/${expected.section}: attachedRoutes ${seen?.attachedRoutes}, expected ${expected.attachedRoutes}`);
        const kinds = seen?.supportedKinds.map(({ kind }) => kind) ?? [];
        const asked = expected.supportedKinds?.map(({ kind }) => kind);
        if (asked !== undefined && (asked.length === 0 ? kinds.length > 0 : !asked.every((kind) => kinds.includes(kind)))) {
          wrong.push(`${object.name}/${expected.section}: supportedKinds ${kinds}, expected ${asked}`);
        }
      }
    }
    for (const { object, count } of record.attachedListenerSets ?? []) {
      const seen = statusOf(objects, object)?.attachedListenerSets;
      if (seen !== count) wrong.push(`${object.name}: attachedListenerSets ${seen}, expected ${count}`);
    }
    assert.deepEqual(wrong, [], wrong.join("\n"));
  });
}

test("the suite is there", (t) => {
  if (conformance === undefined) t.skip("../shared is absent");
  else console.log(`conformance: ${met} expectations met, ${left} not decided by manifests`);
});
