import assert from "node:assert/strict";
import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { mock, test } from "node:test";
import { readCertificate } from "../../server/src/core/x509/certificate.ts";
import type { CertificateFacts, Fault, PrivateKeyFacts } from "../../server/src/core/x509/facts.ts";
import { isFault } from "../../server/src/core/x509/fault.ts";
import { keyMatches, readPrivateKey } from "../../server/src/core/x509/key.ts";
import { buildCertificate, distinguishedName, privateKey, publicKeyOf } from "../support/certificate-builder.ts";
import { derCertificate, fixtureNow, pem, pemCertificate, pemPrivateKey, pemRequest } from "../support/certificates.ts";
import { context, element, integer, objectIdentifier, octetString, sequence, time } from "../support/der-writer.ts";
import { type TestKeyName, testKeys } from "../support/keys.ts";

const keyNames = Object.keys(testKeys) as TestKeyName[];

function factsOf(text: string): PrivateKeyFacts {
  const facts = readPrivateKey(text);
  if (isFault(facts)) assert.fail(facts.message);
  return facts;
}

function faultOf(text: string): Fault {
  const facts = readPrivateKey(text);
  if (!isFault(facts)) assert.fail("no fault");
  return facts;
}

function certificateFor(key: TestKeyName): CertificateFacts {
  const facts = readCertificate(derCertificate({ san: ["a"], key }));
  if (isFault(facts)) assert.fail(facts.message);
  return facts;
}

const curveOids: Partial<Record<TestKeyName, string>> = {
  p256: "1.2.840.10045.3.1.7",
  p384: "1.3.132.0.34",
  p521: "1.3.132.0.35",
  secp256k1: "1.3.132.0.10",
};

function scalarOf(key: TestKeyName): Buffer {
  return Buffer.from(privateKey(key).export({ format: "jwk" }).d ?? "", "base64url");
}

/** A SEC 1 key without its public point, as some programs write it. */
function withoutPoint(key: TestKeyName, scalar: Uint8Array = scalarOf(key)): Buffer {
  return sequence(integer(1), octetString(scalar), context(0, objectIdentifier(curveOids[key] ?? "")));
}

/** The same within PKCS#8, where the curve stands outside. */
function withoutPointInPkcs8(key: TestKeyName): Buffer {
  const algorithm = sequence(objectIdentifier("1.2.840.10045.2.1"), objectIdentifier(curveOids[key] ?? ""));
  return sequence(integer(0), algorithm, octetString(sequence(integer(1), octetString(scalarOf(key)))));
}

/** Every form in which a test key can be written. */
function encodingsOf(key: TestKeyName): [form: string, text: string, encoding: PrivateKeyFacts["encoding"]][] {
  const forms: ReturnType<typeof encodingsOf> = [["PKCS#8", pemPrivateKey(key), "PKCS#8"]];
  const type = privateKey(key).asymmetricKeyType;
  if (type === "rsa") {
    forms.push(["PKCS#1", pemPrivateKey(key, "pkcs1"), "PKCS#1"]);
    forms.push(["PKCS#1 labelled as PKCS#8", pemPrivateKey(key, "pkcs1").replaceAll("RSA PRIVATE", "PRIVATE"), "PKCS#1"]);
  }
  if (type === "ec") {
    const parameters = pem("EC PARAMETERS", privateKey(key).export({ format: "der", type: "sec1" }).subarray(0, 10));
    forms.push(["SEC 1 after EC PARAMETERS", parameters + pemPrivateKey(key, "sec1"), "SEC1"]);
  }
  if (curveOids[key] !== undefined) {
    forms.push(["SEC 1 without its point", pem("EC PRIVATE KEY", withoutPoint(key)), "SEC1"]);
    forms.push(["PKCS#8 without the point", pem("PRIVATE KEY", withoutPointInPkcs8(key)), "PKCS#8"]);
  }
  return forms;
}

for (const key of keyNames) {
  const certificates = keyNames.map((name) => ({ name, facts: certificateFor(name) }));
  for (const [form, text, encoding] of encodingsOf(key)) {
    test(`${key} as ${form} matches the certificates of its own key and no other`, () => {
      const facts = factsOf(`\n${text.replaceAll("\n", "\r\n")}`);
      assert.equal(facts.encoding, encoding);
      for (const { name, facts: certificate } of certificates) assert.equal(keyMatches(certificate, facts), name === key, name);
      assert.deepEqual(facts.algorithm, certificateFor(key).keyAlgorithm);
    });
  }

  test(`nothing secret of ${key} is told`, () => {
    const { d, p, q, dp, dq, qi } = privateKey(key).export({ format: "jwk" });
    const secrets = [d, p, q, dp, dq, qi].filter((part) => typeof part === "string");
    assert.ok(secrets.length > 0);
    for (const [, text] of encodingsOf(key)) {
      const told = JSON.stringify(readPrivateKey(text));
      for (const secret of secrets) {
        assert.ok(!told.includes(secret));
        assert.ok(!told.includes(Buffer.from(secret, "base64url").toString("hex")));
      }
    }
  });
}

test("the octets of a key are overwritten after they were read", () => {
  const overwritten: Uint8Array[] = [];
  const { fill } = Uint8Array.prototype;
  const spy = mock.method(Uint8Array.prototype, "fill", function (this: Uint8Array, ...rest: Parameters<typeof fill>) {
    overwritten.push(this);
    return fill.apply(this, rest);
  });
  const text = pem("EC PRIVATE KEY", withoutPoint("p256"));
  factsOf(text);
  factsOf(pemPrivateKey("rsa2048"));
  spy.mock.restore();
  for (const length of [withoutPoint("p256").length, 32, Buffer.from(testKeys.rsa2048, "base64").length]) {
    assert.ok(
      overwritten.some((octets) => octets.length === length && octets.every((octet) => octet === 0)),
      `something of ${length} octets`,
    );
  }
});

test("a scalar may be shorter than its curve or have zeros before it; one out of range has no public half", () => {
  const own = certificateFor("p521");
  const scalar = scalarOf("p521");
  const trimmed = scalar.subarray(scalar.findIndex((octet) => octet !== 0));
  for (const octets of [trimmed, Buffer.concat([Buffer.alloc(3), scalar])]) {
    assert.equal(keyMatches(own, factsOf(pem("EC PRIVATE KEY", withoutPoint("p521", octets)))), true);
  }
  for (const octets of [Buffer.alloc(66), Buffer.alloc(66, 0xff), Buffer.alloc(70, 1)]) {
    const facts = factsOf(pem("EC PRIVATE KEY", withoutPoint("p521", octets)));
    assert.equal(facts.publicHalf, undefined);
    assert.equal(keyMatches(own, facts), undefined);
    assert.equal(keyMatches(certificateFor("p256"), facts), false, "another curve is another key all the same");
    assert.equal(keyMatches(certificateFor("rsa2048"), facts), false);
  }
});

test("explicit curve parameters and algorithms without a name prove nothing", () => {
  const explicit = factsOf(pem("EC PRIVATE KEY", sequence(integer(1), octetString(scalarOf("p256")), context(0, sequence(integer(1))))));
  assert.deepEqual(explicit, { algorithm: { name: "other" }, publicHalf: undefined, encoding: "SEC1" });
  assert.equal(keyMatches(certificateFor("p256"), explicit), undefined);
  const x25519 = generateKeyPairSync("x25519").privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  assert.deepEqual(factsOf(x25519), { algorithm: { name: "other" }, publicHalf: undefined, encoding: "PKCS#8" });
  const nameless = factsOf(pem("EC PRIVATE KEY", sequence(integer(1), octetString(scalarOf("p256")))));
  assert.deepEqual(nameless, { algorithm: { name: "EC" }, publicHalf: undefined, encoding: "SEC1" });
  assert.equal(keyMatches(certificateFor("p256"), nameless), undefined);
});

test("brainpool and Ed448 keys are compared where they carry their public half", () => {
  const brainpool = generateKeyPairSync("ec", { namedCurve: "brainpoolP256r1" });
  const certify = (publicKey: Buffer) => {
    const name = distinguishedName([["CN", "x"]]);
    const dates = { notBefore: time(fixtureNow), notAfter: time(fixtureNow) };
    return readCertificate(
      buildCertificate({ subject: name, issuer: name, ...dates, publicKey, extensions: [], signer: "ca" }),
    ) as CertificateFacts;
  };
  const own = certify(brainpool.publicKey.export({ format: "der", type: "spki" }));
  const carried = factsOf(brainpool.privateKey.export({ format: "pem", type: "pkcs8" }).toString());
  assert.deepEqual(carried.algorithm, { name: "EC", curve: "brainpoolP256r1" });
  assert.equal(keyMatches(own, carried), true);
  assert.equal(keyMatches(certificateFor("p256"), carried), false);

  const ed448 = generateKeyPairSync("ed448");
  const certificate = certify(ed448.publicKey.export({ format: "der", type: "spki" }));
  const der = ed448.privateKey.export({ format: "der", type: "pkcs8" });
  assert.equal(keyMatches(certificate, factsOf(pem("PRIVATE KEY", der))), undefined);
  const publicOctets = ed448.publicKey.export({ format: "der", type: "spki" }).subarray(-57);
  const [, ...contents] = [integer(1), der.subarray(5)];
  const both = sequence(integer(1), ...contents, element(0x81, Buffer.of(0), publicOctets));
  assert.equal(keyMatches(certificate, factsOf(pem("PRIVATE KEY", both))), true);
});

test("the first private key of a text is the one that counts, as for Go", () => {
  const facts = factsOf(pemCertificate({ san: ["a"] }) + pemPrivateKey("p384") + pemPrivateKey("p256"));
  assert.equal(facts.algorithm.curve, "P-384");
});

test("encrypted keys are told as such, in every form", () => {
  const options = { format: "pem", cipher: "aes-128-cbc", passphrase: "secret" } as const;
  const texts = [
    privateKey("p256").export({ ...options, type: "pkcs8" }),
    privateKey("p256").export({ ...options, type: "sec1" }),
    privateKey("rsa2048").export({ ...options, type: "pkcs1" }),
    privateKey("p256")
      .export({ ...options, type: "pkcs8" })
      .toString()
      .replaceAll("ENCRYPTED PRIVATE", "PRIVATE"),
  ];
  assert.match(String(texts[1]), /Proc-Type: 4,ENCRYPTED/);
  for (const text of texts) assert.equal(faultOf(text.toString()).fault, "encrypted-key");
});

const der = createPrivateKey(pemPrivateKey("p256")).export({ format: "der", type: "pkcs8" });

const unusable: readonly (readonly [what: string, text: string, fault: Fault["fault"], message: RegExp])[] = [
  ["nothing", "", "empty", /is empty/],
  ["words", "changeme", "not-pem", /no PEM block/],
  ["a certificate", pemCertificate({ san: ["a"] }), "no-private-key", /certificate where a private key belongs/],
  ["a signing request", pemRequest("a"), "no-private-key", /no PRIVATE KEY block/],
  ["a certificate labelled as a key", pem("PRIVATE KEY", derCertificate({ san: ["a"] })), "no-private-key", /certificate or a public key/],
  ["a public key labelled as a key", pem("PRIVATE KEY", publicKeyOf("p256")), "no-private-key", /certificate or a public key/],
  ["base64 of PEM", Buffer.from(pemPrivateKey("p256")).toString("base64"), "not-pem", /encoded once too often/],
  ["base64 of DER", der.toString("base64"), "not-pem", /base64 of a private key without its BEGIN and END lines/],
  ["one line", pemPrivateKey("p256").trimEnd().replaceAll("\n", " "), "not-pem", /on one line/],
  ["no END", pemPrivateKey("p256").split("\n").slice(0, -2).join("\n"), "not-pem", /without its END line/],
  ["broken base64", pemPrivateKey("p256").replace("M", ""), "bad-base64", /not valid base64/],
  ["half a key", pem("PRIVATE KEY", der.subarray(0, 50)), "bad-der", /runs past the end/],
  ["junk after it", pem("PRIVATE KEY", Buffer.concat([der, Buffer.of(0)])), "bad-der", /bytes follow/],
  ["nothing inside", pem("PRIVATE KEY", Buffer.alloc(0)), "bad-der", /stops in the middle/],
  ["another structure", pem("PRIVATE KEY", sequence(integer(0), element(0x0c))), "bad-der", /not built as/],
  ["a list of numbers", pem("RSA PRIVATE KEY", sequence(...[0, 1, 2, 3, 4, 5].map(integer))), "unsupported", /DSA/],
  ["OpenSSH's form", pem("OPENSSH PRIVATE KEY", Buffer.from("openssh-key-v1\0")), "unsupported", /OpenSSH/],
];

for (const [what, text, fault, message] of unusable) {
  test(`a text without a usable key is told by its accident: ${what}`, () => {
    const found = faultOf(text);
    assert.equal(found.fault, fault);
    assert.match(found.message, message);
    assert.match(found.message, /^The value .*\.$/);
  });
}
