import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseDocument } from "../../server/src/core/yaml/parse.ts";
import { skim } from "../../server/src/core/yaml/skim.ts";
import { splitDocuments } from "../../server/src/core/yaml/split.ts";
import { isTemplate } from "../../server/src/core/yaml/template.ts";
import { at, get, scalarOf } from "../../server/src/core/yaml/tree.ts";
import { checkSpans } from "../support/yaml-tree.ts";

const deep = 100_000;
const bombs: Record<string, string> = {
  "opening brackets": "[".repeat(deep),
  "brackets that close": "[".repeat(deep) + "]".repeat(deep),
  "opening braces": "{".repeat(deep),
  "flow mappings": "{a: ".repeat(deep),
  dashes: "- ".repeat(deep),
  "question marks": "? ".repeat(deep),
  colons: ": ".repeat(deep),
  "keys on a line": "a: ".repeat(deep),
  "keys on a line, over many lines": "a: b: c: d\n".repeat(deep / 10),
  "brackets behind a quote that is never closed": `a: "x\nb: ${"[".repeat(deep)}`,
};

for (const [what, text] of Object.entries(bombs)) {
  test(`a depth bomb of ${what} is one problem`, () => {
    const { root, problems } = parseDocument(text);
    assert.equal(root, undefined);
    assert.deepEqual(
      problems.map(({ message }) => message),
      ["This is nested too deeply to be read."],
    );
  });
}

test("nesting as deep as manifests go is read", () => {
  const lines = Array.from({ length: 90 }, (_, i) => `${"  ".repeat(i)}a:`);
  const path = Array.from({ length: 90 }, () => "a");
  const { root, problems } = parseDocument(`${lines.join("\n")} [[[[x]]]]`);
  assert.deepEqual(problems, []);
  assert.equal(scalarOf(at(root, ...path, 0, 0, 0, 0))?.value, "x");
});

test("20,000 keys, all different or all the same, take linear time", (t) => {
  const time = (text: string) => {
    const start = performance.now();
    const parsed = parseDocument(text);
    return { parsed, ms: performance.now() - start };
  };
  const different = time(Array.from({ length: 20_000 }, (_, i) => `key${i}: 1\n`).join(""));
  assert.equal(different.parsed.duplicates.length, 0);
  const same = time("key: 1\n".repeat(20_000));
  assert.equal(same.parsed.duplicates.length, 19_999);
  assert.ok(same.parsed.duplicates.every(({ first }) => first.start === 0));
  t.diagnostic(`different ${different.ms.toFixed(0)} ms, same ${same.ms.toFixed(0)} ms`);
  // A quadratic check takes more than a minute here.
  assert.ok(different.ms + same.ms < 20_000);
});

test("a file of 100,000 lines", (t) => {
  const listener = '  - name: l\n    hostname: a.example.com # c\n    port: 443\n    tls:\n      certificateRefs:\n      - name: "x"\n';
  const text = `kind: Gateway\nspec:\n  listeners:\n${listener.repeat(16_666)}`;
  const start = performance.now();
  const [document] = splitDocuments(text);
  assert.ok(document && skim(text, ["Gateway"]));
  const { root, problems } = parseDocument(document.text);
  t.diagnostic(`${text.split("\n").length} lines in ${(performance.now() - start).toFixed(0)} ms`);
  assert.deepEqual(problems, []);
  const last = at(root, "spec", "listeners", 16_665, "tls", "certificateRefs", 0, "name");
  assert.ok(last);
  assert.equal(text.slice(last.start, last.end), '"x"');
  assert.equal(last.start, text.lastIndexOf('"x"'));
});

test("100,000 small documents", (t) => {
  const text = "a: 1\n---\n".repeat(100_000);
  const start = performance.now();
  assert.equal(splitDocuments(text).length, 100_001);
  assert.equal(skim(text, ["Gateway"]), false);
  t.diagnostic(`${(performance.now() - start).toFixed(0)} ms`);
});

test("an encrypted file named .yaml", () => {
  const text = "\0GITCRYPT\0\u0002\u001f\u0018{[kind: Gateway\ufffd\ufffd\n\r\u0085: -";
  for (const each of splitDocuments(text)) {
    const { root, problems } = parseDocument(each.text);
    checkSpans(each.text, root, false);
    assert.ok(problems.length <= 20);
    isTemplate(each.text);
  }
});

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
      "|",
      ">-",
      "'",
      '"',
      "\\",
      "#",
      " # ",
      "%",
      "@",
      "\t",
      "\r",
      "\n",
      "\n  ",
      "\r\n",
      "<<: *a",
      "a",
      "😀",
      "\u0000",
      "\u001f",
      "\u2028",
      "\ufeff",
      "---",
      "...",
      "{{ x }}",
      "a: b\n",
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(""));

test("nothing is thrown at any text, and every position lies in it", () => {
  fc.assert(
    fc.property(fc.oneof(soup, fc.string({ unit: "binary", maxLength: 200 })), (text) => {
      isTemplate(text);
      skim(text, ["Gateway"]);
      for (const document of splitDocuments(text)) {
        const { root, problems, duplicates, suppressions } = parseDocument(document.text);
        checkSpans(document.text, root, problems.length === 0);
        for (const { start, end } of [...problems, ...duplicates, ...suppressions]) {
          assert.ok(0 <= start && start <= end && end <= document.text.length);
        }
        for (const { message } of problems) assert.notEqual(message, "This document cannot be read as YAML.");
      }
    }),
    { numRuns: 2000 },
  );
});

test("typing a manifest, one character after the other", () => {
  const whole = [
    "apiVersion: gateway.networking.k8s.io/v1",
    "kind: Gateway # c",
    "metadata: {name: a, labels: {b: 'c'}}",
    "spec:",
    "  listeners:",
    "  - &l",
    '    name: "https"',
    "    port: 443",
    "    tls:",
    "      certificateRefs: [{name: x}]",
    "  - <<: *l",
    "    name: other",
    "",
  ].join("\n");
  for (let length = 0; length <= whole.length; length++) {
    const text = whole.slice(0, length);
    const { root } = parseDocument(text);
    checkSpans(text, root);
    // What is above the line being typed stays.
    if (text.split("\n").length > 3) assert.equal(scalarOf(get(root, "kind"))?.value, "Gateway", text);
  }
});
