/** Certificates that need to be renewed soon. */
import { dateOf, expiringFrom, isExpired, isNotYetValid, lifetimeOf } from "../x509/validity.ts";
import { certificateTitle, crtPlace, type DatedSecret, datedSecrets, fallOf, makerWords } from "./certificate-dates.ts";
import type { Rule } from "./rule.ts";
import { joined } from "./sentences.ts";

const day = 86_400_000;

/** Of several members of a chain the one that ends first is told, unless another rule about dates speaks of the chain already. */
export const certificateExpiring: Rule<DatedSecret> = {
  code: "certificate-expiring",
  severity: "warning",
  summary: "A certificate in a Secret is about to expire.",
  reference: "https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5",
  since: "0.1.0",

  subjects: datedSecrets,

  check({ secret, chain }, model) {
    const { now, expiring } = model;
    if (chain.some(({ facts }) => isExpired(facts, now) || isNotYetValid(facts, now))) return undefined;
    const [soonest] = chain.filter(({ facts }) => now > expiringFrom(facts, expiring)).sort((a, b) => a.facts.notAfter - b.facts.notAfter);
    if (soonest === undefined) return undefined;
    const fall = fallOf(secret, "From then on clients will refuse", model);
    const share = expiring.share * lifetimeOf(soonest.facts);
    const left = share < expiring.days * day ? `${shareWords(expiring.share)} of its lifetime is` : `${expiring.days} days are`;
    return {
      place: crtPlace(secret),
      message: joined(
        `${certificateTitle(soonest)} expires on ${dateOf(soonest.facts.notAfter)}; less than ${left} left.`,
        fall.maker === undefined ? fall.effect : makerWords(fall),
        fall.maker === undefined ? "Renew it before then." : "",
      ),
      related: fall.related,
      ...(fall.maker === undefined ? {} : { severity: "information" }),
    };
  },
};

function shareWords(share: number): string {
  return Math.abs(share - 1 / 3) < 0.001 ? "a third" : `${Math.round(share * 100)} %`;
}
