/** Certificates whose time is over. */
import { dateOf, isExpired } from "../x509/validity.ts";
import { certificateTitle, crtPlace, type DatedSecret, datedSecrets, fallOf, makerWords } from "./certificate-dates.ts";
import type { Rule } from "./rule.ts";
import { joined } from "./sentences.ts";

/** Any member of the chain counts: an expired intermediate breaks the chain as well. The first one that is over is told. */
export const certificateExpired: Rule<DatedSecret> = {
  code: "certificate-expired",
  severity: "error",
  summary: "A certificate in a Secret has expired.",
  reference: "https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5",
  since: "0.1.0",

  subjects: datedSecrets,

  check({ secret, chain }, model) {
    const over = chain.find(({ facts }) => isExpired(facts, model.now));
    if (over === undefined) return undefined;
    const fall = fallOf(secret, "Clients refuse", model);
    const isCertain = fall.isUsed && fall.maker === undefined;
    return {
      place: crtPlace(secret),
      message: joined(
        `${certificateTitle(over)} expired on ${dateOf(over.facts.notAfter)}.`,
        isCertain ? fall.effect : makerWords(fall),
        fall.isUsed || fall.maker !== undefined ? "" : "Nothing in this workspace presents it.",
        fall.maker === undefined ? "Put a renewed certificate and its key into the Secret." : "",
      ),
      related: fall.related,
      severity: isCertain ? "error" : "information",
    };
  },
};
