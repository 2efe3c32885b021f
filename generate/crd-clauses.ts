/**
 * Which named function of `server/src/core/kube/schema/clauses` implements which CEL rule of the Gateway API's CRDs, by the first twelve digits
 * of the SHA-256 of the rule (blanks joined). A rule that upstream changes or adds has another digest, and the generator stops at it: then somebody
 * has to read it. `oneOf` of a Gateway's addresses is no CEL rule, and is treated alike.
 */
import { createHash } from "node:crypto";
import type { ClauseName } from "../server/src/core/kube/schema/facts.ts";

/** Where no function is needed: the list's own keys or the pattern of its items say the same, or the rule compares with the stored object. */
type NotNeeded = "told by the list's keys" | "told by the items' pattern" | "compares with the stored object";

export const clauseOfRule: Readonly<Record<string, ClauseName | NotNeeded>> = {
  // Gateway and ListenerSet
  "78a772397706": "tlsOnlyWhereEncrypted",
  aec2bd596a6d: "httpsTerminates",
  "79a484463556": "tlsNeedsMode",
  e658cd99f565: "hostnameOnlyWhereKnown",
  b3c66e248da8: "told by the list's keys",
  d31959b5efcf: "listenersDistinct",
  e3e62c2ad493: "listenersDistinct",
  f161b726ab7c: "terminationNeedsCertificate",
  "419307373c26": "told by the list's keys",
  "1ff4561772c9": "addressesUnique",
  "43360f8ad2d6": "addressesUnique",
  dac2850f16ae: "addressFitsType",
  "9d65bf17fe4e": "addressFitsType",
  "9d8358ece358": "qualifiedKeys",
  "4b9766f719f7": "qualifiedKeys",
  f4f4adcfb233: "compares with the stored object",
  // BackendTLSPolicy
  "04db233212a7": "targetsDistinct",
  ae7c04b5d4cc: "targetsDistinct",
  "65c1b111f96f": "oneTrustAnchor",
  b34e39dbd535: "oneTrustAnchor",
  "9f2f8a205c20": "nameFitsType",
  b8b9b47523e5: "nameFitsType",
  "6f0bb440cd43": "nameFitsType",
  "3aadac4250cc": "nameFitsType",
  // all routes
  c931cd547ca6: "parentsDistinctBySection",
  e906342c6f92: "parentsDistinctBySection",
  "30e99257d51d": "parentsDistinctBySectionOrPort",
  "8392cce9fda2": "parentsDistinctBySectionOrPort",
  "089ed26a9f0f": "serviceNeedsPort",
  "5d343ad9ee1d": "ruleNamesUnique",
  // TLSRoute
  "0843be6f6939": "noAddressAsHostname",
  "20123a065b59": "told by the items' pattern",
  b31a373d8a00: "told by the items' pattern",
  // HTTPRoute and GRPCRoute
  "837b88f53c5a": "matchesInTotal",
  dfef9215af4a: "matchesInTotal",
  "501e61ba52ca": "filtersOnce",
  "226cc5e317a8": "filtersOnce",
  ee6a308c410a: "filtersOnce",
  c1f6cb742f0d: "filtersOnce",
  "61ed15b8b73f": "filtersOnce",
  "24c3fdad46b3": "redirectOrRewrite",
  "7b8cf86874d8": "filterFitsType",
  eb3032de7631: "filterFitsType",
  c0838ca9ab63: "filterFitsType",
  a900d763727e: "filterFitsType",
  c2c4ceb30c93: "filterFitsType",
  "479cd4bff5ae": "filterFitsType",
  "28f68457ca1d": "filterFitsType",
  "32fcae1cb6e6": "filterFitsType",
  "1b5e24ab1898": "filterFitsType",
  "53315200e53d": "filterFitsType",
  bec67f21a55a: "filterFitsType",
  "96f72312eb7b": "filterFitsType",
  bc36c2fa8462: "filterFitsType",
  "769cafeb49d0": "filterFitsType",
  c8cbd34fb929: "filterFitsType",
  "3f23e50c287f": "filterFitsType",
  "2179202e3c83": "percentOrFraction",
  c7c8b7bb79e4: "fractionAtMostOne",
  "6cb810174eb6": "grpcMethodMatch",
  fb8615af1d49: "grpcMethodMatch",
  "7797fc313149": "grpcMethodMatch",
  "80d5779a116f": "redirectWithoutBackends",
  "14c17d520e25": "prefixMatchForPrefix",
  "0fa5a331dde4": "prefixMatchForPrefix",
  "06e14dab4fdb": "prefixMatchForPrefix",
  bf9fd4333dc7: "prefixMatchForPrefix",
  e2610261534d: "starAlone",
  "85716a2b530d": "pathFitsType",
  c04f03f45be6: "pathFitsType",
  "4dba3b1d65ee": "pathFitsType",
  "02cf28521adb": "pathFitsType",
  d1b1dcc5e58d: "pathMatchValue",
  "2a730cbab54f": "pathMatchValue",
  "8c3f86ff5007": "pathMatchValue",
  ced0ffeab40b: "pathMatchValue",
  "16add9e26d63": "pathMatchValue",
  "5f510e9128a4": "pathMatchValue",
  "209894350d71": "pathMatchValue",
  "0c441c9dd7a1": "pathMatchValue",
  c36405e2d074: "pathMatchValue",
  "1267f0554fa2": "pathMatchValue",
  "67736b8f4210": "pathMatchValue",
  "3f02004fba84": "backendTimeoutWithinRequest",
  b58d268669c2: "sessionFitsType",
  b9916a8906bd: "sessionFitsType",
  "42c92c84803e": "sessionFitsType",
  d5d10b1a2603: "sessionFitsType",
  "4d46b9eb5dca": "sessionFitsType",
  fbee517ef220: "authorizationFitsProtocol",
  "1add1dca67de": "authorizationFitsProtocol",
  "43a774e090df": "authorizationFitsProtocol",
  e2083e9fe8d0: "authorizationFitsProtocol",
};

/** The digest under which a rule stands in `clauseOfRule`. */
export function digestOfRule(rule: string): string {
  return createHash("sha256").update(rule.replaceAll(/\s+/g, " ").trim()).digest("hex").slice(0, 12);
}
