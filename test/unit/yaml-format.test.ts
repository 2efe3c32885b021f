import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseDocument as parseReference } from "yaml";
import type { PlainValue } from "../../server/src/core/yaml/change.ts";
import { blockText, flowText, jsonStyle, kyamlStyle, type Quotes, scalarText } from "../../server/src/core/yaml/format.ts";
import { meaningOf, meaningOfValue, sameMeaning } from "../../server/src/core/yaml/meaning.ts";
import { parseDocument } from "../../server/src/core/yaml/parse.ts";

const tricky = fc.constantFrom(
  "yes",
  "y",
  "0777",
  "08",
  "1_0",
  "1e3",
  ".inf",
  "~",
  "",
  "- a",
  "a: b",
  "a #b",
  "#",
  "<<",
  "=",
  "---",
  "...",
  "?",
  "*x",
  "&x",
  "!x",
  "%x",
  "@x",
  "{x",
  "]",
  ",",
  "'",
  '"',
  "\\",
  "\t",
  "a\nb",
  "a\nb\n",
  "a\n\n",
  "\n",
  " a\nb",
  "a \nb",
  "a\n  b\nc",
  "a\r\nb",
  "\u0085",
  "\u2028",
  "\u0000",
  "\ufeffa",
  "1:30",
  "2026-01-01",
  "key:",
  ":",
  "a:b",
  "0x1F",
  "null",
);
const string = fc.oneof(tricky, fc.string({ unit: "grapheme" }), fc.string({ unit: "binary", maxLength: 8 }));
const plainValue: fc.Arbitrary<PlainValue> = fc.letrec<{ any: PlainValue }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    string,
    fc.integer(),
    fc.boolean(),
    fc.array(tie("any"), { maxLength: 3 }),
    fc.dictionary(string, tie("any"), { maxKeys: 3, noNullPrototype: true }) as fc.Arbitrary<PlainValue>,
  ),
})).any;

/** Checks that Kubernetes' reader and both YAML versions read the value that was written. */
function reads(text: string, value: PlainValue): void {
  const { root, problems } = parseDocument(text);
  assert.deepEqual(problems, [], text);
  assert.ok(sameMeaning(meaningOf(root), meaningOfValue(value)), text);
  for (const version of ["1.2", "1.1"] as const) {
    const reference = parseReference(text, { version, logLevel: "silent" });
    assert.deepEqual(reference.errors, [], text);
    assert.deepEqual(reference.toJS(), value, text);
  }
}

test("whatever is written is read as the same value, in every style", () => {
  const quotes = fc.constantFrom<Quotes>("plain", "single", "double");
  fc.assert(
    fc.property(
      plainValue,
      quotes,
      fc.constantFrom(2, 4),
      fc.constantFrom(0, 2),
      fc.boolean(),
      (value, quote, width, seqIndent, spread) => {
        const { head, lines } = blockText({ value }, { width, seqIndent, quotes: quote });
        assert.equal(head, "");
        reads(lines.map((line) => `${line}\n`).join(""), { value });
        const flow = { ...kyamlStyle, quotes: quote, indent: spread ? "  " : undefined, padded: !spread };
        reads(flowText(value, flow, "\n"), value);
        for (const indent of ["\t", undefined]) {
          const json = flowText(value, { ...jsonStyle, indent, spaced: indent !== undefined }, "\r\n");
          assert.deepEqual(JSON.parse(json), value);
        }
      },
    ),
    { numRuns: 2000 },
  );
});

test("quotes are used where they must be and not elsewhere", () => {
  const rows: [string, string][] = [
    ["web", "web"],
    ["app.example.com", "app.example.com"],
    ["gateway.networking.k8s.io/v1", "gateway.networking.k8s.io/v1"],
    ["two words", "two words"],
    ["http://x:80/a?b#c", "http://x:80/a?b#c"],
    ["*.example.com", '"*.example.com"'],
    ["on", '"on"'],
    ["y", '"y"'],
    ["443", '"443"'],
    ["0o17", '"0o17"'],
    ["", '""'],
    ["a: b", '"a: b"'],
    ["a,b", '"a,b"'],
    ["---", '"---"'],
    ["\u2028", '"\\u2028"'],
    ["\u007f", '"\\u007f"'],
  ];
  for (const [value, written] of rows) assert.equal(scalarText(value, "plain"), written);
  assert.equal(scalarText("it's", "single"), "'it''s'");
  assert.equal(scalarText("web", "double"), '"web"');
  assert.equal(scalarText(443, "double"), "443");
});

test("a text of several lines is a literal block where that shows it", () => {
  const text = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
  assert.deepEqual(blockText({ "tls.crt": text }, { width: 2, seqIndent: 0, quotes: "plain" }).lines, [
    "tls.crt: |",
    "  -----BEGIN CERTIFICATE-----",
    "  MIIB",
    "  -----END CERTIFICATE-----",
  ]);
  assert.deepEqual(blockText([text.trimEnd()], { width: 2, seqIndent: 0, quotes: "plain" }).lines[0], "- |-");
  assert.deepEqual(blockText("a \nb", { width: 2, seqIndent: 0, quotes: "plain" }).head, '"a \\nb"');
});
