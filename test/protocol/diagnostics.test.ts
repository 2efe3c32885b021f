import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeClient, neovimCapabilities } from "../support/fake-client.ts";
import { scratchFolder } from "../support/scratch-folder.ts";
import { certificate, gateway, grant } from "../support/shop-manifests.ts";

const refused = ["reference-not-granted"];

test("finds what only several files together show, in files that nobody has open", async (t) => {
  const folder = scratchFolder(t, { "edge/gateway.yaml": gateway, "certs/certificate.yaml": certificate });
  const client = await FakeClient.start(t, { folders: [folder.uri], initializationOptions: { commandLinks: true } });
  await client.until("the reference is refused", () => client.codes(folder.at("edge/gateway.yaml")).length > 0);
  assert.deepEqual(client.allCodes(), { [folder.at("edge/gateway.yaml")]: refused });
  const [finding] = client.shown(folder.at("edge/gateway.yaml"));
  assert.equal(finding?.source, "gateway-tls");
  assert.equal(finding?.severity, 1);
  assert.equal(finding?.codeDescription?.href, "command:gatewayTls.explain?%5B%22reference-not-granted%22%5D");
  assert.ok(finding.relatedInformation?.some(({ location }) => location.uri === folder.at("certs/certificate.yaml")));
  const line = gateway.split("\n")[finding.range.start.line] ?? "";
  assert.match(line.slice(finding.range.start.character, finding.range.end.character), /shop-tls|security-certs/);
});

test("an open document goes before the disk, and gives way to it when it is closed", async (t) => {
  const folder = scratchFolder(t, { "gateway.yaml": gateway, "certificate.yaml": certificate });
  const uri = folder.at("gateway.yaml");
  const client = await FakeClient.start(t, { folders: [folder.uri] });
  await client.until("the disk is judged", () => client.codes(uri).length === 1);
  await client.open(uri, gateway.replace("namespace: security-certs", "namespace: platform-ingress"));
  await client.until("the open text is judged", () => client.codes(uri).length === 0);
  await client.replace(uri, "platform-ingress\n", "security-certs\n");
  await client.announce({ [uri]: "Changed" });
  await client.close(uri);
  await client.until("the disk is judged again", () => client.codes(uri).length === 1);
});

test("what is open stays as it is open, whatever happens to the file", async (t) => {
  const folder = scratchFolder(t, { "gateway.yaml": gateway, "certificate.yaml": certificate });
  const client = await FakeClient.start(t, { folders: [folder.uri] });
  await client.open(folder.at("certificate.yaml"), `${certificate}---\n${grant}`);
  await client.until("indexed", () => client.progress.includes("end"));
  folder.write("certificate.yaml", certificate);
  await client.announce({ [folder.at("certificate.yaml")]: "Changed" });
  await client.announce({ [folder.uri]: "Created" });
  await client.quiet();
  assert.deepEqual(client.allCodes(), {});
});

test("an edit in one file is felt in another, and only what changes is published", async (t) => {
  const folder = scratchFolder(t, {
    "gateway.yaml": gateway,
    "certificate.yaml": certificate,
    "grant.yaml": grant,
    "other.yaml": gateway.replace("edge", "inner"),
  });
  const client = await FakeClient.start(t, { folders: [folder.uri] });
  await client.until("indexed", () => client.progress.includes("end"));
  await client.open(folder.at("grant.yaml"), grant);
  await client.replace(folder.at("grant.yaml"), "name: shop-tls", "name: other-tls");
  await client.until("both Gateways are refused", () => Object.keys(client.allCodes()).length === 2);
  const before = client.publications.length;
  await client.replace(folder.at("grant.yaml"), "name: other-tls", "name: other-tls # a remark");
  await client.quiet();
  assert.deepEqual(client.publications.slice(before), [], "nothing that differs from what was shown");
  await client.replace(folder.at("grant.yaml"), "name: other-tls # a remark", "name: shop-tls");
  await client.until("both are allowed", () => Object.keys(client.allCodes()).length === 0);
  await client.quiet();
  assert.equal(client.publications.length, before + 2, "one empty list for each");
});

test("typing leads to the findings of the last text, never back to an older one", async (t) => {
  const folder = scratchFolder(t, { "gateway.yaml": gateway, "certificate.yaml": certificate });
  const uri = folder.at("gateway.yaml");
  const client = await FakeClient.start(t, { folders: [folder.uri] });
  await client.until("indexed", () => client.codes(uri).length === 1);
  await client.open(uri, gateway);
  const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  for (let i = 0; i < 40; i++) await client.edit(uri, [{ range: top, newText: "# one more line\n" }]);
  await client.until("the last text is judged", () => client.shown(uri)[0]?.range.start.line === 40 + 14);
  await client.quiet();
  const versions = client.publications.filter((one) => one.uri === uri).flatMap(({ version }) => version ?? []);
  assert.equal(versions.at(-1), 41);
  assert.deepEqual(
    versions,
    versions.toSorted((a, b) => a - b),
  );
});

test("a document that breaks keeps the findings of its neighbours", async (t) => {
  const folder = scratchFolder(t, { "certificate.yaml": certificate });
  const uri = folder.at("all.yaml");
  const client = await FakeClient.start(t, { folders: [folder.uri] });
  await client.open(uri, `${gateway}---\n${gateway.replace("edge", "inner")}`);
  await client.until("both are refused", () => client.codes(uri).length === 2);
  await client.replace(uri, "name: inner", 'name: "inner');
  await client.until("the broken one is told", () => client.codes(uri).includes("yaml-invalid"));
  await client.quiet();
  assert.equal(client.codes(uri).filter((code) => code === "reference-not-granted").length >= 1, true);
  assert.equal(client.shown(uri)[0]?.range.start.line, 14);
});

test("tells a client again that opens a file anew: it may have dropped what it showed", async (t) => {
  const folder = scratchFolder(t, { "gateway.yaml": gateway, "certificate.yaml": certificate });
  const uri = folder.at("gateway.yaml");
  const client = await FakeClient.start(t, { folders: [folder.uri], capabilities: neovimCapabilities });
  await client.until("indexed", () => client.codes(uri).length === 1);
  const count = (): number => client.publications.filter((one) => one.uri === uri).length;
  assert.equal(count(), 1);
  await client.open(uri, gateway);
  await client.until("told again", () => count() === 2);
  assert.deepEqual(client.codes(uri), refused);
});

test("asks nothing of a poor client that it does not announce", async (t) => {
  const folder = scratchFolder(t, { "gateway.yaml": gateway, "certificate.yaml": certificate });
  const client = await FakeClient.start(t, { folders: [folder.uri], capabilities: {} });
  await client.until("indexed", () => client.codes(folder.at("gateway.yaml")).length === 1);
  await client.quiet();
  const [finding] = client.shown(folder.at("gateway.yaml"));
  assert.equal(finding?.codeDescription, undefined);
  assert.equal(finding?.relatedInformation, undefined);
  assert.equal(client.publications[0] !== undefined && "version" in client.publications[0], false);
  assert.deepEqual(client.registrations, []);
  assert.deepEqual(client.progress, []);
  assert.deepEqual(client.statuses, []);
  const { codeLensProvider, codeActionProvider, executeCommandProvider, workspace } = client.initialized.capabilities;
  assert.deepEqual(
    { codeLensProvider, codeActionProvider, executeCommandProvider, workspace },
    {
      codeLensProvider: undefined,
      codeActionProvider: undefined,
      executeCommandProvider: undefined,
      workspace: {},
    },
  );
});

test("shows progress while it reads, and tells our own client how many findings there are", async (t) => {
  const folder = scratchFolder(t, { "gateway.yaml": gateway, "certificate.yaml": certificate });
  const client = await FakeClient.start(t, { folders: [folder.uri], initializationOptions: { status: true } });
  await client.until("the count is told", () => client.statuses.at(-1)?.findings.error === 1);
  assert.equal(client.statuses[0]?.state, "indexing");
  assert.equal(client.statuses.at(-1)?.state, "ready");
  assert.deepEqual(
    client.progress.filter((kind) => kind !== "report"),
    ["begin", "end"],
  );
});

test("nothing is said before all files are read: half an index would accuse what the other half allows", async (t) => {
  const fillers = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`m${i}.yaml`, gateway.replace("edge", `edge-${i}`)]));
  const folder = scratchFolder(t, { "a-gateway.yaml": gateway, "b-certificate.yaml": certificate, ...fillers, "z-grant.yaml": grant });
  const client = await FakeClient.start(t, { folders: [folder.uri] });
  await client.open(folder.at("a-gateway.yaml"), gateway);
  await client.replace(folder.at("a-gateway.yaml"), "port: 443", "port: 8443");
  await client.until("indexed", () => client.progress.includes("end"));
  await client.quiet();
  assert.deepEqual(client.publications, []);
});
