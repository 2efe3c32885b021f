import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseDocument as parseReference } from "yaml";
import type { Change, PlainValue } from "../../server/src/core/yaml/change.ts";
import { applyChanges } from "../../server/src/core/yaml/edit.ts";
import { splitDocuments } from "../../server/src/core/yaml/split.ts";
import { style, type Value, value, write } from "../support/random-yaml.ts";
import { applied } from "../support/yaml-tree.ts";

/** What the reference parser reads, by the rules of YAML 1.2 and of 1.1: no text may be a number or a boolean to either. */
function read(text: string): Value {
  const [value, older] = (["1.2", "1.1"] as const).map((version) => {
    const document = parseReference(text, { merge: true, version, uniqueKeys: false, logLevel: "silent" });
    assert.deepEqual(document.errors, [], text);
    return (document.toJS() ?? null) as Value;
  });
  assert.deepEqual(value, older, text);
  return value ?? null;
}

type Path = (string | number)[];

/** Every path in a value, the empty one first. */
function paths(item: Value, path: Path = []): Path[] {
  if (item === null || typeof item !== "object") return [path];
  const inner = Array.isArray(item)
    ? item.flatMap((each, i) => paths(each, [...path, i]))
    : Object.entries(item).flatMap(([key, each]) => paths(each, [...path, key]));
  return [path, ...inner];
}

function at(item: Value, path: Path): Value {
  return path.reduce<Value>((here, step) => (here as { [key: string]: Value })[step] ?? null, item);
}

type ValueChange = Extract<Change, { change: "set" | "append" | "remove" }>;

/** The value after a change, by the change's words alone. */
function changed(root: Value, { change, at: { path }, ...rest }: ValueChange): Value {
  const copy = structuredClone(root);
  const written = "value" in rest ? (rest.value as Value) : null;
  if (path.length === 0) return written;
  let here = copy as { [key: string]: Value };
  for (const step of path.slice(0, -1)) {
    here[step] ??= {};
    here = here[step] as { [key: string]: Value };
  }
  const last = path.at(-1) ?? "";
  if (change === "set") here[last] = written;
  else if (change === "append") here[last] = [...((here[last] ?? []) as Value[]), written];
  else if (Array.isArray(here)) here.splice(Number(last), 1);
  else delete here[last];
  return copy;
}

const plainValue: fc.Arbitrary<PlainValue> = fc.oneof(
  fc.constantFrom("new", "*.new.example", "yes", "0777", "1:30", "2026-01-01", "a: b", "", "x\ny\n", "x\ny", "'", "a, b", "#", "é😀"),
  fc.integer(),
  fc.boolean(),
  fc.constant([]),
  fc.constant({}),
  fc.constantFrom<PlainValue>(["p"], ["p", { q: 1 }], { name: "n", port: 443 }, { m: { l: ["on", 2] }, t: "x\ny\n" }),
);

const wish = fc.record({ kind: fc.nat(4), where: fc.nat(), what: plainValue, key: fc.constantFrom("added", "yes", "a/b", "name") });

/** A change that can be made to a value. */
function changeOf(
  root: Value,
  offset: number,
  { kind, where, what, key }: { kind: number; where: number; what: PlainValue; key: string },
): ValueChange | undefined {
  const all = paths(root);
  const pick = (those: Path[]) => those[where % Math.max(1, those.length)];
  const to = (path: Path | undefined) => path && { file: "file:///a.yaml", offset, path };
  const isMap = (item: Value) => item !== null && typeof item === "object" && !Array.isArray(item);
  switch (kind) {
    case 0: {
      const place = to(pick(all.filter((path) => path.length > 0)));
      return place && { change: "set", at: place, value: what };
    }
    case 1: {
      const map = pick(all.filter((path) => isMap(at(root, path)) || (path.length > 0 && at(root, path) === null)));
      const place = map && to([...map, key]);
      return place && { change: "set", at: place, value: what };
    }
    case 2: {
      const place = to(pick(all.filter((path) => path.length > 0 && (Array.isArray(at(root, path)) || at(root, path) === null))));
      return place && { change: "append", at: place, value: what };
    }
    case 3: {
      const place = to(pick(all.filter((path) => path.length > 0)));
      return place && { change: "remove", at: place };
    }
    default: {
      const map = pick(all.filter((path) => isMap(at(root, path)) && !(key in (at(root, path) as object))));
      const place = map && to([...map, key, "deep", "er"]);
      return place && { change: where % 2 === 0 ? "set" : "append", at: place, value: what };
    }
  }
}

const commentsIn = (text: string) => new Set(text.match(/# c\d+/g));

test("a random change to a random document gives exactly that change, and no comment is lost by an addition", () => {
  const made = new Map<string, number>();
  fc.assert(
    fc.property(
      value,
      style,
      wish,
      fc.constantFrom("", "x: 1\n---\n", "# head\n---\n"),
      fc.constantFrom("", "---\nz: 1\n"),
      (root, form, want, head, tail) => {
        const body = write(root, { ...form, ended: form.ended || tail !== "" });
        const eol = form.crlf ? "\r\n" : "\n";
        const [before, after] = [head, tail].map((part) => part.replaceAll("\n", eol)) as [string, string];
        assert.deepEqual(read(body), root, "the writer must write what it is given");
        const change = changeOf(root, before.length, want);
        if (change === undefined) return;
        const text = before + body + after;
        const edits = applyChanges([change], () => text);
        assert.ok(edits, `refused:\n${text}`);
        const result = applied(text, edits);
        assert.ok(result.startsWith(before) && result.endsWith(after));
        assert.deepEqual(read(result.slice(before.length, result.length - after.length)), changed(root, change), result);
        if (text.includes("\r\n")) assert.ok(!/[^\r]\n/.test(result), "line breaks stay CRLF");
        assert.equal(/\n$/.test(result), /\n$/.test(text), "the last line stays as it was");
        const isAddition = change.change === "append" || want.kind === 4;
        if (isAddition) for (const comment of commentsIn(text)) assert.ok(result.includes(comment), `${comment} is lost:\n${result}`);
        made.set(`${form.form} ${change.change}`, (made.get(`${form.form} ${change.change}`) ?? 0) + 1);
      },
    ),
    { numRuns: 2000 },
  );
  for (const form of ["block", "json", "compact json", "kyaml"]) {
    for (const change of ["set", "append", "remove"])
      assert.ok((made.get(`${form} ${change}`) ?? 0) > 10, `${form} ${change}: ${made.get(`${form} ${change}`)}`);
  }
});

/** A block document with anchors, aliases and merge keys thrown in; most are valid. */
const shared = fc
  .array(
    fc.tuple(
      fc.constantFrom("a", "b", "c", "d", "e"),
      fc.constantFrom(
        "1",
        "&x text",
        "*x",
        "&y [1, 2]",
        "*y",
        "&z {k: v, l: {m: 1}}",
        "*z",
        "{<<: *z, n: 2}",
        "\n  <<: *z\n  n: *x",
        "\n  - &w {o: *x}\n  - *w\n  - *y",
        "\n  k: &x other\n  l: *x",
      ),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((pairs) => pairs.map(([key, text], i) => `${key}${i}: ${text}\n`).join(""));

test("a change among anchors, aliases and merge keys is exact, or is not made", () => {
  let made = 0;
  let refused = 0;
  fc.assert(
    fc.property(shared, wish, (text, want) => {
      const reference = parseReference(text, { merge: true, logLevel: "silent" });
      if (reference.errors.length > 0) return;
      let root: Value;
      try {
        root = structuredClone(JSON.parse(JSON.stringify(reference.toJS()))) as Value;
      } catch {
        return;
      }
      const change = changeOf(root, 0, want);
      if (change === undefined) return;
      const edits = applyChanges([change], () => text);
      if (edits === undefined) refused++;
      else {
        made++;
        const result = parseReference(applied(text, edits), { merge: true, logLevel: "silent" });
        assert.deepEqual(result.errors, []);
        assert.deepEqual(JSON.parse(JSON.stringify(result.toJS())), changed(root, change), applied(text, edits));
      }
    }),
    { numRuns: 2000 },
  );
  assert.ok(made > 200 && refused > 20, `${made} made, ${refused} refused`);
});

test("several changes at once give the same in any order", () => {
  let made = 0;
  fc.assert(
    fc.property(value, style, fc.array(wish, { minLength: 2, maxLength: 3 }), (root, form, wants) => {
      const text = write(root, form);
      const changes = wants.flatMap((want) => changeOf(root, 0, want) ?? []);
      const places = changes.map(({ at: { path } }) => JSON.stringify(path));
      // Two items appended to one sequence, or two keys that make one mapping, come in their order.
      if (changes.length < 2 || new Set(places).size < changes.length) return;
      const [one, other] = [changes, [...changes].reverse()].map((those) => applyChanges(those, () => text));
      assert.equal(one === undefined, other === undefined);
      if (one === undefined || other === undefined) return;
      made++;
      assert.deepEqual(read(applied(text, one)), read(applied(text, other)));
    }),
    { numRuns: 1000 },
  );
  assert.ok(made > 100, `${made} made`);
});

test("nothing is thrown at any text", () => {
  const soup = fc
    .array(
      fc.constantFrom(
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        ": ",
        "- ",
        "? ",
        "&a ",
        "*a",
        "!t ",
        "|\n",
        "'",
        '"',
        " # ",
        "\t",
        "\n",
        "\n  ",
        "\r\n",
        "<<: *a",
        "a",
        "---\n",
        "...\n",
        "a: b\n",
      ),
      { maxLength: 20 },
    )
    .map((parts) => parts.join(""));
  const path = fc.array(fc.constantFrom<string | number>("a", "b", "", 0, 1), { maxLength: 3 });
  fc.assert(
    fc.property(soup, path, plainValue, fc.nat(4), (text, to, what, kind) => {
      for (const { start } of splitDocuments(text)) {
        const place = { file: "file:///a.yaml", offset: start, path: to };
        const all: Change[] = [
          { change: "set", at: place, value: what },
          { change: "append", at: place, value: what },
          { change: "remove", at: place },
          { change: "addDocument", file: place.file, after: start, value: what },
          { change: "removeDocument", at: place },
        ];
        const edits = applyChanges(all.slice(kind, kind + 1), () => text);
        if (edits !== undefined) applied(text, edits);
      }
    }),
    { numRuns: 2000 },
  );
});
