/** The clauses of the filters of HTTPRoute and GRPCRoute (`apis/v1/httproute_types.go`, `grpcroute_types.go`). */
import { fieldOf, has, itemsIn, pathOf, pathText, repeated, textOf } from "../value.ts";
import type { Clause } from "./clause.ts";

/** The field that belongs to each type of filter. */
const fieldOfType: Readonly<Record<string, string>> = {
  RequestHeaderModifier: "requestHeaderModifier",
  ResponseHeaderModifier: "responseHeaderModifier",
  RequestMirror: "requestMirror",
  RequestRedirect: "requestRedirect",
  URLRewrite: "urlRewrite",
  CORS: "cors",
  ExternalAuth: "externalAuth",
  ExtensionRef: "extensionRef",
};

/** The clauses "filter.X must be nil if the filter.type is not X" and "filter.X must be specified for X filter.type" of each type. */
export const filterFitsType: Clause = (filter, tell) => {
  const type = textOf(filter, "type");
  const wanted = type === undefined ? undefined : fieldOfType[type];
  if (filter.type !== "map" || wanted === undefined) return;
  const where = pathText(pathOf(filter.at));
  if (!has(filter, wanted)) {
    tell(filter.at, `${where} has the type ${type} and no ${wanted}.`, { node: fieldOf(filter, "type")?.at.node ?? filter.at.node });
  }
  for (const name of Object.values(fieldOfType)) {
    const stray = fieldOf(filter, name);
    if (stray === undefined || name === wanted) continue;
    tell(stray.at, `${where} has the type ${type} and a ${name}.`, { node: stray.at.key ?? stray.at.node });
  }
};

const once = new Set(["RequestHeaderModifier", "ResponseHeaderModifier", "RequestRedirect", "URLRewrite", "CORS"]);

/** The clauses "X filter cannot be repeated" of a list of filters. */
export const filtersOnce: Clause = (list, tell) => {
  const single = itemsIn(list).filter((filter) => once.has(textOf(filter, "type") ?? ""));
  for (const [, again] of repeated(single, (filter) => textOf(filter, "type"))) {
    tell(again.at, `${pathText(pathOf(list.at))} has the filter ${textOf(again, "type")} twice.`, {
      node: fieldOf(again, "type")?.at.node ?? again.at.node,
    });
  }
};

/** Clause "May specify either httpRouteFilterRequestRedirect or httpRouteFilterRequestRewrite, but not both" of a list of filters. */
export const redirectOrRewrite: Clause = (list, tell) => {
  const ofType = (type: string) => itemsIn(list).find((filter) => textOf(filter, "type") === type);
  const rewrite = ofType("URLRewrite");
  if (rewrite === undefined || ofType("RequestRedirect") === undefined) return;
  tell(rewrite.at, `${pathText(pathOf(list.at))} both redirects and rewrites, and may do only one.`, {
    node: fieldOf(rewrite, "type")?.at.node ?? rewrite.at.node,
  });
};

/** Clause "Only one of percent or fraction may be specified" of `requestMirror`. */
export const percentOrFraction: Clause = (mirror, tell) => {
  const fraction = fieldOf(mirror, "fraction");
  if (fraction === undefined || !has(mirror, "percent")) return;
  tell(fraction.at, `${pathText(pathOf(mirror.at))} has both percent and fraction, and may have only one.`, {
    node: fraction.at.key ?? fraction.at.node,
  });
};

/** Clause "numerator must be less than or equal to denominator" of a fraction. */
export const fractionAtMostOne: Clause = (fraction, tell) => {
  const numerator = fieldOf(fraction, "numerator");
  const denominator = fieldOf(fraction, "denominator");
  if (numerator?.type !== "number" || denominator?.type !== "number" || numerator.number <= denominator.number) return;
  tell(numerator.at, `${pathText(pathOf(fraction.at))} is ${numerator.number} of ${denominator.number}, more than the whole.`);
};

/** The clauses "… cannot contain '*' alongside other …" of the lists of a CORS filter. */
export const starAlone: Clause = (list, tell) => {
  const star = itemsIn(list).find((item) => item.type === "text" && item.text === "*");
  if (star === undefined || itemsIn(list).length < 2) return;
  tell(star.at, `${pathText(pathOf(list.at))} has * beside other entries; * has to stand alone.`);
};

/** The four clauses of `path` of a redirect or rewrite: the type has its field, and no other. */
export const pathFitsType: Clause = (path, tell) => {
  const type = textOf(path, "type");
  if (type === undefined || path.type !== "map") return;
  const where = pathText(pathOf(path.at));
  const [wanted, other] =
    type === "ReplaceFullPath" ? ["replaceFullPath", "replacePrefixMatch"] : ["replacePrefixMatch", "replaceFullPath"];
  const node = fieldOf(path, "type")?.at.node ?? path.at.node;
  if (!has(path, wanted)) tell(path.at, `${where} has the type ${type} and no ${wanted}.`, { node });
  if (has(path, other)) tell(path.at, `${where} has the type ${type} and a ${other}.`, { node: fieldOf(path, other)?.at.key ?? node });
};

/** The four clauses of `externalAuth`: protocol HTTP has `http`, GRPC has `grpc`, and not the other. */
export const authorizationFitsProtocol: Clause = (authorization, tell) => {
  const protocol = textOf(authorization, "protocol");
  if (protocol === undefined || authorization.type !== "map") return;
  const where = pathText(pathOf(authorization.at));
  const [wanted, other] = protocol === "GRPC" ? ["grpc", "http"] : ["http", "grpc"];
  const node = fieldOf(authorization, "protocol")?.at.node ?? authorization.at.node;
  if (!has(authorization, wanted)) tell(authorization.at, `${where} has the protocol ${protocol} and no ${wanted}.`, { node });
  if (has(authorization, other)) tell(authorization.at, `${where} has the protocol ${protocol} and ${other}.`, { node });
};
