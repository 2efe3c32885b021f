import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDocument } from "../../server/src/core/yaml/parse.ts";
import { at, get, type Node, scalarOf } from "../../server/src/core/yaml/tree.ts";

const value = (node: Node | undefined) => scalarOf(node)?.value;

/** What is marked, and what is said. */
function faults(text: string): [marked: string, message: string][] {
  return parseDocument(text).problems.map(({ start, end, message }) => [text.slice(start, end), message]);
}

const rows: Record<string, [text: string, marked: string, message: RegExp]> = {
  "a tab as indentation": ["a:\n\tb: c\n", "\t", /tab .* Use spaces/],
  "a quote that is never closed": ['a: 1\nb: "abc\nc: 2\n', '"abc', /quote is never closed/],
  "a single quote that is never closed": ["a: 1\nb: 'abc\nc: 2\n", "'abc", /quote is never closed/],
  "a quote that a later one seems to close": ['a: "abc\nb: "def"\n', '"abc', /quote is never closed/],
  "a quote with another kind in it": ['a: "it\'s\nb: "d"\n', "\"it's", /quote is never closed/],
  "a key without a colon": ["a: 1\nhostna\n", "hostna", /colon is missing/],
  "a key without a colon above another": ["hostna\nport: 1\n", "hostna", /runs together with the key on the line below/],
  "a value and an indented key below": ["a: 1\n  b: 2\n", "1", /runs together with the key on the line below/],
  "a second key on the line": ["a: b: c\n", "b", /second key on the same line/],
  "an indentation that fits nowhere": ["a:\n    b: 1\n  c: 2\n", "c", /not indented like the other keys/],
  "a brace that is not closed": ["a: {b: 1\nc: 2\n", "c", /\} is missing/],
  "a root brace that is not closed": ['{"a": 1', "1", /\} is missing/],
  "a root bracket that is not closed": ["[a, b\n", "b", /\] is missing/],
  "a missing comma": ['{"a": "b"\n"c": 1}', '"c"', /comma .*is missing/],
  "a bracket too many": ["a: ]\n", "]", /no opening one/],
  "a sequence on its key's line": ["a: - b\n", "-", /line below its key/],
  "a key among items": ["a:\n- b\n- c\n  d: e\n", "c", /runs together/],
  "a reserved character": ["a: @b\n", "@", /Quote the value/],
  "a wrong escape": ['a: "\\d"\n', "\\", /escape sequence/],
  "text after a quoted value": ["a: 'b' c\n", "c", /already ended/],
  "a mapping after a sequence": ["- a\nb: c\n", "b", /already ended/],
  "two JSON texts": ['{"a": 1}\n{"b": 2}\n', "{", /already ended|cannot stand here/],
};

for (const [what, [text, marked, message]] of Object.entries(rows)) {
  test(`${what} is marked and named`, () => {
    const [first, ...others] = faults(text);
    assert.ok(first, "no problem at all");
    assert.equal(first[0], marked);
    assert.match(first[1], message);
    assert.ok(others.length <= 1, JSON.stringify(others));
  });
}

test("a fault costs no more of the tree than it must", () => {
  const text = [
    "kind: Gateway",
    "spec:",
    "  listeners:",
    "  - name: a",
    '    hostname: "foo.exam',
    "    port: 443",
    "  - name: b",
    "    proto",
  ].join("\n");
  const { root } = parseDocument(text);
  assert.equal(value(get(root, "kind")), "Gateway");
  assert.equal(value(at(root, "spec", "listeners", 0, "hostname")), "foo.exam");
  assert.equal(value(at(root, "spec", "listeners", 0, "port")), "443");
  assert.equal(value(at(root, "spec", "listeners", 1, "name")), "b");
});

test("a quote being typed before other quotes gives what is typed so far", () => {
  const { root } = parseDocument('a: "foo.exam\nb: "x"\nc: \'y\n');
  assert.deepEqual(
    ["a", "b", "c"].map((key) => value(get(root, key))),
    ["foo.exam", "x", "y"],
  );
});

test("one problem a line, twenty a document", () => {
  assert.equal(faults("a: @b @c ] }\n").length, 1);
  assert.equal(faults("a: }\n".repeat(500)).length, 20);
});

test("what Kubernetes' reader takes is no problem", () => {
  assert.deepEqual(faults('a: "b"#c\nd: [e]#f\ng: {h: 1,}\ni: [\n  j\n]\n'), []);
});

test("messages never quote the text", () => {
  const secret = "hunter2secret";
  for (const text of [
    `a: "${secret}`,
    `a: '${secret}' ${secret}`,
    `${secret}\nb: c`,
    `a: @${secret}`,
    `a: *${secret}`,
    `&${secret} &${secret} a`,
    `a: ${secret}: b`,
    `- ${secret}\n${secret}: ${secret}\n${secret}`,
    `{${secret}`,
    `%${secret}\n`,
    `"\\${secret}"`,
    `${"[".repeat(1000)}${secret}`,
  ]) {
    const { problems } = parseDocument(text);
    assert.ok(problems.length > 0, text);
    for (const { message } of problems) assert.ok(!message.includes(secret), message);
  }
});

test("problems lie within the text, on one line, and have a length", () => {
  for (const [text] of Object.values(rows)) {
    for (const { start, end } of parseDocument(text).problems) {
      assert.ok(start >= 0 && start < end && end <= text.length);
      assert.ok(!text.slice(start, end).includes("\n"));
    }
  }
});
