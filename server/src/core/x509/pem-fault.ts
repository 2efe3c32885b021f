/** Words for a text that should hold PEM blocks and does not, shared by certificates and keys. They never quote the text. */
import { decodeBase64 } from "./base64.ts";
import type { Fault } from "./facts.ts";
import { valueFault } from "./fault.ts";
import type { PemFlaw, PemReading } from "./pem.ts";

const flawWords: Readonly<Record<PemFlaw, string>> = {
  "no-end": "has a PEM block without its END line",
  "no-begin": "has an END line without its BEGIN line",
  "labels-differ": "has a PEM block whose END line names something else than its BEGIN line",
  "incomplete-line": "has a BEGIN or END line that does not end in five dashes",
  indented: "has an indented BEGIN or END line; PEM wants it at the start of its line, and a controller passes over the block",
  "one-line": "has its PEM on one line; the line breaks were lost",
  "escaped-newlines": "spells its line breaks as a backslash and an n instead of breaking the lines",
  "byte-order-mark": "starts with a byte-order mark, which hides the first BEGIN line from a controller",
};

/** What the first flaw of a text is, or undefined for a text without flaws. */
export function flawFault(reading: PemReading): Fault | undefined {
  const [flaw] = reading.flaws;
  return flaw === undefined ? undefined : valueFault("not-pem", flawWords[flaw]);
}

/**
 * Why a text in which Go finds no PEM block at all is none. `thing` is what it should hold: "certificate" or "private key".
 * The commonest accidents are told apart: nothing, base64 once too often, DER as it is, base64 without its BEGIN and END lines.
 */
export function noBlockFault(text: string, reading: PemReading, thing: string): Fault {
  if (text.trim() === "") return valueFault("empty", "is empty");
  const flaw = flawFault(reading);
  if (flaw !== undefined) return flaw;
  // A SEQUENCE with a long-form length: decoded as UTF-8, its second octet is no character.
  if (text.startsWith("0\uFFFD")) return valueFault("not-pem", `holds binary DER; a ${thing} has to be PEM, between BEGIN and END lines`);
  const inner = decodeBase64(text.trim(), { skipBlanks: true });
  if (inner === undefined) return valueFault("not-pem", "holds no PEM block");
  // The base64 may be a key: only its first octets are looked at.
  const opening = String.fromCharCode(...inner.subarray(0, 11));
  inner.fill(0);
  if (opening === "-----BEGIN ") {
    return valueFault("not-pem", "holds the base64 of a PEM text instead of the PEM text: it was encoded once too often");
  }
  if (opening.startsWith("LS0tLS1CRUd"))
    return valueFault("not-pem", "holds base64 of base64 of a PEM text: it was encoded twice too often");
  if (/^0[\x81-\x84]/.test(opening)) return valueFault("not-pem", `holds the base64 of a ${thing} without its BEGIN and END lines`);
  return valueFault("not-pem", "holds no PEM block");
}
