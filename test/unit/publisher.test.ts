import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import type { Diagnostic } from "vscode-languageserver";
import type { Finding } from "../../server/src/core/rules/rule.ts";
import { openWorkspace } from "../../server/src/core/workspace/open.ts";
import { defaultSettings } from "../../server/src/core/workspace/settings.ts";
import type { Snapshot, Workspace } from "../../server/src/core/workspace/workspace.ts";
import { Guard } from "../../server/src/lsp/guard.ts";
import { nodeHost } from "../../server/src/lsp/node-host.ts";
import { pull } from "../../server/src/lsp/pacing.ts";
import { Publisher } from "../../server/src/lsp/publisher.ts";
import { World } from "../../server/src/lsp/world.ts";

const file = "file:///a.yaml";

/** A workspace whose snapshots say what a test wants, after as many slices of work as it wants. */
function scriptedWorkspace(judge: (serial: number) => Generator<void, ReadonlyMap<string, readonly Finding[]>>): Workspace {
  const real = openWorkspace();
  let serial = 0;
  const snapshotNow = (): Snapshot => {
    const mine = serial;
    return { ...real.snapshot, serial: mine, model: real.snapshot.model, judge: () => judge(mine) };
  };
  let snapshot = snapshotNow();
  return {
    get snapshot() {
      return snapshot;
    },
    apply() {
      serial++;
      snapshot = snapshotNow();
      return snapshot;
    },
  };
}

function finding(message: string): Finding {
  return { code: "x", severity: "error", message, place: { file, start: 0, end: 1 }, related: [], quotable: true, fixes: () => [] };
}

interface Stage {
  readonly world: World;
  readonly publisher: Publisher;
  readonly sent: string[];
  readonly logged: string[];
  held: boolean;
}

function stage(judge: (serial: number) => Generator<void, ReadonlyMap<string, readonly Finding[]>>): Stage {
  const world = new World(scriptedWorkspace(judge), defaultSettings, 0);
  const sent: string[] = [];
  const logged: string[] = [];
  const publisher = new Publisher(world, {
    host: nodeHost(),
    guard: new Guard((_level, message) => logged.push(message)),
    shown: new Map(),
    held: () => here.held,
    owns: () => true,
    diagnostics: (findings) =>
      findings.map(({ message }): Diagnostic => ({ message, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } } })),
    versions: () => new Map(),
    send: (uri, _version, diagnostics) => sent.push(`${uri} ${diagnostics.map(({ message }) => message).join()}`),
    published: () => undefined,
  });
  const here: Stage = { world, publisher, sent, logged, held: false };
  return here;
}

/** Work that takes about so many milliseconds, in steps of one. */
function* busy(milliseconds: number): Generator<void, void> {
  for (const end = performance.now() + milliseconds; performance.now() < end; ) {
    for (const step = performance.now() + 1; performance.now() < step; );
    yield;
  }
}

const change = [["file:///b.yaml", "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\n"]] as const;
let changes = 0;
function touch({ world, publisher }: Stage): void {
  world.take([[change[0][0], `${change[0][1]}# ${changes++}\n`]]);
  publisher.request();
}

test("what is overtaken is not published; the newest is", async () => {
  const here = stage(function* (serial) {
    // The first judgement never ends by itself.
    do yield;
    while (serial === 1);
    return new Map([[file, [finding(`serial ${serial}`)]]]);
  });
  here.publisher.request();
  await pause(30);
  touch(here);
  await pause(100);
  assert.deepEqual(here.sent, [`${file} serial 2`]);
});

test("somebody who types without a pause still sees something", async () => {
  const here = stage(function* (serial) {
    yield* busy(60);
    return new Map([[file, [finding(`serial ${serial}`)]]]);
  });
  for (const end = performance.now() + 900; performance.now() < end; ) {
    touch(here);
    await pause(20);
  }
  assert.ok(here.sent.length >= 1 && here.sent.length < 10, `published ${here.sent.length} times while typing`);
  await pause(250);
  const serials = here.sent.map((line) => Number(/serial (\d+)/.exec(line)?.[1]));
  assert.equal(serials.at(-1), here.world.snapshot.serial);
  assert.deepEqual(
    serials,
    serials.toSorted((a, b) => a - b),
  );
});

test("nothing is published while it is held, and everything once it is not", async () => {
  const here = stage(function* () {
    yield;
    return new Map([[file, [finding("found")]]]);
  });
  here.held = true;
  here.publisher.request();
  await pause(30);
  assert.deepEqual(here.sent, []);
  here.held = false;
  here.publisher.request();
  await pause(30);
  assert.deepEqual(here.sent, [`${file} found`]);
});

test("a judgement that throws is told once and leaves what is shown", async () => {
  const here = stage(function* (serial) {
    yield;
    if (serial > 1) throw new RangeError("the text of a key");
    return new Map([[file, [finding("found")]]]);
  });
  here.publisher.request();
  await pause(20);
  for (let i = 0; i < 3; i++) {
    touch(here);
    await pause(20);
  }
  assert.deepEqual(here.sent, [`${file} found`]);
  assert.equal(here.logged.length, 1);
  assert.match(here.logged[0] ?? "", /^judging failed: RangeError/);
  assert.equal(here.logged[0]?.includes("key"), false);
});

test("a world that ends clears what it shows", async () => {
  const here = stage(function* () {
    yield;
    return new Map([[file, [finding("found")]]]);
  });
  here.publisher.request();
  await pause(20);
  here.publisher.close();
  here.publisher.request();
  await pause(20);
  assert.deepEqual(here.sent, [`${file} found`, `${file} `]);
});

test("long work gives messages their turn every ten milliseconds", async () => {
  let turns = 0;
  const host = { ...nodeHost(), turn: async () => void turns++ };
  await pull(busy(105), host, () => false);
  assert.ok(turns >= 2 && turns <= 11, `${turns} turns`);
  turns = 0;
  assert.equal(await pull(busy(100), host, () => turns === 2), undefined);
  assert.equal(turns, 2);
});
