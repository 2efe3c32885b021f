/** What the conformance suite changes half-way, replayed as edits of a live workspace. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf } from "../../server/src/core/delivery/deployment.ts";
import type { Model } from "../../server/src/core/gateway/model.ts";
import { predict } from "../../server/src/core/gateway/status/predict.ts";
import { render, type StatusObject } from "../../server/src/core/gateway/status/render.ts";
import { openWorkspace } from "../../server/src/core/workspace/open.ts";
import { defaultSettings } from "../../server/src/core/workspace/settings.ts";
import type { Change } from "../../server/src/core/yaml/change.ts";
import { applyChanges } from "../../server/src/core/yaml/edit.ts";
import { conformance, conformanceBundle, conformanceNow, manifestOf } from "../support/conformance.ts";
import { attachedRoutes, meets } from "../support/oracle.ts";
import { finish } from "../support/prediction.ts";

const infra = "gateway-conformance-infra";
const reconcile = "tls-checks-ca-certificate-reconcile-test";
const caFile = "file:///conformance/made-later.yaml";
const caManifest = manifestOf({ kind: "ConfigMap", namespace: infra, name: reconcile, dnsNames: [], uris: [] });
const emptyCa = `${caManifest.slice(0, caManifest.indexOf("  ca.crt:"))}  ca.crt: ""\n`;

/** One mutation of the suite: a change told by path, or a file's new text (undefined for a file that goes). */
type Mutation = (model: Model) => readonly Change[] | readonly [file: string, text: string | undefined][];

function set(
  type: "Gateway" | "Route" | "BackendTLSPolicy",
  name: string,
  path: readonly (string | number)[],
  value: Extract<Change, { change: "set" }>["value"],
): Mutation {
  return (model) => [{ change: "set", at: addressOf(only(model, type, name), ...path), value }];
}

function only(model: Model, type: "Gateway" | "Route" | "BackendTLSPolicy" | "ReferenceGrant", name: string) {
  const [object] = model.find(type, infra, name);
  assert.ok(object, `no ${type} ${name}`);
  return object;
}

const removeGrant: Mutation = (model) => {
  const own = model.referenceGrants.filter(({ file }) => file.includes("-reference-grant"));
  assert.equal(own.length, 1);
  return own.map((grant): Change => ({ change: "removeDocument", at: addressOf(grant) }));
};

/** The mutations of each record, in the order of the suite; `undefined` for one that manifests cannot decide. */
const mutations: Readonly<Record<string, readonly (Mutation | undefined)[]>> = {
  BackendTLSPolicy: [
    set("BackendTLSPolicy", "reconcile-test", ["spec", "validation", "caCertificateRefs", 0, "name"], reconcile),
    () => [[caFile, caManifest]],
    () => [[caFile, emptyCa]],
    () => [[caFile, caManifest]],
  ],
  BackendTLSPolicyObservedGenerationBump: [
    set("BackendTLSPolicy", "observed-generation-bump", ["spec", "validation", "hostname"], "foo.example.com"),
  ],
  GatewayModifyListeners: [
    (model) => [
      {
        change: "append",
        at: addressOf(only(model, "Gateway", "gateway-add-listener"), "spec", "listeners"),
        value: { name: "http", port: 80, protocol: "HTTP", hostname: "data.test.com", allowedRoutes: { namespaces: { from: "All" } } },
      },
    ],
    (model) => {
      const gateway = only(model, "Gateway", "gateway-remove-listener");
      const listeners = gateway.resource.type === "Gateway" ? gateway.resource.listeners : [];
      const index = listeners.findIndex(({ name }) => name?.value === "https");
      return [{ change: "remove", at: addressOf(gateway, "spec", "listeners", index) }];
    },
  ],
  // Which addresses an implementation can use is not in the manifests.
  GatewayStaticAddresses: [undefined, undefined],
  HTTPRouteObservedGenerationBump: [
    set("Route", "observed-generation-bump", ["spec", "rules", 0, "backendRefs", 0, "name"], "infra-backend-v2"),
  ],
  TCPRouteReferenceGrant: [removeGrant],
  UDPRouteReferenceGrant: [removeGrant],
};

const records = conformance?.records.filter(({ afterMutation }) => afterMutation !== undefined) ?? [];

for (const record of records) {
  test(`${record.test} follows its mutations`, () => {
    const steps = mutations[record.test];
    assert.ok(steps, "a record with mutations that this test does not replay");
    assert.equal(steps.length, record.afterMutation?.length);
    const texts = new Map(conformance?.files(record));
    const workspace = openWorkspace();
    let snapshot = workspace.apply({
      files: texts,
      now: conformanceNow,
      settings: { ...defaultSettings, world: { complete: true, bundle: conformanceBundle } },
    });
    record.afterMutation?.forEach(({ mutation, expect, listenerStatus = [] }, i) => {
      const step = steps[i];
      if (step === undefined) return;
      for (const [file, text] of edited(step(snapshot.model), texts)) {
        if (text === undefined) texts.delete(file);
        else texts.set(file, text);
        snapshot = workspace.apply({ files: [[file, text]] });
      }
      const objects: readonly StatusObject[] = render(finish(predict(snapshot.model)));
      const wrong = expect.filter((expectation) => !meets(expectation, objects)).map((expectation) => JSON.stringify(expectation));
      assert.deepEqual(wrong, [], mutation);
      for (const expected of listenerStatus) assert.deepEqual(attachedRoutes(objects, expected), [], mutation);
    });
  });
}

test("the suite's mutations are there", (t) => {
  if (conformance === undefined) t.skip("../shared is absent");
  else assert.equal(records.length, Object.keys(mutations).length);
});

function edited(changes: ReturnType<Mutation>, texts: ReadonlyMap<string, string>): [string, string | undefined][] {
  if (changes.every((one): one is [string, string | undefined] => Array.isArray(one))) return [...changes];
  const edits = applyChanges(changes as readonly Change[], (file) => texts.get(file));
  assert.ok(edits, "the change cannot be made");
  return edits.map((edit) => {
    if ("create" in edit) return [edit.file, edit.create];
    let text = texts.get(edit.file) ?? "";
    for (const { start, end, newText } of [...edit.edits].reverse()) text = text.slice(0, start) + newText + text.slice(end);
    return [edit.file, text];
  });
}
