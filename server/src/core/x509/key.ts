/**
 * Private keys, reduced to what may be told: what they are and their public half. The octets of a key are decoded once, read in place and
 * overwritten; no output and no fault holds one of them. (Text cannot be overwritten in JavaScript, so none is made of a key here.)
 */
import { curveName, keyOids } from "./algorithms.ts";
import { contentOf, type DerNode, objectIdentifierOf, octetsOfBitString, readDer, tags, unsignedOf } from "./der.ts";
import { deriveEcPoint, deriveEd25519 } from "./derive.ts";
import type { CertificateFacts, Fault, PrivateKeyFacts } from "./facts.ts";
import { valueFault } from "./fault.ts";
import { readPem } from "./pem.ts";
import { noBlockFault } from "./pem-fault.ts";
import { ecHalf, ed448Half, ed25519Half, rsaKey } from "./public-key.ts";

/**
 * Reads the first private key of a text (`tls.key`), as Go's `tls.X509KeyPair` takes it: the first block whose label ends in PRIVATE KEY, and
 * by its content — PKCS#1, PKCS#8 or SEC 1 — rather than its label. Never throws; an encrypted key, a certificate, an OpenSSH key and broken
 * base64 or DER are faults of their own.
 */
export function readPrivateKey(text: string): PrivateKeyFacts | Fault {
  const reading = readPem(text);
  const block = reading.blocks.find(({ label }) => /(?:^| )PRIVATE KEY$/.test(label));
  if (block === undefined) {
    if (reading.blocks.length === 0) return noBlockFault(text, reading, "private key");
    const certificates = reading.blocks.some(({ label }) => /(?:^| )CERTIFICATE$/.test(label));
    return valueFault(
      "no-private-key",
      certificates ? "holds a certificate where a private key belongs" : "holds PEM, but no PRIVATE KEY block",
    );
  }
  if (block.encrypted || block.label === "ENCRYPTED PRIVATE KEY") return encrypted;
  if (block.label === "OPENSSH PRIVATE KEY")
    return valueFault("unsupported", "holds a private key in OpenSSH's own form, which controllers do not read");
  const bytes = block.decode();
  if (bytes === undefined) return valueFault("bad-base64", "is not valid base64 between its BEGIN and END lines");
  try {
    return readKey(bytes);
  } finally {
    bytes.fill(0);
  }
}

const encrypted = valueFault("encrypted-key", "holds a private key that is encrypted with a passphrase, which no controller can read");
const malformed = valueFault("bad-der", "holds a private key that is not built as PKCS#1, PKCS#8 or SEC 1 want it");

function readKey(bytes: Uint8Array): PrivateKeyFacts | Fault {
  const root = readDer(bytes);
  if ("flaw" in root) return valueFault("bad-der", `holds a private key that cannot be decoded: ${root.flaw}`);
  const [first, second, third] = root.children;
  if (root.tag !== tags.sequence) return malformed;
  if (first?.tag === tags.sequence && second?.tag === tags.octetString) return encrypted;
  if (first?.tag !== tags.integer)
    return first?.tag === tags.sequence
      ? valueFault("no-private-key", "holds a certificate or a public key where a private key belongs")
      : malformed;
  if (second?.tag === tags.sequence && third?.tag === tags.octetString) return readPkcs8(bytes, root);
  if (second?.tag === tags.octetString) return readSec1(bytes, root, undefined, "SEC1");
  if (second?.tag !== tags.integer) return malformed;
  // PKCS#1 has nine numbers (ten parts with more than two primes), the old form of DSA six.
  if (root.children.length < 9) return valueFault("unsupported", "holds a DSA key, which TLS does not use any more");
  return readPkcs1(bytes, root, "PKCS#1");
}

/** RSAPrivateKey (RFC 8017, appendix A.1.2): version, modulus, public exponent, and what is secret. */
function readPkcs1(bytes: Uint8Array, root: DerNode, encoding: PrivateKeyFacts["encoding"]): PrivateKeyFacts | Fault {
  const modulus = unsignedOf(bytes, root.children[1]);
  const exponent = unsignedOf(bytes, root.children[2]);
  const key = modulus === undefined || exponent === undefined ? undefined : rsaKey(modulus, exponent);
  return key === undefined ? malformed : { algorithm: key.algorithm, publicHalf: key.half, encoding };
}

/** PrivateKeyInfo and OneAsymmetricKey (RFC 5958): version, algorithm, the key, attributes, and perhaps `[1]` the public key. */
function readPkcs8(bytes: Uint8Array, root: DerNode): PrivateKeyFacts | Fault {
  const [, identifier, wrapped] = root.children;
  const oid = objectIdentifierOf(bytes, identifier?.children[0]);
  if (oid === undefined || wrapped === undefined) return malformed;
  const content = contentOf(bytes, wrapped);
  if (oid !== keyOids.rsa && oid !== keyOids.rsaPss && oid !== keyOids.ec && oid !== keyOids.ed25519 && oid !== keyOids.ed448) {
    return { algorithm: { name: "other" }, publicHalf: undefined, encoding: "PKCS#8" };
  }
  const inner = readDer(content);
  if ("flaw" in inner) return malformed;
  if (oid === keyOids.rsa || oid === keyOids.rsaPss) return readPkcs1(content, inner, "PKCS#8");
  if (oid === keyOids.ec) return readSec1(content, inner, curveOf(bytes, identifier?.children[1]), "PKCS#8");
  if (inner.tag !== tags.octetString) return malformed;
  const seed = contentOf(content, inner);
  if (oid === keyOids.ed25519) {
    const half = deriveEd25519(seed);
    return half === undefined ? malformed : { algorithm: { name: "Ed25519" }, publicHalf: ed25519Half(half), encoding: "PKCS#8" };
  }
  // The public half of an Ed448 key is told only where the file carries it: the curve would cost more bytes of program than it is used.
  const carried = root.children.find((part) => part.tag === 0x81);
  const half =
    carried === undefined || bytes[carried.content] !== 0 ? undefined : ed448Half(bytes.subarray(carried.content + 1, carried.end));
  return { algorithm: { name: "Ed448" }, publicHalf: half, encoding: "PKCS#8" };
}

/** A named curve by its name, "explicit" for parameters that are spelt out, undefined where there are none. */
function curveOf(bytes: Uint8Array, parameters: DerNode | undefined): string | undefined {
  if (parameters === undefined) return undefined;
  const oid = objectIdentifierOf(bytes, parameters);
  return oid === undefined ? "explicit" : curveName(oid);
}

/**
 * ECPrivateKey (RFC 5915): version, the scalar, perhaps `[0]` the curve and `[1]` the public point. `outer` is the curve that a PKCS#8 wrapping
 * named. Without the point the public half is derived where the curve is known to do so.
 */
function readSec1(
  bytes: Uint8Array,
  root: DerNode,
  outer: string | undefined,
  encoding: PrivateKeyFacts["encoding"],
): PrivateKeyFacts | Fault {
  const [, scalar, ...rest] = root.children;
  if (root.tag !== tags.sequence || scalar?.tag !== tags.octetString) return malformed;
  const curve = curveOf(bytes, rest.find((part) => part.tag === 0xa0)?.children[0]) ?? outer;
  if (curve === "explicit") return { algorithm: { name: "other" }, publicHalf: undefined, encoding };
  if (curve === undefined) return { algorithm: { name: "EC" }, publicHalf: undefined, encoding };
  const carried = octetsOfBitString(bytes, rest.find((part) => part.tag === 0xa1)?.children[0]);
  const point = carried ?? deriveEcPoint(curve, contentOf(bytes, scalar));
  return { algorithm: { name: "EC", curve }, publicHalf: point === undefined ? undefined : ecHalf(curve, point), encoding };
}

/**
 * Whether a certificate is for a key: true, false, or undefined where that cannot be known (a public half that could not be derived, a curve
 * that is spelt out instead of named).
 */
export function keyMatches(certificate: CertificateFacts, key: PrivateKeyFacts): boolean | undefined {
  if (key.publicHalf === certificate.publicHalf) return true;
  const [ours, theirs] = [key.algorithm, certificate.keyAlgorithm];
  if (ours.name === "other" || theirs.name === "other") return undefined;
  if (ours.name !== theirs.name) return false;
  if (ours.curve !== undefined && theirs.curve !== undefined && ours.curve !== theirs.curve) return false;
  return key.publicHalf === undefined ? undefined : false;
}
