/** What the product knows of a certificate or a key. Plain values: no DER, no library object, and never a private half. */

/** Facts of one X.509 certificate (RFC 5280). Times are milliseconds since the epoch. */
export interface CertificateFacts {
  /** Distinguished names as RFC 4514 strings, for people. */
  readonly subject: string;
  readonly issuer: string;
  readonly subjectCommonName: string | undefined;
  readonly issuerCommonName: string | undefined;
  /** The issuer as a person knows it: "Let's Encrypt R11" (O and CN, without repeating), or the whole name. */
  readonly issuerTitle: string;
  /** Lower-case hexadecimal, two digits per octet. */
  readonly serialNumber: string;
  readonly notBefore: number;
  readonly notAfter: number;
  /** subjectAltName dNSName entries as written, in order; wildcards kept. */
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly uris: readonly string[];
  readonly emails: readonly string[];
  /** Whether a subjectAltName extension is there at all. */
  readonly hasSubjectAltName: boolean;
  readonly isCa: boolean;
  readonly keyUsage: readonly string[] | undefined;
  /** Extended key usage: `serverAuth`, `clientAuth`, … or the OID where it has no name; undefined when absent. */
  readonly extendedKeyUsage: readonly string[] | undefined;
  readonly keyAlgorithm: KeyAlgorithm;
  readonly signatureAlgorithm: string;
  readonly subjectKeyIdentifier: string | undefined;
  readonly authorityKeyIdentifier: string | undefined;
  /** Identity of the public key: equal strings, equal keys. Comparable with `PrivateKeyFacts.publicHalf`. */
  readonly publicHalf: string;
}

export interface KeyAlgorithm {
  readonly name: "RSA" | "EC" | "Ed25519" | "Ed448" | "other";
  /** RSA modulus length in bits. */
  readonly bits?: number;
  /** `P-256`, `P-384`, `P-521`, `secp256k1`, …, or the OID. */
  readonly curve?: string;
}

/** What is wrong with a text that should be PEM or DER, in words that never quote it. */
export interface Fault {
  readonly fault:
    | "empty"
    | "not-pem"
    | "bad-base64"
    | "bad-der"
    | "no-certificate"
    | "no-private-key"
    | "private-key"
    | "encrypted-key"
    | "unsupported";
  /** A sentence about "The value" (a bundle's text, a key) or "The certificate" (a member of a bundle). */
  readonly message: string;
}

/** One certificate of a bundle, decoded on first use; `start` and `end` are the PEM block within the bundle's text (UTF-16 code units). */
export interface BundleMember {
  readonly start: number;
  readonly end: number;
  facts(): CertificateFacts | Fault;
}

/** A text that should hold certificates (tls.crt, ca.crt), split into its members; cheap until a member is asked for its facts. */
export interface CertificateBundle {
  readonly members: readonly BundleMember[];
  /** Set when the text as a whole is not what it should be; members may still be there (one good block, one broken). */
  readonly fault: Fault | undefined;
}

/** A private key, reduced to what may be told. */
export interface PrivateKeyFacts {
  readonly algorithm: KeyAlgorithm;
  /** The public half, or undefined where it cannot be derived (an unusual curve without its public point). */
  readonly publicHalf: string | undefined;
  readonly encoding: "PKCS#1" | "SEC1" | "PKCS#8";
}
