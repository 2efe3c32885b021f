import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "../..");
const home = "server/src/core/x509/peculiar.ts";
const importOf = (name: string) => new RegExp(`(?:from|import)\\s*\\(?\\s*["']${name}["']`);

test("the Reflect polyfill is loaded before @peculiar/x509, in one file", () => {
  const text = readFileSync(join(root, home), "utf8");
  const polyfill = text.search(importOf("reflect-metadata"));
  const library = text.search(importOf("@peculiar/x509"));
  assert.ok(polyfill >= 0 && library >= 0);
  assert.ok(polyfill < library, "the library throws while it loads when the polyfill comes second");
});

test("no other file of the product imports either", () => {
  const files = ["server", "client"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => `${folder}/${file.replaceAll("\\", "/")}`),
  );
  assert.ok(files.includes(home));
  const importers = files.filter((file) => {
    const text = readFileSync(join(root, file), "utf8");
    return importOf("@peculiar/[^\"']+").test(text) || importOf("reflect-metadata").test(text);
  });
  assert.deepEqual(importers, [home]);
});
