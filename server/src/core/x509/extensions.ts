/** The extensions of a certificate that TLS rests on (RFC 5280, section 4.2.1). */
import { extendedUsageName, keyUsageNames } from "./algorithms.ts";
import { contentOf, type DerNode, objectIdentifierOf, readDer, tags } from "./der.ts";
import type { Fault } from "./facts.ts";
import { certificateFault } from "./fault.ts";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
} from "./peculiar.ts";

export interface ExtensionFacts {
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly uris: readonly string[];
  readonly emails: readonly string[];
  readonly hasSubjectAltName: boolean;
  readonly isCa: boolean;
  readonly keyUsage: readonly string[] | undefined;
  readonly extendedKeyUsage: readonly string[] | undefined;
  readonly subjectKeyIdentifier: string | undefined;
  readonly authorityKeyIdentifier: string | undefined;
}

const none: ExtensionFacts = {
  dnsNames: [],
  ipAddresses: [],
  uris: [],
  emails: [],
  hasSubjectAltName: false,
  isCa: false,
  keyUsage: undefined,
  extendedKeyUsage: undefined,
  subjectKeyIdentifier: undefined,
  authorityKeyIdentifier: undefined,
};

interface Reader {
  readonly name: string;
  /** `extension` is the whole Extension element in DER, `value` what its OCTET STRING holds. Throws or gives undefined for a malformed one. */
  read(extension: Uint8Array<ArrayBuffer>, value: Uint8Array): Partial<ExtensionFacts> | undefined;
}

const readers: Readonly<Record<string, Reader>> = {
  "2.5.29.17": { name: "subjectAltName", read: readAlternativeNames },
  "2.5.29.19": { name: "basicConstraints", read: (extension) => ({ isCa: new BasicConstraintsExtension(extension).ca }) },
  "2.5.29.15": {
    name: "keyUsage",
    read: (extension) => {
      const { usages } = new KeyUsagesExtension(extension);
      return { keyUsage: keyUsageNames.filter((_, bit) => (usages & (1 << bit)) !== 0) };
    },
  },
  "2.5.29.37": { name: "extKeyUsage", read: readExtendedUsages },
  "2.5.29.14": {
    name: "subjectKeyIdentifier",
    read: (extension) => ({ subjectKeyIdentifier: new SubjectKeyIdentifierExtension(extension).keyId }),
  },
  "2.5.29.35": {
    name: "authorityKeyIdentifier",
    read: (extension) => ({ authorityKeyIdentifier: new AuthorityKeyIdentifierExtension(extension).keyId }),
  },
};

/**
 * Reads the Extensions element of a certificate, or undefined for a certificate without one. A malformed extension or one that is there twice
 * is a fault that names it, since Go and BoringSSL then refuse the whole certificate; unknown ones are left alone.
 */
export function readExtensions(bytes: Uint8Array, list: DerNode | undefined): ExtensionFacts | Fault {
  let facts = none;
  const seen = new Set<string>();
  for (const extension of list?.children ?? []) {
    const oid = objectIdentifierOf(bytes, extension.children[0]);
    const value = extension.children.at(-1);
    if (extension.tag !== tags.sequence || oid === undefined || value?.tag !== tags.octetString) {
      return certificateFault("bad-der", "has an extension that is not built as X.509 wants it");
    }
    const reader = readers[oid];
    const name = reader?.name ?? oid;
    if (seen.has(oid)) return certificateFault("bad-der", `has the extension ${name} twice`);
    seen.add(oid);
    if (reader === undefined) continue;
    const read = readOne(reader, bytes.slice(extension.start, extension.end), contentOf(bytes, value));
    if (read === undefined) return certificateFault("bad-der", `has a malformed ${name} extension`);
    facts = { ...facts, ...read };
  }
  return facts;
}

function readOne(reader: Reader, extension: Uint8Array<ArrayBuffer>, value: Uint8Array): Partial<ExtensionFacts> | undefined {
  if ("flaw" in readDer(value)) return undefined;
  try {
    return reader.read(extension, value);
  } catch {
    return undefined;
  }
}

/** The library would take any element for an object identifier. */
function readExtendedUsages(_: Uint8Array, value: Uint8Array): Partial<ExtensionFacts> | undefined {
  const list = readDer(value);
  if ("flaw" in list || list.tag !== tags.sequence) return undefined;
  const oids = list.children.map((usage) => objectIdentifierOf(value, usage)).filter((oid) => oid !== undefined);
  return oids.length < list.children.length ? undefined : { extendedKeyUsage: oids.map(extendedUsageName) };
}

/** GeneralName's context tags (RFC 5280, section 4.2.1.6), of those kinds that hold ASCII text or an address. */
const nameTags = { email: 0x81, dns: 0x82, uri: 0x86, ip: 0x87 } as const;

/**
 * The library drops names that it cannot read, and reads octets that are no ASCII; Go refuses the certificate for a name that is not ASCII
 * and for an address that has not 4 or 16 octets.
 */
function readAlternativeNames(extension: Uint8Array<ArrayBuffer>, value: Uint8Array): Partial<ExtensionFacts> | undefined {
  const list = readDer(value);
  if ("flaw" in list || list.tag !== tags.sequence) return undefined;
  for (const name of list.children) {
    const octets = contentOf(value, name);
    if (name.tag === nameTags.ip && octets.length !== 4 && octets.length !== 16) return undefined;
    const isText = name.tag === nameTags.dns || name.tag === nameTags.email || name.tag === nameTags.uri;
    if (isText && octets.some((octet) => octet > 0x7f)) return undefined;
  }
  const { items } = new SubjectAlternativeNameExtension(extension).names;
  const ofType = (type: string) => items.filter((item) => item.type === type).map((item) => item.value);
  return { dnsNames: ofType("dns"), ipAddresses: ofType("ip"), uris: ofType("url"), emails: ofType("email"), hasSubjectAltName: true };
}
