/** Every rule of the product, in the order of its catalogue. */
import { apiVersionNotServed } from "./api-version-not-served.ts";
import { backendPolicyConflict } from "./backend-policy-conflict.ts";
import { backendPolicyUnresolved } from "./backend-policy-unresolved.ts";
import { backendPolicyWithoutEffect } from "./backend-policy-without-effect.ts";
import { backendUnresolved } from "./backend-unresolved.ts";
import { certificateExpired } from "./certificate-expired.ts";
import { certificateExpiring } from "./certificate-expiring.ts";
import { certificateIgnored } from "./certificate-ignored.ts";
import { certificateNotYetValid } from "./certificate-not-yet-valid.ts";
import { certificateRefUnresolved } from "./certificate-ref-unresolved.ts";
import { certificateRefUnsupported } from "./certificate-ref-unsupported.ts";
import { clientCaUnresolved } from "./client-ca-unresolved.ts";
import { clientValidationInsecure } from "./client-validation-insecure.ts";
import { fieldUnknown } from "./field-unknown.ts";
import { grantInWrongNamespace } from "./grant-in-wrong-namespace.ts";
import { grantIneffective } from "./grant-ineffective.ts";
import { grantTooBroad } from "./grant-too-broad.ts";
import { grantUnused } from "./grant-unused.ts";
import { hostnameContested } from "./hostname-contested.ts";
import { httpNotRedirected } from "./http-not-redirected.ts";
import { keyMismatch } from "./key-mismatch.ts";
import { listenerConflict } from "./listener-conflict.ts";
import { listenerOverlap } from "./listener-overlap.ts";
import { listenerTooBroad } from "./listener-too-broad.ts";
import { listenerWithoutRoutes } from "./listener-without-routes.ts";
import { listenerSetNotAllowed } from "./listenerset-not-allowed.ts";
import { mixedTermination } from "./mixed-termination.ts";
import { referenceNotGranted } from "./reference-not-granted.ts";
import { routeKindInvalid } from "./route-kind-invalid.ts";
import { routeNotAttached } from "./route-not-attached.ts";
import type { Rule, RuleFacts } from "./rule.ts";
import { sanMismatch } from "./san-mismatch.ts";
import { sanRouteMismatch } from "./san-route-mismatch.ts";
import { secretMalformed } from "./secret-malformed.ts";
import { suppressionUnused } from "./suppression-unused.ts";
import { suppressionWithoutReason } from "./suppression-without-reason.ts";
import { tlsConfigMissing } from "./tls-config-missing.ts";
import { tlsModeInvalid } from "./tls-mode-invalid.ts";
import { unsupportedByController } from "./unsupported-by-controller.ts";
import { valueInvalid } from "./value-invalid.ts";
import { yamlInvalid } from "./yaml-invalid.ts";

/** The rules that judge the model. */
export const rules: readonly Rule<unknown>[] = [
  referenceNotGranted,
  grantInWrongNamespace,
  grantIneffective,
  grantTooBroad,
  grantUnused,
  certificateRefUnresolved,
  certificateRefUnsupported,
  backendUnresolved,
  httpNotRedirected,
  clientValidationInsecure,
  clientCaUnresolved,
  backendPolicyUnresolved,
  backendPolicyConflict,
  backendPolicyWithoutEffect,
  sanMismatch,
  sanRouteMismatch,
  certificateExpired,
  certificateNotYetValid,
  certificateExpiring,
  keyMismatch,
  secretMalformed,
  tlsConfigMissing,
  certificateIgnored,
  listenerConflict,
  listenerOverlap,
  mixedTermination,
  routeNotAttached,
  routeKindInvalid,
  listenerTooBroad,
  hostnameContested,
  listenerWithoutRoutes,
  listenerSetNotAllowed,
  fieldUnknown,
  valueInvalid,
  tlsModeInvalid,
  apiVersionNotServed,
  unsupportedByController,
];

/** All rules, with those that judge documents and comments: each has a code, a page and a setting. */
export const allRules: readonly RuleFacts[] = [...rules, yamlInvalid, suppressionUnused, suppressionWithoutReason];
