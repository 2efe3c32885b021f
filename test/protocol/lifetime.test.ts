import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import {
  createProtocolConnection,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";
import { disk } from "../../server/src/files/disk.ts";
import { FakeClient } from "../support/fake-client.ts";
import { scratchFolder } from "../support/scratch-folder.ts";
import { certificate, gateway } from "../support/shop-manifests.ts";

interface ServerProcess {
  readonly connection: ProtocolConnection;
  readonly exited: Promise<number | null>;
  endInput(): void;
}

function serverProcess(t: TestContext, args: readonly string[]): ServerProcess {
  const child = spawn(process.execPath, [...process.execArgv.filter((arg) => !arg.startsWith("--test")), ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  t.after(() => child.kill());
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  connection.listen();
  return { connection, exited: new Promise((resolve) => child.on("exit", resolve)), endInput: () => child.stdin.end() };
}

const source = join(import.meta.dirname, "../../server/src");
const starts: Readonly<Record<string, readonly string[]>> = {
  "the server's own program": [join(source, "main.node.ts"), "--stdio"],
  "gateway-tls serve --stdio": [join(source, "main.cli.ts"), "serve", "--stdio"],
};

for (const [name, args] of Object.entries(starts)) {
  test(`${name} answers, and leaves with 0 after shutdown and exit`, async (t) => {
    const { connection, exited } = serverProcess(t, args);
    const result: { serverInfo: unknown } = await connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
    });
    assert.deepEqual(result.serverInfo, { name: "gateway-tls", version: "0.1.0" });
    await connection.sendNotification("initialized", {});
    await connection.sendRequest("shutdown");
    await connection.sendNotification("exit");
    assert.equal(await exited, 0);
  });

  test(`${name} does not outlive an editor that vanishes`, async (t) => {
    const { connection, exited, endInput } = serverProcess(t, args);
    await connection.sendRequest("initialize", { processId: process.pid, rootUri: null, capabilities: {} });
    endInput();
    assert.equal(await exited, 1);
  });
}

test("requests about what is unknown are answered with nothing", async (t) => {
  const client = await FakeClient.start(t);
  const position = { line: 3, character: 5 };
  for (const uri of ["file:///nowhere.yaml", "untitled:1", "no uri", "git:/x.yaml?%7B%7D"]) {
    assert.equal(await client.hover(uri, position), null);
    assert.deepEqual(await client.lenses(uri), []);
    assert.deepEqual(await client.actions(uri, { start: position, end: position }), []);
    assert.equal(await client.request("gatewayTls/certificatePage", { uri, position }), null);
  }
  assert.equal(await client.request("workspace/executeCommand", { command: "gatewayTls.showChange" }), null);
  assert.deepEqual(client.logged, []);
});

test("an error costs one answer; it is told once, without the text that caused it", async (t) => {
  const folder = scratchFolder(t, { "gateway.yaml": gateway, "certificate.yaml": certificate });
  let broken = true;
  const client = await FakeClient.start(t, {
    folders: [folder.uri],
    host: {
      disk: {
        ...disk,
        async kindOf(uri) {
          if (broken) throw new TypeError(`cannot use -----BEGIN PRIVATE KEY----- of ${uri}`);
          return disk.kindOf(uri);
        },
      },
    },
  });
  await client.until("indexed", () => client.codes(folder.at("gateway.yaml")).length === 1);
  await client.announce({ [folder.at("gateway.yaml")]: "Changed" });
  await client.until("told", () => client.logged.length > 0);
  await client.announce({ [folder.at("gateway.yaml")]: "Changed" });
  await client.quiet();
  assert.equal(client.logged.length, 1);
  assert.match(client.logged[0] ?? "", /^looking again failed: TypeError\n\s+at /);
  assert.equal(client.logged[0]?.includes("PRIVATE"), false);
  broken = false;
  folder.write("certificate.yaml", "nothing: here\n");
  await client.announce({ [folder.at("certificate.yaml")]: "Changed" });
  await client.until("it goes on", () => client.codes(folder.at("gateway.yaml")).length === 0);
});

test("messages that make no sense are survived", async (t) => {
  const folder = scratchFolder(t, { "gateway.yaml": gateway, "certificate.yaml": certificate });
  const client = await FakeClient.start(t, { folders: [folder.uri] });
  await client.notify("workspace/didChangeWatchedFiles", {
    changes: [
      { uri: "%%%", type: 9 },
      { uri: "", type: 1 },
    ],
  });
  await client.notify("textDocument/didChange", { textDocument: { uri: folder.at("never-opened.yaml"), version: 1 }, contentChanges: [] });
  await client.notify("textDocument/didClose", { textDocument: { uri: folder.at("never-opened.yaml") } });
  await client.notify("workspace/didChangeConfiguration", { settings: "?" });
  await client.until("it goes on", () => client.codes(folder.at("gateway.yaml")).length === 1);
});
