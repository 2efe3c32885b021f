import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseAllDocuments } from "yaml";
import { lineStartsOf, splitDocuments } from "../../server/src/core/yaml/split.ts";

const texts = (file: string) => splitDocuments(file).map(({ text }) => text);

test("documents are cut at --- in column 0, and the separator line belongs to none", () => {
  assert.deepEqual(texts("a: 1\n---\nb: 2\n"), ["a: 1\n", "b: 2\n"]);
  assert.deepEqual(texts("---\na: 1\n---\nb: 2\n"), ["a: 1\n", "b: 2\n"]);
  assert.deepEqual(texts("---\r\na: 1\r\n---\r\nb: 2"), ["a: 1\r\n", "b: 2"]);
  assert.deepEqual(texts("a: 1\n --- \n----\n---x\nb: 2\n"), ["a: 1\n --- \n----\n---x\nb: 2\n"]);
  assert.deepEqual(texts("a: |\n  ---\n  x\n"), ["a: |\n  ---\n  x\n"]);
});

test("empty documents count, preludes do not", () => {
  assert.deepEqual(texts(""), [""]);
  assert.deepEqual(texts("---"), [""]);
  assert.deepEqual(texts("---\n---\n"), ["", ""]);
  assert.deepEqual(texts("# only a comment\n"), ["# only a comment\n"]);
  assert.deepEqual(texts("# licence\n\n---\na: 1\n"), ["a: 1\n"]);
  assert.deepEqual(texts("%YAML 1.2\n---\na: 1\n...\n# between\n%YAML 1.1\n---\nb: 2\n"), ["a: 1\n", "b: 2\n"]);
  assert.deepEqual(texts("a: 1\n...\nb: 2\n"), ["a: 1\n", "b: 2\n"]);
  assert.deepEqual(texts("a: 1\n...\n# the end\n"), ["a: 1\n"]);
});

test("content on the separator line belongs to the document, a comment there does not", () => {
  assert.deepEqual(texts("--- # first\na: 1\n--- {b: 2}\n--- !tag\nc: 3\n---\t\nd: 4\n"), [
    "a: 1\n",
    " {b: 2}\n",
    " !tag\nc: 3\n",
    "d: 4\n",
  ]);
});

test("a byte-order mark is left out, and offsets count it", () => {
  assert.deepEqual(splitDocuments("\ufeffa: 1\n"), [{ start: 1, end: 6, text: "a: 1\n" }]);
  assert.deepEqual(texts("\ufeff---\na: 1\n---\n\ufeffb: 2\n"), ["a: 1\n", "b: 2\n"]);
});

test("a JSON text is one document", () => {
  assert.deepEqual(texts('{\n  "a": "---\\n"\n}\n'), ['{\n  "a": "---\\n"\n}\n']);
});

const line = fc.constantFrom(
  "a: 1",
  "- b",
  "# c",
  "---",
  "--- # d",
  "--- {e: f}",
  "...",
  "",
  "  g: h",
  "😀: é",
  "%YAML 1.2",
  "----",
  "---\t",
  " ---",
);
const file = fc
  .tuple(fc.constantFrom("", "\ufeff"), fc.array(line, { maxLength: 12 }), fc.constantFrom("\n", "\r\n"), fc.boolean())
  .map(([mark, lines, eol, ended]) => mark + lines.join(eol) + (ended ? eol : ""));

test("texts are exact slices, in order, and nothing but separators, comments and directives lies between them", () => {
  fc.assert(
    fc.property(file, (text) => {
      let last = 0;
      const between: string[] = [];
      for (const { start, end, text: piece } of splitDocuments(text)) {
        assert.equal(text.slice(start, end), piece);
        assert.ok(start >= last);
        between.push(text.slice(last, start));
        last = end;
      }
      between.push(text.slice(last));
      for (const gap of between) {
        for (const row of gap.split("\n")) assert.match(row, /^\ufeff?(?:(?:---|\.\.\.).*|[ \t]*(?:#.*)?|%.*)\r?$/);
      }
    }),
  );
});

test("the documents are those that the parser sees in a well-formed stream", () => {
  const document = fc.constantFrom("a: 1", "- b\n- c", "{d: e}", "# f\ng: h", "|\n i", "'j'");
  const stream = fc.array(fc.tuple(fc.constantFrom("---\n", "--- # k\n", "...\n---\n", "...\n%YAML 1.2\n---\n"), document), {
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(stream, (parts) => {
      const text = parts.map(([separator, body], i) => `${i === 0 ? "---\n" : separator}${body}\n`).join("");
      const expected = parseAllDocuments(text).map((each) => each.toJS());
      assert.deepEqual(
        splitDocuments(text).map(({ text: each }) => parseAllDocuments(each)[0]?.toJS()),
        expected,
      );
    }),
  );
});

test("lines start after \\n, \\r\\n and a lone \\r", () => {
  assert.deepEqual(lineStartsOf(""), [0]);
  assert.deepEqual(lineStartsOf("a\nb\r\nc\rd\n\r"), [0, 2, 5, 7, 9, 10]);
  assert.deepEqual(lineStartsOf("😀\nx"), [0, 3]);
});
