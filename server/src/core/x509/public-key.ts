/**
 * Public keys as comparable strings. The format, in lower-case hexadecimal:
 *
 * - `rsa:<modulus>:<exponent>`, without leading zeros; RSASSA-PSS keys too, since the numbers are what a key is;
 * - `ec:<curve>:<02 or 03><x>`: the compressed point (SEC 1, section 2.3.3) whatever form the certificate uses, since x and the parity of y
 *   determine the point and compressing needs no arithmetic; `<curve>` as in `KeyAlgorithm.curve`;
 * - `ed25519:<32 octets>`, `ed448:<57 octets>`;
 * - `other:<SubjectPublicKeyInfo>` for everything else, explicit curve parameters included: equal strings are equal keys, different ones prove
 *   nothing (see `keyMatches`).
 */
import { curveName, keyOids } from "./algorithms.ts";
import { type DerNode, hexOf, objectIdentifierOf, octetsOfBitString, readDer, tags, unsignedOf } from "./der.ts";
import type { KeyAlgorithm } from "./facts.ts";

export interface PublicKey {
  readonly algorithm: KeyAlgorithm;
  readonly half: string;
}

/** Reads a SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7); undefined where it is malformed for its algorithm. */
export function readPublicKey(bytes: Uint8Array, info: DerNode | undefined): PublicKey | undefined {
  const [identifier, bits] = info?.children ?? [];
  const oid = objectIdentifierOf(bytes, identifier?.children[0]);
  const key = octetsOfBitString(bytes, bits);
  if (info === undefined || oid === undefined || key === undefined) return undefined;
  switch (oid) {
    case keyOids.rsa:
    case keyOids.rsaPss:
      return readRsa(key);
    case keyOids.ed25519:
      return key.length === 32 ? { algorithm: { name: "Ed25519" }, half: ed25519Half(key) } : undefined;
    case keyOids.ed448:
      return key.length === 57 ? { algorithm: { name: "Ed448" }, half: ed448Half(key) } : undefined;
    case keyOids.ec: {
      const curve = objectIdentifierOf(bytes, identifier?.children[1]);
      if (curve !== undefined) {
        const half = ecHalf(curveName(curve), key);
        return half === undefined ? undefined : { algorithm: { name: "EC", curve: curveName(curve) }, half };
      }
    }
  }
  return { algorithm: { name: "other" }, half: `other:${hexOf(bytes.subarray(info.start, info.end))}` };
}

function readRsa(key: Uint8Array): PublicKey | undefined {
  const root = readDer(key);
  if ("flaw" in root || root.tag !== tags.sequence) return undefined;
  const modulus = unsignedOf(key, root.children[0]);
  const exponent = unsignedOf(key, root.children[1]);
  return modulus === undefined || exponent === undefined ? undefined : rsaKey(modulus, exponent);
}

/** An RSA key from its two numbers, without leading zeros; undefined for a modulus or exponent of zero. */
export function rsaKey(modulus: Uint8Array, exponent: Uint8Array): PublicKey | undefined {
  const [first] = modulus;
  if (first === undefined || exponent.length === 0) return undefined;
  const bits = modulus.length * 8 - Math.clz32(first) + 24;
  return { algorithm: { name: "RSA", bits }, half: `rsa:${hexOf(modulus)}:${hexOf(exponent)}` };
}

/** A curve point in SEC 1's uncompressed, compressed or hybrid form; undefined where it is none of them (the point at infinity, say). */
export function ecHalf(curve: string, point: Uint8Array): string | undefined {
  const form = point[0];
  const last = point.at(-1);
  if (form === undefined || last === undefined || point.length < 2) return undefined;
  if (form === 2 || form === 3) return `ec:${curve}:${hexOf(point)}`;
  if ((form !== 4 && form !== 6 && form !== 7) || point.length % 2 === 0) return undefined;
  const x = point.subarray(1, (point.length + 1) / 2);
  return `ec:${curve}:${(last & 1) === 0 ? "02" : "03"}${hexOf(x)}`;
}

export function ed25519Half(key: Uint8Array): string {
  return `ed25519:${hexOf(key)}`;
}

export function ed448Half(key: Uint8Array): string {
  return `ed448:${hexOf(key)}`;
}
