/** One certificate: DER in, facts out. */
import { sha256 } from "@noble/hashes/sha2.js";
import { signatureName } from "./algorithms.ts";
import { type DerNode, hexOf, objectIdentifierOf, readDer, tags } from "./der.ts";
import { commonName, nameText, nameTitle } from "./distinguished-name.ts";
import { readExtensions } from "./extensions.ts";
import type { CertificateFacts, Fault } from "./facts.ts";
import { certificateFault, isFault } from "./fault.ts";
import { X509Certificate } from "./peculiar.ts";
import { readPublicKey } from "./public-key.ts";
import { timeOf } from "./time.ts";

/**
 * Reads one certificate (RFC 5280) from DER. Never throws: what Go or BoringSSL would refuse is a fault with the reason — broken lengths,
 * impossible dates, a malformed extension by its name —, and a private key passed off as a certificate is told as such.
 */
export function readCertificate(der: Uint8Array): CertificateFacts | Fault {
  const root = readDer(der);
  if ("flaw" in root) return certificateFault("bad-der", `cannot be decoded: ${root.flaw}`);
  if (looksLikePrivateKey(root))
    return certificateFault("private-key", "is a private key between BEGIN CERTIFICATE and END CERTIFICATE lines");
  const [body, algorithm, signature] = root.children;
  const isOne = body?.tag === tags.sequence && algorithm?.tag === tags.sequence && signature?.tag === tags.bitString;
  if (root.tag !== tags.sequence || root.children.length !== 3 || !isOne) {
    return certificateFault("bad-der", "is something else than a certificate");
  }
  const parts = partsOf(body);
  const notBefore = timeOf(der, parts.validity?.children[0]);
  const notAfter = timeOf(der, parts.validity?.children[1]);
  if (notBefore === undefined || notAfter === undefined) return certificateFault("bad-der", "has a validity that is not two dates");
  const key = readPublicKey(der, parts.publicKey);
  if (key === undefined) return certificateFault("bad-der", "has a malformed public key");
  const extensions = readExtensions(der, parts.extensions);
  if (isFault(extensions)) return extensions;
  const names = readNames(der);
  if (names === undefined) return certificateFault("bad-der", "is not built as X.509 wants it");
  return {
    ...names,
    ...extensions,
    notBefore,
    notAfter,
    keyAlgorithm: key.algorithm,
    publicHalf: key.half,
    signatureAlgorithm: signatureName(objectIdentifierOf(der, algorithm.children[0]) ?? "unknown", pssHashOf(der, algorithm)),
  };
}

/** Whether DER starts as PKCS#8, PKCS#1 or SEC 1 do, with a version number, where a certificate has a SEQUENCE. */
export function looksLikePrivateKey(root: DerNode): boolean {
  return root.tag === tags.sequence && root.children.length >= 2 && root.children[0]?.tag === tags.integer;
}

/** The parts of a TBSCertificate that are read here; the optional version and the unique identifiers shift their places. */
function partsOf(body: DerNode): { validity: DerNode | undefined; publicKey: DerNode | undefined; extensions: DerNode | undefined } {
  const fields = body.children[0]?.tag === 0xa0 ? body.children.slice(1) : body.children;
  const [, , , validity, , publicKey, ...rest] = fields;
  return { validity, publicKey, extensions: rest.find((field) => field.tag === 0xa3)?.children[0] };
}

function readNames(
  der: Uint8Array,
): Pick<CertificateFacts, "subject" | "issuer" | "subjectCommonName" | "issuerCommonName" | "issuerTitle" | "serialNumber"> | undefined {
  try {
    const certificate = new X509Certificate(der.slice());
    const { subjectName, issuerName } = certificate;
    return {
      subject: nameText(subjectName),
      issuer: nameText(issuerName),
      subjectCommonName: commonName(subjectName),
      issuerCommonName: commonName(issuerName),
      issuerTitle: nameTitle(issuerName),
      serialNumber: certificate.serialNumber,
    };
  } catch {
    return undefined;
  }
}

/** The hash that RSASSA-PSS parameters name (RFC 4055, section 3.1: `[0]` holds its AlgorithmIdentifier). */
function pssHashOf(der: Uint8Array, algorithm: DerNode): string | undefined {
  const hash = algorithm.children[1]?.children.find((parameter) => parameter.tag === 0xa0)?.children[0];
  return objectIdentifierOf(der, hash?.children[0]);
}

const remembered = new Map<string, CertificateFacts | Fault>();
const capacity = 4096;

/**
 * {@link readCertificate}, remembering the last few thousand readings by the SHA-256 of the DER: a workspace repeats its certificates with
 * every keystroke, and the facts of one never change. Certificates are public; the key of the memory is a hash all the same, since the caller
 * may have been handed something else.
 */
export function readCertificateOnce(der: Uint8Array): CertificateFacts | Fault {
  const key = hexOf(sha256(der));
  const known = remembered.get(key);
  const reading = known ?? readCertificate(der);
  // Taken out and put back, so that the entry dropped below is the one that was asked for longest ago.
  remembered.delete(key);
  remembered.set(key, reading);
  const oldest = remembered.size > capacity ? remembered.keys().next().value : undefined;
  if (oldest !== undefined) remembered.delete(oldest);
  return reading;
}
