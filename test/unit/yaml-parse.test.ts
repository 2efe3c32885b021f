import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDocument } from "../../server/src/core/yaml/parse.ts";
import { at, get, type Node, scalarOf } from "../../server/src/core/yaml/tree.ts";
import { plain } from "../support/yaml-tree.ts";

const source = (text: string, node: Node | undefined) => node && text.slice(node.start, node.end);

test("scalars keep their text, unquoted and unescaped; only plain ones are plain", () => {
  const text = "a: yes\nb: 0777\nc: 'it''s'\nd: \"\\u00e9\\n\"\ne: !!str 5\nf: !!int '5'\ng: !secret x\nh: ~\ni:\n";
  const { root, problems } = parseDocument(text);
  assert.deepEqual(problems, []);
  assert.deepEqual(plain(root), { a: "yes", b: "0777", c: "it's", d: "é\n", e: "5", f: "5", g: "x", h: null, i: null });
  const isPlain = (key: string) => scalarOf(get(root, key))?.plain;
  assert.deepEqual(["a", "c", "d", "e", "f", "g"].map(isPlain), [true, false, false, false, true, false]);
  assert.equal(source(text, get(root, "c")), "'it''s'");
  assert.equal(source(text, get(root, "g")), "x");
});

test("spans are UTF-16 and trimmed", () => {
  const text = "😀: é  # c\nmap:\n  k: v\n\n  # end\nseq:\n- 1\n- {a: 2}\nflow: [x, y] # d\n";
  const { root } = parseDocument(text);
  assert.deepEqual([get(root, "😀")?.start, get(root, "😀")?.end], [4, 5]);
  assert.equal(source(text, root), text.slice(0, text.indexOf(" # d")));
  assert.equal(source(text, get(root, "map")), "k: v");
  assert.equal(source(text, get(root, "seq")), "- 1\n- {a: 2}");
  assert.equal(source(text, at(root, "seq", 1)), "{a: 2}");
  assert.equal(source(text, at(root, "seq", 1, "a")), "2");
  assert.equal(source(text, get(root, "flow")), "[x, y]");
});

test("block scalars run from the indicator to the end of the last line", () => {
  for (const [eol, chomp] of [
    ["\n", ""],
    ["\r\n", ""],
    ["\n", "+"],
    ["\n", "-"],
  ] as const) {
    const text = ["a:", `  pem: |${chomp}`, "    x", "    y", "", "  b: 1", ""].join(eol);
    const { root } = parseDocument(text);
    const pem = at(root, "a", "pem");
    assert.ok(pem?.kind === "scalar" && pem.block);
    assert.equal(source(text, pem), [`|${chomp}`, "    x", "    y"].join(eol));
    assert.equal(pem.value, { "": "x\ny\n", "+": "x\ny\n\n", "-": "x\ny" }[chomp]);
    assert.equal(source(text, at(root, "a", "b")), "1");
  }
  const folded = parseDocument("a: >-\n  x\n  y");
  assert.deepEqual(plain(folded.root), { a: "x y" });
});

test("a missing value is an empty plain scalar right after its colon or dash", () => {
  const text = "a:   # c\nb:\n\n\nc:\n-   \n- x\nd: {e, f: , g: }\n";
  const { root, problems } = parseDocument(text);
  assert.deepEqual(problems, []);
  assert.deepEqual(plain(root), { a: null, b: null, c: [null, "x"], d: { e: null, f: null, g: null } });
  for (const [path, before] of [
    [["a"], "a:"],
    [["b"], "b:"],
    [["c", 0], "-"],
    [["d", "e"], "e"],
    [["d", "f"], "f:"],
    [["d", "g"], "g:"],
  ] as const) {
    const node = at(root, ...path);
    assert.ok(node?.kind === "scalar" && node.plain && node.value === "" && node.start === node.end, String(path));
    assert.equal(text.slice(node.start - before.length, node.start), before);
  }
});

test("JSON is read like YAML, tabs and all", () => {
  const text = '{\n\t"kind": "Gateway",\n\t"n": 443,\n\t"s": "\\/ \\ud83d\\ude00",\n\t"l": [true, null, {}]\n}\n';
  const { root, problems } = parseDocument(text);
  assert.deepEqual(problems, []);
  assert.deepEqual(plain(root), { kind: "Gateway", n: "443", s: "/ 😀", l: ["true", null, {}] });
  assert.ok(root?.kind === "map" && root.flow);
});

test("KYAML is read", () => {
  const text = '{\n  apiVersion: "v1", # a comment\n  items: [{\n    name: "a",\n  }],\n}\n';
  assert.deepEqual(plain(parseDocument(text).root), { apiVersion: "v1", items: [{ name: "a" }] });
});

test("an empty or comment-only document has no root, a null one has", () => {
  for (const text of ["", "\n\n", "# c\n", "  # c\n\n# d"]) {
    const { root, problems } = parseDocument(text);
    assert.equal(root, undefined);
    assert.deepEqual(problems, []);
  }
  assert.equal(plain(parseDocument("~\n").root), null);
  assert.ok(parseDocument("~\n").root);
});

test("keys that are collections become their source text", () => {
  const { root, problems, duplicates } = parseDocument("{{ x }}: 1\n? [a, b]\n: 2\n{{ x }}: 3\nc: 4\n");
  assert.deepEqual(problems, []);
  assert.deepEqual(duplicates, []);
  assert.ok(root?.kind === "map");
  assert.deepEqual(
    root.pairs.map(({ key }) => [key.value, key.plain]),
    [
      ["{{ x }}", false],
      ["[a, b]", false],
      ["{{ x }}", false],
      ["c", true],
    ],
  );
});

test("custom tags are tolerated", () => {
  const text = "a: !vault |\n  $ANSIBLE\nb: !!binary aGk=\nc: !include {x: y}\nd: !ref [1]\ne: !x!y z\nf: !<tag:a> b\ng: !!set {h}\n";
  const { root, problems } = parseDocument(text);
  assert.deepEqual(problems, []);
  assert.deepEqual(plain(root), { a: "$ANSIBLE\n", b: "aGk=", c: { x: "y" }, d: ["1"], e: "z", f: "b", g: { h: null } });
});

test("duplicate keys are reported with both places, and the last one counts", () => {
  const text = "a: 1\nb: {c: 1, 'c': 2}\n\"a\": 2\na: 3\n";
  const { root, problems, duplicates } = parseDocument(text);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    duplicates.map(({ key, start, end, first }) => [key, text.slice(start, end), start, text.slice(first.start, first.end), first.start]),
    [
      ["c", "'c'", 15, "c", 9],
      ["a", '"a"', 23, "a", 0],
      ["a", "a", 30, "a", 0],
    ],
  );
  assert.equal(scalarOf(get(root, "a"))?.value, "3");
});
