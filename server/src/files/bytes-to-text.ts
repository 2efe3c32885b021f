/** From the bytes of a file to the text that an editor would show. */
import type { Reading } from "./access.ts";

/** How far a file is searched for a NUL byte, which no text has. The number is git's. */
const searchedForNul = 8000;

/**
 * Decodes a file. A byte-order mark decides between UTF-8 and UTF-16 (which PowerShell's `>` writes) and is left out, since no
 * editor counts it as a character; without one the text is UTF-8, as Kubernetes' readers expect. Faulty bytes become U+FFFD.
 */
export function textOfBytes(bytes: Uint8Array): Reading {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder("utf-16le").decode(bytes) };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder("utf-16be").decode(bytes) };
  if (bytes.subarray(0, searchedForNul).includes(0)) return { skipped: "binary" };
  return { text: new TextDecoder().decode(bytes) };
}
