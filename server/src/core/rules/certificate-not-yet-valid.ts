/** Certificates whose time has not come. */
import { dateOf, isNotYetValid } from "../x509/validity.ts";
import { certificateTitle, crtPlace, type DatedSecret, datedSecrets, fallOf, makerWords } from "./certificate-dates.ts";
import type { Rule } from "./rule.ts";
import { joined } from "./sentences.ts";

export const certificateNotYetValid: Rule<DatedSecret> = {
  code: "certificate-not-yet-valid",
  severity: "error",
  summary: "A certificate in a Secret is not valid yet.",
  reference: "https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5",
  since: "0.1.0",

  subjects: datedSecrets,

  check({ secret, chain }, model) {
    const early = chain.find(({ facts }) => isNotYetValid(facts, model.now));
    if (early === undefined) return undefined;
    const fall = fallOf(secret, "Until then clients refuse", model);
    const isCertain = fall.isUsed && fall.maker === undefined;
    return {
      place: crtPlace(secret),
      message: joined(
        `${certificateTitle(early)} is not valid before ${startOf(early.facts.notBefore)}.`,
        isCertain ? fall.effect : makerWords(fall),
        fall.isUsed || fall.maker !== undefined ? "" : "Nothing in this workspace presents it.",
        fall.maker === undefined ? "Roll it out after that, and keep the old one until then." : "",
      ),
      related: fall.related,
      severity: isCertain ? "error" : "information",
    };
  },
};

/** The minute matters more here than elsewhere: the commonest cause is a certificate made on a machine whose clock is ahead. */
function startOf(instant: number): string {
  return `${dateOf(instant)} ${new Date(instant).toISOString().slice(11, 16)} UTC`;
}
