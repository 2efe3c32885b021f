/**
 * Builds X.509 certificates deterministically: the same parts give the same bytes on every machine. RSA signs with PKCS#1 v1.5, Ed25519 is
 * deterministic by nature, and ECDSA takes its nonce from RFC 6979.
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { p256, p384, p521 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { bitString, boolean, context, element, integer, objectIdentifier, octetString, sequence, set, text } from "./der-writer.ts";
import { type TestKeyName, testKeys } from "./keys.ts";

export interface CertificateParts {
  readonly subject: Buffer;
  readonly issuer: Buffer;
  readonly notBefore: Buffer;
  readonly notAfter: Buffer;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Buffer;
  /** Extension elements; none at all leaves the list out. */
  readonly extensions: readonly Buffer[];
  readonly signer: TestKeyName;
  readonly serial?: Buffer;
}

/** The DER of a certificate. Its serial number is a hash of the other parts unless one is given. */
export function buildCertificate(parts: CertificateParts): Buffer {
  const { subject, issuer, notBefore, notAfter, publicKey, extensions, signer } = parts;
  const serial = parts.serial ?? serialOf(Buffer.concat([subject, issuer, notBefore, notAfter, publicKey, ...extensions]));
  const algorithm = signatureAlgorithm(signer);
  const body = sequence(
    context(0, integer(2)),
    integer(serial),
    algorithm,
    issuer,
    sequence(notBefore, notAfter),
    subject,
    publicKey,
    ...(extensions.length === 0 ? [] : [context(3, sequence(...extensions))]),
  );
  return sequence(body, algorithm, bitString(signature(signer, body)));
}

function serialOf(parts: Buffer): Buffer {
  const serial = createHash("sha256").update(parts).digest().subarray(0, 16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  return serial;
}

const privateKeys = new Map<TestKeyName, KeyObject>();

export function privateKey(name: TestKeyName): KeyObject {
  const known = privateKeys.get(name);
  const key = known ?? createPrivateKey({ key: Buffer.from(testKeys[name], "base64"), format: "der", type: "pkcs8" });
  privateKeys.set(name, key);
  return key;
}

/** The SubjectPublicKeyInfo of a test key. */
export function publicKeyOf(name: TestKeyName): Buffer {
  return createPublicKey(privateKey(name)).export({ format: "der", type: "spki" });
}

const ecdsa = {
  prime256v1: { curve: p256, oid: "1.2.840.10045.4.3.2" },
  secp384r1: { curve: p384, oid: "1.2.840.10045.4.3.3" },
  secp521r1: { curve: p521, oid: "1.2.840.10045.4.3.4" },
  secp256k1: { curve: secp256k1, oid: "1.2.840.10045.4.3.2" },
} as const;

function ecdsaOf(key: KeyObject): (typeof ecdsa)[keyof typeof ecdsa] | undefined {
  return ecdsa[(key.asymmetricKeyDetails?.namedCurve ?? "") as keyof typeof ecdsa];
}

function signatureAlgorithm(signer: TestKeyName): Buffer {
  const key = privateKey(signer);
  if (key.asymmetricKeyType === "ed25519") return sequence(objectIdentifier("1.3.101.112"));
  if (key.asymmetricKeyType === "rsa") return sequence(objectIdentifier("1.2.840.113549.1.1.11"), element(0x05));
  return sequence(objectIdentifier(ecdsaOf(key)?.oid ?? ""));
}

function signature(signer: TestKeyName, body: Buffer): Uint8Array {
  const key = privateKey(signer);
  const scheme = ecdsaOf(key);
  if (scheme === undefined) return sign(key.asymmetricKeyType === "rsa" ? "sha256" : null, body, key);
  return scheme.curve.sign(body, Buffer.from(key.export({ format: "jwk" }).d ?? "", "base64url"), { format: "der", lowS: false });
}

const attributes: Readonly<Record<string, string>> = { CN: "2.5.4.3", O: "2.5.4.10", OU: "2.5.4.11", C: "2.5.4.6", L: "2.5.4.7" };

/** A distinguished name from its attributes in the order of the certificate, `[["O", "Let's Encrypt"], ["CN", "R11"]]`. */
export function distinguishedName(parts: readonly (readonly [type: string, value: string])[]): Buffer {
  return sequence(
    ...parts.map(([type, value]) => {
      const oid = attributes[type];
      if (oid === undefined) throw new Error(`no attribute ${type}; there are ${Object.keys(attributes).join(", ")}`);
      return set(sequence(objectIdentifier(oid), text(type === "C" ? 0x13 : 0x0c, value)));
    }),
  );
}

/** An Extension element; `value` is the DER within its OCTET STRING. */
export function extension(oid: string, value: Uint8Array, critical = false): Buffer {
  return sequence(objectIdentifier(oid), ...(critical ? [boolean(true)] : []), octetString(value));
}

/** An identifier of a key for the two key identifier extensions: any 20 octets that depend on the key will do (RFC 5280, section 4.2.1.2). */
export function keyIdentifier(name: TestKeyName): Buffer {
  return createHash("sha1").update(publicKeyOf(name)).digest();
}
