import assert from "node:assert/strict";
import { test } from "node:test";
import type { Change, PlainValue } from "../../server/src/core/yaml/change.ts";
import { applyChanges } from "../../server/src/core/yaml/edit.ts";
import { splitDocuments } from "../../server/src/core/yaml/split.ts";
import { applied } from "../support/yaml-tree.ts";

type Path = readonly (string | number)[];
type Step = (file: string, offset: number) => Change;
const at = (file: string, offset: number, path: Path) => ({ file, offset, path });
const set =
  (path: Path, value: PlainValue): Step =>
  (file, offset) => ({ change: "set", at: at(file, offset, path), value });
const append =
  (path: Path, value: PlainValue): Step =>
  (file, offset) => ({ change: "append", at: at(file, offset, path), value });
const remove =
  (path: Path): Step =>
  (file, offset) => ({ change: "remove", at: at(file, offset, path) });

/** The text after changes to one of its documents (the first, unless told), or undefined. */
function change(text: string, steps: Step | readonly Step[], document = 0, file = "file:///a.yaml"): string | undefined {
  const offset = splitDocuments(text)[document]?.start ?? -1;
  const edits = applyChanges(
    [steps].flat().map((step) => step(file, offset)),
    (name) => (name === file ? text : undefined),
  );
  return edits && applied(text, edits);
}

const rows: Record<string, [before: string, steps: Step | readonly Step[], after: string]> = {
  // Setting what is there.
  "a plain scalar": ["a: old # c\nb: 1\n", set(["a"], "new"), "a: new # c\nb: 1\n"],
  "a double-quoted scalar": ['a: "old" # c\n', set(["a"], "new"), 'a: "new" # c\n'],
  "a single-quoted scalar": ["a: 'old'\n", set(["a"], "it's"), "a: 'it''s'\n"],
  "a value that must be quoted": ["a: old\n", set(["a"], "yes"), 'a: "yes"\n'],
  "a wildcard that must be quoted": ["a: old\n", set(["a"], "*.example.com"), 'a: "*.example.com"\n'],
  "a number": ["a: '1'\n", set(["a"], 443), "a: 443\n"],
  "a missing value": ["a:   # c\nb: 1\n", set(["a"], "x"), "a: x   # c\nb: 1\n"],
  "a null": ["a: ~\n", set(["a"], true), "a: true\n"],
  "a scalar by a mapping": [
    "s:\n  a: old # c\n  b: 1\n",
    set(["s", "a"], { x: 1, w: ["z"] }),
    "s:\n  a: # c\n    x: 1\n    w:\n    - z\n  b: 1\n",
  ],
  "a mapping by a scalar": ["a: # c\n  x: 1\n\n  y: 2 # d\n# e\nb: 1\n", set(["a"], "new"), "a: new # c\n# e\nb: 1\n"],
  "a block sequence by another": ["a:\n  - x # c\n  - y\nb: 1\n", set(["a"], ["z"]), "a:\n  - z\nb: 1\n"],
  "a flow sequence by another": ["a: [x, y] # c\n", set(["a"], ["z", "w"]), "a: [z, w] # c\n"],
  "a block scalar": ["a: |\n  x\n  y\n\nb: 1\n", set(["a"], "new"), "a: new\n\nb: 1\n"],
  "a scalar by a text of several lines": ["a:\n  b: old # c\n", set(["a", "b"], "x\ny\n"), "a:\n  b: | # c\n    x\n    y\n"],
  "a multi-line plain scalar": ["a: x\n  y\nb: 1\n", set(["a"], "new"), "a: new\nb: 1\n"],
  "an item": ["a:\n- x\n- y # c\n", set(["a", 1], "z"), "a:\n- x\n- z # c\n"],
  "an item by a mapping": ["a:\n  - x\n  - y\n", set(["a", 0], { p: 1, q: 2 }), "a:\n  - p: 1\n    q: 2\n  - y\n"],
  "a mapping item by a scalar": ["a:\n- p: 1\n  q: 2\n- y\n", set(["a", 0], "x"), "a:\n- x\n- y\n"],
  "an empty item": ["a:\n-\n- y\n", set(["a", 0], "x"), "a:\n- x\n- y\n"],
  "the last of duplicate keys": ["a: 1\na: 2\n", set(["a"], 3), "a: 1\na: 3\n"],
  "an alias": ["a: &x old\nb: *x\nc: *x\n", set(["b"], "new"), "a: &x old\nb: new\nc: *x\n"],
  "an aliased collection": ["a: &x [1]\nb: *x # c\n", set(["b"], { k: 1 }), "a: &x [1]\nb: # c\n  k: 1\n"],
  "an anchored scalar that nobody uses": ["a: &x old\n", set(["a"], "new"), "a: &x new\n"],
  "an anchored scalar that others use": ["a: &x old # c\nb: *x\nc: *x\n", set(["a"], "new"), "a: new # c\nb: &x old\nc: *x\n"],
  "a tagged scalar": ["a: !vault |\n  x\n  y\nb: 1\n", set(["a"], "new"), "a: new\nb: 1\n"],
  "the document": ["# c\nold\n", set([], "new"), "# c\nnew\n"],
  "what already is so": ["a: x # c\n", set(["a"], "x"), "a: x # c\n"],

  // Adding keys.
  "a key at the end": ["a: 1\nb: 2 # c\n# d\n", set(["c"], 3), "a: 1\nb: 2 # c\nc: 3\n# d\n"],
  "a key without a final line break": ["a: 1", set(["b"], 2), "a: 1\nb: 2"],
  "a key in CRLF": ["a:\r\n  b: 1 # c\r\nd: 2\r\n", set(["a", "c"], { e: 1 }), "a:\r\n  b: 1 # c\r\n  c:\r\n    e: 1\r\nd: 2\r\n"],
  "a key with a way of mappings": ["kind: A\n", set(["metadata", "labels", "a/b"], "x"), "kind: A\nmetadata:\n  labels:\n    a/b: x\n"],
  "a key of four spaces' width": [
    "a:\n    b:\n        c: 1\n",
    set(["a", "d", "e"], 2),
    "a:\n    b:\n        c: 1\n    d:\n        e: 2\n",
  ],
  "a key in an item": ["a:\n  - b: 1\n    c: 2\n  - b: 3\n", set(["a", 0, "d"], 4), "a:\n  - b: 1\n    c: 2\n    d: 4\n  - b: 3\n"],
  "a key after a nested block": [
    "a:\n  b:\n    c: 1\n  # end of a\nd: 1\n",
    set(["a", "x"], 2),
    "a:\n  b:\n    c: 1\n  x: 2\n  # end of a\nd: 1\n",
  ],
  "a key after a block scalar": ["a:\n  b: |\n    x\n\nd: 1\n", set(["a", "c"], 2), "a:\n  b: |\n    x\n  c: 2\n\nd: 1\n"],
  "a key after a block scalar that keeps its blank lines": [
    "a:\n  b: |+\n    x\n\nd: 1\n",
    set(["a", "c"], 2),
    "a:\n  b: |+\n    x\n\n  c: 2\nd: 1\n",
  ],
  "a key among quoted values": ['a: "x"\nb: "y"\n', set(["c"], "z"), 'a: "x"\nb: "y"\nc: "z"\n'],
  "a key that must be quoted": ["a: 1\n", set(["yes"], 1), 'a: 1\n"yes": 1\n'],
  "a key where the value is null": ["a:\n  b: # c\nd: 1\n", set(["a", "b", "e"], 1), "a:\n  b: # c\n    e: 1\nd: 1\n"],
  "a key in empty braces": ["a:\n  b: {} # c\n", set(["a", "b", "e"], 1), "a:\n  b: # c\n    e: 1\n"],
  "a key in braces": ["a: {b: 1} # c\n", set(["a", "e"], "x"), "a: {b: 1, e: x} # c\n"],
  "a key in padded braces": ["a: { b: 1 }\n", set(["a", "e"], { f: 1 }), "a: { b: 1, e: { f: 1 } }\n"],
  "a key over a merged one": ["b: &b {x: 1}\na:\n  <<: *b\n", set(["a", "x"], 2), "b: &b {x: 1}\na:\n  <<: *b\n  x: 2\n"],
  "a key over a merged one in braces": ["b: &b {x: 1}\na: {<<: *b}\n", set(["a", "x"], 2), "b: &b {x: 1}\na: {<<: *b, x: 2}\n"],
  "a key before the end of the document": ["a: 1\n...\n", set(["b"], 2), "a: 1\nb: 2\n...\n"],
  "a key below an explicit one": ["? a\n: 1\n", set(["b"], 2), "? a\n: 1\nb: 2\n"],

  // Appending.
  "an item at the end": ["a:\n- x\n- y # c\n# d\nb: 1\n", append(["a"], "z"), "a:\n- x\n- y # c\n- z\n# d\nb: 1\n"],
  "an item to an indented sequence": ["a:\n    - x\nb: 1\n", append(["a"], "z"), "a:\n    - x\n    - z\nb: 1\n"],
  "an item among quoted ones": ['a:\n- "x"\n', append(["a"], "z"), 'a:\n- "x"\n- "z"\n'],
  "a mapping among mappings": [
    "a:\n  - name: x\n    p: [1]\nb: 1\n",
    append(["a"], { name: "b2", p: [2] }),
    "a:\n  - name: x\n    p: [1]\n  - name: b2\n    p:\n      - 2\nb: 1\n",
  ],
  "a mapping among those in braces": ["a:\n- {name: x}\n", append(["a"], { name: "b2" }), "a:\n- {name: x}\n- {name: b2}\n"],
  "an item to a sequence in brackets": ["a: [x] # c\n", append(["a"], "z"), "a: [x, z] # c\n"],
  "an item to a sequence over several lines": ["a: [\n  x, # c\n  y # d\n]\n", append(["a"], "z"), "a: [\n  x, # c\n  y, # d\n  z\n]\n"],
  "an item to a sequence with a last comma": ["a: [\n  x,\n  y, # d\n]\n", append(["a"], "z"), "a: [\n  x,\n  y, # d\n  z,\n]\n"],
  "an item to empty brackets": ["a: [] # c\n", append(["a"], "z"), "a: # c\n- z\n"],
  "an item to empty brackets, sequences being indented here": ["b:\n  - 1\na: []\n", append(["a"], "z"), "b:\n  - 1\na:\n  - z\n"],
  "an item to null": ["s:\n  a:\n  b: 1\n", append(["s", "a"], "z"), "s:\n  a:\n  - z\n  b: 1\n"],
  "an item to nothing": ["s:\n  b: 1\n", append(["s", "a"], { name: 1 }), "s:\n  b: 1\n  a:\n  - name: 1\n"],
  "an item below a way of mappings": ["s: {}\n", append(["s", "t", "a"], "z"), "s:\n  t:\n    a:\n    - z\n"],
  "an item after one with nested blocks": [
    "a:\n- b:\n  - c:\n      d\n- e\n",
    append(["a", 0, "b"], "f"),
    "a:\n- b:\n  - c:\n      d\n  - f\n- e\n",
  ],
  "a sequence to a sequence": ["- - a\n  - b\n", append([0], ["c"]), "- - a\n  - b\n  - - c\n"],

  // Removing.
  "a pair": ["a: 1\nb: 2 # c\nd: 3\n", remove(["b"]), "a: 1\nd: 3\n"],
  "a pair with its comment above": ["a: 1\n# far\n\n# about b\n# more\nb:\n  x: 1\nd: 3\n", remove(["b"]), "a: 1\n# far\n\nd: 3\n"],
  "a pair, not the comment that is indented otherwise": [
    "a:\n  x: 1\n  # end of a\nb: 2\nc: 3\n",
    remove(["b"]),
    "a:\n  x: 1\n  # end of a\nc: 3\n",
  ],
  "the last pair of a file without a final line break": ["a: 1\nb: 2", remove(["b"]), "a: 1"],
  "the first pair": ["a: 1\nb: 2\n", remove(["a"]), "b: 2\n"],
  "the first pair of a document, below what speaks of the document": ["# $schema=x\na: 1\nb: 2\n", remove(["a"]), "# $schema=x\nb: 2\n"],
  "the only pair": ["s:\n  # about a\n  a: 1\nt: 1\n", remove(["s", "a"]), "s: {}\nt: 1\n"],
  "the only pair of the document": ["a: 1\n", remove(["a"]), "{}\n"],
  "the first pair of an item": ["l:\n- a: 1 # c\n  b: 2\n", remove(["l", 0, "a"]), "l:\n- b: 2\n"],
  "the first pair of an item before a comment": [
    "l:\n- a: 1\n  # about b\n  b: 2\n",
    remove(["l", 0, "a"]),
    "l:\n-\n  # about b\n  b: 2\n",
  ],
  "the only pair of an item": ["l:\n- a: 1\n- b\n", remove(["l", 0, "a"]), "l:\n- {}\n- b\n"],
  "an item with its lines": ["l:\n# about one\n- a: 1\n  b: 2\n- c: 3\n", remove(["l", 0]), "l:\n- c: 3\n"],
  "the last item": ["l:\n  - a\n  - b # c\nm: 1\n", remove(["l", 1]), "l:\n  - a\nm: 1\n"],
  "the only item": ["l: # c\n- a\nm: 1\n", remove(["l", 0]), "l: [] # c\nm: 1\n"],
  "an item of a nested sequence": ["- - a\n  - b\n- c\n", remove([0, 0]), "- - b\n- c\n"],
  "an item in brackets": ["l: [a, b, c]\n", remove(["l", 1]), "l: [a, c]\n"],
  "the last item in brackets": ["l: [a, b]\n", remove(["l", 1]), "l: [a]\n"],
  "the only item in brackets": ["l: [ a ]\n", remove(["l", 0]), "l: []\n"],
  "an item on its line in brackets": [
    "l: [\n  a, # one\n  # about b\n  b, # two\n  c\n]\n",
    remove(["l", 1]),
    "l: [\n  a, # one\n  c\n]\n",
  ],
  "the last item on its line in brackets": ["l: [\n  a, # one\n  b # two\n]\n", remove(["l", 1]), "l: [\n  a # one\n]\n"],
  "a pair that merges": ["b: &b {x: 1}\na:\n  <<: *b\n  y: 1\n", remove(["a", "y"]), "b: &b {x: 1}\na:\n  <<: *b\n"],

  // JSON and KYAML.
  "JSON: a value": ['{\n  "a": {"b": "x"}\n}\n', set(["a", "b"], "y"), '{\n  "a": {"b": "y"}\n}\n'],
  "JSON: a key": [
    '{\n  "a": {\n    "b": 1\n  }\n}\n',
    set(["a", "c"], { d: ["x"] }),
    '{\n  "a": {\n    "b": 1,\n    "c": {\n      "d": [\n        "x"\n      ]\n    }\n  }\n}\n',
  ],
  "JSON: a key in a compact text": ['{"a":{"b":"x"}}', set(["a", "c"], { d: 1 }), '{"a":{"b":"x","c":{"d":1}}}'],
  "JSON: an item in empty brackets": [
    '{\n  "a": []\n}\n',
    append(["a"], { b: "x" }),
    '{\n  "a": [\n    {\n      "b": "x"\n    }\n  ]\n}\n',
  ],
  "JSON: tabs": [
    '{\n\t"a": {\n\t\t"b": 1\n\t}\n}\n',
    set(["a", "c"], [1]),
    '{\n\t"a": {\n\t\t"b": 1,\n\t\t"c": [\n\t\t\t1\n\t\t]\n\t}\n}\n',
  ],
  "JSON: the last pair": ['{\n  "a": 1,\n  "b": 2\n}\n', remove(["b"]), '{\n  "a": 1\n}\n'],
  "JSON: the only pair": ['{\n  "a": {\n    "b": 2\n  }\n}\n', remove(["a", "b"]), '{\n  "a": {}\n}\n'],
  "KYAML: a key": [
    '{\n  a: "x",\n  b: {\n    c: "y",\n  },\n}\n',
    set(["b", "d"], "z"),
    '{\n  a: "x",\n  b: {\n    c: "y",\n    d: "z",\n  },\n}\n',
  ],
  "KYAML: an item among cuddled ones": [
    '{\n  l: [{\n    name: "a",\n  }],\n}\n',
    append(["l"], { name: "b" }),
    '{\n  l: [{\n    name: "a",\n  }, {\n    name: "b",\n  }],\n}\n',
  ],
  "KYAML: the last pair": ['{\n  a: "x",\n  b: "y", # c\n}\n', remove(["b"]), '{\n  a: "x",\n}\n'],

  // Several at once.
  "two keys of a mapping that is to be made": ["a: 1\n", [set(["m", "x"], 1), set(["m", "w"], 2)], "a: 1\nm:\n  x: 1\n  w: 2\n"],
  "two items by their present numbers": ["l: [a, b, c, d]\n", [remove(["l", 0]), remove(["l", 2])], "l: [b, d]\n"],
  "all items": ["l:\n- a\n- b\nm: 1\n", [remove(["l", 1]), remove(["l", 0])], "l: []\nm: 1\n"],
  "an item and a value in a later one": ["l:\n- n: a\n- n: b\n", [remove(["l", 0]), set(["l", 1, "n"], "c")], "l:\n- n: c\n"],
  "the same twice": ["l:\n- a\n", [append(["l"], "b"), append(["l"], "b")], "l:\n- a\n- b\n"],
  "two different items": ["l:\n- a\n", [append(["l"], "b"), append(["l"], "c")], "l:\n- a\n- b\n- c\n"],
};

for (const [what, [before, steps, after]] of Object.entries(rows)) {
  test(`edits: ${what}`, () =>
    assert.equal(change(before, steps, 0, what.startsWith("JSON") ? "file:///a.json" : "file:///a.yaml"), after));
}

const refused: Record<string, [text: string, steps: Step | readonly Step[]]> = {
  "a path that is not there": ["a: 1\n", remove(["b"])],
  "an item that is not there": ["a: [1]\n", set(["a", 1], 2)],
  "a path through a scalar": ["a: text\n", set(["a", "b"], 1)],
  "an index into a mapping": ["a: {b: 1}\n", set(["a", 0], 1)],
  "a key of a sequence": ["a: [b]\n", set(["a", "b"], 1)],
  "a way through items that do not exist": ["a: 1\n", set(["b", 0, "c"], 1)],
  "the inside of an alias": ["a: &x {k: 1}\nb: *x\n", set(["b", "k"], 2)],
  "an alias's items": ["a: &x [1]\nb: *x\n", append(["b"], 2)],
  "the inside of what an alias elsewhere uses": ["a: &x {k: 1}\nb: *x\n", set(["a", "k"], 2)],
  "an item of what an alias elsewhere uses": ["a: &x [1]\nb: *x\n", append(["a"], 2)],
  "the inside of what a merge key uses": ["a: &x {k: 1}\nb: {<<: *x}\n", remove(["a", "k"])],
  "the inside of a merged value": ["a: &x {k: {l: 1}}\nb: {<<: *x}\n", set(["b", "k", "m"], 2)],
  "a merged pair": ["a: &x {k: 1}\nb: {<<: *x, c: 1}\n", remove(["b", "k"])],
  "an anchor that others need": ["a: &x 1\nb: *x\n", remove(["a"])],
  "something appended to a scalar": ["a: text\n", append(["a"], 1)],
  "the document itself": ["a: 1\n", remove([])],
  "an empty document": ["# nothing\n", set(["a"], 1)],
  "two values for one place": ["a: 1\n", [set(["a"], 2), set(["a"], 3)]],
  "a place in what is removed": ["a: {b: 1}\n", [remove(["a"]), set(["a", "b"], 2)]],
  "what holds something changed": ["a: {b: 1}\n", [set(["a", "b"], 2), remove(["a"])]],
};

for (const [what, [text, steps]] of Object.entries(refused)) {
  test(`no edits: ${what}`, () => assert.equal(change(text, steps), undefined));
}

test("a later document changes, the others stay", () => {
  const text = "# head\na: 1\n---\n# b\na: 2 # c\n---\na: 3";
  assert.equal(change(text, set(["a"], 4), 1), "# head\na: 1\n---\n# b\na: 4 # c\n---\na: 3");
  assert.equal(change(text, set(["b"], 4), 2), `${text}\nb: 4`);
});

test("changes to several documents and files come out together, sorted and apart", () => {
  const texts = new Map([
    ["file:///a.yaml", "a: 1\n---\nb: 1\n---\nc: 1\n"],
    ["file:///b.yaml", "d: 1\n"],
  ]);
  const changes: Change[] = [
    { change: "set", at: at("file:///a.yaml", 18, ["c"]), value: 2 },
    { change: "set", at: at("file:///b.yaml", 0, ["d"]), value: 2 },
    { change: "set", at: at("file:///a.yaml", 0, ["a"]), value: 222 },
    { change: "append", at: at("file:///a.yaml", 9, ["x"]), value: "z" },
  ];
  const edits = applyChanges(changes, (file) => texts.get(file));
  assert.deepEqual(edits, [
    {
      file: "file:///a.yaml",
      edits: [
        { start: 3, end: 4, newText: "222" },
        { start: 13, end: 13, newText: "\nx:\n- z" },
        { start: 21, end: 22, newText: "2" },
      ],
    },
    { file: "file:///b.yaml", edits: [{ start: 3, end: 4, newText: "2" }] },
  ]);
});

test("an offset where no document starts, or a file that is not there, gives nothing", () => {
  assert.equal(
    applyChanges([set(["a"], 1)("file:///a.yaml", 2)], () => "a: 1\n"),
    undefined,
  );
  assert.equal(
    applyChanges([set(["a"], 1)("file:///a.yaml", 0)], () => undefined),
    undefined,
  );
});
