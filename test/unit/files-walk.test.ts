import assert from "node:assert/strict";
import { rmSync, symlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { FileAccess } from "../../server/src/files/access.ts";
import { disk } from "../../server/src/files/disk.ts";
import { Selection } from "../../server/src/files/selection.ts";
import { readManifests, type Walked, walk } from "../../server/src/files/walk.ts";
import { type ScratchFolder, scratchFolder } from "../support/scratch-folder.ts";

const gateway = "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata:\n  name: edge\n";

async function found(folder: ScratchFolder, exclude: readonly string[] = [], access: FileAccess = disk): Promise<readonly string[]> {
  const { files } = await walkOf([folder.uri], exclude, access);
  return files.map((file) => file.slice(folder.uri.length + 1));
}

function walkOf(roots: readonly string[], exclude: readonly string[] = [], access: FileAccess = disk): Promise<Walked> {
  const starts = roots.map((root) => ({ folder: root, root, selection: new Selection(exclude) }));
  return walk(starts, new Set(roots), access);
}

async function read(files: readonly string[]): Promise<{ texts: Map<string, string | undefined>; skipped: Map<string, string> }> {
  const texts = new Map<string, string | undefined>();
  const skipped = new Map<string, string>();
  for await (const batch of readManifests(files, disk)) {
    for (const [file, text] of batch.texts) texts.set(file, text);
    for (const { file, why } of batch.skipped) skipped.set(file, why);
  }
  return { texts, skipped };
}

test("finds YAML and JSON at any depth, and nothing else", async (t) => {
  const folder = scratchFolder(t, {
    "a.yaml": "",
    "b/c/d.yml": "",
    "b/e.json": "",
    "b/UPPER.YAML": "",
    "b/readme.md": "",
    "b/yaml": "",
    "é x/ü.yaml": "",
  });
  assert.deepEqual(await found(folder), ["a.yaml", "b/UPPER.YAML", "b/c/d.yml", "b/e.json", "%C3%A9%20x/%C3%BC.yaml"].sort());
});

test("never enters .git and node_modules", async (t) => {
  const folder = scratchFolder(t, { ".git/a.yaml": "", "x/node_modules/y/b.yaml": "", ".github/c.yaml": "" });
  assert.deepEqual(await found(folder), [".github/c.yaml"]);
});

test("honours nested .gitignore files, the deeper one first", async (t) => {
  const folder = scratchFolder(t, {
    ".gitignore": "*.gen.yaml\nbuild/\n/only-here.yaml\n",
    "a.gen.yaml": "",
    "only-here.yaml": "",
    "deep/only-here.yaml": "",
    "deep/build/b.yaml": "",
    "deep/.gitignore": "!wanted.gen.yaml\nlocal.yaml\n",
    "deep/wanted.gen.yaml": "",
    "deep/other.gen.yaml": "",
    "deep/local.yaml": "",
    "local.yaml": "",
  });
  assert.deepEqual(await found(folder), ["deep/only-here.yaml", "deep/wanted.gen.yaml", "local.yaml"]);
});

test("a file cannot be brought back from an ignored folder", async (t) => {
  const folder = scratchFolder(t, { ".gitignore": "build/\n!build/a.yaml\n", "build/a.yaml": "", "b.yaml": "" });
  assert.deepEqual(await found(folder), ["b.yaml"]);
});

test("leaves out what a glob of the settings excludes, files and whole folders", async (t) => {
  const folder = scratchFolder(t, { "a.yaml": "", "vendor/b.yaml": "", "x/vendor/c.yaml": "", "x/d.test.yaml": "", ".hidden/e.yaml": "" });
  assert.deepEqual(await found(folder, ["**/vendor", "**/*.test.yaml"]), [".hidden/e.yaml", "a.yaml"]);
  assert.deepEqual(await found(folder, ["vendor/", "**/.hidden"]), ["a.yaml", "x/d.test.yaml", "x/vendor/c.yaml"]);
  assert.equal((await found(folder, ["[", "", "!**"])).length, 5, "a glob that makes no sense excludes nothing");
});

test("nested workspace folders give each file once, and the inner one is under its own rules", async (t) => {
  const folder = scratchFolder(t, { ".gitignore": "app/\n", "a.yaml": "", "app/b.yaml": "", "app/deep/c.yaml": "" });
  const { files } = await walkOf([folder.uri, folder.at("app")]);
  assert.deepEqual(files, [folder.at("a.yaml"), folder.at("app/b.yaml"), folder.at("app/deep/c.yaml")]);
});

test("nested workspace folders are walked once, each under its own settings", async (t) => {
  const folder = scratchFolder(t, { "a.yaml": "", "app/b.yaml": "", "app/deep/c.yaml": "" });
  const listed: string[] = [];
  const access: FileAccess = {
    ...disk,
    list(uri) {
      listed.push(uri);
      return disk.list(uri);
    },
  };
  const app = folder.at("app");
  const starts = [
    { folder: folder.uri, root: folder.uri, selection: new Selection() },
    { folder: app, root: app, selection: new Selection(["deep"]) },
  ];
  const { files } = await walk(starts, new Set([folder.uri, app]), access);
  assert.deepEqual(files, [folder.at("a.yaml"), folder.at("app/b.yaml")]);
  assert.deepEqual(listed.toSorted(), [folder.uri, app]);
});

test("does not follow links: not in a circle, not out of the folder, not to a file a second time", async (t) => {
  const outside = scratchFolder(t, { "secret.yaml": gateway });
  const folder = scratchFolder(t, { "real/a.yaml": gateway });
  symlinkSync(folder.path, join(folder.path, "real/circle"));
  symlinkSync(outside.path, join(folder.path, "out"));
  symlinkSync(join(folder.path, "real/a.yaml"), join(folder.path, "again.yaml"));
  assert.deepEqual(await found(folder), ["real/a.yaml"]);
  assert.equal(await disk.standsIn(folder.uri, folder.at("real/a.yaml")), true);
  assert.equal(await disk.standsIn(folder.uri, folder.at("again.yaml")), false);
  assert.equal(await disk.standsIn(folder.uri, folder.at("out/secret.yaml")), false);
  assert.equal(await disk.standsIn(folder.uri, folder.at("not-there.yaml")), true);
});

test("a folder that is itself a link is walked", async (t) => {
  const folder = scratchFolder(t, { "real/a.yaml": "" });
  symlinkSync(join(folder.path, "real"), join(folder.path, "link"));
  assert.deepEqual((await walkOf([folder.at("link")])).files, [folder.at("link/a.yaml")]);
});

test("tells of a folder that cannot be read and goes on", async (t) => {
  const folder = scratchFolder(t, { "a.yaml": "", "closed/b.yaml": "" });
  const closed = folder.at("closed");
  // As root nothing is closed; the disk is made to say so.
  const access: FileAccess = { ...disk, list: async (uri) => (uri === closed ? { skipped: "unreadable" } : disk.list(uri)) };
  const walked = await walkOf([folder.uri], [], access);
  assert.deepEqual(walked, { files: [folder.at("a.yaml")], unreadable: [closed] });
});

test("what is there and cannot be had is unreadable, not gone", async (t) => {
  const folder = scratchFolder(t);
  // A link to itself: the only fault that a disk also shows to root.
  symlinkSync(join(folder.path, "loop"), join(folder.path, "loop"));
  assert.deepEqual(await disk.list(folder.at("loop")), { skipped: "unreadable" });
  assert.deepEqual(await disk.read(folder.at("loop")), { skipped: "unreadable" });
  assert.deepEqual(await disk.list(folder.at("missing")), { skipped: "gone" });
});

test("a folder that vanishes while it is walked is no fault", async (t) => {
  const folder = scratchFolder(t, { "a.yaml": "", "b/c.yaml": "" });
  const access: FileAccess = {
    ...disk,
    async list(uri) {
      const listing = await disk.list(uri);
      if (uri === folder.uri) rmSync(join(folder.path, "b"), { recursive: true });
      return listing;
    },
  };
  assert.deepEqual(await walkOf([folder.uri], [], access), { files: [folder.at("a.yaml")], unreadable: [] });
});

test("keeps only texts that may matter, and names what it passes over", async (t) => {
  const folder = scratchFolder(t, {
    "gateway.yaml": gateway,
    "values.yaml": "replicas: 3\n",
    "picture.yaml": new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x00, 0x01]),
    "huge.yaml": gateway,
  });
  truncateSync(join(folder.path, "huge.yaml"), 20 * 1024 * 1024 + 1);
  const names = ["gateway.yaml", "values.yaml", "picture.yaml", "huge.yaml", "vanished.yaml"];
  const { texts, skipped } = await read(names.map((name) => folder.at(name)));
  assert.equal(texts.get(folder.at("gateway.yaml")), gateway);
  assert.equal([...texts.values()].filter((text) => text !== undefined).length, 1);
  assert.deepEqual(Object.fromEntries([...skipped].map(([file, why]) => [file.slice(folder.uri.length + 1), why])), {
    "picture.yaml": "binary",
    "huge.yaml": "too-large",
    "vanished.yaml": "gone",
  });
});

test("reads more files than one batch holds, each once", async (t) => {
  const files = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`${i}.yaml`, `${gateway}# ${i}\n`]));
  const folder = scratchFolder(t, files);
  const { texts } = await read((await walkOf([folder.uri])).files);
  assert.equal(texts.size, 150);
  assert.equal(texts.get(folder.at("149.yaml")), `${gateway}# 149\n`);
});

test("shows a text as an editor does: no byte-order mark, UTF-16 decoded, CRLF kept", async (t) => {
  const utf16 = new Uint8Array([0xff, 0xfe, ...Buffer.from(gateway, "utf16le")]);
  const folder = scratchFolder(t, { "bom.yaml": `\ufeff${gateway}`, "utf16.yaml": utf16, "crlf.yaml": gateway.replaceAll("\n", "\r\n") });
  assert.deepEqual(await disk.read(folder.at("bom.yaml")), { text: gateway });
  assert.deepEqual(await disk.read(folder.at("utf16.yaml")), { text: gateway });
  assert.deepEqual(await disk.read(folder.at("crlf.yaml")), { text: gateway.replaceAll("\n", "\r\n") });
});
