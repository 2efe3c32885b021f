import assert from "node:assert/strict";
import { test } from "node:test";
import { readBundle } from "../../server/src/core/x509/bundle.ts";
import type { CertificateFacts, Fault } from "../../server/src/core/x509/facts.ts";
import { isFault } from "../../server/src/core/x509/fault.ts";
import { derCertificate, pem, pemCertificate, pemPrivateKey, pemRequest } from "../support/certificates.ts";

const leaf = pemCertificate({ san: ["leaf.example.com"] });
const authority = pemCertificate({ ca: true, cn: "Root", expires: "+10y" });
const key = pemPrivateKey("p256");

function namesOf(text: string): (string | Fault["fault"])[] {
  return readBundle(text).members.map((member) => {
    const facts = member.facts();
    return isFault(facts) ? facts.fault : (facts.subjectCommonName ?? "");
  });
}

test("all certificates of a bundle are members, in order, each with its place in the text", () => {
  const text = `# chain of leaf.example.com\r\n${leaf}\n  subject=Root 😀\n${authority}trailing words`;
  const { members, fault } = readBundle(text);
  assert.equal(fault, undefined);
  assert.deepEqual(namesOf(text), ["leaf.example.com", "Root"]);
  assert.deepEqual(
    members.map(({ start, end }) => text.slice(start, end)),
    [leaf.trimEnd(), authority.trimEnd()],
  );
});

test("facts are read once and kept", () => {
  const [member] = readBundle(leaf).members;
  assert.ok(member !== undefined);
  assert.equal(member.facts(), member.facts());
  assert.equal(readBundle(`words\n${leaf}`).members[0]?.facts(), member.facts(), "the same certificate elsewhere is not decoded again");
});

test("CRLF, blanks at line ends, indented base64, headers and a missing last line feed are what Go accepts too", () => {
  const lines = leaf.trimEnd().split("\n");
  for (const text of [
    lines.join("\r\n"),
    lines.join(" \t\n"),
    lines.map((line, index) => (index > 0 && index < lines.length - 1 ? `    ${line}` : line)).join("\n"),
    [lines[0], "Subject: example", "Comment: two", "", ...lines.slice(1)].join("\n"),
    [lines[0], ...lines.slice(1, -1).join(""), lines.at(-1)].join("\n"),
  ]) {
    assert.deepEqual(namesOf(text), ["leaf.example.com"], JSON.stringify(text.slice(0, 60)));
    assert.equal(readBundle(text).fault, undefined);
  }
});

const unusable: readonly (readonly [what: string, text: string, fault: Fault["fault"], message: RegExp])[] = [
  ["nothing", "", "empty", /is empty/],
  ["blanks", " \n\t\n", "empty", /is empty/],
  ["words", "changeme", "not-pem", /no PEM block/],
  ["DER read as text", derCertificate({ san: ["a"] }).toString("utf8"), "not-pem", /binary DER; a certificate has to be PEM/],
  ["base64 of PEM", Buffer.from(leaf).toString("base64"), "not-pem", /encoded once too often/],
  [
    "base64 of PEM in lines",
    (
      Buffer.from(leaf)
        .toString("base64")
        .match(/.{1,76}/g) ?? []
    ).join("\n"),
    "not-pem",
    /encoded once too often/,
  ],
  ["base64 of base64", Buffer.from(Buffer.from(leaf).toString("base64")).toString("base64"), "not-pem", /twice too often/],
  [
    "base64 of DER",
    derCertificate({ san: ["a"] }).toString("base64"),
    "not-pem",
    /base64 of a certificate without its BEGIN and END lines/,
  ],
  ["no END", leaf.split("\n").slice(0, -2).join("\n"), "not-pem", /without its END line/],
  ["no BEGIN", leaf.split("\n").slice(1).join("\n"), "not-pem", /without its BEGIN line/],
  ["labels that differ", leaf.replace("END CERTIFICATE", "END X509 CERTIFICATE"), "not-pem", /names something else/],
  ["four dashes", leaf.replace("BEGIN CERTIFICATE-----", "BEGIN CERTIFICATE----"), "not-pem", /does not end in five dashes/],
  ["one line", leaf.trimEnd().replaceAll("\n", " "), "not-pem", /on one line/],
  ["\\n as letters", leaf.replaceAll("\n", "\\n"), "not-pem", /backslash and an n/],
  ["all of it indented", leaf.replace(/^(?=.)/gm, "  "), "not-pem", /indented BEGIN or END line/],
  ["only END indented", leaf.replace("-----END", " -----END"), "not-pem", /indented BEGIN or END line/],
  ["a byte-order mark", `\uFEFF${leaf}`, "not-pem", /byte-order mark/],
  ["a private key", key, "private-key", /private key where a certificate belongs/],
  ["a signing request", pemRequest("x"), "no-certificate", /certificate request/],
  ["a public key", pem("PUBLIC KEY", Buffer.of(0x30, 0)), "no-certificate", /public key instead/],
  ["a revocation list", pem("X509 CRL", Buffer.of(0x30, 0)), "no-certificate", /revocation list/],
  ["PKCS#7", pem("PKCS7", Buffer.of(0x30, 0)), "unsupported", /PKCS#7/],
  ["OpenSSL's trusted form", pem("TRUSTED CERTIFICATE", Buffer.of(0x30, 0)), "unsupported", /TRUSTED CERTIFICATE/],
  ["the old label", leaf.replaceAll(" CERTIFICATE", " X509 CERTIFICATE"), "unsupported", /X509 CERTIFICATE where/],
  ["another label", pem("DH PARAMETERS", Buffer.of(0x30, 0)), "no-certificate", /no CERTIFICATE block/],
];

for (const [what, text, fault, message] of unusable) {
  test(`a text without certificates is told by its accident: ${what}`, () => {
    const bundle = readBundle(text);
    assert.equal(bundle.members.length, 0);
    assert.equal(bundle.fault?.fault, fault);
    assert.match(bundle.fault?.message ?? "", message);
    assert.match(bundle.fault?.message ?? "", /^The value .*\.$/);
  });
}

test("a good certificate stays a member beside what Go passes over, and the bundle says so", () => {
  const cases: [text: string, fault: Fault["fault"] | undefined][] = [
    [leaf + key, "private-key"],
    [leaf + authority.replace("-----END", "----END"), "not-pem"],
    [`${authority.split("\n").slice(0, 4).join("\n")}\n${leaf}`, "not-pem"],
    [leaf + authority.replaceAll(" CERTIFICATE", " TRUSTED CERTIFICATE"), "unsupported"],
    [leaf + pem("DH PARAMETERS", Buffer.of(0x30, 0)), undefined],
    [leaf + pem("X509 CRL", Buffer.of(0x30, 0)), undefined],
  ];
  for (const [text, fault] of cases) {
    assert.deepEqual(namesOf(text), ["leaf.example.com"]);
    assert.equal(readBundle(text).fault?.fault, fault);
  }
});

test("what is wrong inside a block is what its member says", () => {
  const lines = leaf.trimEnd().split("\n");
  const der = derCertificate({ san: ["leaf.example.com"] });
  const cases: [what: string, text: string, fault: Fault["fault"], message: RegExp][] = [
    ["a missing base64 character", leaf.replace("M", ""), "bad-base64", /not valid base64/],
    ["a star in the base64", [lines[0], "****", ...lines.slice(1)].join("\n"), "bad-base64", /not valid base64/],
    [
      "a BEGIN line that was glued to its predecessor",
      authority.split("\n").slice(0, 4).join("\n") + leaf,
      "bad-base64",
      /not valid base64/,
    ],
    ["nothing", [lines[0], lines.at(-1)].join("\n"), "bad-der", /nothing between/],
    ["half of it", pem("CERTIFICATE", der.subarray(0, 200)), "bad-der", /runs past the end/],
    ["junk after it", pem("CERTIFICATE", Buffer.concat([der, Buffer.of(0)])), "bad-der", /bytes follow its end/],
    [
      "a part longer than the part it is in",
      pem("CERTIFICATE", Buffer.of(0x30, 9, 0x30, 3, 0x0c, 4, 0x41, 0x42, 0x43, 5, 0)),
      "bad-der",
      /past the part it is in/,
    ],
    ["another structure", pem("CERTIFICATE", Buffer.of(0x30, 3, 0x0c, 1, 0x41)), "bad-der", /something else than a certificate/],
  ];
  for (const [what, text, fault, message] of cases) {
    const { members, fault: ofText } = readBundle(`${text}\n${authority}`);
    assert.equal(ofText, undefined, what);
    assert.equal(members.length, 2, what);
    const [first, second] = members.map((member) => member.facts());
    assert.ok(first !== undefined && isFault(first), what);
    assert.equal(first.fault, fault, what);
    assert.match(first.message, message, what);
    assert.match(first.message, /^The certificate .*\.$/, what);
    assert.equal((second as CertificateFacts).subjectCommonName, "Root", what);
  }
});

test("a private key that calls itself a certificate is named and not kept", () => {
  const relabelled = key.replaceAll("PRIVATE KEY", "CERTIFICATE");
  const [member] = readBundle(relabelled).members;
  const facts = member?.facts();
  assert.ok(facts !== undefined && isFault(facts));
  assert.equal(facts.fault, "private-key");
});
