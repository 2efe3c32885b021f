/**
 * Base64 as Kubernetes decodes it, and the text within. A Secret's `data` values go through Go's `base64.StdEncoding`: line feeds and carriage
 * returns are skipped wherever they stand, padding is required, unused bits of the last character may be anything, and every other
 * character, a blank too, is an error.
 */

/** WHATWG's decoder, which every host has although the ECMAScript library does not declare it. */
declare const TextDecoder: new (label: string, options: { readonly ignoreBOM: boolean }) => { decode(bytes: Uint8Array): string };

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const values = new Int8Array(128).fill(-1);
for (let value = 0; value < alphabet.length; value++) values[alphabet.charCodeAt(value)] = value;

const lineFeed = 10;
const carriageReturn = 13;
const blank = 32;
const tab = 9;
const equals = 61;

export interface Base64Range {
  /** Offsets in the text, UTF-16 code units; the whole text by default. */
  readonly start?: number;
  readonly end?: number;
  /** Skip blanks and tabs as well, as Go's `encoding/pem` does within a block. */
  readonly skipBlanks?: boolean;
}

/**
 * Decodes base64 strictly (see above) into fresh bytes, without copying the text, so that the bytes are the only copy of what may be a key.
 * Undefined for anything that Kubernetes would refuse.
 */
export function decodeBase64(text: string, range: Base64Range = {}): Uint8Array | undefined {
  const { start = 0, end = text.length, skipBlanks = false } = range;
  const bytes = new Uint8Array(Math.ceil(Math.max(0, end - start) / 4) * 3);
  let written = 0;
  let quantum = 0;
  let digits = 0;
  let padding = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === lineFeed || code === carriageReturn || (skipBlanks && (code === blank || code === tab))) continue;
    if (code === equals) {
      padding++;
      if (digits < 2) return discard(bytes);
      continue;
    }
    const value = padding === 0 ? (values[code] ?? -1) : -1;
    if (value < 0) return discard(bytes);
    quantum = (quantum << 6) | value;
    digits++;
    if (digits < 4) continue;
    bytes[written++] = quantum >> 16;
    bytes[written++] = (quantum >> 8) & 255;
    bytes[written++] = quantum & 255;
    quantum = 0;
    digits = 0;
  }
  if (digits + padding !== 0 && digits + padding !== 4) return discard(bytes);
  if (digits === 2) bytes[written++] = quantum >> 4;
  if (digits === 3) {
    bytes[written++] = quantum >> 10;
    bytes[written++] = (quantum >> 2) & 255;
  }
  return bytes.subarray(0, written);
}

/** What was decoded so far may be the beginning of a key. */
function discard(bytes: Uint8Array): undefined {
  bytes.fill(0);
  return undefined;
}

/** UTF-8 bytes as text. Never fails: what is not UTF-8 becomes U+FFFD; a byte-order mark stays, since Go's readers trip over it too. */
export function decodeUtf8(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** A Secret's `data` value as text: {@link decodeBase64}, then {@link decodeUtf8}. Undefined where the base64 is broken. */
export function decodeDataValue(value: string): string | undefined {
  const bytes = decodeBase64(value);
  if (bytes === undefined) return undefined;
  const text = decodeUtf8(bytes);
  bytes.fill(0);
  return text;
}
