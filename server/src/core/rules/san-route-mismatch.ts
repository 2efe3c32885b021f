/** Hostnames that routes bring to a listener whose certificates do not cover them. */
import { placeOf, titleOf } from "../delivery/deployment.ts";
import { covers } from "../gateway/certificates.ts";
import { intersect, isWildcard } from "../gateway/hostname.ts";
import { type Listener, listenerPath } from "../gateway/listener.ts";
import { at } from "../yaml/tree.ts";
import {
  isHostname,
  namesOnListener,
  type ReachingHostname,
  reachingHostnames,
  relatedSources,
  sourcesOf,
  whatIsCovered,
  whyNotCovered,
} from "./coverage.ts";
import { addToCertificate, referToCoveringSecret, setRouteHostname } from "./coverage-repairs.ts";
import type { Rule } from "./rule.ts";
import { fullListenerTitle, joined, listenerTitle } from "./sentences.ts";

/** One hostname at one listener, however many routes bring it. */
export interface Reached extends ReachingHostname {
  readonly listener: Listener;
}

export const sanRouteMismatch: Rule<Reached> = {
  code: "san-route-mismatch",
  severity: "warning",
  summary: "A route brings a hostname to a listener whose certificates do not cover it.",
  reference: "https://gateway-api.sigs.k8s.io/concepts/hostnames/",
  since: "0.1.0",

  *subjects(model) {
    for (const listener of model.listeners) {
      if (listener.mode !== "Terminate" || listener.owner.partial) continue;
      if (listener.hostname !== undefined && !isWildcard(listener.hostname)) continue;
      // The names are the dearer question of the two: most listeners answer the first with nothing to judge.
      if (!namesOnListener(listener, model).known) continue;
      for (const reaching of reachingHostnames(listener, model)) yield { ...reaching, listener };
    }
  },

  check({ listener, hostname, uses }, model) {
    const covered = namesOnListener(listener, model);
    if (!covered.known || !isHostname(hostname) || covers(covered.names, hostname) !== "no") return undefined;
    // Some controllers' further listeners may be in a Gateway that is told in part only.
    if (listener.gateways.some(({ partial }) => partial) || listener.gateways.length === 0) return undefined;
    const written = uses.filter(({ node }) => node !== undefined);
    const [first] = written.length > 0 ? written : uses;
    if (first === undefined) return undefined;
    // A route without hostnames takes all that the wildcard allows; that some of them are not covered may be meant.
    if (first.node === undefined && covered.names.some(({ name }) => intersect(name, hostname).verdict !== "no")) return undefined;
    const own = at(listener.owner.resource.root, ...listenerPath(listener, "hostname")) ?? listener.spec.node;
    const place = first.node === undefined ? placeOf(listener.owner, own) : placeOf(first.route, first.node);
    const message = joined(
      first.node === undefined
        ? `${titleOf(first.route)} takes every name under ${hostname} at ${fullListenerTitle(listener)}, and no certificate there covers them:`
        : `${hostname} reaches ${fullListenerTitle(listener)}, where no certificate covers it:`,
      whatIsCovered(covered.names, sourcesOf(listener), listener.owner),
      whyNotCovered(covered.names, hostname),
      "Clients that ask for it refuse the connection.",
      "Use a certificate with that name.",
    );
    return {
      place,
      message,
      related: [
        { place: placeOf(listener.owner, own), message: `${titleOf(listener.owner)}, ${listenerTitle(listener)}, serves ${hostname}.` },
        ...relatedSources(listener),
        ...uses
          .filter((use) => use !== first)
          .map(({ route, node }) => ({
            place: placeOf(route, node ?? route.resource.name ?? route.resource.root),
            message: `${titleOf(route)} brings ${hostname} here as well.`,
          })),
      ],
    };
  },

  fixes(reached, model) {
    const { listener, hostname } = reached;
    return [
      ...referToCoveringSecret(listener, hostname, model),
      ...addToCertificate(listener, hostname),
      ...setRouteHostname(reached, model),
    ];
  },
};
