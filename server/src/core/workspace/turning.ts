/** When a snapshot would say something else although nobody edits: certificates begin, expire, and are a day older at midnight. */
import type { Model } from "../gateway/model.ts";
import type { Secret } from "../kube/secret.ts";
import { isFault } from "../x509/fault.ts";
import { expiringFrom, type Validity, validityWordsTurn } from "../x509/validity.ts";

/**
 * The first instant after the model's `now` at which a lens or a rule about dates would use other words; undefined where no Secret holds a
 * certificate. Decodes the certificates that nothing has asked for yet.
 */
export function nextTurn({ secrets, now, expiring }: Model): number | undefined {
  let turn = Number.POSITIVE_INFINITY;
  for (const { resource } of secrets) {
    for (const validity of validitiesIn(resource)) {
      turn = Math.min(turn, validityWordsTurn(validity, now));
      const warned = expiringFrom(validity, expiring);
      // At this very instant or just after it, whichever the rule takes for "less than": a turn too many changes nothing.
      for (const instant of [Math.ceil(warned), Math.floor(warned) + 1]) if (instant > now) turn = Math.min(turn, instant);
    }
  }
  return Number.isFinite(turn) ? turn : undefined;
}

function* validitiesIn({ entries }: Secret): Generator<Validity> {
  for (const { content } of entries.values()) {
    if (content.is !== "certificates") continue;
    for (const member of content.bundle.members) {
      const facts = member.facts();
      if (!isFault(facts)) yield facts;
    }
  }
}
