/** Distinguished names as strings for people. */
import type { Name } from "./peculiar.ts";

/** One attribute: its short name (or OID) and its value as text, `#` and hexadecimal where it is no text. */
type Attribute = readonly [type: string, value: string];

/** The relative names of a distinguished name in the order of the certificate, each with one attribute or more. */
function relativeNames(name: Name): Attribute[][] {
  return name
    .toJSON()
    .map((relative) => Object.entries(relative).flatMap(([type, values]) => values.map((value): Attribute => [type, value])));
}

/**
 * A name as RFC 4514 writes it: the last relative name first, commas between them. Control characters are written as escaped octets, so that
 * the string is safe to print.
 */
export function nameText(name: Name): string {
  return relativeNames(name)
    .reverse()
    .map((relative) => relative.map(([type, value]) => `${type}=${escapeValue(value)}`).join("+"))
    .join(",");
}

function escapeValue(value: string): string {
  if (/^#(?:[0-9a-f]{2})+$/.test(value)) return value;
  const characters = [...value];
  return characters
    .map((character, index) => {
      if (/[\p{Cc}]/u.test(character)) return escapedOctets(character.codePointAt(0) ?? 0);
      const first = index === 0 && (character === " " || character === "#");
      const last = index === characters.length - 1 && character === " ";
      return first || last || '"+,;<>\\'.includes(character) ? `\\${character}` : character;
    })
    .join("");
}

/** A control character (below U+00A0) as its UTF-8 octets. */
function escapedOctets(code: number): string {
  return code < 0x80 ? `\\${hexOctet(code)}` : `\\${hexOctet(0xc0 | (code >> 6))}\\${hexOctet(0x80 | (code & 0x3f))}`;
}

function hexOctet(octet: number): string {
  return octet.toString(16).toUpperCase().padStart(2, "0");
}

/** The most specific common name, as written; undefined where there is none. */
export function commonName(name: Name): string | undefined {
  return name.getField("CN").at(-1);
}

/**
 * A name as a person knows it: organisation and common name ("Let's Encrypt R11"), the common name alone where it already begins with the
 * organisation's first word ("DigiCert Inc", "DigiCert Global G3"), whichever of the two there is, else the whole name.
 */
export function nameTitle(name: Name): string {
  const common = tidy(commonName(name) ?? "");
  const organisation = tidy(name.getField("O").at(-1) ?? "");
  if (common === "" || organisation === "") return common || organisation || nameText(name) || "an unnamed issuer";
  return firstWord(common) === firstWord(organisation) ? common : `${organisation} ${common}`;
}

function tidy(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, " ").trim();
}

function firstWord(text: string): string {
  return text.toLowerCase().split(/[\s,.]/)[0] ?? "";
}
