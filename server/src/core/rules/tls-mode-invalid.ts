/** Listeners whose TLS does not fit their protocol. */
import { judgementOf, type RefusedPart, refusedEffect, refusedParts, repairsOf } from "./refused-parts.ts";
import type { Rule } from "./rule.ts";

export const tlsModeInvalid: Rule<RefusedPart> = {
  code: "tls-mode-invalid",
  severity: "error",
  summary:
    "A listener's TLS does not fit its protocol: Passthrough on HTTPS, a tls block on HTTP, TCP or UDP, or a mode that does not exist.",
  reference: "https://gateway-api.sigs.k8s.io/guides/tls/",
  since: "0.1.0",

  subjects: (model) => refusedParts(model, ["tls-mode-invalid"]),
  check: (part) => judgementOf(part, refusedEffect(part)),
  fixes: repairsOf,
};
