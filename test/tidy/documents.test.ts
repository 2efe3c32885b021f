/** What the documents promise exists: links lead somewhere, settings and options are the real ones, each rule is in the changelog. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { allRules } from "../../server/src/core/rules/index.ts";

const root = join(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const readme = read("README.md");

const documents = [
  ...readdirSync(root).filter((name) => name.endsWith(".md")),
  ...["docs", "examples"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".md"))
      .map((name) => join(folder, name)),
  ),
];

test("links lead to files that exist", () => {
  const links = documents.flatMap((document) =>
    [...read(document).matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, target = ""]) => ({ document, target })),
  );
  assert.ok(links.length > 20, `only ${links.length} links were found`);
  const dead = links.filter(({ document, target }) => !existsSync(join(root, dirname(document), target)));
  assert.deepEqual(
    dead.map(({ document, target }) => `${document}: ${target}`),
    [],
  );
});

test("the README names every setting, and no other", () => {
  const contributed = Object.keys(JSON.parse(read("package.json")).contributes.configuration.properties);
  // A row may name its siblings by their ends: `gatewayTls.codeLens.listeners`, `.certificates`.
  const named = [...readme.matchAll(/^\| `(gatewayTls\.[\w.]+)`((?:, `\.\w+`)*)/gm)].flatMap(([, first = "", more = ""]) => [
    first,
    ...[...more.matchAll(/`(\.\w+)`/g)].map(([, end = ""]) => first.replace(/\.\w+$/, end)),
  ]);
  assert.deepEqual(named.sort(), contributed.sort());
});

test("the README names every option of the command line, and no other", () => {
  const usage = execFileSync(process.execPath, [join(root, "server/src/main.cli.ts"), "--help"], { encoding: "utf8" });
  const options = (text: string) => new Set(text.match(/--[a-z][a-z-]*/g));
  const section = readme.slice(readme.indexOf("## Command line"), readme.indexOf("## Settings"));
  const general = ["--help", "--version"];
  assert.deepEqual([...options(section)].sort(), [...options(usage)].filter((option) => !general.includes(option)).sort());
});

test("the changelog names every rule", () => {
  const changelog = read("CHANGELOG.md");
  assert.deepEqual(
    allRules.map(({ code }) => code).filter((code) => !changelog.includes(`\`${code}\``)),
    [],
  );
});
