import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeBase64, decodeDataValue, decodeUtf8 } from "../../server/src/core/x509/base64.ts";

const decoded = (text: string) => {
  const bytes = decodeBase64(text);
  return bytes === undefined ? undefined : Buffer.from(bytes).toString("latin1");
};

test("line feeds and carriage returns are skipped wherever they stand", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.array(fc.tuple(fc.nat(90), fc.constantFrom("\n", "\r\n", "\r"))), (bytes, breaks) => {
      let text = Buffer.from(bytes).toString("base64");
      for (const [at, feed] of breaks) text = text.slice(0, at) + feed + text.slice(at);
      assert.deepEqual(decodeBase64(text), new Uint8Array(bytes));
    }),
  );
});

test("every other character is an error, as in Go's base64.StdEncoding", () => {
  const cases: [text: string, bytes: string | undefined][] = [
    ["", ""],
    ["aGk=", "hi"],
    ["aGl=", "hi"], // unused bits may be anything
    ["aGk", undefined], // padding is required
    ["aG k=", undefined],
    [" aGk=", undefined],
    ["aGk=\t", undefined],
    ["aGk=\n", "hi"],
    ["aGk=\n=", undefined],
    ["aGk=aGk=", undefined],
    ["aA=\r\n=", "h"],
    ["a===", undefined],
    ["====", undefined],
    ["aGk_", undefined], // the URL alphabet
    ["aGké", undefined],
  ];
  for (const [text, bytes] of cases) assert.equal(decoded(text), bytes, JSON.stringify(text));
});

test("any text decodes exactly when it is padded base64 without blanks", () => {
  const digits = fc.string({ unit: fc.constantFrom("A", "z", "/", "9", "=", "\n", "-"), maxLength: 12 });
  const wellFormed = /^(?:[Az/9]{4})*(?:[Az/9]{2}==|[Az/9]{3}=)?$/;
  fc.assert(
    fc.property(digits, (text) => {
      const stripped = text.replaceAll("\n", "");
      const expected = wellFormed.test(stripped) ? Buffer.from(stripped, "base64").toString("latin1") : undefined;
      assert.equal(decoded(text), expected);
    }),
    { numRuns: 500 },
  );
});

test("a range of a text is decoded without its surroundings, and blanks are skipped when asked", () => {
  const bytes = decodeBase64("--- a G\tk = ---", { start: 3, end: 11, skipBlanks: true });
  assert.deepEqual(bytes, new Uint8Array([0x68, 0x69]));
});

test("text within keeps its byte-order mark and marks what is not UTF-8", () => {
  assert.equal(decodeUtf8(Buffer.from("\uFEFFbär 😀")), "\uFEFFbär 😀");
  assert.equal(decodeUtf8(Buffer.of(0x30, 0x82, 0x41)), "0\uFFFDA");
  assert.equal(decodeDataValue("YsOkcg=="), "bär");
  assert.equal(decodeDataValue("YsOkcg="), undefined);
});
