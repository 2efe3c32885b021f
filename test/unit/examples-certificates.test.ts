import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";
import { manifestsIn, remake } from "../../examples/make-certificates.ts";
import { pemCertificate } from "../support/certificates.ts";

const examples = join(import.meta.dirname, "../../examples");
const recipe = "# make-certificates: pem leaf san=a.example starts=2025-01-01 expires=2125-01-01";
const made = pemCertificate({ san: ["a.example"], starts: "2025-01-01", expires: "2125-01-01" })
  .trimEnd()
  .replaceAll("\n", "\n    ");

test("the committed certificates are what their recipes make", () => {
  let recipes = 0;
  for (const file of manifestsIn(examples)) {
    const text = readFileSync(file, "utf8");
    recipes += text.split("# make-certificates: ").length - 1;
    assert.ok(remake(text, "fixed") === text, `${relative(examples, file)}: run node examples/make-certificates.ts`);
  }
  assert.ok(recipes > 20, `${recipes} recipes`);
});

test("the value below a recipe is replaced, whatever it was, and nothing else", () => {
  const expected = `stringData:\n  ${recipe}\n  tls.crt: |\n    ${made}\n  other: 1\n`;
  for (const value of ["", " ''", " |\n    old\n    lines", ` |\n    ${made}`]) {
    assert.equal(remake(`stringData:\n  ${recipe}\n  tls.crt:${value}\n  other: 1\n`, "fixed"), expected);
  }
});

test("base64 is one line", () => {
  const text = remake("data:\n  # make-certificates: base64 text hello\n  a: |\n    old\n  b: 1\n", "fixed");
  assert.equal(text, "data:\n  # make-certificates: base64 text hello\n  a: aGVsbG8=\n  b: 1\n");
});

test("a certificate that is about to expire is made for the day that is asked for, and only then", () => {
  const text = "  # make-certificates: pem leaf san=a.example starts=-70d expires=+20d\n  tls.crt: old\n";
  assert.equal(remake(text, "fixed"), text);
  const remade = remake(text, { countFrom: Date.UTC(2030, 0, 1) });
  const { validFromDate, validToDate } = new X509Certificate(remade.slice(remade.indexOf("-----BEGIN")).replace(/^ +/gm, ""));
  assert.deepEqual([validFromDate.toISOString().slice(0, 10), validToDate.toISOString().slice(0, 10)], ["2029-10-23", "2030-01-21"]);
  const fixed = `${recipe}\ntls.crt: old\n`;
  assert.equal(remake(fixed, { countFrom: Date.UTC(2030, 0, 1) }), fixed);
});

test("what was changed by hand stays, and a recipe without a key is an error", () => {
  const byHand = `${recipe} (cut short by hand)\ntls.crt: old\n`;
  assert.equal(remake(byHand, "fixed"), byHand);
  assert.throws(() => remake(`${recipe}\n\ntls.crt: old\n`, "fixed"), /no key below the recipe/);
});
