import assert from "node:assert/strict";
import { test } from "node:test";
import type { CodeActionParams, TextEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Finding } from "../../server/src/core/rules/rule.ts";
import { openWorkspace } from "../../server/src/core/workspace/open.ts";
import { defaultSettings } from "../../server/src/core/workspace/settings.ts";
import type { Change, Fix } from "../../server/src/core/yaml/change.ts";
import { abilitiesOf, fixAllKind } from "../../server/src/lsp/abilities.ts";
import { type ActionsRoom, codeActions } from "../../server/src/lsp/code-actions.ts";
import { World } from "../../server/src/lsp/world.ts";
import { richCapabilities } from "../support/fake-client.ts";
import { gateway, grant } from "../support/shop-manifests.ts";

const [file, other] = ["file:///gateway.yaml", "file:///grant.yaml"];

function set(where: string, path: readonly string[], value: string): Change {
  return { change: "set", at: { file: where, offset: 0, path }, value };
}

function findingWith(...fixes: readonly Fix[]): Finding {
  return {
    code: "x",
    severity: "warning",
    message: "",
    place: { file, start: 0, end: 10 },
    related: [],
    quotable: true,
    fixes: () => fixes,
  };
}

/** Asks for fix-all where these are the findings of the file; answers with the titles and the text after it. */
async function fixedAll(findings: readonly Finding[]): Promise<{ actions: number; text: string }> {
  const world = new World(openWorkspace(), defaultSettings, 0);
  const texts = new Map([
    [file, gateway],
    [other, grant],
  ]);
  world.take(texts);
  const room: ActionsRoom = {
    abilities: abilitiesOf({ processId: null, rootUri: null, capabilities: richCapabilities }),
    findings: async () => new Map([[file, findings]]),
    textOf: async (name) => texts.get(name),
    exists: async (name) => texts.has(name),
    fileOf: (name, text) => ({ uri: name, version: 1, text }),
    diagnosticOf: () => undefined,
    refreshed: () => assert.fail("nothing has changed"),
  };
  const start = { line: 0, character: 0 };
  const params: CodeActionParams = {
    textDocument: { uri: file },
    range: { start, end: start },
    context: { diagnostics: [], only: [fixAllKind] },
  };
  const actions = await codeActions(params, file, world, room);
  const edits: TextEdit[] = [];
  for (const change of actions[0]?.edit?.documentChanges ?? []) {
    assert.ok("edits" in change && change.textDocument.uri === file, "only this document is edited");
    edits.push(...(change.edits as TextEdit[]));
  }
  return { actions: actions.length, text: TextDocument.applyEdits(TextDocument.create(file, "yaml", 1, gateway), edits) };
}

test("fix-all makes the first safe fix of each finding, in one edit", async () => {
  const { actions, text } = await fixedAll([
    findingWith(
      { title: "risky", preferred: false, changes: [set(file, ["metadata", "name"], "wrong")] },
      { title: "safe", preferred: true, changes: [set(file, ["metadata", "name"], "outer")] },
    ),
    findingWith({ title: "safe", preferred: true, changes: [set(file, ["spec", "gatewayClassName"], "own")] }),
  ]);
  assert.equal(actions, 1);
  assert.equal(text, gateway.replace("name: edge", "name: outer").replace("gatewayClassName: shared", "gatewayClassName: own"));
});

test("fix-all leaves out what contradicts an earlier fix, and what reaches into other files", async () => {
  const { text } = await fixedAll([
    findingWith({ title: "safe", preferred: true, changes: [set(file, ["metadata", "name"], "outer")] }),
    findingWith({ title: "contradicts", preferred: true, changes: [set(file, ["metadata", "name"], "inner")] }),
    findingWith({ title: "elsewhere", preferred: true, changes: [set(other, ["metadata", "name"], "b")] }),
    findingWith({ title: "creates", preferred: true, changes: [{ change: "create", file: "file:///new.yaml", value: { a: 1 } }] }),
    findingWith({ title: "not there", preferred: true, changes: [set(file, ["spec", "listeners", "x", "y"], "b")] }),
    findingWith({ title: "safe", preferred: true, changes: [set(file, ["spec", "gatewayClassName"], "own")] }),
  ]);
  assert.equal(text, gateway.replace("name: edge", "name: outer").replace("gatewayClassName: shared", "gatewayClassName: own"));
});

test("without a safe fix there is no fix-all", async () => {
  assert.deepEqual(await fixedAll([findingWith({ title: "risky", preferred: false, changes: [set(file, ["metadata", "name"], "x")] })]), {
    actions: 0,
    text: gateway,
  });
  assert.deepEqual(await fixedAll([]), { actions: 0, text: gateway });
});
