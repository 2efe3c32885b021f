import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { covers, sanCovers } from "../../server/src/core/x509/names.ts";
import { derCertificate } from "../support/certificates.ts";

const cases: readonly (readonly [san: string, host: string, covered: boolean])[] = [
  ["api.example.com", "api.example.com", true],
  ["API.Example.com", "api.exAMPLE.com", true],
  ["api.example.com", "www.example.com", false],
  ["api.example.com", "example.com", false],
  ["example.com", "api.example.com", false],
  ["*.example.com", "api.example.com", true],
  ["*.example.com", "API.EXAMPLE.COM", true],
  ["*.example.com", "example.com", false],
  ["*.example.com", "a.b.example.com", false],
  ["*.example.com", "apiexample.com", false],
  ["*.example.com", ".example.com", false],
  ["*.b.example.com", "a.b.example.com", true],
  ["*.example.com", "xn--bcher-kva.example.com", true],
  // A wildcard host is every name one label below.
  ["*.example.com", "*.example.com", true],
  ["*.EXAMPLE.com", "*.example.com", true],
  ["*.example.com", "*.b.example.com", false],
  ["*.b.example.com", "*.example.com", false],
  ["*.com", "*.example.com", false],
  ["api.example.com", "*.example.com", false],
  // A trailing dot of the host says that it is complete; one in a certificate is a mistake that covers nothing.
  ["api.example.com", "api.example.com.", true],
  ["api.example.com.", "api.example.com", false],
  ["api.example.com.", "api.example.com.", false],
  // Wildcards anywhere else, or alone, count for nothing.
  ["*", "localhost", false],
  ["*", "*", false],
  ["f*.example.com", "foo.example.com", false],
  ["*a.example.com", "aa.example.com", false],
  ["api.*.com", "api.example.com", false],
  ["*.*.com", "api.example.com", false],
  ["*.", "a.", false],
  // Addresses are covered by iPAddress entries only.
  ["192.0.2.1", "192.0.2.1", false],
  ["*.0.2.1", "192.0.2.1", false],
  ["2001:db8::1", "2001:db8::1", false],
  // No names at all.
  ["", "", false],
  ["a..example.com", "a..example.com", false],
  ["*.example.com", "a b.example.com", false],
  ["my_app.example.com", "my_app.example.com", true],
];

for (const [san, host, covered] of cases) {
  test(`${JSON.stringify(san)} ${covered ? "covers" : "does not cover"} ${JSON.stringify(host)}`, () => {
    assert.equal(sanCovers(san, host), covered);
  });
}

test("a certificate covers what any of its names covers", () => {
  assert.equal(covers(["a.example", "*.b.example"], "x.b.example"), true);
  assert.equal(covers(["a.example", "*.b.example"], "b.example"), false);
  assert.equal(covers([], "a.example"), false);
});

test("precise hosts are judged as OpenSSL judges them", () => {
  const label = fc.constantFrom("a", "b", "example", "com");
  const host = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join("."));
  const san = fc
    .tuple(fc.boolean(), fc.array(label, { minLength: 2, maxLength: 3 }))
    .map(([star, labels]) => (star ? ["*", ...labels] : labels).join("."));
  fc.assert(
    fc.property(san, host, (pattern, name) => {
      const certificate = new X509Certificate(derCertificate({ san: [pattern], cn: "unrelated", key: "ed25519", signer: "ed25519" }));
      const covered = certificate.checkHost(name, { subject: "never", partialWildcards: false }) !== undefined;
      assert.equal(sanCovers(pattern, name), covered);
    }),
    { numRuns: 200 },
  );
});
