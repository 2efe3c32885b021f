/** What a card or a page tells of one decoded certificate, and of the private key beside it. */
import type { Deployed } from "../../delivery/deployment.ts";
import type { Entry, Secret } from "../../kube/secret.ts";
import type { CertificateFacts, Fault } from "../../x509/facts.ts";
import { isFault } from "../../x509/fault.ts";
import { dateOf, durationWords, lifetimeOf } from "../../x509/validity.ts";
import type { Fact } from "../card.ts";
import { explain, names, type Prose, say, strong, text } from "../prose.ts";
import { expiryWords, keyWords, namesIn } from "../words.ts";

/** The rows of one certificate, expiry first. */
export function certificateFacts(facts: CertificateFacts, now: number, mostNames = 6): readonly Fact[] {
  const all = namesIn(facts);
  return [
    ["Validity", expiryWords(facts, now)],
    ["Names (SAN)", all.length === 0 ? withoutNames(facts) : names(all, mostNames)],
    ["Issuer", facts.issuer === facts.subject ? say`${text(facts.issuerTitle)} (itself)` : text(facts.issuerTitle)],
    ["Subject", facts.subject === "" ? say`empty` : text(facts.subject)],
    ["From, to", text(`${dateOf(facts.notBefore)}, ${dateOf(facts.notAfter)}: ${durationWords(lifetimeOf(facts))}`)],
    ["Public key", text(keyWords(facts.keyAlgorithm))],
    ["Signature", text(facts.signatureAlgorithm)],
  ];
}

function withoutNames({ isCa }: CertificateFacts): Prose {
  return isCa ? say`none: it signs others and speaks for no host itself` : strong("none, so clients accept it for no host");
}

/** The decoded members of an entry that holds certificates, in order. */
export function membersOf(entry: Entry | undefined): readonly (CertificateFacts | Fault)[] {
  return entry?.content.is === "certificates" ? entry.content.bundle.members.map((member) => member.facts()) : [];
}

/** One line about a certificate of a chain: who it is, who signed it, until when. */
export function memberWords(member: CertificateFacts | Fault, now: number): Prose {
  if (isFault(member)) return text(member.message);
  const who = member.subjectCommonName ?? member.dnsNames[0] ?? member.subject;
  return say`${text(who === "" ? "without a name" : who)}${member.isCa ? say` (CA)` : []}, signed by ${text(member.issuerTitle)}, ${expiryWords(member, now)}`;
}

/** What may be told of tls.key: its algorithm, and whether it belongs to the certificate. Never a part of it. */
export function privateKeyWords({ resource }: Deployed<Secret>): Prose {
  const entry = resource.entries.get("tls.key");
  if (entry === undefined) return strong("tls.key is missing");
  switch (entry.content.is) {
    case "private-key": {
      const { key } = entry.content;
      const [first] = membersOf(resource.entries.get("tls.crt"));
      const words = text(keyWords(key.algorithm));
      if (first === undefined || isFault(first) || key.publicHalf === undefined)
        return say`${words}; whether it belongs to the certificate is unknown`;
      return key.publicHalf === first.publicHalf
        ? say`${words}, belongs to the certificate`
        : say`${words}, ${strong("does not belong to the certificate")}: ${explain("key-mismatch")}`;
    }
    case "fault":
      return text(entry.content.fault.message);
    default:
      return say`unknown, because its value is encrypted or a placeholder`;
  }
}
