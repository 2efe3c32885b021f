/** Listeners whose clients may mix up their connections. */
import { addressOf, placeOf, titleOf } from "../delivery/deployment.ts";
import { declaredController } from "../gateway/conformance/declared-version.ts";
import { supportOf } from "../gateway/conformance/support.ts";
import { type Listener, listenerPath } from "../gateway/listener.ts";
import type { Model } from "../gateway/model.ts";
import { alpnOptions } from "../gateway/profiles/controller-facts.ts";
import type { Overlap } from "../gateway/status/overlap.ts";
import { servedBy } from "../gateway/status/world.ts";
import type { Change } from "../yaml/change.ts";
import { type Coalescing, coalescingOf, mayCoalesce, offersHttp2 } from "./coalescing.ts";
import { isOwnText } from "./own-text.ts";
import type { Rule } from "./rule.ts";
import { fullListenerTitle, joined, listenerTitle, listOf, sentence } from "./sentences.ts";
import { type SharedPort, sharedPorts } from "./shared-ports.ts";

/** The listeners of one port that overlap, and what is known of it. */
interface Overlapping {
  readonly shared: SharedPort;
  /** Where a certificate is known to cover names of another listener. */
  readonly coalescings: readonly Coalescing[];
  /** Where a controller reports OverlappingTLSConfig. */
  readonly overlaps: readonly { readonly listener: Listener; readonly overlap: Overlap }[];
}

export const listenerOverlap: Rule<Overlapping> = {
  code: "listener-overlap",
  severity: "warning",
  summary: "A client may use its connection to one listener for names that another listener serves.",
  reference: "https://gateway-api.sigs.k8s.io/geps/gep-3567/",
  since: "0.1.0",

  *subjects(model) {
    for (const shared of sharedPorts(model)) {
      const overlapping = overlappingOf(shared, model);
      if (overlapping !== undefined) yield overlapping;
    }
  },

  check(overlapping, model) {
    const { shared, coalescings, overlaps } = overlapping;
    const listeners = listenersOf(overlapping);
    const [, second] = listeners;
    if (second === undefined) return undefined;
    const [first] = coalescings;
    const declared = declaredController(shared.gateway, model);
    const detecting = declared && supportOf("GatewayHTTPSListenerDetectMisdirectedRequests", declared.controllerName, declared.version);
    const [overlap] = overlaps;
    const names = listOf(
      listeners.map(({ name }) => name),
      4,
    );
    return {
      place: placeOf(second.owner, second.spec.hostname ?? second.spec.name ?? second.spec.node),
      message: joined(
        `Listeners ${names} of ${titleOf(shared.gateway)} share port ${shared.port}, and ${first === undefined ? hostnameWords(overlaps) : certificateWords(first)}.`,
        detecting === undefined || first === undefined
          ? effectOf(first !== undefined, dropsHttp2(shared) && overlap !== undefined)
          : `A client uses one connection for both (HTTP/2); ${detecting.title} ${detecting.version} answers 421, and most clients ask again on a connection of its own.`,
        "Serve the names by one listener, or give each listener a certificate for its own names only.",
        overlap === undefined ? "" : `Controllers report OverlappingTLSConfig=True, ${overlap.overlap.reason}.`,
      ),
      severity: first === undefined || detecting !== undefined ? "information" : "warning",
      related: listeners
        .filter((listener) => listener !== second)
        .map((listener) => ({
          place: placeOf(listener.owner, listener.spec.hostname ?? listener.spec.name ?? listener.spec.node),
          message: `${sentence(fullListenerTitle(listener))} is here.`,
        })),
    };
  },

  fixes(overlapping, model) {
    const { shared } = overlapping;
    const known = servedBy(shared.gateway, alpnOptions, model);
    if (known === undefined) return [];
    const offering = listenersOf(overlapping).filter(offersHttp2);
    const changes = offering.map((listener): Change | undefined => {
      const path = listenerPath(listener, "tls", "options", known.option);
      if (!isOwnText(listener.owner, path)) return undefined;
      return { change: "set", at: addressOf(listener.owner, ...path), value: known.withoutHttp2 };
    });
    const possible = changes.filter((change) => change !== undefined);
    if (possible.length < changes.length) return [];
    const title = `Offer no HTTP/2 on listeners ${listOf(offering.map(({ name }) => name))} (${known.option})`;
    return [{ title, preferred: false, changes: possible }];
  },
};

function overlappingOf(shared: SharedPort, model: Model): Overlapping | undefined {
  const statuses = shared.statuses.filter(({ standing: { conflict } }) => conflict?.verdict !== "no");
  const listeners = statuses.map(({ listener }) => listener);
  const coalescings = listeners.flatMap((opened) =>
    listeners.flatMap((meant) => (meant === opened || isOneName(opened, meant) ? [] : (coalescingOf(opened, meant, model) ?? []))),
  );
  const overlaps = statuses.flatMap(({ listener, standing: { overlap } }) =>
    overlap !== undefined && matters({ listener, overlap }, shared, model) ? [{ listener, overlap }] : [],
  );
  return coalescings.length === 0 && overlaps.length === 0 ? undefined : { shared, coalescings, overlaps };
}

/** Whether an overlap may have an effect: on which connection clients use, or on which protocol a controller offers. */
function matters({ listener, overlap }: Overlapping["overlaps"][number], shared: SharedPort, model: Model): boolean {
  if (dropsHttp2(shared)) return offersHttp2(listener);
  return mayCoalesce(listener, overlap.with, model) || mayCoalesce(overlap.with, listener, model);
}

function dropsHttp2({ statuses }: SharedPort): boolean {
  return statuses[0]?.standing.profile.overlap === "one label, certificates first";
}

/** Two of one hostname are in conflict, or would be; that is another rule's business. */
function isOneName(a: Listener, b: Listener): boolean {
  return a.hostname === b.hostname;
}

/** The listeners that take part, in the order of precedence. */
function listenersOf({ shared, coalescings, overlaps }: Overlapping): readonly Listener[] {
  const told =
    coalescings.length > 0
      ? coalescings.flatMap(({ opened, meant }) => [opened, meant])
      : overlaps.flatMap(({ listener, overlap }) => [listener, overlap.with]);
  return shared.statuses.map(({ listener }) => listener).filter((listener) => told.includes(listener));
}

function effectOf(isCovered: boolean, isWithoutHttp2: boolean): string {
  if (isWithoutHttp2) return "Envoy Gateway therefore offers no HTTP/2 on these listeners: clients get HTTP/1.1, and gRPC does not work.";
  return isCovered
    ? "A client uses one connection for both (HTTP/2), while the Gateway looks for the request where the connection was opened: it answers 404 or 421, or from the wrong backend."
    : "Once a certificate covers names of both, a client may use its connection to one for names of the other (HTTP/2).";
}

function certificateWords({ opened, meant, names }: Coalescing): string {
  return `the certificate of ${listenerTitle(opened)} covers ${listOf(names)}, which ${listenerTitle(meant)} serves`;
}

function hostnameWords(overlaps: Overlapping["overlaps"]): string {
  const [first] = overlaps;
  const a = first?.listener.hostname ?? "every name";
  const b = first?.overlap.with.hostname ?? "every name";
  return a === b ? `their certificates have names in common` : `their hostnames meet: ${a} and ${b}`;
}
