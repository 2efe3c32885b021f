/**
 * A strict look at DER (ITU-T X.690, clauses 8 and 10): every element with its place, every length checked against its surroundings. The
 * library reads BER, which forgives what Go and BoringSSL refuse; this walk comes first, says what is wrong, and lends views of the bytes,
 * never copies, so that a private key leaves nothing behind.
 */

/** One element. Offsets are bytes from the start of the data. */
export interface DerNode {
  /** The identifier octet: class, constructed bit and tag number (numbers above 30 are not told apart: 0x1f of their class). */
  readonly tag: number;
  readonly start: number;
  readonly content: number;
  readonly end: number;
  /** The elements of a constructed one, in order; empty for a primitive one. */
  readonly children: readonly DerNode[];
}

/** Why the data is not DER: a clause in plain words. */
export interface DerFlaw {
  readonly flaw: string;
}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

const deepest = 32;
const most = 10_000;

/** The single element that the bytes hold, or why they do not hold exactly one. */
export function readDer(bytes: Uint8Array): DerNode | DerFlaw {
  const budget = { left: most };
  const root = readElement(bytes, 0, bytes.length, 0, budget);
  if ("flaw" in root) return root;
  return root.end === bytes.length ? root : { flaw: "bytes follow its end" };
}

/** Reads one element that has to end at or before `limit`. */
function readElement(bytes: Uint8Array, start: number, limit: number, depth: number, budget: { left: number }): DerNode | DerFlaw {
  if (depth > deepest) return { flaw: "it is nested too deeply" };
  if (--budget.left < 0) return { flaw: "it has too many parts" };
  const tag = bytes[start];
  if (tag === undefined || start >= limit) return { flaw: "it stops in the middle" };
  let at = start + 1;
  if ((tag & 0x1f) === 0x1f) {
    while (at < limit && ((bytes[at] ?? 0) & 0x80) !== 0) at++;
    at++;
  }
  const first = at < limit ? bytes[at] : undefined;
  if (first === undefined) return { flaw: "it stops in the middle" };
  at++;
  let length = first;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0) return { flaw: "it uses an indefinite length, which DER does not have" };
    if (count > 4 || at + count > limit) return { flaw: "a length runs past the end of the data" };
    length = 0;
    for (let index = 0; index < count; index++) length = length * 256 + (bytes[at + index] ?? 0);
    if (length < 0x80 || bytes[at] === 0) return { flaw: "a length is not written in its shortest form, as DER wants it" };
    at += count;
  }
  const end = at + length;
  if (end > limit)
    return { flaw: limit === bytes.length ? "a length runs past the end of the data" : "a length runs past the part it is in" };
  const children: DerNode[] = [];
  if ((tag & 0x20) !== 0) {
    for (let child = at; child < end; ) {
      const node = readElement(bytes, child, end, depth + 1, budget);
      if ("flaw" in node) return node;
      children.push(node);
      child = node.end;
    }
  }
  return { tag, start, content: at, end, children };
}

/** The content octets of an element as a view, not a copy. */
export function contentOf(bytes: Uint8Array, node: DerNode): Uint8Array {
  return bytes.subarray(node.content, node.end);
}

/** A non-negative INTEGER's octets without leading zeros, as a view; undefined for another element, a negative or an empty one. */
export function unsignedOf(bytes: Uint8Array, node: DerNode | undefined): Uint8Array | undefined {
  if (node?.tag !== tags.integer || node.end === node.content || ((bytes[node.content] ?? 0) & 0x80) !== 0) return undefined;
  let start = node.content;
  while (start < node.end && bytes[start] === 0) start++;
  return bytes.subarray(start, node.end);
}

/** A BIT STRING's octets as a view; undefined for another element or one whose bits do not fill its octets. */
export function octetsOfBitString(bytes: Uint8Array, node: DerNode | undefined): Uint8Array | undefined {
  if (node?.tag !== tags.bitString || bytes[node.content] !== 0) return undefined;
  return bytes.subarray(node.content + 1, node.end);
}

/** An OBJECT IDENTIFIER in dotted form; undefined for another element or a malformed one. */
export function objectIdentifierOf(bytes: Uint8Array, node: DerNode | undefined): string | undefined {
  if (node?.tag !== tags.objectIdentifier || node.end === node.content || ((bytes[node.end - 1] ?? 0x80) & 0x80) !== 0) return undefined;
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const octet of contentOf(bytes, node)) {
    arc = arc * 128n + BigInt(octet & 0x7f);
    if ((octet & 0x80) !== 0) continue;
    if (arcs.length === 0) {
      const root = arc < 40n ? 0n : arc < 80n ? 1n : 2n;
      arcs.push(root, arc - root * 40n);
    } else arcs.push(arc);
    arc = 0n;
  }
  return arcs.join(".");
}

/** Octets in lower-case hexadecimal. */
export function hexOf(bytes: Uint8Array): string {
  let hex = "";
  for (const octet of bytes) hex += (octet < 16 ? "0" : "") + octet.toString(16);
  return hex;
}
