/** The clauses of the rules of HTTPRoute and GRPCRoute, without their filters (`apis/v1/httproute_types.go`, `grpcroute_types.go`). */
import { fieldOf, has, itemsIn, pathOf, pathText, textOf, type Value } from "../value.ts";
import type { Clause } from "./clause.ts";

/** Clause "the total number of matches across all rules in a route must be less than 128" of `spec.rules`; 128 itself passes. */
export const matchesInTotal: Clause = (list, tell) => {
  const total = itemsIn(list).reduce((sum, rule) => sum + itemsIn(fieldOf(rule, "matches")).length, 0);
  if (total > 128) tell(list.at, `The rules have ${total} matches together, and may have 128.`, { node: list.at.key ?? list.at.node });
};

/** Clause "RequestRedirect filter must not be used together with backendRefs" of `spec.rules[]`. */
export const redirectWithoutBackends: Clause = (rule, tell) => {
  const redirect = itemsIn(fieldOf(rule, "filters")).find((filter) => has(filter, "requestRedirect"));
  const backends = fieldOf(rule, "backendRefs");
  if (redirect === undefined || itemsIn(backends).length === 0 || backends === undefined) return;
  tell(backends.at, `${pathText(pathOf(rule.at))} redirects every request, and has backendRefs that no request would reach.`, {
    node: backends.at.key ?? backends.at.node,
    related: [{ node: redirect.at.node, message: "The filter that redirects is here." }],
  });
};

/**
 * The four clauses "When using … filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified" of `spec.rules[]`: for a redirect and
 * a rewrite, of the rule and of one of its backends.
 */
export const prefixMatchForPrefix: Clause = (rule, tell) => {
  const matches = fieldOf(rule, "matches");
  if (matches?.type !== "list") return;
  const [only] = matches.items;
  const type = fieldOf(fieldOf(only, "path"), "type");
  if (only?.type === "unknown" || type?.type === "unknown") return;
  if (matches.items.length === 1 && type?.type === "text" && type.text === "PathPrefix") return;
  const ofBackends = itemsIn(fieldOf(rule, "backendRefs")).map((backend) => fieldOf(backend, "filters"));
  for (const kind of ["requestRedirect", "urlRewrite"]) {
    // CEL asks for exactly one such filter, and among the backends for exactly one with such a filter.
    const ofOneBackend = single(ofBackends.flatMap((filters) => single(replacing(filters, kind)) ?? []));
    for (const filter of [single(replacing(fieldOf(rule, "filters"), kind)), ofOneBackend]) {
      if (filter === undefined) continue;
      const path = fieldOf(fieldOf(filter, kind), "path") ?? filter;
      tell(path.at, `${pathText(pathOf(path.at))} replaces a prefix, and the rule does not have exactly one match, of a PathPrefix.`, {
        node: path.at.key ?? path.at.node,
      });
    }
  }
};

/** The filters that replace a prefix of the path by a field of this name. */
function replacing(filters: Value | undefined, kind: string): readonly Value[] {
  return itemsIn(filters).filter((filter) => replacesPrefix(fieldOf(fieldOf(filter, kind), "path")));
}

function single(values: readonly Value[]): Value | undefined {
  return values.length === 1 ? values[0] : undefined;
}

function replacesPrefix(path: Value | undefined): boolean {
  return textOf(path, "type") === "ReplacePrefixMatch" && has(path, "replacePrefixMatch");
}

const forbidden = ["//", "/./", "/../", "%2f", "%2F", "#"];
const forbiddenEnds = ["/..", "/."];
const pathCharacters = /^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$/;

/** The clauses of `spec.rules[].matches[].path`: an Exact or PathPrefix value begins with `/` and is a normal path of a URL. */
export const pathMatchValue: Clause = (path, tell) => {
  const value = fieldOf(path, "value");
  if (value?.type !== "text" || !["Exact", "PathPrefix"].includes(textOf(path, "type") ?? "")) return;
  const { text } = value;
  const where = pathText(pathOf(value.at));
  const part = forbidden.find((one) => text.includes(one));
  const end = forbiddenEnds.find((one) => text.endsWith(one));
  if (!text.startsWith("/")) tell(value.at, `${where} is ${text}, and has to begin with /.`);
  else if (part !== undefined) tell(value.at, `${where} is ${text}, and must not contain ${part}.`);
  else if (end !== undefined) tell(value.at, `${where} is ${text}, and must not end with ${end}.`);
  else if (!pathCharacters.test(text)) {
    tell(value.at, `${where} is ${text}, and may hold only what a path of a URL may; other characters are percent-encoded.`);
  }
};

/** The clauses of a GRPCRoute's `spec.rules[].matches[].method`: a service or a method, and with Exact proper names. */
export const grpcMethodMatch: Clause = (match, tell) => {
  if (match.type !== "map") return;
  const where = pathText(pathOf(match.at));
  if (!has(match, "service") && !has(match, "method")) {
    tell(match.at, `${where} has neither service nor method.`, { node: match.at.key ?? match.at.node });
  }
  if (textOf(match, "type") !== "Exact") return;
  for (const [name, pattern] of [
    ["service", /^\.?[a-z_][a-z_0-9]*(?:\.[a-z_][a-z_0-9]*)*$/i],
    ["method", /^[A-Za-z_][A-Za-z_0-9]*$/],
  ] as const) {
    const value = fieldOf(match, name);
    if (value?.type !== "text" || pattern.test(value.text)) continue;
    tell(value.at, `${where}.${name} is ${value.text}, which is no name of a gRPC ${name}.`);
  }
};

const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** Clause "backendRequest timeout cannot be longer than request timeout" of `spec.rules[].timeouts`; a request timeout of 0s is none. */
export const backendTimeoutWithinRequest: Clause = (timeouts, tell) => {
  const request = milliseconds(textOf(timeouts, "request"));
  const backend = fieldOf(timeouts, "backendRequest");
  const backendRequest = milliseconds(textOf(timeouts, "backendRequest"));
  if (backend === undefined || request === undefined || backendRequest === undefined || request === 0 || backendRequest <= request) return;
  const words = `${textOf(timeouts, "backendRequest")}, longer than the whole request may take: ${textOf(timeouts, "request")}`;
  tell(backend.at, `${pathText(pathOf(backend.at))} is ${words}.`);
};

function milliseconds(duration: string | undefined): number | undefined {
  if (duration === undefined) return undefined;
  return [...duration.matchAll(/(\d+)(h|ms|m|s)/g)].reduce((sum, [, count, unit = ""]) => sum + Number(count) * (units[unit] ?? 0), 0);
}

/** The five clauses of `spec.rules[].sessionPersistence`: what belongs to its type is there and what does not is not; a permanent cookie has a limit. */
export const sessionFitsType: Clause = (session, tell) => {
  const type = textOf(session, "type");
  if (type === undefined || session.type !== "map") return;
  const where = pathText(pathOf(session.at));
  const node = session.at.key ?? session.at.node;
  const [wanted, other] = type === "Header" ? ["header", "cookie"] : ["cookie", "header"];
  if (!has(session, wanted)) tell(session.at, `${where} has the type ${type} and no ${wanted}.`, { node });
  if (has(session, other)) tell(session.at, `${where} has the type ${type} and a ${other}.`, { node });
  if (textOf(fieldOf(session, "cookie"), "lifetimeType") === "Permanent" && !has(session, "absoluteTimeout")) {
    tell(session.at, `${where} has a permanent cookie and no absoluteTimeout.`, { node });
  }
};
