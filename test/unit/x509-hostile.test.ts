import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { readBundle } from "../../server/src/core/x509/bundle.ts";
import { readCertificate } from "../../server/src/core/x509/certificate.ts";
import { type DerNode, readDer } from "../../server/src/core/x509/der.ts";
import { isFault } from "../../server/src/core/x509/fault.ts";
import { readPrivateKey } from "../../server/src/core/x509/key.ts";
import { derCertificate, pem } from "../support/certificates.ts";
import { element, sequence } from "../support/der-writer.ts";
import { testKeys } from "../support/keys.ts";

const certificates = [
  derCertificate({ san: ["a.example", "192.0.2.1", "spiffe://a/b"], key: "ed25519", signer: "ed25519", issuer: "O=Org,CN=ca" }),
  derCertificate({ san: ["a.example"], key: "p256" }),
  derCertificate({ ca: true, key: "rsa2048" }),
];
const keys = [testKeys.p256, testKeys.ed25519, testKeys.rsa2048].map((key) => Buffer.from(key, "base64"));

/** Where the elements of a DER text have their length octets, those inside OCTET STRINGs included. */
function lengthPlaces(der: Buffer, base = 0): number[] {
  const places: number[] = [];
  const visit = (node: DerNode): void => {
    places.push(base + node.start + 1);
    node.children.forEach(visit);
    if (node.tag === 4) places.push(...lengthPlaces(der.subarray(node.content, node.end), base + node.content));
  };
  const root = readDer(der);
  if (!("flaw" in root)) visit(root);
  return places;
}

/** Flipped octets, lengths that lie, pieces cut out, put in twice, or cut off. */
function mutations(originals: readonly Buffer[]): fc.Arbitrary<Buffer> {
  return fc.constantFrom(...originals).chain((original) => {
    const places = lengthPlaces(original);
    const flips = fc.array(fc.tuple(fc.nat(original.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    const lies = fc.array(fc.tuple(fc.constantFrom(...places), fc.constantFrom(0, 1, 0x7f, 0x80, 0x81, 0x82, 0x84, 0x88, 0xff)), {
      minLength: 1,
      maxLength: 3,
    });
    const replaced = fc.oneof(flips, lies).map((changes) => {
      const bytes = Buffer.from(original);
      for (const [place, octet] of changes) bytes[place] = octet;
      return bytes;
    });
    const cut = fc
      .tuple(fc.nat(original.length), fc.nat(40))
      .map(([start, length]) => Buffer.concat([original.subarray(0, start), original.subarray(start + length)]));
    const twice = fc
      .tuple(fc.nat(original.length), fc.nat(40))
      .map(([start, length]) => Buffer.concat([original.subarray(0, start + length), original.subarray(start)]));
    return fc.oneof({ weight: 3, arbitrary: replaced }, cut, twice);
  });
}

test("a certificate with wrong octets gives facts or a fault, never an exception", () => {
  let faults = 0;
  let facts = 0;
  fc.assert(
    fc.property(mutations(certificates), (der) => {
      const reading = readCertificate(der);
      if (isFault(reading)) {
        faults++;
        assert.match(reading.message, /^The certificate .*\.$/);
        return;
      }
      facts++;
      assert.ok(Number.isFinite(reading.notBefore) && Number.isFinite(reading.notAfter));
      assert.ok(reading.dnsNames.every((name) => typeof name === "string"));
    }),
    { numRuns: 2000 },
  );
  assert.ok(faults > 100 && facts > 100, `both outcomes occur (${faults} faults, ${facts} facts)`);
});

test("what both OpenSSL and this reader accept, both read alike", () => {
  let compared = 0;
  fc.assert(
    fc.property(mutations(certificates), (der) => {
      const ours = readCertificate(der);
      if (isFault(ours)) return;
      let node: X509Certificate;
      try {
        node = new X509Certificate(der);
      } catch {
        return;
      }
      compared++;
      // Of a negative serial number, which RFC 5280 forbids, OpenSSL prints sign and magnitude, this reader the octets.
      if (!node.serialNumber.startsWith("-")) {
        assert.equal(ours.serialNumber.replace(/^0+/, ""), node.serialNumber.toLowerCase().replace(/^0*/, ""));
      }
      // OpenSSL prints no date for one that it finds odd; ours are compared where it does.
      for (const [mine, theirs] of [
        [ours.notBefore, node.validFromDate.getTime()],
        [ours.notAfter, node.validToDate.getTime()],
      ] as const) {
        if (!Number.isNaN(theirs)) assert.equal(mine, theirs);
      }
    }),
    { numRuns: 1000 },
  );
  assert.ok(compared > 50, `${compared} compared`);
});

test("a key with wrong octets gives facts or a fault, never an exception", () => {
  let faults = 0;
  fc.assert(
    fc.property(mutations(keys), (der) => {
      const reading = readPrivateKey(pem("PRIVATE KEY", der));
      if (isFault(reading)) faults++;
      else assert.ok(["PKCS#1", "PKCS#8", "SEC1"].includes(reading.encoding));
    }),
    { numRuns: 500 },
  );
  assert.ok(faults > 50, `${faults} faults`);
});

test("structures made to exhaust a reader are refused at once", () => {
  let nested: Buffer = Buffer.alloc(0);
  for (let depth = 0; depth < 5000; depth++) nested = sequence(nested);
  const wide = element(0x30, Buffer.alloc(60_000, 0x30).fill(0, 1));
  const many = Buffer.concat([Buffer.from([0x30, 0x83, 0x0f, 0x42, 0x40]), Buffer.alloc(1_000_000, Buffer.of(5, 0))]);
  const endless = Buffer.alloc(100_000, Buffer.of(0x30, 0x80));
  for (const der of [
    nested,
    wide,
    many,
    endless,
    Buffer.alloc(1_000_000, 0xff),
    Buffer.of(0x1f),
    Buffer.of(0x30, 0x84, 0xff, 0xff, 0xff, 0xff),
  ]) {
    const started = performance.now();
    const reading = readCertificate(der);
    assert.ok(isFault(reading));
    assert.equal(reading.fault, "bad-der");
    assert.ok(performance.now() - started < 1000);
  }
});

test("faults never repeat a word of the text", () => {
  const secret = "hunter2hunter2";
  const line = fc.oneof(
    fc.constantFrom(
      "-----BEGIN CERTIFICATE-----",
      "-----END CERTIFICATE-----",
      "-----BEGIN PRIVATE KEY-----",
      "-----END PRIVATE KEY-----",
      "MIIB",
    ),
    fc.constantFrom(`-----BEGIN ${secret}-----`, `-----END ${secret}-----`, secret, `  -----BEGIN ${secret}`, `${secret}: ${secret}`),
    fc.constantFrom(Buffer.from(secret).toString("base64"), `-----BEGIN ${secret} PRIVATE KEY-----`, `-----END ${secret} PRIVATE KEY-----`),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.constantFrom("\n", "\r\n", " "), (lines, separator) => {
      const text = lines.join(separator);
      const bundle = readBundle(text);
      const told = JSON.stringify([bundle.fault, bundle.members.map((member) => member.facts()), readPrivateKey(text)]);
      assert.ok(!told.includes("hunter2"), told);
    }),
    { numRuns: 1000 },
  );
});

test("a text of any kind is read without an exception, and members lie within it, in order", () => {
  const piece = fc.constantFrom("-----BEGIN ", "CERTIFICATE", "-----", "-----END ", "\n", "\r\n", " ", ":", "AAAA", "é", "\\n", "\uFEFF");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join("");
      let last = 0;
      for (const { start, end } of readBundle(text).members) {
        assert.ok(start >= last && end > start && end <= text.length);
        assert.ok(
          text.slice(start, end).startsWith("-----BEGIN CERTIFICATE-----") && text.slice(start, end).endsWith("-----END CERTIFICATE-----"),
        );
        last = end;
      }
    }),
    { numRuns: 2000 },
  );
});
