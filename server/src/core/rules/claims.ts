/** Which requests a route claims, as far as its matches can be compared by looking at them. */
import type { Route, RouteRule } from "../kube/route.ts";
import { isOpaque } from "../yaml/template.ts";
import { get, itemsOf, type Node, scalarOf } from "../yaml/tree.ts";

/** What one rule takes of each hostname of its route. Two claims are one and the same where their words are. */
export interface Claim {
  /** Such as "path /shop and below", for messages. */
  readonly words: string;
  /** The rule only redirects, so that it does not matter which of two such rules answers. */
  readonly redirects: boolean;
}

/**
 * The claims of a route. A match that asks for more than a path (headers, a method), a regular expression and a placeholder are left out: whether two of
 * them meet cannot be seen. A rule without matches takes everything (`httproute_types.go`, HTTPRouteRule.Matches).
 */
export function claimsOf(route: Route): readonly Claim[] {
  switch (route.kind) {
    case "HTTPRoute":
      return route.rules.flatMap((rule) => claimsOfRule(rule, pathWords, "path / and below"));
    case "GRPCRoute":
      return route.rules.flatMap((rule) => claimsOfRule(rule, methodWords, "every call"));
    case "TLSRoute":
      return [{ words: "every connection", redirects: false }];
    default:
      return [];
  }
}

function claimsOfRule(
  { node, filterTypes }: RouteRule,
  wordsOf: (match: Node) => string | undefined,
  everything: string,
): readonly Claim[] {
  const redirects = filterTypes.includes("RequestRedirect");
  const matches = itemsOf(get(node, "matches"));
  const words = matches.length === 0 ? [everything] : matches.flatMap((match) => wordsOf(match) ?? []);
  return words.map((each) => ({ words: each, redirects }));
}

function pathWords(match: Node): string | undefined {
  const path = get(match, "path");
  const type = scalarOf(get(path, "type"))?.value ?? "PathPrefix";
  const value = scalarOf(get(path, "value"))?.value ?? "/";
  if (asksForMore(match, "path") || isOpaque(value)) return undefined;
  if (type === "Exact") return `path ${value}`;
  return type === "PathPrefix" ? `path ${value === "/" ? value : value.replace(/\/$/, "")} and below` : undefined;
}

function methodWords(match: Node): string | undefined {
  const method = get(match, "method");
  const part = (name: string) => scalarOf(get(method, name))?.value;
  if (asksForMore(match, "method") || (part("type") ?? "Exact") !== "Exact") return undefined;
  const called = [part("service"), part("method")].filter((each) => each !== undefined);
  if (called.some(isOpaque)) return undefined;
  return called.length === 0 ? "every call" : `calls of ${called.join("/")}`;
}

function asksForMore(match: Node, plain: string): boolean {
  return match.kind === "map" && match.pairs.some(({ key }) => key.value !== plain);
}
