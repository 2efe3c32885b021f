import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { rootCertificates } from "node:tls";
import { readCertificate } from "../../server/src/core/x509/certificate.ts";
import type { CertificateFacts, Fault } from "../../server/src/core/x509/facts.ts";
import { isFault } from "../../server/src/core/x509/fault.ts";
import { buildCertificate, type CertificateParts, distinguishedName, extension, publicKeyOf } from "../support/certificate-builder.ts";
import { derCertificate, fixtureNow } from "../support/certificates.ts";
import { boolean, element, integer, objectIdentifier, octetString, sequence, set, text, time } from "../support/der-writer.ts";
import { type TestKeyName, testKeys } from "../support/keys.ts";

const keyNames = Object.keys(testKeys) as TestKeyName[];

function factsOf(der: Uint8Array): CertificateFacts {
  const facts = readCertificate(der);
  if (isFault(facts)) assert.fail(facts.message);
  return facts;
}

function faultOf(der: Uint8Array): Fault {
  const facts = readCertificate(der);
  if (!isFault(facts)) assert.fail(`no fault in the certificate of ${facts.subject}`);
  return facts;
}

/** What node:crypto says of the same certificate, in our words. */
function accordingToNode(der: Uint8Array): Partial<CertificateFacts> {
  const certificate = new X509Certificate(der);
  const names = (certificate.subjectAltName ?? "").split(", ");
  const ofType = (type: string) => names.filter((name) => name.startsWith(`${type}:`)).map((name) => name.slice(type.length + 1));
  return {
    // Two digits per octet, which OpenSSL forgets for a serial number of zero.
    serialNumber: certificate.serialNumber.toLowerCase().replace(/^0$/, "00"),
    notBefore: certificate.validFromDate.getTime(),
    notAfter: certificate.validToDate.getTime(),
    isCa: certificate.ca,
    dnsNames: ofType("DNS"),
    uris: ofType("URI"),
    emails: ofType("email"),
    hasSubjectAltName: certificate.subjectAltName !== undefined,
  };
}

const withNode: readonly (keyof CertificateFacts)[] = [
  "serialNumber",
  "notBefore",
  "notAfter",
  "isCa",
  "dnsNames",
  "uris",
  "emails",
  "hasSubjectAltName",
];

function assertAgreesWithNode(der: Uint8Array): void {
  const ours = factsOf(der);
  const node = accordingToNode(der);
  for (const field of withNode) assert.deepEqual(ours[field], node[field], field);
}

/** The public half in our format, from the JSON Web Key that node:crypto exports. */
function halfFromJwk(der: Uint8Array): string {
  const jwk = new X509Certificate(der).publicKey.export({ format: "jwk" });
  const hex = (part: unknown) => Buffer.from(String(part), "base64url").toString("hex");
  if (jwk.kty === "RSA") return `rsa:${hex(jwk.n)}:${hex(jwk.e)}`;
  if (jwk.kty === "OKP") return `ed25519:${hex(jwk.x)}`;
  const odd = (Buffer.from(String(jwk.y), "base64url").at(-1) ?? 0) & 1;
  return `ec:${String(jwk.crv)}:0${2 + odd}${hex(jwk.x)}`;
}

for (const key of keyNames) {
  test(`a certificate for ${key} reads as node:crypto reads it`, () => {
    const der = derCertificate({ san: ["api.example.com", "*.example.com"], key, signer: key, expires: "+30y" });
    assertAgreesWithNode(der);
    const facts = factsOf(der);
    assert.equal(facts.publicHalf, halfFromJwk(der));
    const { asymmetricKeyType, asymmetricKeyDetails } = new X509Certificate(der).publicKey;
    if (asymmetricKeyType === "rsa") assert.deepEqual(facts.keyAlgorithm, { name: "RSA", bits: asymmetricKeyDetails?.modulusLength });
    if (asymmetricKeyType === "ed25519") assert.deepEqual(facts.keyAlgorithm, { name: "Ed25519" });
    if (asymmetricKeyType === "ec") assert.equal(facts.keyAlgorithm.name, "EC");
  });
}

test("the authorities that Node trusts read as node:crypto reads them", () => {
  assert.ok(rootCertificates.length > 100);
  for (const root of rootCertificates) {
    const der = new X509Certificate(root).raw;
    assertAgreesWithNode(der);
    assert.equal(factsOf(der).publicHalf, halfFromJwk(der));
  }
});

test("curves and signature algorithms have the names that people use", () => {
  const named = (key: TestKeyName) => {
    const { keyAlgorithm, signatureAlgorithm } = factsOf(derCertificate({ san: ["a"], key, signer: key }));
    return [keyAlgorithm.curve, signatureAlgorithm];
  };
  assert.deepEqual(named("p256"), ["P-256", "ECDSA with SHA-256"]);
  assert.deepEqual(named("p384"), ["P-384", "ECDSA with SHA-384"]);
  assert.deepEqual(named("p521"), ["P-521", "ECDSA with SHA-512"]);
  assert.deepEqual(named("secp256k1"), ["secp256k1", "ECDSA with SHA-256"]);
  assert.deepEqual(named("ed25519"), [undefined, "Ed25519"]);
  assert.deepEqual(named("rsa2048"), [undefined, "RSA with SHA-256"]);
});

test("every kind of name is told, as written, addresses in their shortest form", () => {
  const facts = factsOf(
    derCertificate({
      san: ["Xn--Bcher-KVA.example", "192.0.2.1", "2001:db8:0:0:0:0:0:1", "spiffe://a/b", "ops@example.com", "*.x.example"],
    }),
  );
  assert.deepEqual(facts.dnsNames, ["Xn--Bcher-KVA.example", "*.x.example"]);
  assert.deepEqual(facts.ipAddresses, ["192.0.2.1", "2001:db8::1"]);
  assert.deepEqual(facts.uris, ["spiffe://a/b"]);
  assert.deepEqual(facts.emails, ["ops@example.com"]);
});

test("usages, authority and identifiers are told", () => {
  const leaf = factsOf(derCertificate({ san: ["a"] }));
  const authority = factsOf(derCertificate({ ca: true }));
  assert.deepEqual([leaf.isCa, leaf.keyUsage, leaf.extendedKeyUsage], [false, ["digitalSignature"], ["serverAuth"]]);
  assert.deepEqual([authority.isCa, authority.keyUsage, authority.extendedKeyUsage], [true, ["keyCertSign", "cRLSign"], undefined]);
  assert.equal(leaf.authorityKeyIdentifier, authority.subjectKeyIdentifier);
  assert.match(leaf.subjectKeyIdentifier ?? "", /^[0-9a-f]{40}$/);
});

const base = {
  subject: distinguishedName([["CN", "subject"]]),
  issuer: distinguishedName([["CN", "issuer"]]),
  notBefore: time(fixtureNow),
  notAfter: time(fixtureNow + 1000),
  publicKey: publicKeyOf("ed25519"),
  extensions: [],
  signer: "ed25519",
} as const satisfies CertificateParts;

test("names are written as RFC 4514 does, last part first, special characters escaped and control characters spelt out", () => {
  const multiple = sequence(
    set(sequence(objectIdentifier("2.5.4.6"), text(0x13, "DE"))),
    set(sequence(objectIdentifier("2.5.4.10"), text(0x0c, 'Wörter, Sätze & "Söhne"'))),
    set(
      sequence(objectIdentifier("2.5.4.11"), text(0x0c, " a\nb\u001b[1m\u0085 ")),
      sequence(objectIdentifier("2.5.4.3"), text(0x0c, "#x+y")),
    ),
    set(sequence(objectIdentifier("1.2.3.4"), text(0x0c, "own"))),
  );
  const { subject, subjectCommonName } = factsOf(buildCertificate({ ...base, subject: multiple }));
  assert.equal(subject, '1.2.3.4=own,OU=\\ a\\0Ab\\1B[1m\\C2\\85\\ +CN=\\#x\\+y,O=Wörter\\, Sätze & \\"Söhne\\",C=DE');
  assert.equal(subjectCommonName, "#x+y");
});

test("the issuer has the title that a person knows it by", () => {
  const title = (...parts: [string, string][]) => factsOf(buildCertificate({ ...base, issuer: distinguishedName(parts) })).issuerTitle;
  assert.equal(title(["C", "US"], ["O", "Let's Encrypt"], ["CN", "R11"]), "Let's Encrypt R11");
  assert.equal(
    title(["O", "DigiCert Inc"], ["CN", "DigiCert Global G3 TLS ECC SHA384 2020 CA1"]),
    "DigiCert Global G3 TLS ECC SHA384 2020 CA1",
  );
  assert.equal(title(["O", "(STAGING) Let's Encrypt"], ["CN", "(STAGING) Wannabe Watercress R11"]), "(STAGING) Wannabe Watercress R11");
  assert.equal(title(["CN", "my-ca"]), "my-ca");
  assert.equal(title(["O", "Acme Co"]), "Acme Co");
  assert.equal(title(["OU", "unit"]), "OU=unit");
  assert.equal(title(), "an unnamed issuer");
});

test("a certificate without any extension, as version 1 writes it, has no names and no usages", () => {
  const facts = factsOf(buildCertificate(base));
  assert.deepEqual([facts.hasSubjectAltName, facts.dnsNames, facts.keyUsage, facts.isCa], [false, [], undefined, false]);
});

test("an empty subjectAltName is there and covers nothing", () => {
  const facts = factsOf(buildCertificate({ ...base, extensions: [extension("2.5.29.17", sequence())] }));
  assert.deepEqual([facts.hasSubjectAltName, facts.dnsNames], [true, []]);
});

const dates: readonly (readonly [written: Buffer, instant: string | undefined])[] = [
  [text(0x17, "491231235959Z"), "2049-12-31T23:59:59Z"],
  [text(0x17, "500101000000Z"), "1950-01-01T00:00:00Z"],
  [text(0x18, "20500101000000Z"), "2050-01-01T00:00:00Z"],
  [text(0x18, "99991231235959Z"), "9999-12-31T23:59:59Z"],
  [text(0x18, "00500101000000Z"), "0050-01-01T00:00:00Z"],
  [text(0x17, "240229120000Z"), "2024-02-29T12:00:00Z"],
  [text(0x17, "2402291200Z"), "2024-02-29T12:00:00Z"],
  [text(0x18, "20240229120000+0130"), "2024-02-29T10:30:00Z"],
  [text(0x17, "230229120000Z"), undefined],
  [text(0x17, "231301000000Z"), undefined],
  [text(0x17, "230101240000Z"), undefined],
  [text(0x17, "230101006000Z"), undefined],
  [text(0x17, "230101000000"), undefined],
  [text(0x18, "20500101000000"), undefined],
  [text(0x18, "20500101000000.5Z"), undefined],
  [text(0x18, "20500101000000+2500"), undefined],
  [text(0x17, ""), undefined],
  [text(0x0c, "240229120000Z"), undefined],
];

for (const [written, instant] of dates) {
  test(`the date ${written.subarray(2).toString()} is ${instant ?? "none"}`, () => {
    const der = buildCertificate({ ...base, notAfter: written });
    if (instant === undefined) assert.equal(faultOf(der).message, "The certificate has a validity that is not two dates.");
    else assert.equal(factsOf(der).notAfter, Date.parse(instant));
  });
}

const brokenExtensions: readonly (readonly [oid: string, value: Buffer, name: string])[] = [
  ["2.5.29.17", text(0x0c, "a"), "subjectAltName"],
  ["2.5.29.17", sequence(element(0x87, Buffer.of(1, 2, 3, 4, 5))), "subjectAltName"],
  ["2.5.29.17", sequence(text(0x82, "bücher.example")), "subjectAltName"],
  ["2.5.29.17", Buffer.of(0x30, 0x80, 0, 0), "subjectAltName"],
  ["2.5.29.17", Buffer.concat([sequence(), Buffer.of(0)]), "subjectAltName"],
  ["2.5.29.19", integer(1), "basicConstraints"],
  ["2.5.29.15", boolean(true), "keyUsage"],
  ["2.5.29.37", sequence(integer(1)), "extKeyUsage"],
  ["2.5.29.14", Buffer.of(4, 9, 1), "subjectKeyIdentifier"],
  ["2.5.29.35", octetString(Buffer.of(1)), "authorityKeyIdentifier"],
];

for (const [oid, value, name] of brokenExtensions) {
  test(`a malformed ${name} (${value.toString("hex").slice(0, 24)}) is named`, () => {
    const fault = faultOf(
      buildCertificate({
        ...base,
        extensions: [extension("2.5.29.19", sequence()), extension(oid, value)].slice(oid === "2.5.29.19" ? 1 : 0),
      }),
    );
    assert.deepEqual(fault, { fault: "bad-der", message: `The certificate has a malformed ${name} extension.` });
  });
}

test("an extension that is there twice is named, an unknown one is left alone", () => {
  const names = extension("2.5.29.17", sequence(text(0x82, "a.example")));
  assert.match(faultOf(buildCertificate({ ...base, extensions: [names, names] })).message, /the extension subjectAltName twice/);
  const unknown = extension("1.3.6.1.4.1.99999.1", Buffer.of(0xff, 0xff), true);
  assert.deepEqual(factsOf(buildCertificate({ ...base, extensions: [unknown, names] })).dnsNames, ["a.example"]);
});

test("names of kinds that TLS does not use do not disturb the others", () => {
  const other = element(0xa0, objectIdentifier("1.3.6.1.4.1.311.20.2.3"), element(0xa0, text(0x0c, "user@host")));
  const directory = element(0xa4, distinguishedName([["CN", "x"]]));
  const der = buildCertificate({ ...base, extensions: [extension("2.5.29.17", sequence(other, directory, text(0x82, "a.example")))] });
  assert.deepEqual(factsOf(der).dnsNames, ["a.example"]);
});

test("points of an elliptic curve compare equal in every form", () => {
  const spki = publicKeyOf("p384");
  const point = spki.subarray(-97);
  const compressed = Buffer.concat([Buffer.of(2 + ((point.at(-1) ?? 0) & 1)), point.subarray(1, 49)]);
  const hybrid = Buffer.concat([Buffer.of(6 + ((point.at(-1) ?? 0) & 1)), point.subarray(1)]);
  const withPoint = (octets: Uint8Array) =>
    sequence(sequence(objectIdentifier("1.2.840.10045.2.1"), objectIdentifier("1.3.132.0.34")), element(0x03, Buffer.of(0), octets));
  const halves = [point, compressed, hybrid].map(
    (octets) => factsOf(buildCertificate({ ...base, publicKey: withPoint(octets) })).publicHalf,
  );
  assert.equal(new Set(halves).size, 1);
  assert.equal(halves[0], halfFromJwk(buildCertificate({ ...base, publicKey: spki })));
  assert.match(faultOf(buildCertificate({ ...base, publicKey: withPoint(Buffer.of(0)) })).message, /malformed public key/);
});

/** Runs openssl in a directory of its own, or skips where it is not installed. */
function openssl(t: TestContext, ...commands: readonly string[]): ((file: string) => Buffer) | undefined {
  const folder = mkdtempSync(join(tmpdir(), "gateway-tls-"));
  t.after(() => rmSync(folder, { recursive: true }));
  try {
    for (const command of commands) execFileSync("openssl", command.split(" "), { cwd: folder, stdio: "ignore" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    t.skip("openssl is not installed");
    return undefined;
  }
  return (file) => readFileSync(join(folder, file));
}

const request = "req -x509 -nodes -keyout key.pem -outform DER -out c.der -days 30 -subj /CN=x -addext subjectAltName=DNS:a.example,IP:::1";

for (const [what, options, curve] of [
  ["brainpoolP256r1", "-newkey ec -pkeyopt ec_paramgen_curve:brainpoolP256r1", "brainpoolP256r1"],
  ["P-224", "-newkey ec -pkeyopt ec_paramgen_curve:secp224r1", "P-224"],
  ["a curve without a name here", "-newkey ec -pkeyopt ec_paramgen_curve:sect233k1", "1.3.132.0.26"],
] as const) {
  test(`openssl's certificate for ${what} is read`, (t) => {
    const read = openssl(t, `${request} ${options}`);
    if (read === undefined) return;
    const der = read("c.der");
    assertAgreesWithNode(der);
    const facts = factsOf(der);
    assert.deepEqual(facts.keyAlgorithm, { name: "EC", curve });
    assert.deepEqual(facts.ipAddresses, ["::1"]);
  });
}

test("explicit curve parameters, RSASSA-PSS and Ed448 are read", (t) => {
  const read = openssl(
    t,
    `${request.replace("c.der", "explicit.der")} -newkey ec -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit`,
    `${request.replace("c.der", "pss.der")} -newkey rsa-pss -pkeyopt rsa_keygen_bits:1024 -sha384 -sigopt rsa_pss_saltlen:32`,
    `${request.replace("c.der", "ed448.der")} -newkey ed448`,
  );
  if (read === undefined) return;
  for (const file of ["explicit.der", "pss.der", "ed448.der"]) assertAgreesWithNode(read(file));
  const explicit = factsOf(read("explicit.der"));
  assert.deepEqual(explicit.keyAlgorithm, { name: "other" });
  assert.match(explicit.publicHalf, /^other:30/);
  const pss = factsOf(read("pss.der"));
  assert.deepEqual([pss.keyAlgorithm, pss.signatureAlgorithm], [{ name: "RSA", bits: 1024 }, "RSA-PSS with SHA-384"]);
  const ed448 = factsOf(read("ed448.der"));
  assert.deepEqual([ed448.keyAlgorithm, ed448.signatureAlgorithm], [{ name: "Ed448" }, "Ed448"]);
  assert.match(ed448.publicHalf, /^ed448:[0-9a-f]{114}$/);
});
