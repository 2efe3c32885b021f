/** What the table of facts about the Gateway API's CRDs looks like (`gateway-api.generated.ts`). */
import type { patterns } from "./gateway-api.generated.ts";

export type Channel = "standard" | "experimental";

export type PatternName = keyof typeof patterns;

/**
 * The rules of the CRDs that go beyond one field (CEL, `x-kubernetes-validations`): each is a function of this name in `clauses/`. Which rule is which
 * function stands in `generate/crd-clauses.ts`.
 */
export type ClauseName =
  | "tlsOnlyWhereEncrypted"
  | "httpsTerminates"
  | "tlsNeedsMode"
  | "hostnameOnlyWhereKnown"
  | "listenersDistinct"
  | "terminationNeedsCertificate"
  | "addressesUnique"
  | "addressFitsType"
  | "qualifiedKeys"
  | "targetsDistinct"
  | "oneTrustAnchor"
  | "nameFitsType"
  | "parentsDistinctBySection"
  | "parentsDistinctBySectionOrPort"
  | "serviceNeedsPort"
  | "ruleNamesUnique"
  | "noAddressAsHostname"
  | "matchesInTotal"
  | "filtersOnce"
  | "redirectOrRewrite"
  | "filterFitsType"
  | "percentOrFraction"
  | "fractionAtMostOne"
  | "grpcMethodMatch"
  | "redirectWithoutBackends"
  | "prefixMatchForPrefix"
  | "starAlone"
  | "pathFitsType"
  | "pathMatchValue"
  | "backendTimeoutWithinRequest"
  | "sessionFitsType"
  | "authorizationFitsProtocol";

/** What one field may hold. `preset` is what the API server puts in where the field is missing. A field that is no list and no map has no clauses. */
export type Shape = TextShape | IntegerShape | BooleanShape | ListShape | MapShape | TextsShape | AnyShape;

/** A shape, or its index in the generated table. */
export type Ref = number | Shape;

export interface TextShape {
  readonly type: "text";
  readonly oneOf?: readonly string[];
  readonly pattern?: PatternName;
  /** Shortest and longest, in characters. */
  readonly min?: number;
  readonly max?: number;
  readonly preset?: string;
}

export interface IntegerShape {
  readonly type: "integer";
  readonly oneOf?: readonly number[];
  readonly min?: number;
  readonly max?: number;
  readonly preset?: number;
}

export interface BooleanShape {
  readonly type: "boolean";
  readonly preset?: boolean;
}

/** What is not looked at. */
export interface AnyShape {
  readonly type: "any";
}

export interface ListShape {
  readonly type: "list";
  /** The shape of its items. */
  readonly of: Ref;
  readonly min?: number;
  readonly max?: number;
  /** No two items may agree in these fields. */
  readonly keys?: readonly string[];
  /** No two items may be equal. */
  readonly set?: boolean;
  readonly clauses?: readonly ClauseName[];
  readonly preset?: readonly Preset[];
}

export interface MapShape {
  readonly type: "map";
  readonly fields: Readonly<Record<string, Ref>>;
  readonly required?: readonly string[];
  readonly clauses?: readonly ClauseName[];
  readonly preset?: Preset;
}

/** A map with free keys, such as `options`. */
export interface TextsShape {
  readonly type: "texts";
  readonly of: Ref;
  readonly max?: number;
  readonly clauses?: readonly ClauseName[];
  readonly preset?: Preset;
}

export type Preset = string | number | boolean | readonly Preset[] | { readonly [key: string]: Preset };

/** What a CRD says of one version in one channel. */
export interface VersionFacts {
  readonly served: boolean;
  readonly storage?: boolean;
  readonly deprecated?: boolean;
  /** The shape of the object without apiVersion, kind, metadata and status; undefined where the schema is not looked at. */
  readonly root?: number;
}

/** The versions of a kind. */
export type KindFacts = Readonly<Record<string, { readonly [C in Channel]?: VersionFacts }>>;
