/**
 * Certificates for fixtures, issued deterministically from the keys in keys.ts: the same request gives the same bytes, so a page or a test can
 * hold a certificate as one line. See {@link expandPem} for the markers.
 */
import { isIP } from "node:net";
import { buildCertificate, distinguishedName, extension, keyIdentifier, privateKey, publicKeyOf } from "./certificate-builder.ts";
import { bitString, boolean, context, element, objectIdentifier, octetString, sequence, text, time } from "./der-writer.ts";
import { type TestKeyName, testKeys } from "./keys.ts";

/** The instant at which fixtures are judged: 2026-06-15, noon UTC. `+10d` in a request counts from here. */
export const fixtureNow: number = Date.UTC(2026, 5, 15, 12);

export interface CertificateRequest {
  /** Names, addresses (`192.0.2.1`, `2001:db8::1`), URIs (`spiffe://…`) and mail addresses; an empty list leaves the extension out. */
  readonly san?: readonly string[];
  /** The common name; the first SAN by default. */
  readonly cn?: string;
  /** End of validity: `+10d`, `-3d`, `+12h`, `+100y` from `now`, or an ISO date. `+60d` by default. */
  readonly expires?: string;
  /** Start of validity, likewise; by default 90 days before the end, or a day before `now` where that would be in the future. */
  readonly starts?: string;
  /** A certificate authority: `CA:TRUE`, self-signed with the key `ca` unless another key is asked for. */
  readonly ca?: boolean;
  /** The issuer's name: `O=Let's Encrypt,CN=R11`, or a common name. "Test CA" by default; signed with the key `ca`. */
  readonly issuer?: string;
  readonly key?: TestKeyName;
  /** Whose key signs, `ca` by default. */
  readonly signer?: TestKeyName;
  readonly now?: number;
}

/** The DER of a certificate. */
export function derCertificate(request: CertificateRequest): Buffer {
  const { san = [], ca = false, now = fixtureNow } = request;
  const key = request.key ?? (ca ? "ca" : "p256");
  const signer = request.signer ?? (ca ? key : "ca");
  const name = request.cn ?? san[0] ?? (ca ? "Test CA" : "test");
  const notAfter = instant(request.expires ?? "+60d", now);
  const notBefore = request.starts === undefined ? Math.min(notAfter - 90 * day, now - day) : instant(request.starts, now);
  const subject = distinguishedName(nameParts(name));
  return buildCertificate({
    subject,
    issuer: ca && request.issuer === undefined ? subject : distinguishedName(nameParts(request.issuer ?? "Test CA")),
    notBefore: time(notBefore),
    notAfter: time(notAfter),
    publicKey: publicKeyOf(key),
    extensions: extensionsOf(san, ca, key, signer),
    signer,
  });
}

/** The PEM of a certificate, ending in a line feed. */
export function pemCertificate(request: CertificateRequest): string {
  return pem("CERTIFICATE", derCertificate(request));
}

/** The private key of a certificate as PEM: PKCS#8, or the older form of its kind (PKCS#1 or SEC 1). */
export function pemPrivateKey(key: TestKeyName = "p256", encoding: "pkcs8" | "pkcs1" | "sec1" = "pkcs8"): string {
  const exported = privateKey(key).export({ format: "pem", type: encoding });
  return exported.toString();
}

/** A PEM block of any label, in lines of 64. */
export function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `${[`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join("\n")}\n`;
}

const hour = 3_600_000;
const day = 24 * hour;
const units: Readonly<Record<string, number>> = { h: hour, d: day, y: 365 * day };

/** `+10d` from `now`, or an ISO date; seconds are the finest that a certificate knows. */
export function instant(written: string, now: number): number {
  const [, amount, unit = ""] = /^([+-]\d+)([hdy])$/.exec(written) ?? [];
  const found = amount === undefined ? Date.parse(written) : now + Number(amount) * (units[unit] ?? Number.NaN);
  if (Number.isNaN(found)) throw new Error(`"${written}" is neither a date nor an amount such as +10d`);
  return Math.floor(found / 1000) * 1000;
}

function nameParts(name: string): [string, string][] {
  if (!/^[A-Z]+=/.test(name)) return [["CN", name]];
  return name.split(/,(?=[A-Z]+=)/).map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]);
}

function extensionsOf(san: readonly string[], ca: boolean, key: TestKeyName, signer: TestKeyName): Buffer[] {
  const usage = ca ? Buffer.of(1, 0x06) : Buffer.of(7, 0x80);
  const list = [
    extension("2.5.29.19", sequence(...(ca ? [boolean(true)] : [])), true),
    extension("2.5.29.15", element(0x03, usage), true),
    extension("2.5.29.14", octetString(keyIdentifier(key))),
    extension("2.5.29.35", sequence(element(0x80, keyIdentifier(signer)))),
  ];
  if (!ca) list.push(extension("2.5.29.37", sequence(objectIdentifier("1.3.6.1.5.5.7.3.1"))));
  if (san.length > 0) list.push(extension("2.5.29.17", sequence(...san.map(generalName))));
  return list;
}

function generalName(name: string): Buffer {
  if (isIP(name) === 4) return element(0x87, Buffer.from(name.split(".").map(Number)));
  if (isIP(name) === 6) return element(0x87, addressOctets(name));
  if (name.includes("://")) return text(0x86, name);
  return text(name.includes("@") ? 0x81 : 0x82, name);
}

function addressOctets(address: string): Buffer {
  const [left = "", right] = address.split("::");
  const groups = (half: string) => (half === "" ? [] : half.split(":").map((group) => Number.parseInt(group, 16)));
  const [before, after] = [groups(left), groups(right ?? "")];
  const filled = [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after];
  return Buffer.from(filled.flatMap((group) => [group >> 8, group & 255]));
}

/** A certificate signing request, for what people paste by mistake. */
export function pemRequest(cn: string, key: TestKeyName = "p256"): string {
  const body = sequence(element(0x02, Buffer.of(0)), distinguishedName([["CN", cn]]), publicKeyOf(key), context(0));
  return pem("CERTIFICATE REQUEST", sequence(body, sequence(objectIdentifier("1.2.840.10045.4.3.2")), bitString(Buffer.alloc(70))));
}

/**
 * Replaces the markers of a text:
 *
 * - `{{pem leaf san=api.example.com,www.example.com expires=+10d key=p256}}`: a certificate. `leaf` or `ca`; the parameters are those of
 *   {@link CertificateRequest}, quoted where they hold blanks: `issuer="O=Let's Encrypt,CN=R11"`;
 * - `{{pem request cn=api.example.com}}`: a signing request instead;
 * - `{{key leaf key=p256 encoding=sec1}}`: the private key of such a certificate; it takes (and ignores) the parameters of the certificate, so
 *   that a marker can be copied;
 * - `{{der …}}`: the certificate's DER, only within base64;
 * - `{{text …}}`: the words themselves;
 * - `{{base64 …}}` before any of them, repeatable: one line, as a Secret's `data` holds it.
 *
 * A marker that becomes several lines has to stand alone on its line and gives each of them its own indentation, as a YAML block scalar wants.
 * An unknown word is an error.
 */
export function expandPem(source: string, now: number = fixtureNow): string {
  return source.replace(/^([ \t]*)(.*)$/gm, (line, indent: string, rest: string) => {
    const expanded = rest.replace(/\{\{((?:base64 )*(?:pem|key|der|text)(?: [^{}]*)?)\}\}/g, (_, marker: string) =>
      expandMarker(marker, now),
    );
    if (!expanded.includes("\n")) return indent + expanded;
    if (!/^\{\{[^{}]*\}\}\s*$/.test(rest)) throw new Error(`a marker of several lines has to stand alone on its line: ${line}`);
    return expanded.trimEnd().replace(/^/gm, indent);
  });
}

function expandMarker(marker: string, now: number): string {
  const { kind, wrappings, words } = parseMarker(marker);
  let bytes = bytesOf(kind, words, marker, now);
  for (let count = 0; count < wrappings; count++) bytes = Buffer.from(bytes.toString("base64"));
  if (kind === "der" && wrappings === 0) throw new Error(`DER is no text: write {{base64 ${marker}}}`);
  return bytes.toString();
}

interface Marker {
  readonly kind: string;
  readonly wrappings: number;
  readonly words: string;
}

function parseMarker(marker: string): Marker {
  const [, wrapped = "", kind = "", words = ""] = /^((?:base64 )*)(\w+) ?(.*)$/.exec(marker) ?? [];
  return { kind, wrappings: wrapped.length / "base64 ".length, words };
}

function bytesOf(kind: string, words: string, marker: string, now: number): Buffer {
  if (kind === "text") return Buffer.from(words);
  const { role, parameters } = parseWords(words, marker);
  const { encoding, ...rest } = parameters;
  const { san, key, signer, ...names } = rest;
  if (role === "request") return Buffer.from(pemRequest(parameters.cn ?? "test", keyName(key)));
  if (kind === "key") return Buffer.from(pemPrivateKey(keyName(key) ?? (role === "ca" ? "ca" : "p256"), encodingName(encoding)));
  const request = {
    ...names,
    ...(san === undefined ? {} : { san: san.split(",").filter((name) => name !== "") }),
    ...(key === undefined ? {} : { key: keyName(key) ?? "p256" }),
    ...(signer === undefined ? {} : { signer: keyName(signer) ?? "ca" }),
    ca: role === "ca",
    now,
  };
  return kind === "der" ? derCertificate(request) : Buffer.from(pemCertificate(request));
}

const parameterNames = ["san", "cn", "expires", "starts", "issuer", "key", "signer", "encoding"] as const;
type Parameters = Partial<Record<(typeof parameterNames)[number], string>>;

function parseWords(words: string, marker: string): { role: string; parameters: Parameters } {
  const [role = "", ...pairs] = words.match(/(?:[^\s"]|"[^"]*")+/g) ?? [];
  if (role !== "leaf" && role !== "ca" && role !== "request") throw new Error(`{{${marker}}}: say leaf, ca or request first`);
  const parameters: Parameters = {};
  for (const pair of pairs) {
    const [name = "", value] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1).replace(/^"(.*)"$/, "$1")];
    const known = parameterNames.find((parameter) => parameter === name);
    if (known === undefined) throw new Error(`{{${marker}}}: no parameter "${pair}"; there are ${parameterNames.join(", ")}`);
    parameters[known] = value;
  }
  return { role, parameters };
}

function keyName(written: string | undefined): TestKeyName | undefined {
  if (written === undefined) return undefined;
  if (!(written in testKeys)) throw new Error(`no test key ${written}; there are ${Object.keys(testKeys).join(", ")}`);
  return written as TestKeyName;
}

function encodingName(written: string | undefined): "pkcs8" | "pkcs1" | "sec1" {
  if (written === undefined || written === "pkcs8") return "pkcs8";
  if (written === "pkcs1" || written === "sec1") return written;
  throw new Error(`no encoding ${written}; there are pkcs8, pkcs1, sec1`);
}
