import assert from "node:assert/strict";
import { test } from "node:test";
import type { Change } from "../../server/src/core/yaml/change.ts";
import { applyChanges } from "../../server/src/core/yaml/edit.ts";
import { LatestReading } from "../../server/src/core/yaml/latest-reading.ts";
import { applied } from "../support/yaml-tree.ts";

const text = "a: 1 # one\n---\nb: 2\nc: [x]\n";
const file = "file:///a.yaml";
const set = (offset: number, key: string, name = file): Change => ({ change: "set", at: { file: name, offset, path: [key] }, value: 9 });

test("a document that is changed again and again is parsed once", () => {
  const reading = new LatestReading();
  const [, second] = reading.documentsOf(text);
  assert.ok(second !== undefined);
  const first = reading.read(text, second, false);
  // The same text, as it comes from the disk the next time.
  assert.equal(reading.read(`${text} `.slice(0, -1), second, false), first);
  assert.notEqual(reading.read(text, second, true), first, "JSON is laid out otherwise");
});

test("one reading serves changes of several documents, files and texts, each against its own", () => {
  const reading = new LatestReading();
  const changed = (written: string, change: Change) => {
    const edits = applyChanges([change], () => written, reading);
    return edits && applied(written, edits);
  };
  const second = text.indexOf("b:");
  assert.equal(changed(text, set(second, "b")), text.replace("b: 2", "b: 9"));
  assert.equal(changed(text, set(0, "a")), text.replace("a: 1", "a: 9"));
  assert.equal(changed(text, set(second, "b")), text.replace("b: 2", "b: 9"));
  const other = text.replace("b: 2", "b: two");
  assert.equal(changed(other, set(second, "b")), other.replace("b: two", "b: 9"));
  assert.equal(changed('{"b": 2}', set(0, "b", "file:///a.json")), '{"b": 9}');
  assert.equal(changed(text, set(1, "b")), undefined, "no document starts there");
});

test("changes that follow each other in one document each see what the one before has written", () => {
  const second = text.indexOf("b:");
  const edits = applyChanges([set(second, "b"), set(second, "d"), set(0, "a")], () => text, new LatestReading());
  assert.equal(edits && applied(text, edits), "a: 9 # one\n---\nb: 9\nc: [x]\nd: 9\n");
});
