import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { CodeAction } from "vscode-languageserver-protocol/node";
import { FakeClient, neovimCapabilities, richCapabilities } from "../support/fake-client.ts";
import { type ScratchFolder, scratchFolder } from "../support/scratch-folder.ts";
import { certificate, gateway, grant } from "../support/shop-manifests.ts";

const onDisk = (uri: string): string | undefined => (existsSync(fileURLToPath(uri)) ? readFileSync(fileURLToPath(uri), "utf8") : undefined);

async function quickFixes(client: FakeClient, uri: string): Promise<CodeAction[]> {
  const [finding] = client.shown(uri);
  assert.ok(finding !== undefined, "there is a finding to fix");
  const actions = await client.actions(uri, finding.range, { diagnostics: [finding], only: ["quickfix"] });
  for (const action of actions) assert.deepEqual(action.diagnostics, [finding]);
  return actions;
}

async function opened(client: FakeClient, folder: ScratchFolder, path: string, text: string): Promise<string> {
  await client.open(folder.at(path), text);
  await client.until("there are findings", () => client.shown(folder.at(path)).length > 0);
  return folder.at(path);
}

test("every quick fix, applied, leaves no finding; one that writes elsewhere shows where", async (t) => {
  const shapes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "no grant yet": { "certs/certificate.yaml": certificate },
    "another grant in a file of its own": {
      "certs/certificate.yaml": certificate,
      "certs/grants.yaml": grant.replace("shop-tls\n", "shop-tls-2\n").replace("platform-ingress", "elsewhere"),
    },
    "a grant that nearly does": {
      "certs/certificate.yaml": certificate,
      "certs/grants.yaml": grant.replace("kind: Gateway", "kind: ListenerSet"),
    },
    "a grant with CRLF": {
      "certs/certificate.yaml": certificate,
      "certs/grants.yaml": grant.replace("name: shop-tls", "name: other").replaceAll("\n", "\r\n"),
    },
  };
  for (const [name, files] of Object.entries(shapes)) {
    const count = (await titlesOf(files)).length;
    assert.ok(count > 0, `${name}: something is offered`);
    for (let i = 0; i < count; i++) {
      const folder = scratchFolder(t, { ...files, "edge/gateway.yaml": gateway });
      const client = await FakeClient.start(t, { folders: [folder.uri] });
      const uri = await opened(client, folder, "edge/gateway.yaml", gateway);
      const fix = (await quickFixes(client, uri)).filter(isRepair)[i];
      assert.ok(fix !== undefined);
      await client.apply(fix.edit, onDisk);
      await client.until(`${name}: ${fix.title}`, () => client.codes(uri).length === 0);
      if (fix.command === undefined) continue;
      await client.request("workspace/executeCommand", { command: fix.command.command, arguments: fix.command.arguments });
      const [shown] = client.shownDocuments;
      assert.ok(shown !== undefined && shown.uri !== uri && shown.uri.startsWith(folder.uri));
      assert.ok(client.textOf(shown.uri).includes("ReferenceGrant"));
    }
  }

  async function titlesOf(files: Readonly<Record<string, string>>): Promise<string[]> {
    const folder = scratchFolder(t, { ...files, "edge/gateway.yaml": gateway });
    const client = await FakeClient.start(t, { folders: [folder.uri] });
    const uri = await opened(client, folder, "edge/gateway.yaml", gateway);
    return (await quickFixes(client, uri)).filter(isRepair).map(({ title }) => title);
  }
});

function isRepair({ title }: CodeAction): boolean {
  return !title.startsWith("Ignore ");
}

test("edits name the version of what is open, and none of what is not", async (t) => {
  const folder = scratchFolder(t, { "certificate.yaml": certificate, "grants.yaml": grant.replace("name: shop-tls", "name: other") });
  const client = await FakeClient.start(t, { folders: [folder.uri] });
  const uri = await opened(client, folder, "gateway.yaml", gateway);
  const edited = (actions: readonly CodeAction[]): readonly unknown[] =>
    actions.flatMap(({ edit }) => edit?.documentChanges ?? []).flatMap((change) => ("textDocument" in change ? [change.textDocument] : []));
  assert.ok(
    edited(await quickFixes(client, uri)).some(
      (one) => JSON.stringify(one) === JSON.stringify({ uri: folder.at("grants.yaml"), version: null }),
    ),
  );
  await client.open(folder.at("grants.yaml"), grant.replace("name: shop-tls", "name: other"));
  await client.replace(folder.at("grants.yaml"), "name: other", "name: another");
  assert.ok(
    edited(await quickFixes(client, uri)).some(
      (one) => JSON.stringify(one) === JSON.stringify({ uri: folder.at("grants.yaml"), version: 2 }),
    ),
  );
});

test("a client that cannot create files is offered no fix that does; one without versions gets plain edits", async (t) => {
  const files = { "certs/certificate.yaml": certificate, "grants/grants.yaml": grant.replace("name: shop-tls", "name: other") };
  for (const capabilities of [
    neovimCapabilities,
    { ...richCapabilities, workspace: { ...richCapabilities.workspace, workspaceEdit: { documentChanges: true } } },
  ]) {
    const folder = scratchFolder(t, files);
    const client = await FakeClient.start(t, { folders: [folder.uri], capabilities });
    const uri = await opened(client, folder, "edge/gateway.yaml", gateway);
    const actions = await quickFixes(client, uri);
    assert.ok(actions.some(isRepair));
    for (const { edit, command } of actions) {
      assert.equal(JSON.stringify(edit).includes('"kind":"create"'), false);
      assert.equal(edit?.changes === undefined, capabilities !== neovimCapabilities);
      assert.equal(
        command === undefined || capabilities !== neovimCapabilities,
        true,
        "a client that cannot show a document gets no command for it",
      );
    }
  }
});

test("a fix is computed for what the disk says now, even if nobody announced it", async (t) => {
  const folder = scratchFolder(t, { "certificate.yaml": certificate, "grants.yaml": grant.replace("name: shop-tls", "name: other") });
  const client = await FakeClient.start(t, { folders: [folder.uri] });
  const uri = await opened(client, folder, "gateway.yaml", gateway);
  folder.write("grants.yaml", `# one line more, which moves everything\n${grant.replace("name: shop-tls", "name: other")}`);
  const fix = (await quickFixes(client, uri)).find(({ edit }) => JSON.stringify(edit).includes("grants.yaml"));
  await client.apply(fix?.edit, onDisk);
  await client.until("it fits", () => client.codes(uri).length === 0);
});

test("a finding can be silenced by a comment, where a comment can stand", async (t) => {
  const folder = scratchFolder(t, { "certificate.yaml": certificate });
  const client = await FakeClient.start(t, { folders: [folder.uri] });
  const uri = await opened(client, folder, "gateway.yaml", gateway.replaceAll("\n", "\r\n"));
  const silence = (await quickFixes(client, uri)).find(({ title }) => title === "Ignore reference-not-granted here, with a comment");
  assert.equal(silence?.isPreferred, undefined);
  await client.apply(silence?.edit, onDisk);
  await client.until("silence", () => client.codes(uri).length === 0);
  assert.equal(client.textOf(uri).split("\r\n")[14], "          # gateway-tls: ignore reference-not-granted -- say why");
  const json = await opened(client, folder, "gateway.json", JSON.stringify(gatewayObject, undefined, 2));
  assert.equal(
    (await quickFixes(client, json)).some(({ title }) => title.startsWith("Ignore")),
    false,
  );
});

const gatewayObject = {
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "Gateway",
  metadata: { name: "json", namespace: "platform-ingress" },
  spec: {
    gatewayClassName: "shared",
    listeners: [
      { name: "https", port: 443, protocol: "HTTPS", tls: { certificateRefs: [{ name: "shop-tls", namespace: "security-certs" }] } },
    ],
  },
};

test("fix-all comes only when asked for, and holds only what is safe", async (t) => {
  const folder = scratchFolder(t, { "certificate.yaml": certificate });
  const client = await FakeClient.start(t, { folders: [folder.uri] });
  const uri = await opened(client, folder, "gateway.yaml", gateway);
  const everywhere = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };
  assert.equal(
    (await client.actions(uri, everywhere)).some(({ kind }) => kind?.startsWith("source")),
    false,
  );
  for (const only of ["source", "source.fixAll", "source.fixAll.gateway-tls"]) {
    assert.deepEqual(await client.actions(uri, everywhere, { only: [only] }), [], "a grant widens trust and is never applied in bulk");
  }
  assert.deepEqual(await client.actions(uri, everywhere, { only: ["refactor"] }), []);
});

test("beside a finding nothing is offered", async (t) => {
  const folder = scratchFolder(t, { "certificate.yaml": certificate });
  const client = await FakeClient.start(t, { folders: [folder.uri] });
  const uri = await opened(client, folder, "gateway.yaml", gateway);
  const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 3 } };
  assert.deepEqual(await client.actions(uri, top), []);
  assert.deepEqual(await client.actions(folder.at("unknown.yaml"), top), []);
});
