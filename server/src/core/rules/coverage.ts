/** Which names a listener's certificates cover, and how a message says what they cover instead. */
import { type Deployed, placeOf } from "../delivery/deployment.ts";
import { type CoveredName, type CoveredNames, namesOf, namesOfAll, type SecretSource } from "../gateway/certificates.ts";
import { isWildcard } from "../gateway/hostname.ts";
import { annotatedIssuance } from "../gateway/issuance.ts";
import { type Listener, serves } from "../gateway/listener.ts";
import type { Model } from "../gateway/model.ts";
import { headNode } from "../kube/object.ts";
import type { Route } from "../kube/route.ts";
import type { ScalarNode } from "../yaml/tree.ts";
import type { Related } from "./rule.ts";
import { listOf, titleBeside } from "./sentences.ts";

/**
 * The names that the certificates of a listener cover together. Unknown also where cert-manager makes a Secret by an annotation of the listener's
 * owner: the certificate then follows the listener, whatever a manifest of the Secret holds now. Only terminating listeners have certificates.
 */
export function namesOnListener(listener: Listener, model: Model): CoveredNames {
  const { certificates, mode, owner, spec } = listener;
  if (mode !== "Terminate") return { known: false, because: "the listener does not terminate TLS" };
  if (spec.tls?.options?.pairs.some(({ key }) => /cert/i.test(key.value))) {
    return { known: false, because: "the listener's options may name certificates as well" };
  }
  for (const { target, sources } of certificates) {
    const isLocal = target.namespace === owner.namespace;
    if (!isLocal || sources.some(({ source }) => source === "Certificate")) continue;
    if (annotatedIssuance(listener, target.name, model) !== undefined) {
      return { known: false, because: `cert-manager makes Secret ${target.name} by an annotation` };
    }
  }
  return namesOfAll(certificates);
}

/** Whether a text is a hostname that the API takes: anything else is another rule's business. An address is none. */
export function isHostname(text: string): boolean {
  return (
    /^(?:\*\.)?[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/i.test(text) &&
    !/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)
  );
}

/** Where a route brings a hostname to a listener. */
export interface HostnameUse {
  readonly route: Deployed<Route>;
  /** The hostname as the route writes it; undefined where the route writes none and takes the listener's. */
  readonly node: ScalarNode | undefined;
}

/** A hostname that reaches a listener through its routes. */
export interface ReachingHostname {
  readonly hostname: string;
  readonly uses: readonly HostnameUse[];
}

/**
 * The hostnames under which routes are sure to be served by this listener, and not by a more specific one of its Gateway. A listener without a hostname
 * and a route without any bring none. Where the workspace holds several objects of the owner's name, as one with several clusters does, nobody knows
 * which of them a route means.
 */
export function reachingHostnames(listener: Listener, model: Model): readonly ReachingHostname[] {
  const { namespace, name, resource } = listener.owner;
  if (model.find(resource.type, namespace, name).length > 1) return [];
  const siblings = model.siblings(listener);
  const found = new Map<string, HostnameUse[]>();
  for (const { route, verdict, hostnames } of listener.attachments) {
    if (verdict !== "yes" || route.partial) continue;
    for (const { hostname, node } of hostnames) {
      if (hostname === undefined) continue;
      const uses = found.get(hostname) ?? [];
      found.set(hostname, uses);
      if (!uses.some((use) => use.route === route)) uses.push({ route, node });
    }
  }
  return [...found].filter(([hostname]) => serves(listener, hostname, siblings) === "yes").map(([hostname, uses]) => ({ hostname, uses }));
}

/** The hostnames that clients of a listener ask for, as far as they are known: its own if it is precise, else those of its routes. */
export function knownHostnames(listener: Listener, model: Model): readonly string[] {
  const { hostname } = listener;
  if (hostname !== undefined && !isWildcard(hostname)) return [hostname];
  const reaching = reachingHostnames(listener, model).map((each) => each.hostname);
  return reaching.length > 0 || hostname === undefined ? reaching : [hostname];
}

/** "Secret a is for x and y, Certificate b asks for z." */
export function whatIsCovered(names: readonly CoveredName[], sources: readonly SecretSource[], beside: Deployed): string {
  const pieces = sources.map((source) => {
    const own = [...new Set(names.filter((name) => name.source === source).map(({ name }) => name))];
    const title = titleBeside(source.object, beside);
    if (own.length === 0) return `${title} has no DNS name among its subjectAltNames`;
    return `${title} ${source.source === "Certificate" ? "asks" : "is"} for ${listOf(own, 4)}`;
  });
  return `${listOf(pieces, 3)}.`;
}

/** Why a name that seems to be covered is not; empty where there is nothing to explain. */
export function whyNotCovered(names: readonly CoveredName[], hostname: string): string {
  const own = hostname.replace(/^\*\./, "");
  for (const { name } of names) {
    if (!name.startsWith("*.")) continue;
    const suffix = name.slice(1).toLowerCase();
    if (own === suffix.slice(1) && hostname === own) return `In a certificate ${name} does not cover ${own} itself.`;
    if (hostname.endsWith(suffix) && hostname !== name.toLowerCase()) {
      return "In a certificate * stands for exactly one label; in a listener's hostname for one or more.";
    }
  }
  return "";
}

/** The objects behind a listener's certificateRefs. */
export function sourcesOf(listener: Listener): readonly SecretSource[] {
  return listener.certificates.flatMap(({ sources }) => sources);
}

/** The certificates of a listener as related places. */
export function relatedSources(listener: Listener): readonly Related[] {
  return sourcesOf(listener).map((source) => {
    const { object } = source;
    const covered = namesOf(source);
    const own = covered.known ? listOf([...new Set(covered.names.map(({ name }) => name))], 4) : "";
    const verb = source.source === "Certificate" ? "asks for" : "is for";
    const entry =
      source.source === "Secret"
        ? source.object.resource.entries.get("tls.crt")?.key
        : source.source === "Certificate"
          ? source.object.resource.dnsNames[0]
          : undefined;
    return {
      place: placeOf(object, entry ?? headNode(object.resource)),
      message:
        own === "" ? `${titleBeside(object, listener.owner)} has no DNS name.` : `${titleBeside(object, listener.owner)} ${verb} ${own}.`,
    };
  });
}
