/** Public keys from private ones, for keys that do not carry theirs. Synchronous, and never throwing on a scalar that the curve refuses. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { p256, p384, p521 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";

interface Curve {
  readonly octets: number;
  publicKey(scalar: Uint8Array): Uint8Array;
}

const curves: Readonly<Record<string, Curve>> = {
  "P-256": { octets: 32, publicKey: (scalar) => p256.getPublicKey(scalar) },
  "P-384": { octets: 48, publicKey: (scalar) => p384.getPublicKey(scalar) },
  "P-521": { octets: 66, publicKey: (scalar) => p521.getPublicKey(scalar) },
  secp256k1: { octets: 32, publicKey: (scalar) => secp256k1.getPublicKey(scalar) },
};

/**
 * The compressed public point of a scalar on a named curve; undefined for a curve that is not at hand and for a scalar out of range. The scalar
 * may be shorter than the curve wants or have leading zeros, as some programs write it; the copy made here is overwritten.
 */
export function deriveEcPoint(curve: string, scalar: Uint8Array): Uint8Array | undefined {
  const known = curves[curve];
  if (known === undefined) return undefined;
  let start = 0;
  while (start < scalar.length && scalar[start] === 0) start++;
  if (scalar.length - start > known.octets) return undefined;
  const padded = new Uint8Array(known.octets);
  padded.set(scalar.subarray(start), known.octets - (scalar.length - start));
  try {
    return known.publicKey(padded);
  } catch {
    return undefined;
  } finally {
    padded.fill(0);
  }
}

/** The public key of an Ed25519 seed (RFC 8032, section 5.1.5); undefined where it does not have 32 octets. */
export function deriveEd25519(seed: Uint8Array): Uint8Array | undefined {
  return seed.length === 32 ? ed25519.getPublicKey(seed) : undefined;
}
