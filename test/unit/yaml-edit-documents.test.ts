import assert from "node:assert/strict";
import { test } from "node:test";
import { parseAllDocuments } from "yaml";
import type { Change, PlainValue } from "../../server/src/core/yaml/change.ts";
import { applyChanges } from "../../server/src/core/yaml/edit.ts";
import { applied } from "../support/yaml-tree.ts";

const file = "file:///a.yaml";
const value: PlainValue = { kind: "New", spec: { from: [{ group: "", name: "on" }] } };
const block = 'kind: New\nspec:\n  from:\n  - group: ""\n    name: "on"\n';

function after(text: string | undefined, changes: readonly Change[], name = file): string | undefined {
  const edits = applyChanges(changes, (asked) => (asked === name ? text : undefined));
  return edits && applied(text ?? "", edits);
}

const add = (text: string, start?: number) =>
  after(text, [{ change: "addDocument", file, value, ...(start === undefined ? {} : { after: start }) }]);
const removeAt = (text: string, offset: number) => after(text, [{ change: "removeDocument", at: { file, offset, path: [] } }]);

const additions: Record<string, [before: string, start: number | undefined, after: string]> = {
  "at the end": ["a: 1\n", undefined, `a: 1\n---\n${block}`],
  "after a file without a final line break": ["a: 1", undefined, `a: 1\n---\n${block}`],
  "to an empty file": ["", undefined, block],
  "to a file of blanks": ["\n\n", undefined, block],
  "to a file that only has a byte-order mark": ["\ufeff", undefined, `\ufeff${block}`],
  "below a leading comment": ["# licence\n", undefined, `# licence\n---\n${block}`],
  "after a separator that waits for it": ["a: 1\n---\n", undefined, `a: 1\n---\n${block}`],
  "after a separator without a line break": ["---", undefined, `---\n${block}`],
  "in CRLF": ["a: 1\r\n", undefined, `a: 1\r\n---\r\n${block.replaceAll("\n", "\r\n")}`],
  "after the first of two": ["a: 1\n# end\n---\nb: 1\n", 0, `a: 1\n# end\n---\n${block}---\nb: 1\n`],
  "after the last of two": ["a: 1\n---\nb: 1", 9, `a: 1\n---\nb: 1\n---\n${block}`],
  "after a document that is ended": ["a: 1\n...\n---\nb: 1\n", 0, `a: 1\n---\n${block}...\n---\nb: 1\n`],
  "at the end of a file that is ended": ["a: 1\n...\n", undefined, `a: 1\n---\n${block}...\n`],
  "after a text block": ["a: |\n  x\n", undefined, `a: |\n  x\n---\n${block}`],
  "indented as the file is": [
    "a:\n    b:\n      - c\n",
    undefined,
    'a:\n    b:\n      - c\n---\nkind: New\nspec:\n    from:\n      - group: ""\n        name: "on"\n',
  ],
  "as KYAML after KYAML": [
    '---\n{\n  a: "x",\n}\n',
    undefined,
    '---\n{\n  a: "x",\n}\n---\n{\n  kind: "New",\n  spec: {\n    from: [\n      {\n        group: "",\n        name: "on",\n      },\n    ],\n  },\n}\n',
  ],
};

for (const [what, [before, start, expected]] of Object.entries(additions)) {
  test(`a document is added ${what}`, () => {
    assert.equal(add(before, start), expected);
    const documents = parseAllDocuments(expected).map((document) => document.toJS());
    assert.ok(documents.some((document) => JSON.stringify(document) === JSON.stringify(value)));
  });
}

test("two documents are added in their order, and the same one once", () => {
  const other: PlainValue = { b: 2 };
  const first: Change = { change: "addDocument", file, after: 0, value: { b: 1 } };
  const second: Change = { change: "addDocument", file, after: 0, value: other };
  assert.equal(after("a: 1\n---\nc: 1\n", [first, second, first]), "a: 1\n---\nb: 1\n---\nb: 2\n---\nc: 1\n");
  assert.equal(
    after("a: 1\n", [
      { change: "addDocument", file, value: { b: 1 } },
      { change: "addDocument", file, value: other },
    ]),
    "a: 1\n---\nb: 1\n---\nb: 2\n",
  );
});

test("two documents are added to an empty file", () => {
  const changes: Change[] = [1, 2].map((a) => ({ change: "addDocument", file, value: { a } }));
  assert.equal(after("", changes), "a: 1\n---\na: 2\n");
  assert.equal(
    after(
      "---\n",
      changes.map((change) => ({ ...change, after: 4 })),
    ),
    "---\na: 1\n---\na: 2\n",
  );
});

test("no document is added to JSON, to a file that is not there, or after a document that is not", () => {
  assert.equal(after('{"a": 1}', [{ change: "addDocument", file: "file:///a.json", value }], "file:///a.json"), undefined);
  assert.equal(after(undefined, [{ change: "addDocument", file, value }]), undefined);
  assert.equal(add("a: 1\n", 2), undefined);
});

const removals: Record<string, [before: string, offset: number, after: string]> = {
  "the first of two": ["a: 1\n---\nb: 1\n", 0, "b: 1\n"],
  "the first of two with separators": ["# licence\n---\na: 1\n---\nb: 1\n", 14, "# licence\n---\nb: 1\n"],
  "the last": ["a: 1\n---\nb: 1\n", 9, "a: 1\n"],
  "the middle one": ["a: 1\n---\n# about b\nb: 1\n---\nc: 1\n", 9, "a: 1\n---\nc: 1\n"],
  "the first before one on its separator's line": ["a: 1\n--- {b: 1}\n", 0, "--- {b: 1}\n"],
  "one on its separator's line": ["a: 1\n--- {b: 1}\n---\nc: 1\n", 8, "a: 1\n---\nc: 1\n"],
  "one that is ended, between others": ["a: 1\n---\nb: 1\n...\nc: 1\n", 9, "a: 1\n...\nc: 1\n"],
  "the first, which is ended": ["a: 1\n...\nb: 1\n", 0, "b: 1\n"],
  "the only one": ["# licence\n---\na: 1\n", 14, "# licence\n"],
  "the only one without separator": ["a: 1\n", 0, ""],
};

for (const [what, [before, offset, expected]] of Object.entries(removals)) {
  test(`a document is removed: ${what}`, () => assert.equal(removeAt(before, offset), expected));
}

test("a document is removed once, and not changed besides", () => {
  const text = "a: 1\n---\nb: 1\n";
  const gone: Change = { change: "removeDocument", at: { file, offset: 9, path: [] } };
  assert.equal(after(text, [gone, gone]), "a: 1\n");
  assert.equal(after(text, [gone, { change: "set", at: { file, offset: 9, path: ["b"] }, value: 2 }]), undefined);
  assert.equal(after(text, [gone, { change: "set", at: { file, offset: 0, path: ["a"] }, value: 2 }]), "a: 2\n");
  assert.equal(removeAt(text, 5), undefined);
});

test("a move is a removal and an addition", () => {
  const text = "a: 1\n---\nb: 1\n";
  const changes: Change[] = [
    { change: "removeDocument", at: { file, offset: 0, path: [] } },
    { change: "addDocument", file, value: { a: 1 } },
  ];
  assert.equal(after(text, changes), "b: 1\n---\na: 1\n");
});

test("a file is created in its own form, unless it is there", () => {
  assert.equal(after(undefined, [{ change: "create", file, value }]), block);
  assert.equal(after("a: 1\n", [{ change: "create", file, value }]), undefined);
  const json = "file:///a.json";
  const text = after(undefined, [{ change: "create", file: json, value }], json);
  assert.deepEqual(JSON.parse(text ?? ""), value);
  assert.match(text ?? "", /^\{\n {2}"kind": "New",\n/);
  assert.deepEqual(
    applyChanges(
      [
        { change: "create", file, value: { a: 1 } },
        { change: "addDocument", file, value: { b: 1 } },
      ],
      () => undefined,
    ),
    [{ file, create: "a: 1\n---\nb: 1\n" }],
  );
});

test("nothing to do is no edit", () => {
  assert.deepEqual(
    applyChanges([], () => undefined),
    [],
  );
  assert.deepEqual(
    applyChanges([{ change: "set", at: { file, offset: 0, path: ["a"] }, value: 1 }], () => "a: 1\n"),
    [],
  );
});
