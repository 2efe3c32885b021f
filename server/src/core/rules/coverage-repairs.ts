/** How a hostname comes to be covered: by another Secret, by a name more in the Certificate, or by another hostname. None is preferred. */
import { addressOf, type Deployed, qualifiedName, titleOf } from "../delivery/deployment.ts";
import { type CertificateReference, covers, namesOf, type SecretSource } from "../gateway/certificates.ts";
import { intersect, isWildcard } from "../gateway/hostname.ts";
import { type Listener, listenerPath } from "../gateway/listener.ts";
import type { Model } from "../gateway/model.ts";
import { certificateRefPath } from "../gateway/reference.ts";
import type { Route } from "../kube/route.ts";
import type { Change, Fix } from "../yaml/change.ts";
import { isOpaque } from "../yaml/template.ts";
import { itemsOf } from "../yaml/tree.ts";
import { isHostname, knownHostnames, namesOnListener, type ReachingHostname } from "./coverage.ts";
import { isOwnText } from "./own-text.ts";
import { isFlawless } from "./secret-flaws.ts";
import { listenerTitle, listOf } from "./sentences.ts";

/** More alternatives of one kind than these are no help. */
const mostOfAKind = 2;

/**
 * References to a Secret of the workspace that covers the hostname: in place of the listener's only one if it covers all that that one does, else beside
 * those that are there. Only Secrets that the listener may use, and that have no fault of their own.
 */
export function referToCoveringSecret(listener: Listener, hostname: string, model: Model): readonly Fix[] {
  const { owner, certificates, spec } = listener;
  const refs = spec.tls?.certificateRefsNode;
  if (refs === undefined || !isOwnText(owner, listenerPath(listener, "tls", "certificateRefs"))) return [];
  const taken = new Set(certificates.map(({ target }) => `${target.namespace}/${target.name}`));
  const untaken = coveringSecrets(owner, [hostname], model).filter(({ namespace, name }) => !taken.has(`${namespace}/${name}`));
  return untaken.slice(0, mostOfAKind).map((candidate) => refer(listener, candidate, hostname, model));
}

/** A Secret that a workspace holds or makes. */
export interface Candidate {
  readonly namespace: string;
  readonly name: string;
}

/** The Secrets that an object's listeners may use, that have no fault and that cover all hostnames; those of its own namespace come first. */
export function coveringSecrets(owner: Deployed, hostnames: readonly string[], model: Model): readonly Candidate[] {
  const covering = new Map<string, Candidate>();
  for (const candidate of candidates(model)) {
    const id = `${candidate.namespace}/${candidate.name}`;
    if (covering.has(id) || !mayUse(owner, candidate, model)) continue;
    const sources = model.secretSources(candidate.namespace, candidate.name);
    if (sources.every((source) => isFit(source, model)) && coversAll(sources, hostnames)) covering.set(id, candidate);
  }
  return [...covering.values()].sort((a, b) => nearness(a, owner) - nearness(b, owner));
}

function* candidates(model: Model): Generator<Candidate> {
  for (const { namespace, name } of model.secrets) yield { namespace, name };
  for (const { namespace, resource } of model.certificates) {
    if (resource.secretName !== undefined) yield { namespace, name: resource.secretName.value };
  }
}

function mayUse(owner: Deployed, { namespace, name }: Candidate, model: Model): boolean {
  const from = { group: owner.resource.group, kind: owner.resource.kind, namespace: owner.namespace };
  const { verdict } = model.grants.permission(from, { group: "", kind: "Secret", namespace, name });
  return verdict === "local" || verdict === "granted";
}

function isFit(source: SecretSource, model: Model): boolean {
  if (source.source === "Secret") return isFlawless(source.object, model);
  return source.source === "Certificate" && !source.object.resource.isCa;
}

function coversAll(sources: readonly SecretSource[], hostnames: readonly string[]): boolean {
  const names = sources.flatMap((source) => {
    const covered = namesOf(source);
    return covered.known ? covered.names : [];
  });
  return hostnames.every((hostname) => covers(names, hostname) === "yes");
}

function nearness({ namespace }: Candidate, owner: Deployed): number {
  return namespace === owner.namespace ? 0 : 1;
}

function refer(listener: Listener, candidate: Candidate, hostname: string, model: Model): Fix {
  const { owner, certificates } = listener;
  const title = `Secret ${qualifiedName(candidate.namespace, candidate.name)}`;
  const isLocal = candidate.namespace === owner.namespace;
  const [only, ...others] = certificates;
  const covered = namesOnListener(listener, model);
  const needed = covered.known ? knownHostnames(listener, model).filter((each) => covers(covered.names, each) === "yes") : [];
  const replaces =
    others.length === 0 && coversAll(model.secretSources(candidate.namespace, candidate.name), [...needed, hostname]) && only !== undefined;
  if (replaces && isOwnText(owner, certificateRefPath(listener, only.ref))) {
    return {
      title: `Use ${title}, which covers ${hostname}, on ${listenerTitle(listener)}`,
      preferred: false,
      changes: replaceReference(listener, only, candidate, isLocal),
    };
  }
  const value = { kind: "Secret", name: candidate.name, ...(isLocal ? {} : { namespace: candidate.namespace }) };
  return {
    title: `Add ${title}, which covers ${hostname}, to ${listenerTitle(listener)}`,
    preferred: false,
    changes: [{ change: "append", at: addressOf(owner, ...listenerPath(listener, "tls", "certificateRefs")), value }],
  };
}

function replaceReference(listener: Listener, { ref }: CertificateReference, candidate: Candidate, isLocal: boolean): readonly Change[] {
  const path = certificateRefPath(listener, ref);
  const field = (name: string) => addressOf(listener.owner, ...path, name);
  const changes: Change[] = [{ change: "set", at: field("name"), value: candidate.name }];
  if (!isLocal) changes.push({ change: "set", at: field("namespace"), value: candidate.namespace });
  else if (ref.namespace !== undefined) changes.push({ change: "remove", at: field("namespace") });
  return changes;
}

/** Adds the hostname to the dnsNames of the Certificate that makes the listener's Secret. */
export function addToCertificate(listener: Listener, hostname: string): readonly Fix[] {
  const fixes: Fix[] = [];
  for (const source of listener.certificates.flatMap(({ sources }) => sources)) {
    if (source.source !== "Certificate" || fixes.length === mostOfAKind) continue;
    const { object } = source;
    if (!isOwnText(object, ["spec", "dnsNames"])) continue;
    fixes.push({
      title: `Add ${hostname} to the dnsNames of ${titleOf(object)}`,
      preferred: false,
      changes: [{ change: "append", at: addressOf(object, "spec", "dnsNames"), value: hostname }],
    });
  }
  return fixes;
}

/**
 * Sets the hostname of a listener to a name that its certificates cover. A route that attached by the old name follows, if it loses no other listener by
 * that; a name that would leave a route behind, meet another listener, or bring in names that are not covered is not offered.
 */
export function setListenerHostname(listener: Listener, hostname: string, model: Model): readonly Fix[] {
  const { owner } = listener;
  const path = listenerPath(listener, "hostname");
  const covered = namesOnListener(listener, model);
  if (!covered.known || !isOwnText(owner, path)) return [];
  const fixes: Fix[] = [];
  for (const name of byLikeness(
    covered.names.map((each) => each.name),
    hostname,
  )) {
    if (fixes.length === mostOfAKind) break;
    // A wildcard that the listener's hostname falls under would go on to take that name, and still not cover it.
    if (!isFree(listener, name, model) || intersect(name, hostname).verdict !== "no") continue;
    const followers = routesThatFollow(listener, hostname, name, (each) => covers(covered.names, each) === "yes", model);
    if (followers === undefined) continue;
    const owners = [listenerTitle(listener), ...followers.map(({ route }) => titleOf(route))];
    fixes.push({
      title: `Set the hostname of ${listOf(owners)} to ${name}`,
      preferred: false,
      changes: [
        { change: "set", at: addressOf(owner, ...path), value: name },
        ...followers.map(({ route, index }): Change => ({ change: "set", at: addressOf(route, "spec", "hostnames", index), value: name })),
      ],
    });
  }
  return fixes;
}

function isFree(listener: Listener, name: string, model: Model): boolean {
  return !model
    .siblings(listener)
    .some((other) => other !== listener && other.port === listener.port && other.protocol === listener.protocol && other.hostname === name);
}

interface Follower {
  readonly route: Deployed<Route>;
  readonly index: number;
}

/** The hostnames of routes that have to change with a listener's; undefined where a route cannot go along. */
function routesThatFollow(
  listener: Listener,
  old: string,
  name: string,
  isCovered: (hostname: string) => boolean,
  model: Model,
): readonly Follower[] | undefined {
  const followers: Follower[] = [];
  for (const { route, verdict, refusal } of listener.attachments) {
    // A route that only its hostname keeps off may come in by the new one.
    if (verdict === "no" && refusal !== "hostname") continue;
    const { hostnames } = route.resource;
    if (hostnames.length === 0) continue;
    const met = hostnames.flatMap((node) => {
      const { verdict: meets, ...rest } = intersect(name, node.value);
      return meets === "yes" && "hostname" in rest ? [rest.hostname ?? name] : [];
    });
    if (!met.every(isCovered)) return undefined;
    if (met.length > 0 || verdict === "no") continue;
    const index = hostnames.findIndex((node) => node.value.toLowerCase() === old);
    if (index < 0 || isWildcard(name) || !canRename(route, index, name, listener, model)) return undefined;
    if (!followers.some((follower) => follower.route === route)) followers.push({ route, index });
  }
  return followers;
}

/** Whether a route's hostname can become another without losing a listener or meeting one whose certificates do not cover it. */
function canRename(route: Deployed<Route>, index: number, name: string, except: Listener | undefined, model: Model): boolean {
  if (route.partial || !isOwnText(route, ["spec", "hostnames", index])) return false;
  const { hostnames } = route.resource;
  if (itemsOf(route.resource.hostnamesNode).length !== hostnames.length) return false;
  if (hostnames.some(({ value }, i) => i !== index && value.toLowerCase() === name)) return false;
  const old = hostnames[index];
  const attachments = model.parentagesOf(route).flatMap((parentage) => parentage.attachments);
  return attachments.every(({ listener, hostnames: met }) => {
    if (listener === except || !met.some(({ node }) => node === old)) return true;
    const covered = namesOnListener(listener, model);
    return intersect(listener.hostname, name).verdict === "yes" && !(covered.known && covers(covered.names, name) === "no");
  });
}

/** Sets the hostname that routes bring to one that the listener's certificates cover and that no other route there has. */
export function setRouteHostname(
  { listener, hostname, uses }: ReachingHostname & { readonly listener: Listener },
  model: Model,
): readonly Fix[] {
  const covered = namesOnListener(listener, model);
  if (!covered.known) return [];
  const others = new Set(listener.attachments.flatMap(({ route }) => route.resource.hostnames.map(({ value }) => value.toLowerCase())));
  const fixes: Fix[] = [];
  for (const name of byLikeness(
    covered.names.map((each) => each.name),
    hostname,
  )) {
    if (fixes.length === mostOfAKind) break;
    if (isWildcard(name) || isWildcard(hostname) || others.has(name) || intersect(listener.hostname, name).verdict !== "yes") continue;
    const changes: Change[] = [];
    for (const { route, node } of uses) {
      if (node === undefined) break;
      const index = route.resource.hostnames.indexOf(node);
      if (!canRename(route, index, name, undefined, model)) break;
      changes.push({ change: "set", at: addressOf(route, "spec", "hostnames", index), value: name });
    }
    if (changes.length < uses.length) continue;
    fixes.push({ title: `Set the hostname of ${listOf(uses.map(({ route }) => titleOf(route)))} to ${name}`, preferred: false, changes });
  }
  return fixes;
}

/** The distinct names that could be hostnames, those that are most like the old one first. */
function byLikeness(names: readonly string[], hostname: string): readonly string[] {
  const usable = new Set(names.map((name) => name.toLowerCase()).filter((name) => isHostname(name) && !isOpaque(name)));
  return [...usable].sort((a, b) => sharedEnd(b, hostname) - sharedEnd(a, hostname) || (a < b ? -1 : 1));
}

/** How many characters two names share at their ends. */
function sharedEnd(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length)) length++;
  return length;
}
