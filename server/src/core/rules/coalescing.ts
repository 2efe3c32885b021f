/**
 * Which names a client asks for on a connection that it opened for another name. HTTP/2 lets it do so where the address is the same and the certificate
 * that it was shown covers the name (RFC 9113, 9.1.1), while the Gateway chose its listener when the connection was opened (GEP-3567).
 */
import { covers } from "../gateway/certificates.ts";
import { contains, isWildcard, specificity } from "../gateway/hostname.ts";
import type { Listener } from "../gateway/listener.ts";
import type { Model } from "../gateway/model.ts";
import { alpnOptions } from "../gateway/profiles/controller-facts.ts";
import { isOpaque } from "../yaml/template.ts";
import { namesOnListener, reachingHostnames } from "./coverage.ts";

/** A listener whose certificate covers names that another one serves. */
export interface Coalescing {
  readonly opened: Listener;
  readonly meant: Listener;
  readonly names: readonly string[];
}

/** The names of `meant` for which clients may use a connection to `opened`; undefined where none is known. */
export function coalescingOf(opened: Listener, meant: Listener, model: Model): Coalescing | undefined {
  if (!offersHttp2(opened) || !takesTls(meant)) return undefined;
  const covered = namesOnListener(opened, model);
  if (!covered.known) return undefined;
  // Without a name of its own that the certificate covers, no client gets as far as a connection.
  if (!servedNames(opened, model).some((name) => covers(covered.names, name) === "yes")) return undefined;
  const names = servedNames(meant, model).filter((name) => !servesItself(opened, meant, name) && covers(covered.names, name) === "yes");
  return names.length === 0 ? undefined : { opened, meant, names };
}

/** Whether clients of a listener may speak HTTP/2: it ends TLS for HTTP, and no option of it is known to leave HTTP/2 out. */
export function offersHttp2({ protocol, mode, spec }: Listener): boolean {
  if (protocol !== "HTTPS" || mode !== "Terminate") return false;
  return !alpnOptions.some(({ option }) => {
    const value = spec.tls?.options?.pairs.find(({ key }) => key.value === option)?.value;
    return value?.kind === "scalar" && !/\bh2\b/.test(value.value);
  });
}

function takesTls({ protocol }: Listener): boolean {
  return protocol === "HTTPS" || protocol === "TLS";
}

/** The names that a listener serves, as far as they are known: its own, and those that routes bring. */
function servedNames(listener: Listener, model: Model): readonly string[] {
  const { hostname } = listener;
  const brought = hostname !== undefined && !isWildcard(hostname) ? [] : reachingHostnames(listener, model).map((each) => each.hostname);
  return [...new Set([...(hostname === undefined ? [] : [hostname]), ...brought])];
}

/** Whether a request for the name finds the listener that it was meant for even so: the one on which the connection was opened is as good a match. */
function servesItself(opened: Listener, meant: Listener, name: string): boolean {
  return contains(opened.hostname, name) === "yes" && specificity(opened.hostname) >= specificity(meant.hostname);
}

/** Whether a certificate of `opened` may cover a name that `meant` serves, be it one that no route here brings. True where that is not known. */
export function mayCoalesce(opened: Listener, meant: Listener, model: Model): boolean {
  if (!offersHttp2(opened)) return false;
  const covered = knownNames(opened, model);
  if (covered === undefined) return true;
  // A name that its own certificate does not cover is none that the other listener serves.
  const served = knownNames(meant, model);
  const isNarrower = specificity(opened.hostname) > specificity(meant.hostname);
  return covered.some((name) => {
    const shared = served === undefined ? [name, meant.hostname ?? name] : served.map((other) => sharedName(name, other));
    return shared.some((each) => {
      if (each === undefined || contains(meant.hostname, each) === "no" || covers([{ name }], each) !== "yes") return false;
      return !(isNarrower && contains(opened.hostname, each) === "yes");
    });
  });
}

function knownNames(listener: Listener, model: Model): readonly string[] | undefined {
  const covered = namesOnListener(listener, model);
  if (!covered.known || covered.names.some(({ name }) => isOpaque(name))) return undefined;
  return covered.names.map(({ name }) => name.toLowerCase());
}

/** What the names of two certificates have in common: the more precise of the two. */
function sharedName(a: string, b: string): string | undefined {
  if (covers([{ name: b }], a) === "yes") return a;
  return covers([{ name: a }], b) === "yes" ? b : undefined;
}
