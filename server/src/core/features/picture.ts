/** A picture as an SVG text, and as Markdown that holds it. */
import { markdownText } from "./escape.ts";

/** An SVG without scripts and without references to anything outside it. `alt` says the same in words. */
export interface Picture {
  readonly svg: string;
  readonly alt: string;
}

/**
 * The picture as a Markdown image with a data: URI. What could begin a link is left out of the alternative text rather than escaped:
 * readers differ on whether an escape holds within one.
 */
export function imageOf({ svg, alt }: Picture): string {
  return `![${markdownText(alt.replace(/[[\]<>\\`]+/g, " "))}](data:image/svg+xml;base64,${base64OfAscii(asciiXml(svg))})`;
}

/** XML with every character beyond ASCII as a character reference, which spares us an encoding. */
function asciiXml(xml: string): string {
  return xml.replace(/[^\x20-\x7e]/gu, (character) => `&#${character.codePointAt(0)};`);
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base64 (RFC 4648, section 4) of a text of ASCII characters. */
function base64OfAscii(text: string): string {
  let encoded = "";
  for (let i = 0; i < text.length; i += 3) {
    const left = text.length - i;
    const bits = (text.charCodeAt(i) << 16) | ((left > 1 ? text.charCodeAt(i + 1) : 0) << 8) | (left > 2 ? text.charCodeAt(i + 2) : 0);
    encoded += alphabet.charAt(bits >> 18) + alphabet.charAt((bits >> 12) & 63);
    encoded += (left > 1 ? alphabet.charAt((bits >> 6) & 63) : "=") + (left > 2 ? alphabet.charAt(bits & 63) : "=");
  }
  return encoded;
}
