/**
 * The Gateway API's own manifests: one workspace per test of the conformance suite and per folder of examples. Every finding stands in
 * `gateway-api-findings.json` with a reason; everything that the suite expects refused for want of a grant is found.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Snapshot } from "../../server/src/core/workspace/workspace.ts";
import { splitDocuments } from "../../server/src/core/yaml/split.ts";
import {
  type ConformanceRecord,
  conformance,
  conformanceBundle,
  conformanceNow,
  type Expectation,
  type ObjectName,
} from "../support/conformance.ts";
import {
  corporaFolder,
  findingsOf,
  foldersOfManifests,
  manifestsIn,
  nameOfFolder,
  RecordedList,
  workspaceOf,
} from "../support/judged-corpus.ts";

const list = new RecordedList("gateway-api-findings.json", "base/manifests.yaml");
const skip = corporaFolder === undefined ? "../shared is absent" : false;
const root = "file:///conformance/conformance";

/** The suite is of the newest release and uses the experimental channel. */
const world = { complete: false, bundle: conformanceBundle };

/**
 * Whether `reference-not-granted` speaks in the very object, and listener, of which the suite expects RefNotPermitted. Of a listener, the authority of its
 * clients is written beside the listeners.
 */
function refuses(snapshot: Snapshot, { kind, namespace, name, section }: ObjectName): boolean {
  const owner = snapshot.model.objects.find((one) => one.resource.kind === kind && one.namespace === namespace && one.name === name);
  assert.ok(owner !== undefined, `${kind} ${namespace}/${name} is in the manifests`);
  const listener = section === undefined ? undefined : snapshot.model.listeners.find((one) => one.owner === owner && one.name === section);
  const frontend = owner.resource.type === "Gateway" ? owner.resource.frontend?.node : undefined;
  const spans = listener === undefined ? [owner.resource.root] : [listener.spec.node, ...(frontend === undefined ? [] : [frontend])];
  return findingsOf(snapshot).some(
    ({ code, place }) =>
      code === "reference-not-granted" &&
      place.file === owner.file &&
      spans.some(({ start, end }) => owner.offset + start <= place.start && place.end <= owner.offset + end),
  );
}

function refused(expectations: readonly Expectation[]): ObjectName[] {
  return expectations.filter(({ condition }) => condition.reason === "RefNotPermitted").map(({ object }) => object);
}

/** The files of a record without their ReferenceGrants. */
function withoutGrants(record: ConformanceRecord): [file: string, text: string][] {
  return (conformance?.files(record) ?? []).map(([file, text]) => [
    file,
    record.manifests.some((path) => file.endsWith(path) && !path.includes("/base/"))
      ? splitDocuments(text)
          .map((document) => document.text)
          .filter((document) => !/^kind: ReferenceGrant$/m.test(document))
          .join("---\n")
      : text,
  ]);
}

describe("conformance", { skip }, () => {
  for (const record of conformance?.records ?? []) {
    const { snapshot } = workspaceOf(conformance?.files(record) ?? [], conformanceNow, world);

    test(`${record.test}: every finding has its reason`, () => list.assertHas(record.test, root, snapshot));

    const wanted = refused(record.expect);
    if (wanted.length > 0) {
      test(`${record.test}: what lacks a grant is found`, () => {
        for (const object of wanted) assert.ok(refuses(snapshot, object), JSON.stringify(object));
      });
    }
  }

  for (const record of conformance?.records ?? []) {
    const deleted = (record.afterMutation ?? []).filter(({ mutation }) => /ReferenceGrant .*deleted/.test(mutation));
    for (const { expect } of deleted) {
      test(`${record.test}: deleting the grant of a live workspace revokes the access`, () => {
        const workspace = workspaceOf(conformance?.files(record) ?? [], conformanceNow, world);
        const [object] = refused(expect);
        assert.ok(object !== undefined);
        assert.ok(!refuses(workspace.snapshot, object));
        assert.ok(refuses(workspace.apply({ files: withoutGrants(record) }), object));
      });
    }
  }
});

describe("examples", { skip }, () => {
  const gatewayApi = join(corporaFolder ?? "", "gateway-api");
  const folders = skip ? [] : ["examples", "hack/invalid-examples", "config"].flatMap((name) => foldersOfManifests(join(gatewayApi, name)));
  for (const folder of folders) {
    const name = nameOfFolder(folder);
    test(`${name}: every finding has its reason`, () => {
      const { snapshot } = workspaceOf(manifestsIn(folder, { deep: false }), conformanceNow);
      list.assertHas(name, pathToFileURL(folder).href, snapshot);
    });
  }
});

test("the list records no workspace that is not there", { skip }, () => {
  const known = new Set([list.shared, ...(conformance?.records ?? []).map((record) => record.test)]);
  assert.deepEqual(
    list.entries.filter(({ workspace }) => !known.has(workspace) && !workspace.startsWith("gateway-api/")),
    [],
  );
});

test("the list records nothing of the shared manifests that no test gives", { skip }, () => list.assertShared());

test("every entry of the list has its reason", () => list.assertReasons());
