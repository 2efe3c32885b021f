/** Every clause by the name under which the table of facts asks it. */
import type { ClauseName } from "../facts.ts";
import { nameFitsType, oneTrustAnchor, targetsDistinct } from "./backend-tls-policy.ts";
import type { Clause } from "./clause.ts";
import { addressesUnique, addressFitsType, qualifiedKeys } from "./gateway.ts";
import {
  authorizationFitsProtocol,
  filterFitsType,
  filtersOnce,
  fractionAtMostOne,
  pathFitsType,
  percentOrFraction,
  redirectOrRewrite,
  starAlone,
} from "./http-filters.ts";
import {
  backendTimeoutWithinRequest,
  grpcMethodMatch,
  matchesInTotal,
  pathMatchValue,
  prefixMatchForPrefix,
  redirectWithoutBackends,
  sessionFitsType,
} from "./http-rules.ts";
import {
  hostnameOnlyWhereKnown,
  httpsTerminates,
  listenersDistinct,
  terminationNeedsCertificate,
  tlsNeedsMode,
  tlsOnlyWhereEncrypted,
} from "./listeners.ts";
import {
  noAddressAsHostname,
  parentsDistinctBySection,
  parentsDistinctBySectionOrPort,
  ruleNamesUnique,
  serviceNeedsPort,
} from "./routes.ts";

export const clauses: Readonly<Record<ClauseName, Clause>> = {
  tlsOnlyWhereEncrypted,
  httpsTerminates,
  tlsNeedsMode,
  hostnameOnlyWhereKnown,
  listenersDistinct,
  terminationNeedsCertificate,
  addressesUnique,
  addressFitsType,
  qualifiedKeys,
  targetsDistinct,
  oneTrustAnchor,
  nameFitsType,
  parentsDistinctBySection,
  parentsDistinctBySectionOrPort,
  serviceNeedsPort,
  ruleNamesUnique,
  noAddressAsHostname,
  matchesInTotal,
  filtersOnce,
  redirectOrRewrite,
  filterFitsType,
  percentOrFraction,
  fractionAtMostOne,
  grpcMethodMatch,
  redirectWithoutBackends,
  prefixMatchForPrefix,
  starAlone,
  pathFitsType,
  pathMatchValue,
  backendTimeoutWithinRequest,
  sessionFitsType,
  authorizationFitsProtocol,
};
