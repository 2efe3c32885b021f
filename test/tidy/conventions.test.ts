/** Conventions that no compiler holds: names, sizes, comments, versions, pages. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { allRules } from "../../server/src/core/rules/index.ts";

const root = join(import.meta.dirname, "..", "..");

/** Files below a folder of the project, as paths from its root; nothing that is installed or built. */
function filesBelow(folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return [path];
    return ["node_modules", ".host", "dist", "out"].includes(entry.name) ? [] : filesBelow(path);
  });
}

function textOf(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

const product = ["server", "client"].flatMap(filesBelow).filter((path) => path.endsWith(".ts"));
const code = [...product, ...["test", "bench", "generate", "examples"].flatMap(filesBelow).filter((path) => path.endsWith(".ts"))];
const documents = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...filesBelow("docs"),
  ...filesBelow("examples"),
].filter((path) => path.endsWith(".md"));

/** The lines of these files in which a pattern is found. */
function linesWith(paths: readonly string[], pattern: RegExp): readonly string[] {
  return paths.flatMap((path) =>
    textOf(path)
      .split("\n")
      .flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1}: ${line.trim()}`] : [])),
  );
}

test("the code is found", () => {
  assert.ok(product.length > 150, `${product.length} files`);
  assert.ok(documents.length > 10, `${documents.length} documents`);
});

test("a file's name says what is in it", () => {
  const empty = /(?:^|[/.-])(?:(?<!cert-)manager|helpers?|utils?|data|info|common|misc|types|lib)(?=[.-])/i;
  assert.match("server/src/core/yaml/string-utils.ts", empty);
  assert.deepEqual(
    code.filter((path) => empty.test(path)),
    [],
  );
});

test("files are small", () => {
  /** Longer than the rest, each for a reason. */
  const longer: Readonly<Record<string, string>> = {
    "test/workspace/namespaces.test.ts": "one case beside the other, in the order of the rules that they pin",
    "test/unit/boundary.test.ts": "one case beside the other, by model",
  };
  const long = code.filter((path) => !path.endsWith(".generated.ts") && textOf(path).split("\n").length > 351);
  assert.deepEqual(
    long.filter((path) => !(path in longer)),
    [],
  );
  assert.deepEqual(
    Object.keys(longer).filter((path) => !long.includes(path)),
    [],
    "these are small again",
  );
});

test("the roots only put together", () => {
  const roots = product.filter((path) => /\/src\/main\.\w+\.ts$/.test(path));
  assert.ok(roots.length >= 5, roots.join(" "));
  assert.deepEqual(
    roots.filter((path) => textOf(path).split("\n").length > 41),
    [],
  );
});

test("every file of the product begins with what it is for", () => {
  const handmade = product.filter((path) => !path.endsWith(".generated.ts"));
  assert.deepEqual(
    handmade.filter((path) => !/^(?:#!.*\n)?\/\*\*/.test(textOf(path))),
    [],
  );
});

test("an exported function that is more than a line or two has a comment of its own", () => {
  const bare = product.flatMap((path) => {
    const functions = [...textOf(path).matchAll(/^(.*)\nexport (?:async )?function\*? (\w+)[\s\S]*?\n\}$/gm)];
    // Where a file is one function, what the file is for is what the function is for.
    if (functions.length === 1) return [];
    // What VS Code calls is explained by VS Code.
    if (/^client\/src\/main\.\w+\.ts$/.test(path)) return [];
    return functions.flatMap(([whole, before = "", name]) =>
      before.endsWith("*/") || whole.split("\n").length < 10 ? [] : [`${path}: ${name}`],
    );
  });
  assert.deepEqual(bare, []);
});

test("nothing is left for later, switched off or forced", () => {
  assert.deepEqual(
    linesWith(code, /\b(?:TODO|FIXME|XXX|HACK)\b(?!")/).filter((line) => !line.startsWith("test/tidy/")),
    [],
  );
  assert.deepEqual(
    linesWith(code, /@ts-(?:ignore|nocheck|expect-error)/).filter((line) => !line.startsWith("test/tidy/")),
    [],
  );
  assert.deepEqual(linesWith(code, /\b(?:test|it|describe)\.(?:only|todo)\(/), []);
});

test("tests are the only thing that knows of the corpora outside the project", () => {
  const mentions = linesWith([...product, ...documents, "package.json", "build.mjs"], /\.\.\/shared\b/);
  assert.deepEqual(
    mentions.filter((line) => !line.startsWith("CONTRIBUTING.md")),
    [],
  );
});

test("every rule has its page beside it, in its own name", () => {
  for (const { code: rule } of allRules) {
    assert.match(rule, /^[a-z]+(?:-[a-z]+)+$/);
    assert.ok(existsSync(join(root, "server/src/core/rules", `${rule}.md`)), `${rule}.md`);
    assert.ok(existsSync(join(root, "server/src/core/rules", `${rule}.ts`)), `${rule}.ts`);
  }
  const pages = filesBelow("server/src/core/rules").filter((path) => path.endsWith(".md"));
  assert.equal(pages.length, allRules.length, "a page without a rule");
});

test("every dependency is pinned exactly", () => {
  const manifest = JSON.parse(textOf("package.json")) as Record<string, Record<string, string>>;
  for (const field of ["dependencies", "devDependencies", "optionalDependencies"]) {
    for (const [name, version] of Object.entries(manifest[field] ?? {})) assert.match(version, /^\d+\.\d+\.\d+$/, name);
  }
});

test("the folders that ARCHITECTURE names are there", () => {
  const house = /```\n([\s\S]*?)```/.exec(textOf("ARCHITECTURE.md"))?.[1] ?? "";
  const core = [...house.matchAll(/^ {4}(\w+)\/ /gm)].map(([, name]) => name);
  const there = readdirSync(join(root, "server/src/core"), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
  assert.deepEqual(core.toSorted(), there.toSorted());
});
