/**
 * The algebra of hostnames (Gateway API `apis/v1/gateway_types.go`, Listener.Hostname; `site/docs/concepts/hostnames.md`).
 * An absent hostname is `undefined` and matches every name. Here `*.` stands for one or more labels, unlike in a certificate.
 * A hostname with a placeholder (`*.${DOMAIN}`) is compared as text: what matches as text matches, anything else is unknown.
 */
import { isOpaque } from "../yaml/template.ts";

export type Hostname = string | undefined;

export type Intersection =
  | { readonly verdict: "yes"; readonly hostname: Hostname }
  | { readonly verdict: "no" }
  | { readonly verdict: "unknown" };

const none: Intersection = { verdict: "no" };

/** Whether a hostname is a wildcard (`*.example.com`). */
export function isWildcard(hostname: Hostname): boolean {
  return hostname?.startsWith("*.") ?? false;
}

/** Whether the wildcard `pattern` matches the precise name `host`: one or more labels before the suffix. */
function matchesWildcard(pattern: string, host: string): boolean {
  const suffix = pattern.slice(1);
  return host.length > suffix.length && host.endsWith(suffix);
}

/** The intersection of two hostnames: the more specific one where they meet. Commutative; compares in lower case. */
export function intersect(a: Hostname, b: Hostname): Intersection {
  if (a === undefined) return { verdict: "yes", hostname: b };
  if (b === undefined) return { verdict: "yes", hostname: a };
  const met = intersectNames(a.toLowerCase(), b.toLowerCase());
  if (met !== undefined) return { verdict: "yes", hostname: met };
  return isOpaque(a) || isOpaque(b) ? { verdict: "unknown" } : none;
}

function intersectNames(a: string, b: string): string | undefined {
  if (a === b) return a;
  if (isWildcard(a)) {
    if (!isWildcard(b)) return matchesWildcard(a, b) ? b : undefined;
    if (a.slice(1).endsWith(b.slice(1))) return a;
    return b.slice(1).endsWith(a.slice(1)) ? b : undefined;
  }
  return isWildcard(b) && matchesWildcard(b, a) ? a : undefined;
}

/** Whether every name that `inner` matches is matched by `outer` as well: yes, no or unknown. */
export function contains(outer: Hostname, inner: Hostname): "yes" | "no" | "unknown" {
  if (outer === undefined) return "yes";
  if (inner === undefined) return "no";
  const met = intersect(outer, inner);
  if (met.verdict !== "yes") return met.verdict;
  return met.hostname === inner.toLowerCase() ? "yes" : "no";
}

/**
 * Order of preference among listeners that match one name: precise, then wildcards with more labels, then no hostname
 * (`gateway_types.go`, Listener). Larger wins.
 */
export function specificity(hostname: Hostname): number {
  if (hostname === undefined) return 0;
  const labels = hostname.split(".").length;
  return isWildcard(hostname) ? labels : 1000 + labels;
}
