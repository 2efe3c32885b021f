/** Hosts that are served in plaintext beside HTTPS. */
import { placeOf, titleOf } from "../delivery/deployment.ts";
import type { Attachment } from "../gateway/attachment.ts";
import { type Hostname, intersect, specificity } from "../gateway/hostname.ts";
import { type Listener, serves } from "../gateway/listener.ts";
import type { Model } from "../gateway/model.ts";
import { text } from "../kube/object.ts";
import type { RouteRule } from "../kube/route.ts";
import { at, get, itemsOf } from "../yaml/tree.ts";
import { sendToHttps } from "./redirect-repairs.ts";
import type { Rule } from "./rule.ts";
import { fullListenerTitle, joined, listenerTitle, listOf } from "./sentences.ts";

/** One route on one HTTP listener, and the HTTPS listeners that serve some of the same names. */
export interface PlainPassage {
  readonly attachment: Attachment;
  /** The names that both serve; undefined stands for every name. */
  readonly names: readonly Hostname[];
  readonly secured: readonly Listener[];
}

/** Told at the route's parentRef: what takes it off the HTTP listener is written there. */
export const httpNotRedirected: Rule<Attachment> = {
  code: "http-not-redirected",
  severity: "information",
  summary: "A host is served on HTTPS, and on HTTP as well without a redirect.",
  reference: "https://gateway-api.sigs.k8s.io/guides/user-guides/http-redirect-rewrite/#http-to-https-redirects",
  since: "0.1.0",

  *subjects(model) {
    for (const listener of model.listeners) {
      if (listener.protocol !== "HTTP" || listener.owner.partial) continue;
      if (model.find(listener.owner.resource.type, listener.owner.namespace, listener.owner.name).length > 1) continue;
      for (const attachment of listener.attachments) yield attachment;
    }
  },

  check(attachment, model) {
    const passage = plainPassage(attachment, model);
    if (passage === undefined) return undefined;
    const { route, parentRef, listener } = attachment;
    const { names, secured } = passage;
    const [first] = secured;
    const hosts = listOf(
      names.map((name) => name ?? "every host"),
      3,
    );
    const loser = lesserRedirect(attachment, names);
    return {
      place: placeOf(route, parentRef.sectionName ?? parentRef.name ?? parentRef.node),
      message: joined(
        `${titleOf(route)} answers for ${hosts} in plaintext on ${fullListenerTitle(listener)}, while ${first === undefined ? "another one" : listenerTitle(first)} serves ${names.length > 1 ? "them" : "it"} on HTTPS.`,
        loser === undefined
          ? "Nothing sends clients that begin with http:// to HTTPS."
          : `${titleOf(loser.route)} redirects there, but for a less specific hostname, and the more specific one is served.`,
        "Attach the route to the HTTPS listener only, and a redirect to the other.",
      ),
      related: [
        {
          place: placeOf(listener.owner, listener.spec.name ?? listener.spec.node),
          message: `${fullListenerTitle(listener)} has protocol HTTP.`,
        },
        ...secured.slice(0, 3).map((other) => ({
          place: placeOf(other.owner, other.spec.name ?? other.spec.node),
          message: `${fullListenerTitle(other)} serves the same on HTTPS.`,
        })),
      ],
    };
  },

  fixes(attachment, model) {
    const passage = plainPassage(attachment, model);
    const fix = passage === undefined ? undefined : sendToHttps(passage, isRedirected(attachment, passage.names), model);
    return fix === undefined ? [] : [fix];
  },
};

/** What a route answers in plaintext although HTTPS serves it too; undefined where nothing is, or is known to be. */
function plainPassage(attachment: Attachment, model: Model): PlainPassage | undefined {
  const { route, listener, verdict, hostnames } = attachment;
  if (verdict !== "yes" || route.partial || route.resource.kind !== "HTTPRoute" || !route.resource.rules.some(isAnswered)) return undefined;
  const siblings = model.siblings(listener);
  const names = new Map<string, Hostname>();
  const secured = new Set<Listener>();
  for (const { hostname } of hostnames) {
    if (serves(listener, hostname, siblings) !== "yes") continue;
    for (const other of siblings) {
      if (other.protocol !== "HTTPS") continue;
      for (const met of namesServedBy(other)) {
        const both = intersect(hostname, met);
        if (both.verdict !== "yes") continue;
        names.set(both.hostname ?? "", both.hostname);
        secured.add(other);
      }
    }
  }
  const plain = [...names.values()].filter((name) => !isRedirected(attachment, [name]));
  return plain.length === 0 ? undefined : { attachment, names: plain, secured: [...secured] };
}

function namesServedBy(listener: Listener): readonly Hostname[] {
  return listener.attachments.flatMap(({ verdict, hostnames }) => (verdict === "yes" ? hostnames.map(({ hostname }) => hostname) : []));
}

/** Whether a rule sends requests on to a backend by itself. What an extension does with them is not known. */
function isAnswered({ node, backendRefs, filterTypes }: RouteRule): boolean {
  if (!backendRefs.some(({ purpose }) => purpose === "backend")) return false;
  if (filterTypes.some((type) => type === "RequestRedirect" || type === "ExtensionRef" || type === "ExternalAuth")) return false;
  const matches = itemsOf(get(node, "matches"));
  // cert-manager's and other solvers have to be asked over HTTP.
  return matches.length === 0 || !matches.every((match) => text(at(match, "path"), "value")?.value.startsWith("/.well-known/") ?? false);
}

/** Whether another route of the listener redirects all of these names to HTTPS, for a hostname that is at least as specific. */
function isRedirected({ listener, route }: Attachment, names: readonly Hostname[]): boolean {
  return names.every((name) =>
    redirectsOf(listener).some(
      (redirect) =>
        redirect.route !== route &&
        redirect.hostnames.some(
          ({ hostname }) => intersect(hostname, name).verdict === "yes" && specificity(hostname) >= specificity(name),
        ),
    ),
  );
}

/** A redirect of the listener that loses to the route because its hostname is less specific. */
function lesserRedirect({ listener, route }: Attachment, names: readonly Hostname[]): Attachment | undefined {
  return redirectsOf(listener).find(
    (redirect) =>
      redirect.route !== route &&
      redirect.hostnames.some(({ hostname }) => names.some((name) => intersect(hostname, name).verdict === "yes")),
  );
}

function redirectsOf(listener: Listener): readonly Attachment[] {
  return listener.attachments.filter(({ verdict, route }) => verdict !== "no" && route.resource.rules.some(redirectsToHttps));
}

function redirectsToHttps({ node }: RouteRule): boolean {
  return itemsOf(get(node, "filters")).some((filter) => text(at(filter, "requestRedirect"), "scheme")?.value === "https");
}
