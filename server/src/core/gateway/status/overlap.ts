/** OverlappingTLSConfig: listeners whose names overlap on one port, so that clients may reuse a connection across them (GEP-3567). */
import { sanCovers } from "../../x509/names.ts";
import { namesOfAll } from "../certificates.ts";
import { intersect, isWildcard } from "../hostname.ts";
import type { Listener } from "../listener.ts";
import type { Profile } from "../profiles/profile.ts";

export interface Overlap {
  readonly reason: "OverlappingHostnames" | "OverlappingCertificates";
  readonly with: Listener;
}

/** The overlap of each listener of a merged list with another one, where there is one. */
export function overlapsOf(merged: readonly Listener[], profile: Profile): ReadonlyMap<Listener, Overlap> {
  const overlaps = new Map<Listener, Overlap>();
  if (profile.overlap === "never") return overlaps;
  for (const listener of merged) {
    if (!terminatesHttps(listener)) continue;
    for (const other of merged) {
      if (other === listener || other.port !== listener.port || !terminatesHttps(other)) continue;
      const reason = reasonOf(listener, other, profile);
      if (reason === undefined) continue;
      const known = overlaps.get(listener);
      if (known === undefined || (reason === "OverlappingCertificates" && known.reason !== reason))
        overlaps.set(listener, { reason, with: other });
    }
  }
  return overlaps;
}

function terminatesHttps(listener: Listener): boolean {
  return listener.protocol === "HTTPS";
}

function reasonOf(a: Listener, b: Listener, profile: Profile): Overlap["reason"] | undefined {
  if (profile.overlap === "hostnames") {
    // Whether a listener without a hostname overlaps everything is left open by the specification.
    if (a.hostname === undefined || b.hostname === undefined || a.hostname === b.hostname) return undefined;
    return intersect(a.hostname, b.hostname).verdict === "yes" ? "OverlappingHostnames" : undefined;
  }
  if (certificatesOverlap(a, b)) return "OverlappingCertificates";
  return oneLabelOverlap(a.hostname, b.hostname) ? "OverlappingHostnames" : undefined;
}

/** Envoy Gateway's `hostnameMatchesWithOther`: equal, or one is a wildcard over exactly one label; two wildcards only when equal. */
function oneLabelOverlap(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined || a === b) return true;
  if (isWildcard(a) && isWildcard(b)) return false;
  return sanCovers(a, b) || sanCovers(b, a);
}

function certificatesOverlap(a: Listener, b: Listener): boolean {
  const [mine, theirs] = [namesOfAll(a.certificates), namesOfAll(b.certificates)];
  if (!mine.known || !theirs.known) return false;
  return mine.names.some(({ name }) => theirs.names.some((other) => oneLabelOverlap(name, other.name)));
}
