import assert from "node:assert/strict";
import { createHash, createPrivateKey, X509Certificate } from "node:crypto";
import { test } from "node:test";
import { derCertificate, expandPem, fixtureNow, instant, pemCertificate, pemPrivateKey } from "../support/certificates.ts";
import { type TestKeyName, testKeys } from "../support/keys.ts";

for (const key of Object.keys(testKeys) as TestKeyName[]) {
  test(`a certificate for ${key} is the same bytes every time, and is for that key`, () => {
    const request = { san: ["a.example"], key, signer: key };
    const der = derCertificate(request);
    assert.deepEqual(derCertificate(request), der);
    const certificate = new X509Certificate(der);
    assert.ok(certificate.verify(certificate.publicKey), "its signature holds");
    assert.ok(certificate.checkPrivateKey(createPrivateKey(pemPrivateKey(key))));
  });
}

test("certificates are the same on every machine", () => {
  const fingerprint = createHash("sha256")
    .update(derCertificate({ san: ["a.example"] }))
    .digest("hex");
  assert.equal(
    fingerprint,
    "3cb9b611c2c84481698f269bff55f66fa821c4a7f475f11d6759708e57076ea6",
    "a change here changes every page and example with a certificate",
  );
});

test("a leaf is signed by the authority of the same name", () => {
  const authority = new X509Certificate(pemCertificate({ ca: true }));
  const leaf = new X509Certificate(pemCertificate({ san: ["a.example"] }));
  assert.ok(leaf.checkIssued(authority));
  assert.ok(leaf.verify(authority.publicKey));
});

test("dates are amounts from the fixtures' now, or written out", () => {
  assert.equal(instant("+10d", fixtureNow), fixtureNow + 10 * 86_400_000);
  assert.equal(instant("-3h", fixtureNow), fixtureNow - 3 * 3_600_000);
  assert.equal(instant("2027-01-01", fixtureNow), Date.parse("2027-01-01T00:00:00Z"));
  assert.throws(() => instant("soon", fixtureNow), /neither a date nor an amount/);
  const validity = (expires: string, starts?: string) => {
    const { validFromDate, validToDate } = new X509Certificate(
      pemCertificate({ san: ["a"], expires, ...(starts === undefined ? {} : { starts }) }),
    );
    return [validFromDate.toISOString().slice(0, 10), validToDate.toISOString().slice(0, 10)];
  };
  assert.deepEqual(validity("+10d"), ["2026-03-27", "2026-06-25"]);
  assert.deepEqual(validity("-3d"), ["2026-03-14", "2026-06-12"]);
  assert.deepEqual(validity("2126-01-01"), ["2026-06-14", "2126-01-01"]);
  assert.deepEqual(validity("+95d", "+5d"), ["2026-06-20", "2026-09-18"]);
});

test("a marker becomes a certificate at its own indentation, the rest of the text stays", () => {
  const text = "data:\n  tls.crt: |\n    {{pem leaf san=a.example,b.example key=p384}}\n  other: {{ .Values.x }}\n";
  const expected = pemCertificate({ san: ["a.example", "b.example"], key: "p384" })
    .trimEnd()
    .replaceAll("\n", "\n    ");
  assert.equal(expandPem(text), `data:\n  tls.crt: |\n    ${expected}\n  other: {{ .Values.x }}\n`);
});

test("base64, keys, DER and plain words", () => {
  const decoded = (marker: string) => Buffer.from(expandPem(`x: ${marker}`).slice(3), "base64");
  assert.equal(decoded("{{base64 pem ca cn=Root}}").toString(), pemCertificate({ ca: true, cn: "Root" }));
  assert.equal(decoded("{{base64 key leaf san=a key=rsa2048 encoding=pkcs1}}").toString(), pemPrivateKey("rsa2048", "pkcs1"));
  assert.equal(decoded("{{base64 key ca}}").toString(), pemPrivateKey("ca"));
  assert.deepEqual(decoded("{{base64 der leaf san=a}}"), derCertificate({ san: ["a"] }));
  assert.equal(decoded("{{base64 text hello there}}").toString(), "hello there");
  assert.equal(decoded("{{base64 base64 text hello}}").toString(), "aGVsbG8=");
  assert.match(decoded("{{base64 pem request cn=a}}").toString(), /^-----BEGIN CERTIFICATE REQUEST-----/);
  assert.equal(
    new X509Certificate(decoded('{{base64 pem leaf san=a issuer="O=Let\'s Encrypt,CN=R11"}}')).issuer,
    "O=Let's Encrypt\nCN=R11",
  );
});

test("a marker that cannot be what was meant is an error", () => {
  for (const [marker, message] of [
    ["{{pem san=a}}", /say leaf, ca or request first/],
    ["{{pem leaf sans=a}}", /no parameter "sans=a"/],
    ["{{pem leaf key=p257}}", /no test key p257/],
    ["{{pem leaf expires=soon}}", /neither a date/],
    ["{{key leaf encoding=der}}", /no encoding der/],
    ["{{der leaf san=a}}", /DER is no text/],
    ["tls.crt: {{pem leaf san=a}}", /stand alone on its line/],
  ] as const) {
    assert.throws(() => expandPem(marker), message, marker);
  }
});
