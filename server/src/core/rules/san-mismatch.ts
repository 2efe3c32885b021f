/** Listeners whose hostname their certificates do not cover. */
import { placeOf } from "../delivery/deployment.ts";
import { covers } from "../gateway/certificates.ts";
import { isWildcard } from "../gateway/hostname.ts";
import type { Listener } from "../gateway/listener.ts";
import { isHostname, namesOnListener, relatedSources, sourcesOf, whatIsCovered, whyNotCovered } from "./coverage.ts";
import { addToCertificate, referToCoveringSecret, setListenerHostname } from "./coverage-repairs.ts";
import type { Rule } from "./rule.ts";
import { fullListenerTitle, joined } from "./sentences.ts";

/** A wildcard listener, and one without a hostname, is judged by the names that its routes bring: see `san-route-mismatch`. */
export const sanMismatch: Rule<Listener> = {
  code: "san-mismatch",
  severity: "warning",
  summary: "No certificate of a listener covers the listener's hostname.",
  reference: "https://gateway-api.sigs.k8s.io/concepts/hostnames/",
  since: "0.1.0",

  subjects: (model) =>
    model.listeners.filter(({ mode, hostname }) => mode === "Terminate" && hostname !== undefined && !isWildcard(hostname)),

  check(listener, model) {
    const { hostname, owner, spec } = listener;
    if (hostname === undefined || spec.hostname === undefined || owner.partial || !isHostname(hostname)) return undefined;
    const covered = namesOnListener(listener, model);
    if (!covered.known || covers(covered.names, hostname) !== "no") return undefined;
    const message = joined(
      `No certificate of ${fullListenerTitle(listener)} covers its hostname ${hostname}:`,
      whatIsCovered(covered.names, sourcesOf(listener), owner),
      whyNotCovered(covered.names, hostname),
      `Clients that ask for ${hostname} refuse the connection.`,
      "Use a certificate with that name.",
    );
    return {
      place: placeOf(owner, spec.hostname),
      message,
      related: relatedSources(listener),
    };
  },

  fixes(listener, model) {
    const { hostname } = listener;
    if (hostname === undefined) return [];
    return [
      ...referToCoveringSecret(listener, hostname, model),
      ...addToCertificate(listener, hostname),
      ...setListenerHostname(listener, hostname, model),
    ];
  },
};
