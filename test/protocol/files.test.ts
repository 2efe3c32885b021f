import assert from "node:assert/strict";
import { renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { nodeHost } from "../../server/src/lsp/node-host.ts";
import { FakeClient, neovimCapabilities, richCapabilities } from "../support/fake-client.ts";
import { type ScratchFolder, scratchFolder } from "../support/scratch-folder.ts";
import { certificate, gateway, grant } from "../support/shop-manifests.ts";

const refused = ["reference-not-granted"];

async function indexed(client: FakeClient): Promise<void> {
  await client.until("indexed", () => client.progress.includes("end"));
  await client.quiet(60);
}

function paths(client: FakeClient, folder: ScratchFolder): readonly string[] {
  return Object.keys(client.allCodes()).map((uri) => uri.slice(folder.uri.length + 1));
}

test("asks the client to watch manifests and folders", async (t) => {
  const folder = scratchFolder(t);
  const client = await FakeClient.start(t, { folders: [folder.uri] });
  await client.until("registered", () => client.registrations.some(({ method }) => method === "workspace/didChangeWatchedFiles"));
  const options = client.registrations.find(({ method }) => method === "workspace/didChangeWatchedFiles")?.registerOptions;
  assert.deepEqual(options, {
    watchers: [
      { globPattern: "**/{*.yaml,*.yml,*.json,Kustomization,.gitignore}", kind: 7 },
      { globPattern: "**/*", kind: 5 },
    ],
  });
});

test("follows files that are created, changed and deleted", async (t) => {
  const folder = scratchFolder(t, { "gateway.yaml": gateway, "certificate.yaml": certificate });
  const client = await FakeClient.start(t, { folders: [folder.uri] });
  await client.until("refused", () => client.codes(folder.at("gateway.yaml")).length === 1);
  folder.write("grant.yaml", grant);
  await client.announce({ [folder.at("grant.yaml")]: "Created" });
  await client.until("allowed", () => client.codes(folder.at("gateway.yaml")).length === 0);
  folder.write("grant.yaml", grant.replace("name: shop-tls", "name: other-tls"));
  await client.announce({ [folder.at("grant.yaml")]: "Changed" });
  await client.until("refused again", () => client.codes(folder.at("gateway.yaml")).length === 1);
  rmSync(join(folder.path, "gateway.yaml"));
  await client.announce({ [folder.at("gateway.yaml")]: "Deleted" });
  await client.until("gone", () => client.codes(folder.at("gateway.yaml")).length === 0);
});

test("a checkout announces folders only: one that comes, one that is renamed, one that goes", async (t) => {
  const folder = scratchFolder(t, { "edge/gateway.yaml": gateway });
  const client = await FakeClient.start(t, { folders: [folder.uri] });
  await indexed(client);
  folder.write("certs/deep/certificate.yaml", certificate);
  await client.announce({ [folder.at("certs")]: "Created" });
  await client.until("the new folder is read", () => client.codes(folder.at("edge/gateway.yaml")).length === 1);
  renameSync(join(folder.path, "edge"), join(folder.path, "moved.v2"));
  await client.announce({ [folder.at("edge")]: "Deleted", [folder.at("moved.v2")]: "Created" });
  await client.until("the finding has moved", () => paths(client, folder).join() === "moved.v2/gateway.yaml");
  rmSync(join(folder.path, "certs"), { recursive: true });
  await client.announce({ [folder.at("certs")]: "Deleted" });
  await client.until("nothing is left", () => paths(client, folder).length === 0);
});

test("a change deep in a tree that appeared at once is seen, although editors' watchers are blind there", async (t) => {
  const folder = scratchFolder(t, { "edge/gateway.yaml": gateway });
  const { after } = nodeHost();
  // Without the second look after a second, which would see the change too.
  const host = { after: (wait: number, then: () => void) => (wait === 1000 ? () => undefined : after(wait, then)) };
  const client = await FakeClient.start(t, { folders: [folder.uri], host });
  await indexed(client);
  for (const round of [1, 2]) {
    folder.write("certs/deep/er/certificate.yaml", certificate);
    await client.announce({ [folder.at("certs")]: "Created" });
    await client.until(`the new folder is read, round ${round}`, () => paths(client, folder).length === 1);
    await client.quiet(300);
    folder.write("certs/deep/er/certificate.yaml", "nothing: here\n");
    await client.until(`the change is seen, round ${round}`, () => paths(client, folder).length === 0);
    rmSync(join(folder.path, "certs"), { recursive: true });
    await client.announce({ [folder.at("certs")]: "Deleted" });
  }
});

test("what a person renames or deletes in the editor counts at once, without an announcement of the disk", async (t) => {
  const folder = scratchFolder(t, { "edge/gateway.yaml": gateway, "certificate.yaml": certificate });
  const client = await FakeClient.start(t, { folders: [folder.uri] });
  await client.until("refused", () => client.codes(folder.at("edge/gateway.yaml")).length === 1);
  renameSync(join(folder.path, "edge"), join(folder.path, "moved"));
  await client.notify("workspace/didRenameFiles", { files: [{ oldUri: folder.at("edge"), newUri: folder.at("moved") }] });
  await client.until("the finding has moved", () => paths(client, folder).join() === "moved/gateway.yaml");
  rmSync(join(folder.path, "moved"), { recursive: true });
  await client.notify("workspace/didDeleteFiles", { files: [{ uri: folder.at("moved") }] });
  await client.until("nothing is left", () => paths(client, folder).length === 0);
});

test("a .gitignore that comes and goes takes files with it", async (t) => {
  const folder = scratchFolder(t, { "out/gateway.yaml": gateway, "certificate.yaml": certificate });
  const client = await FakeClient.start(t, { folders: [folder.uri] });
  await client.until("refused", () => paths(client, folder).length === 1);
  folder.write(".gitignore", "out/\n");
  await client.announce({ [folder.at(".gitignore")]: "Created" });
  await client.until("ignored", () => paths(client, folder).length === 0);
  rmSync(join(folder.path, ".gitignore"));
  await client.announce({ [folder.at(".gitignore")]: "Deleted" });
  await client.until("back", () => paths(client, folder).length === 1);
});

test("nested workspace folders hold each file once; one can be removed and added", async (t) => {
  const folder = scratchFolder(t, { "gateway.yaml": gateway, "certs/certificate.yaml": certificate, ".gitignore": "certs/\n" });
  const [outer, inner] = [folder.uri, folder.at("certs")];
  const client = await FakeClient.start(t, { folders: [outer, inner] });
  await client.until("refused", () => client.codes(folder.at("gateway.yaml")).length === 1);
  await client.notify("workspace/didChangeWorkspaceFolders", { event: { added: [], removed: [{ uri: inner, name: "certs" }] } });
  await client.until("the ignored folder has left with its root", () => client.codes(folder.at("gateway.yaml")).length === 0);
  await client.notify("workspace/didChangeWorkspaceFolders", { event: { added: [{ uri: inner, name: "certs" }], removed: [] } });
  await client.until("and come back", () => client.codes(folder.at("gateway.yaml")).length === 1);
  await client.announce({ [outer]: "Created" });
  await client.quiet();
  assert.deepEqual(client.codes(folder.at("gateway.yaml")), refused, "looking at the outer folder loses nothing of the inner one");
  await client.notify("workspace/didChangeWorkspaceFolders", {
    event: {
      added: [],
      removed: [
        { uri: outer, name: "outer" },
        { uri: inner, name: "certs" },
      ],
    },
  });
  await client.until("all is cleared", () => client.codes(folder.at("gateway.yaml")).length === 0);
});

test("two folders side by side are one workspace", async (t) => {
  const [edge, certs] = [scratchFolder(t, { "gateway.yaml": gateway }), scratchFolder(t, { "certificate.yaml": certificate })];
  const client = await FakeClient.start(t, { folders: [edge.uri, certs.uri] });
  await client.until("refused", () => client.codes(edge.at("gateway.yaml")).length === 1);
});

test("without a folder each file stands for itself", async (t) => {
  const folder = scratchFolder(t);
  const client = await FakeClient.start(t);
  await client.open(folder.at("gateway.yaml"), gateway);
  await client.open(folder.at("certificate.yaml"), certificate);
  await client.open(folder.at("both.yaml"), `${gateway}---\n${certificate}`);
  await client.until("the file that holds both is judged", () => client.codes(folder.at("both.yaml")).length === 1);
  await client.quiet();
  assert.deepEqual(paths(client, folder), ["both.yaml"]);
  await client.close(folder.at("both.yaml"));
  await client.until("cleared with its document", () => paths(client, folder).length === 0);
});

test("an untitled document works, in YAML and in JSON; a Helm template stays silent", async (t) => {
  const client = await FakeClient.start(t, { folders: [] });
  const both = `${gateway}---\n${certificate}`;
  await client.open("untitled:Untitled-1", both);
  await client.open("untitled:Untitled-2", both, "helm");
  await client.open("file:///chart/templates/gateway.yaml", both, "helm");
  const items = [JSON.parse(gatewayAsJson), JSON.parse(certificateAsJson)];
  await client.open("untitled:Untitled-3", JSON.stringify({ apiVersion: "v1", kind: "List", items }, undefined, 2), "json");
  await client.until("both kinds are judged", () => Object.keys(client.allCodes()).length === 2);
  await client.quiet();
  assert.deepEqual(client.allCodes(), { "untitled:Untitled-1": refused, "untitled:Untitled-3": refused });
});

const gatewayAsJson = JSON.stringify({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "Gateway",
  metadata: { name: "edge", namespace: "platform-ingress" },
  spec: {
    gatewayClassName: "shared",
    listeners: [
      {
        name: "https",
        port: 443,
        protocol: "HTTPS",
        hostname: "shop.example.com",
        tls: { certificateRefs: [{ name: "shop-tls", namespace: "security-certs" }] },
      },
    ],
  },
});
const certificateAsJson = JSON.stringify({
  apiVersion: "cert-manager.io/v1",
  kind: "Certificate",
  metadata: { name: "shop", namespace: "security-certs" },
  spec: { secretName: "shop-tls", dnsNames: ["shop.example.com"], issuerRef: { name: "x" } },
});

test("what is left out of the workspace does not join it by being opened", async (t) => {
  const outside = scratchFolder(t, { "certificate.yaml": certificate });
  const folder = scratchFolder(t, {
    "gateway.yaml": gateway,
    ".gitignore": "out/\n",
    "out/certificate.yaml": certificate,
    "node_modules/certificate.yaml": certificate,
  });
  symlinkSync(outside.path, join(folder.path, "link"));
  const client = await FakeClient.start(t, { folders: [folder.uri] });
  await client.open(outside.at("certificate.yaml"), certificate);
  await client.open(folder.at("out/certificate.yaml"), certificate);
  await client.open(folder.at("node_modules/certificate.yaml"), certificate);
  await client.open(folder.at("link/certificate.yaml"), certificate);
  await indexed(client);
  await client.quiet(300);
  assert.deepEqual(paths(client, folder), []);
  await client.open(folder.at("new-certificate.yaml"), certificate);
  await client.until("a new file does join", () => paths(client, folder).join() === "gateway.yaml");
});

test("an editor that spells URIs its own way gets its own spelling back", async (t) => {
  const folder = scratchFolder(t, { "a+b/gateway.yaml": gateway, "certificate.yaml": certificate });
  const own = `${folder.uri}/a+b/gateway.yaml`;
  const client = await FakeClient.start(t, { folders: [folder.uri] });
  await client.until("indexed", () => Object.keys(client.allCodes()).length === 1);
  await client.open(own, gateway);
  await client.until("told", () => client.codes(own).length === 1);
  await client.replace(own, "namespace: security-certs", "namespace: platform-ingress");
  await client.until("one file, not two", () => client.codes(own).length === 0);
});

test("watches the disk itself for an editor that does not", async (t) => {
  const folder = scratchFolder(t, { "gateway.yaml": gateway, "certificate.yaml": certificate });
  const client = await FakeClient.start(t, { folders: [folder.uri], capabilities: neovimCapabilities });
  await client.until("refused", () => client.codes(folder.at("gateway.yaml")).length === 1);
  // At once, before the watcher can stand: it looks again when it does.
  folder.write("new/grant.yaml", grant);
  await client.until("the new folder is seen", () => client.codes(folder.at("gateway.yaml")).length === 0);
  await client.quiet(300);
  rmSync(join(folder.path, "new"), { recursive: true });
  await client.until("its end is seen", () => client.codes(folder.at("gateway.yaml")).length === 1);
  assert.deepEqual(client.registrations, []);
});

test("settings: rules and excluded files, asked for and changed later", async (t) => {
  const folder = scratchFolder(t, { "gateway.yaml": gateway, "certs/certificate.yaml": certificate });
  const client = await FakeClient.start(t, {
    folders: [folder.uri],
    settings: { gatewayTls: { rules: { "reference-not-granted": "warning" } } },
  });
  await client.until("warned", () => client.shown(folder.at("gateway.yaml"))[0]?.severity === 2);
  client.settings = { gatewayTls: { rules: { "reference-not-granted": "off" } } };
  await client.notify("workspace/didChangeConfiguration", { settings: null });
  await client.until("silenced", () => paths(client, folder).length === 0);
  client.settings = {};
  await client.notify("workspace/didChangeConfiguration", { settings: null });
  await client.until("an error again", () => client.shown(folder.at("gateway.yaml"))[0]?.severity === 1);
  client.settings = { "gatewayTls.exclude": ["certs"] };
  await client.notify("workspace/didChangeConfiguration", { settings: null });
  await client.until("excluded", () => paths(client, folder).length === 0);
  client.settings = { "files.exclude": { "**/certs": false, "gateway.yaml": true } };
  await client.notify("workspace/didChangeConfiguration", { settings: null });
  await client.quiet();
  assert.deepEqual(paths(client, folder), []);
  client.settings = { "files.exclude": { "**/certs": false } };
  await client.notify("workspace/didChangeConfiguration", { settings: null });
  await client.until("all is read again", () => paths(client, folder).length === 1);
});

test("settings: sent along by an editor that cannot be asked, and told when they make no sense", async (t) => {
  const folder = scratchFolder(t, { "gateway.yaml": gateway, "certificate.yaml": certificate });
  const { configuration: _, ...workspace } = richCapabilities.workspace ?? {};
  const client = await FakeClient.start(t, {
    folders: [folder.uri],
    capabilities: { ...richCapabilities, workspace },
    initializationOptions: { settings: { rules: { "reference-not-granted": "information" }, hover: "perhaps" } },
  });
  await client.until("informed", () => client.shown(folder.at("gateway.yaml"))[0]?.severity === 3);
  assert.deepEqual(client.logged, ["The setting gatewayTls.hover is not understood and keeps its default."]);
  await client.notify("workspace/didChangeConfiguration", { settings: { gatewayTls: { rules: { "reference-not-granted": "off" } } } });
  await client.until("silenced", () => paths(client, folder).length === 0);
});
