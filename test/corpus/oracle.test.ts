/** The predicted status against what the Gateway API's conformance suite asserts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { World } from "../../server/src/core/gateway/world.ts";
import { type ConformanceRecord, conformance, conformanceBundle, conformanceNow } from "../support/conformance.ts";
import { attachedRoutes, conditionsOf, meets, statusOf } from "../support/oracle.ts";
import { predicted } from "../support/prediction.ts";

/** Expectations that manifests cannot decide, each with its reason. */
const notInManifests: Readonly<Record<string, string>> = {
  "GatewayStaticAddresses Accepted":
    "which address types are supported is the implementation's business, and the suite writes the addresses",
  "GatewayStaticAddresses Programmed": "whether an address can be used depends on the network",
  "GatewayInvalidParametersRef Accepted": "what a parametersRef may name is the implementation's business",
  "TCPRouteMultipleRoutesAttachment Accepted": "the second route is made by the test's Go code",
  "UDPRouteMultipleRoutesAttachment Accepted": "the second route is made by the test's Go code",
};

/** The features that a record's controller must not claim, for tests that only run without them. */
function worldOf(record: ConformanceRecord): World {
  const without = new Set<string>();
  const skipped = /skipped when the implementation claims (\w+)/.exec(record.runtimeFeatureGate ?? "")?.[1];
  if (skipped !== undefined) without.add(skipped);
  return { complete: true, withoutFeatures: without, bundle: conformanceBundle };
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
    // One of the routes that these two tests count is made in Go.
    const madeInGo = record.test.endsWith("MultipleRoutesAttachment");
    for (const expected of madeInGo ? [] : (record.listenerStatus ?? [])) wrong.push(...attachedRoutes(objects, expected));
    for (const { object, count } of record.attachedListenerSets ?? []) {
      const seen = statusOf(objects, object)?.attachedListenerSets;
      if (seen !== count) wrong.push(`${object.name}: attachedListenerSets ${seen}, expected ${count}`);
    }
    for (const object of record.zeroAttachedRoutes ?? []) {
      const counts = statusOf(objects, object)?.listeners?.map((listener) => listener.attachedRoutes) ?? [];
      if (counts.length > 1 || counts.some((count) => count !== 0)) wrong.push(`${object.name}: attachedRoutes ${counts}, expected none`);
    }
    for (const object of record.noAcceptedParents ?? []) {
      const parents = statusOf(objects, object)?.parents ?? [];
      const refused = parents.every(({ conditions }) => conditions.some(({ type, status }) => type === "Accepted" && status === "False"));
      if (parents.length > 1 || !refused) wrong.push(`${object.name}: it has an accepted parent`);
    }
    const refused = objects.filter((object) => object.refused !== undefined);
    assert.deepEqual(refused, [], "the API server takes all that the suite applies");
    assert.deepEqual(wrong, [], wrong.join("\n"));
  });
}

test("the suite is there", (t) => {
  if (conformance === undefined) t.skip("../shared is absent");
  else console.log(`conformance: ${met} expectations met, ${left} not decided by manifests`);
});
