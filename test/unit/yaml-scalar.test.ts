import assert from "node:assert/strict";
import { test } from "node:test";
import { asBoolean, asInteger, isInteger, typeOf } from "../../server/src/core/yaml/scalar.ts";
import type { ScalarNode } from "../../server/src/core/yaml/tree.ts";

const scalar = (value: string, plain = true): ScalarNode => ({ kind: "scalar", value, plain, start: 0, end: value.length });

test("integers as go-yaml v2 reads them", () => {
  const rows: [string, number | undefined][] = [
    ["443", 443],
    ["-7", -7],
    ["+7", 7],
    ["0", 0],
    ["0777", 511],
    ["0o17", 15],
    ["0x1F", 31],
    ["-0x1f", -31],
    ["0b101", 5],
    ["1_000", 1000],
    ["08", 8],
    ["443.0", 443],
    ["1e3", 1000],
    ["443.5", undefined],
    ["_1", undefined],
    ["0x", undefined],
    ["-", undefined],
    ["+", undefined],
    ["1:30", undefined],
    ["2026-01-01", undefined],
    ["12.0.0.1", undefined],
    [".inf", undefined],
    ["1e999", undefined],
    ["", undefined],
    ["https", undefined],
  ];
  for (const [text, expected] of rows) {
    assert.equal(asInteger(scalar(text)), expected, text);
    assert.equal(isInteger(scalar(text)), expected !== undefined, text);
    assert.equal(asInteger(scalar(text, false)), undefined, `quoted ${text}`);
  }
  assert.equal(asInteger(undefined), undefined);
  assert.equal(asInteger({ kind: "seq", items: [], start: 0, end: 2 }), undefined);
});

test("booleans are YAML 1.1's, for kubectl reads them so", () => {
  for (const text of ["true", "True", "TRUE", "yes", "Yes", "y", "Y", "on", "ON"]) assert.equal(asBoolean(scalar(text)), true, text);
  for (const text of ["false", "no", "NO", "n", "off", "Off"]) assert.equal(asBoolean(scalar(text)), false, text);
  for (const text of ["tRue", "yEs", "oN", "1", "0", "", "~"]) assert.equal(asBoolean(scalar(text)), undefined, text);
  assert.equal(asBoolean(scalar("true", false)), undefined);
});

test("types", () => {
  assert.equal(typeOf(scalar("")), "null");
  assert.equal(typeOf(scalar("~")), "null");
  assert.equal(typeOf(scalar("", false)), "string");
  assert.equal(typeOf(scalar("Null")), "null");
  assert.equal(typeOf(scalar("off")), "boolean");
  assert.equal(typeOf(scalar("0777")), "integer");
  assert.equal(typeOf(scalar("0.5")), "number");
  assert.equal(typeOf(scalar(".5e1")), "integer");
  assert.equal(typeOf(scalar("-.Inf")), "number");
  assert.equal(typeOf(scalar(".NaN")), "number");
  assert.equal(typeOf(scalar("0777", false)), "string");
  assert.equal(typeOf(scalar("v1")), "string");
  assert.equal(typeOf({ kind: "map", pairs: [], start: 0, end: 2 }), "map");
  assert.equal(typeOf({ kind: "seq", items: [], start: 0, end: 2 }), "seq");
});
