/**
 * Every example of every rule's page, run. `node test/unit/rules-pages.test.ts --update` writes markers and repaired files anew; read the difference before
 * you commit it.
 */
import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { allRules } from "../../server/src/core/rules/index.ts";
import type { Finding, RuleFacts } from "../../server/src/core/rules/rule.ts";
import type { Settings } from "../../server/src/core/workspace/settings.ts";
import { applyFix, assertClears } from "../support/fixed.ts";
import { pathOf, readFixture, textsOf, withMarkers, writeFixture } from "../support/fixture.ts";
import { asMarked, findingsOf } from "../support/judged.ts";
import { type Block, readPage, withBlocks } from "../support/rule-page.ts";

const update = process.argv.includes("--update");

test("every rule has a page, and every page a rule", () => {
  const pages = readdirSync(join(import.meta.dirname, "../../server/src/core/rules")).filter((name) => name.endsWith(".md"));
  assert.deepEqual(pages.map((name) => name.replace(/\.md$/, "")).sort(), allRules.map(({ code }) => code).sort());
});

for (const rule of allRules) {
  const { code } = rule;
  const settings = settingsOf(rule);
  const judged = (block: Block, written: Map<Block, string>) => judgedUnder(settings, block, written);
  test(code, async (t) => {
    const page = readPage(code);
    const written = new Map<Block, string>();
    assert.ok(page.reported.length > 0, "the page reports nothing");
    assert.ok(page.accepted.length > 0, "the page accepts nothing");
    const repairs: string[] = [];
    for (const block of page.reported) {
      await t.test(`reported, line ${block.line}`, () => {
        const findings = judged(block, written);
        assert.ok(
          findings.some((finding) => finding.code === code),
          `nothing of ${code} is reported`,
        );
        const repaired = repairsOf(block, findings, code, settings);
        if (repaired !== undefined) repairs.push(repaired);
      });
    }
    for (const block of page.accepted) {
      await t.test(`accepted, line ${block.line}`, () => assert.deepEqual(judged(block, written), []));
    }
    await t.test("repaired", () => {
      assert.equal(page.repaired.length, repairs.length, "one block under Repaired for each example that has a fix");
      page.repaired.forEach((block, i) => {
        if (update) written.set(block, repairs[i] ?? "");
        else assert.equal(block.source, repairs[i]);
      });
    });
    if (update) writeFileSync(page.path, withBlocks(page, written));
  });
}

/** The settings under which a rule speaks at all. */
function settingsOf({ code, severity, optIn, onlyWhenComplete }: RuleFacts): Partial<Settings> {
  return { ...(optIn ? { rules: { [code]: severity } } : {}), ...(onlyWhenComplete ? { world: { complete: true } } : {}) };
}

/** The findings of a block, which has to be marked with exactly these. */
function judgedUnder(settings: Partial<Settings>, block: Block, written: Map<Block, string>): readonly Finding[] {
  const fixture = readFixture(block.source);
  const findings = findingsOf(textsOf(fixture), settings);
  const marked = writeFixture(fixture, findings.map(asMarked));
  if (update) written.set(block, marked);
  else assert.equal(block.source, marked);
  return findings;
}

/** What the first fix of the rule's first finding makes of a block; every fix of every finding has to clear it. */
function repairsOf(block: Block, findings: readonly Finding[], code: string, settings: Partial<Settings>): string | undefined {
  const fixture = readFixture(block.source);
  const texts = textsOf(fixture);
  let first: string | undefined;
  for (const finding of findings) {
    for (const fix of finding.fixes()) {
      assertClears(texts, finding, fix, settings);
      if (first !== undefined || finding.code !== code) continue;
      const { texts: after, touched } = applyFix(texts, fix);
      first = touched.map((file) => repairedFile(file, fixture.files.length > 1, withMarkers(fixture, after.get(file) ?? ""))).join("\n");
    }
  }
  return first;
}

function repairedFile(file: string, isNamed: boolean, text: string): string {
  const path = pathOf(file);
  return `${isNamed || path !== "manifest.yaml" ? `#- ${path}\n` : ""}${text}`.replace(/\n$/, "");
}
