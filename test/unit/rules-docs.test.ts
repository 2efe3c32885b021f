/** What ships of the rules' pages is what the rules say: `npm run docs` writes it anew. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { rulePages } from "../../generate/rule-pages.ts";

const root = join(import.meta.dirname, "../..");

for (const [path, text] of rulePages()) {
  test(`${path} is current`, () => {
    assert.equal(readFileSync(join(root, path), "utf8"), text, "run npm run docs");
    assert.doesNotMatch(text.replace(/^Values that .*$/m, ""), /\{\{/, "a marker is left");
  });
}

test("docs/rules holds no page of a rule that is gone", () => {
  const pages = readdirSync(join(root, "docs/rules")).map((name) => `docs/rules/${name}`);
  assert.deepEqual(pages.sort(), [...rulePages().keys()].filter((path) => path !== "docs/rules.md").sort());
});
