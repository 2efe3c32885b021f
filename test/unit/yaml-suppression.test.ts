import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDocument } from "../../server/src/core/yaml/parse.ts";

const found = (text: string) =>
  parseDocument(text).suppressions.map(({ codes, reason, covers }) => ({ codes, reason, covers: text.slice(covers.start, covers.end) }));

test("after content, a suppression covers its line", () => {
  assert.deepEqual(found("a: 1\nb: 2 # gateway-tls: ignore san-mismatch -- staging only\nc: 3\n"), [
    { codes: ["san-mismatch"], reason: "staging only", covers: "b: 2 # gateway-tls: ignore san-mismatch -- staging only\n" },
  ]);
});

test("alone on its line, it covers the next one too", () => {
  assert.deepEqual(found("a:\n  # gateway-tls: ignore x, y\n  b: 2\n  c: 3\n"), [
    { codes: ["x", "y"], reason: undefined, covers: "  # gateway-tls: ignore x, y\n  b: 2\n" },
  ]);
});

test("two above each other cover the same line", () => {
  const text = "# gateway-tls: ignore x -- one\r\n# gateway-tls: ignore y -- two -- three\r\na: 1\r\n";
  assert.deepEqual(found(text), [
    { codes: ["x"], reason: "one", covers: text },
    { codes: ["y"], reason: "two -- three", covers: text.slice(text.indexOf("\n") + 1) },
  ]);
});

test("spelling is forgiven, other comments are not meant", () => {
  assert.deepEqual(
    found("#gateway-tls:ignore a b\n# gateway-tls: ignored c\n# see gateway-tls: ignore d\n#  gateway-tls:  ignore\nx: 1").map(
      ({ codes }) => codes,
    ),
    [["a", "b"], []],
  );
});

test("text that looks like one is content", () => {
  assert.deepEqual(found("a: |\n  # gateway-tls: ignore x\nb: '# gateway-tls: ignore y'\nc: d#gateway-tls: ignore z\n"), []);
});

test("in flow style and at the end of a document", () => {
  assert.deepEqual(
    found("a: [b, # gateway-tls: ignore x\n  c]\n# gateway-tls: ignore y").map(({ codes, covers }) => [codes, covers]),
    [
      [["x"], "a: [b, # gateway-tls: ignore x\n"],
      [["y"], "# gateway-tls: ignore y"],
    ],
  );
});

test("the span is the comment's own", () => {
  const text = "a: 1 # gateway-tls: ignore x\n";
  const [only] = parseDocument(text).suppressions;
  assert.equal(only && text.slice(only.start, only.end), "# gateway-tls: ignore x");
});
