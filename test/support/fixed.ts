/** What a fix makes of a set of files, and whether it does what it promises. */
import assert from "node:assert/strict";
import type { Finding, Severity } from "../../server/src/core/rules/rule.ts";
import type { Settings } from "../../server/src/core/workspace/settings.ts";
import type { Fix } from "../../server/src/core/yaml/change.ts";
import { applyChanges } from "../../server/src/core/yaml/edit.ts";
import { uriOf } from "./fixture.ts";
import { findingsOf, type Texts } from "./judged.ts";

/** The files after a fix, whole, and which of them it changed or created. */
export function applyFix(texts: Texts, fix: Fix): { readonly texts: Texts; readonly touched: readonly string[] } {
  const edits = applyChanges(fix.changes, (file) => texts.get(file));
  assert.ok(edits !== undefined && edits.length > 0, `"${fix.title}" cannot be applied`);
  const after = new Map(texts);
  for (const edit of edits) {
    if ("create" in edit) {
      assert.ok(!texts.has(edit.file), `"${fix.title}" creates ${edit.file}, which exists`);
      after.set(edit.file, edit.create);
      continue;
    }
    let text = texts.get(edit.file) ?? "";
    for (const { start, end, newText } of [...edit.edits].sort((a, b) => b.start - a.start)) {
      text = text.slice(0, start) + newText + text.slice(end);
    }
    after.set(edit.file, text);
  }
  return { texts: after, touched: edits.map(({ file }) => file) };
}

/** Asserts that a fix clears its finding and brings up nothing: no new finding, and none that is worse than before. */
export function assertClears(texts: Texts, finding: Finding, fix: Fix, settings: Partial<Settings> = {}): void {
  const { texts: after } = applyFix(texts, fix);
  const before = ranked(findingsOf(texts, settings), texts);
  const then = ranked(findingsOf(after, settings), after);
  const own = identity(finding, texts);
  assert.ok((then.get(own) ?? []).length < (before.get(own) ?? []).length, `"${fix.title}" leaves its finding: ${own}`);
  for (const [id, ranks] of then) {
    const known = before.get(id) ?? [];
    assert.ok(ranks.length <= known.length, `"${fix.title}" brings up ${id}`);
    assert.ok(Math.max(...ranks) <= Math.max(...known), `"${fix.title}" makes ${id} worse`);
  }
}

const ranks: readonly Severity[] = ["hint", "information", "warning", "error"];

function ranked(findings: readonly Finding[], texts: Texts): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const finding of findings) {
    const id = identity(finding, texts);
    found.set(id, [...(found.get(id) ?? []), ranks.indexOf(finding.severity)]);
  }
  return found;
}

/** A finding by what it is about, since a fix moves offsets and may change words. */
function identity({ code, place }: Finding, texts: Texts): string {
  return `${code} at "${texts.get(place.file)?.slice(place.start, place.end)}" in ${place.file}`;
}

/** The titles of the fixes of the findings with a code; each fix is applied and has to clear its finding. */
export function offered(texts: Texts, code: string, settings: Partial<Settings> = {}): readonly string[] {
  return findingsOf(texts, settings)
    .filter((finding) => finding.code === code)
    .flatMap((finding) =>
      finding.fixes().map((fix) => {
        assertClears(texts, finding, fix, settings);
        assert.ok(!fix.preferred, `"${fix.title}" would join fix-all`);
        return fix.title;
      }),
    );
}

/** A file after the fix with this title. */
export function after(texts: Texts, title: string, path: string): string {
  for (const finding of findingsOf(texts)) {
    const fix = finding.fixes().find((each) => each.title === title);
    if (fix !== undefined) return applyFix(texts, fix).texts.get(uriOf(path)) ?? assert.fail(`no ${path} after "${title}"`);
  }
  assert.fail(`no fix "${title}"`);
}
