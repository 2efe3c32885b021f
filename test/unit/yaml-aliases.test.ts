import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDocument, parseUnmerged } from "../../server/src/core/yaml/parse.ts";
import { at, get, isNull, type Node, pairOf, scalarOf } from "../../server/src/core/yaml/tree.ts";

const text = (node: Node | undefined) => scalarOf(node)?.value;

test("an alias has its own span and the anchored value", () => {
  const source = "a: &x foo\nb: *x\nc: [*x]\nd: &m {e: 1}\nf: *m\n*x : g\n";
  const { root, problems } = parseDocument(source);
  assert.deepEqual(problems, []);
  const alias = get(root, "b");
  assert.ok(alias?.kind === "scalar" && alias.aliased);
  assert.equal(alias.value, "foo");
  assert.equal(source.slice(alias.start, alias.end), "*x");
  assert.equal(text(at(root, "c", 0)), "foo");
  const map = get(root, "f");
  assert.ok(map?.kind === "map" && map.aliased);
  assert.equal(source.slice(map.start, map.end), "*m");
  assert.equal(text(get(map, "e")), "1");
  assert.equal(map.pairs, (get(root, "d") as typeof map).pairs, "shared, not copied");
  assert.equal(text(get(root, "foo")), "g");
});

test("of an anchor defined twice, an alias means the latest before it", () => {
  const { root, problems } = parseDocument("a: &x 1\nb: *x\nc: &x 2\nd: *x\n");
  assert.deepEqual(problems, []);
  assert.deepEqual(
    ["b", "d"].map((key) => text(get(root, key))),
    ["1", "2"],
  );
});

test("dangling and cyclic aliases are null, and problems", () => {
  const source = "a: *later\nb: &later 1\nc: &self {d: [*self]}\ne: *later\n";
  const { root, problems } = parseDocument(source);
  assert.deepEqual(
    problems.map(({ start, end, message }) => [source.slice(start, end), message]),
    [
      ["*later", "This alias has no anchor before it in its document."],
      ["*self", "This alias stands within the value that it refers to."],
    ],
  );
  for (const path of [["a"], ["c", "d", 0]]) {
    const node = at(root, ...path);
    assert.ok(node && isNull(node) && node.aliased && source.slice(node.start, node.end).startsWith("*"));
  }
  assert.equal(text(get(root, "e")), "1");
});

test("a merge key adds the pairs that the mapping lacks, with their own places", () => {
  const source = "base: &b\n  port: 80\n  tls: &t {mode: Terminate}\nl:\n  name: x\n  <<: *b\n  port: 443\n";
  const { root, problems, duplicates } = parseDocument(source);
  assert.deepEqual([problems, duplicates], [[], []]);
  const l = get(root, "l");
  assert.ok(l?.kind === "map");
  assert.deepEqual(
    l.pairs.map(({ key, merged }) => [key.value, merged ?? false]),
    [
      ["name", false],
      ["port", false],
      ["tls", true],
    ],
  );
  assert.equal(text(get(l, "port")), "443");
  assert.equal(text(at(l, "tls", "mode")), "Terminate");
  const mode = at(l, "tls", "mode");
  assert.equal(mode && source.slice(mode.start, mode.end), "Terminate");
  assert.equal(source.slice(l.start, l.end), "name: x\n  <<: *b\n  port: 443");
});

test("a merge key before the pairs of its own mapping does not win either", () => {
  const { root } = parseDocument("b: &b {x: 1, y: 1}\nm:\n  <<: *b\n  x: 2\n");
  assert.deepEqual([text(at(root, "m", "x")), text(at(root, "m", "y"))], ["2", "1"]);
});

test("of several merged mappings the earlier wins; they nest, and may be written in place", () => {
  const { root, problems } = parseDocument("a: &a {x: 1}\nb: &b {<<: *a, y: 1, z: 1}\nc: {<<: [{x: 0}, *b], z: 2}\nd: {<<: {w: 3}}\n");
  assert.deepEqual(problems, []);
  assert.deepEqual(
    ["x", "y", "z"].map((key) => text(at(root, "c", key))),
    ["0", "1", "2"],
  );
  assert.equal(text(at(root, "d", "w")), "3");
  assert.equal(pairOf(get(root, "c"), "<<"), undefined);
});

test("a quoted << is a key, and a merge key without a mapping is a problem", () => {
  const { root, problems } = parseDocument("a: {'<<': 1}\nb: {<<: text}\nc: {<<: *gone}\n");
  assert.equal(text(at(root, "a", "<<")), "1");
  assert.deepEqual(
    problems.map(({ message }) => message),
    ["A merge key takes a mapping, an alias of one, or a sequence of those.", "This alias has no anchor before it in its document."],
  );
});

test("for editors, << can stay a key", () => {
  const { root } = parseUnmerged("a: &a {x: 1}\nb: {<<: *a}\n");
  const b = get(root, "b");
  assert.ok(b?.kind === "map");
  assert.deepEqual(
    b.pairs.map(({ key }) => key.value),
    ["<<"],
  );
});

test("an alias bomb is a problem and costs nothing", () => {
  const levels = Array.from({ length: 60 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(", ")}]`);
  const { root, problems } = parseDocument(`a0: &a0 x\n${levels.join("\n")}\n`);
  assert.equal(problems.length, 1);
  assert.match(problems[0]?.message ?? "", /more values than Kubernetes accepts/);
  const last = get(root, "a60");
  assert.ok(last?.kind === "seq" && last.items.every((item) => isNull(item)));
  assert.equal(text(at(root, "a2", 8, 8)), "x");
});

test("a bomb of merge keys is a problem and costs nothing", () => {
  const wide = Array.from({ length: 2000 }, (_, i) => `k${i}: 1`).join(", ");
  const many = Array.from({ length: 2000 }, (_, i) => `m${i}: {<<: *w}`).join("\n");
  const { root, problems } = parseDocument(`w: &w {${wide}}\n${many}\n`);
  assert.equal(problems.length, 1);
  assert.equal(text(at(root, "m0", "k1999")), "1");
  assert.equal(get(get(root, "m1999"), "k0"), undefined);
});

test("ten thousand aliases of one value are no bomb", () => {
  const { problems } = parseDocument(`a: &a {b: [c, d]}\n${"e: [*a, *a, *a, *a]\n".repeat(2500)}`);
  assert.deepEqual(problems, []);
});
