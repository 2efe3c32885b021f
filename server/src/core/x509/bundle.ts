/** A text that should hold certificates: `tls.crt` of a Secret, `ca.crt` of a ConfigMap. */
import { looksLikePrivateKey, readCertificateOnce } from "./certificate.ts";
import { readDer } from "./der.ts";
import type { BundleMember, CertificateBundle, CertificateFacts, Fault } from "./facts.ts";
import { certificateFault, valueFault } from "./fault.ts";
import { type PemBlock, type PemReading, readPem } from "./pem.ts";
import { flawFault, noBlockFault } from "./pem-fault.ts";

const certificate = "CERTIFICATE";

/**
 * Splits a decoded text into its certificates. Every complete CERTIFICATE block is a member, in order, with its place; what is wrong inside one
 * (base64, DER, an extension) is what its `facts()` give. The bundle's own fault is about the text: nothing in it, no PEM, a private key, a
 * block that Go passes over. Members are decoded from base64 at once and from DER when they are asked; a private key is wiped and gone.
 */
export function readBundle(text: string): CertificateBundle {
  const reading = readPem(text);
  const members = reading.blocks.filter((block) => block.label === certificate).map(memberOf);
  return { members, fault: faultOfText(text, reading, members.length) };
}

function memberOf(block: PemBlock): BundleMember {
  const { start, end } = block;
  let bytes = block.decode();
  let reading: CertificateFacts | Fault | undefined;
  if (bytes === undefined) reading = certificateFault("bad-base64", "is not valid base64 between its BEGIN and END lines");
  else if (bytes.length === 0) reading = certificateFault("bad-der", "has nothing between its BEGIN and END lines");
  else if (isPrivateKey(bytes)) {
    reading = readCertificateOnce(bytes);
    bytes.fill(0);
    bytes = undefined;
  }
  const facts = (): CertificateFacts | Fault => {
    reading ??= readCertificateOnce(bytes ?? new Uint8Array());
    bytes = undefined;
    return reading;
  };
  return { start, end, facts };
}

/** Looked at before anything is kept for later. */
function isPrivateKey(bytes: Uint8Array): boolean {
  const root = readDer(bytes);
  return !("flaw" in root) && looksLikePrivateKey(root);
}

/** Labels that say what went wrong; the words are ours, so that no text of the Secret is repeated. */
const otherLabels: readonly (readonly [label: RegExp, kind: Fault["fault"], message: string])[] = [
  [/^TRUSTED CERTIFICATE$/, "unsupported", "holds a TRUSTED CERTIFICATE, which is OpenSSL's own form and which controllers pass over"],
  [/^X509 CERTIFICATE$/, "unsupported", "says X509 CERTIFICATE where controllers look for CERTIFICATE"],
  [
    /^(?:NEW )?CERTIFICATE REQUEST$/,
    "no-certificate",
    "holds a certificate request, which nobody has signed yet, instead of a certificate",
  ],
  [/^PKCS7$|^CMS$/, "unsupported", "holds PKCS#7, which controllers do not read, instead of CERTIFICATE blocks"],
  [/PUBLIC KEY$/, "no-certificate", "holds a public key instead of a certificate"],
  [/CRL$/, "no-certificate", "holds a revocation list instead of a certificate"],
];

function faultOfText(text: string, reading: PemReading, members: number): Fault | undefined {
  const { blocks, flaws } = reading;
  if (blocks.length === 0) return noBlockFault(text, reading, "certificate");
  if (blocks.some((block) => /(?:^| )PRIVATE KEY$/.test(block.label))) {
    return valueFault(
      "private-key",
      members === 0 ? "holds a private key where a certificate belongs" : "holds a private key beside its certificates",
    );
  }
  if (flaws.length > 0) return flawFault(reading);
  const known = otherLabels.find(([label]) => blocks.some((block) => label.test(block.label)));
  // Beside certificates only those forms are worth a word that were meant to be certificates; parameters and lists harm nobody.
  if (known !== undefined && (members === 0 || known[1] === "unsupported")) return valueFault(known[1], known[2]);
  return members === 0 ? valueFault("no-certificate", "holds PEM, but no CERTIFICATE block") : undefined;
}
