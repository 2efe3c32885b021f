import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Change } from "../../server/src/core/yaml/change.ts";
import { applyChanges } from "../../server/src/core/yaml/edit.ts";

const file = "file:///a.yaml";

function renamed(text: string, path: readonly (string | number)[], key: string, ...more: readonly Change[]): string | undefined {
  const edits = applyChanges([{ change: "rename", at: { file, offset: 0, path }, key }, ...more], () => text);
  const [edit] = edits ?? [];
  if (edit === undefined || "create" in edit) return undefined;
  return edit.edits.reduceRight((after, { start, end, newText }) => after.slice(0, start) + newText + after.slice(end), text);
}

describe("a key gets another name", () => {
  test("with its value, its comments and its place", () => {
    const text = "a: 1\n# why\nold: &x # here\n  - b # there\nc: *x\n";
    assert.equal(renamed(text, ["old"], "new"), "a: 1\n# why\nnew: &x # here\n  - b # there\nc: *x\n");
  });
  test("in flow style and in an item", () => assert.equal(renamed("- {old: [1], b: 2}\n", [0, "old"], "new"), "- {new: [1], b: 2}\n"));
  test("in the quotes that it had", () => {
    assert.equal(renamed('{"old": 1}', ["old"], "new"), '{"new": 1}');
    assert.equal(renamed("'old': 1\n", ["old"], "new"), "'new': 1\n");
  });
  test("beside another change of the same document", () => {
    const other: Change = { change: "set", at: { file, offset: 0, path: ["b"] }, value: 3 };
    assert.equal(renamed("old: 1\nb: 2\n", ["old"], "new", other), "new: 1\nb: 3\n");
  });
});

describe("a key keeps its name", () => {
  test("where the mapping has the other one", () => assert.equal(renamed("old: 1\nnew: 2\n", ["old"], "new"), undefined));
  test("where it is not there", () => assert.equal(renamed("a: 1\n", ["old"], "new"), undefined));
  test("where it is an item", () => assert.equal(renamed("- 1\n", [0], "new"), undefined));
  test("where it came in through a merge", () => assert.equal(renamed("x: &x {old: 1}\ny: {<<: *x}\n", ["y", "old"], "new"), undefined));
  test("where others read it through an alias", () => assert.equal(renamed("x: &x {old: 1}\ny: *x\n", ["x", "old"], "new"), undefined));
  test("where something else changes below it", () => {
    const below: Change = { change: "set", at: { file, offset: 0, path: ["old", "b"] }, value: 3 };
    assert.equal(renamed("old: {b: 2}\n", ["old"], "new", below), undefined);
  });
  test("where the new one would be read as something else", () => assert.equal(renamed("old: 1\n", ["old"], "a: b"), undefined));
});
