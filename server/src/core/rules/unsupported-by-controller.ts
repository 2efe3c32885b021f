/** Features that the Gateway's controller says it does not have. */
import { placeOf, titleOf } from "../delivery/deployment.ts";
import { declaredController } from "../gateway/conformance/declared-version.ts";
import { type Feature, lackOf, type ReportedBy } from "../gateway/conformance/support.ts";
import { type FeatureUse, featureUses } from "../gateway/conformance/uses.ts";
import type { Model } from "../gateway/model.ts";
import { headNode } from "../kube/object.ts";
import type { Rule } from "./rule.ts";

/** What it comes to that a controller lacks a feature. */
const effects: Partial<Readonly<Record<Feature, string>>> = {
  ListenerSet: "Its listeners are not served.",
  BackendTLSPolicy: "The Gateway speaks to the backend as if the policy were not there: in plaintext.",
  BackendTLSPolicySANValidation: "The backend's certificate is not compared with these names.",
  GatewayBackendClientCertificate: "The Gateway shows backends no certificate of its own.",
  GatewayFrontendClientCertificateValidation: "Clients are asked for no certificate, so anybody gets in.",
  GatewayFrontendClientCertificateValidationInsecureFallback: "Clients without a valid certificate are treated as the controller sees fit.",
  TLSRouteModeTerminate: "TLSRoutes of this listener are not served.",
};

/**
 * Speaks only where the version of the controller is declared and a conformance report of that version names the feature as unsupported. What no report
 * names is not known.
 */
export const unsupportedByController: Rule<FeatureUse> = {
  code: "unsupported-by-controller",
  severity: "warning",
  summary: "A feature that the Gateway's controller does not have, by its own conformance report.",
  reference: "https://gateway-api.sigs.k8s.io/concepts/conformance/",
  since: "0.1.0",

  subjects: (model) => (model.gateways.some((gateway) => declaredController(gateway, model) !== undefined) ? featureUses(model) : []),

  check({ feature, within, gateway, object, node }, model) {
    const effect = effects[feature];
    if (effect === undefined || object.partial || gateway.partial) return undefined;
    if (within !== undefined && lackIn(gateway, within, model) !== undefined) return undefined;
    const lack = lackIn(gateway, feature, model);
    if (lack === undefined) return undefined;
    const { title, version } = lack;
    const asker = object === gateway ? `${titleOf(gateway)} asks for` : `${titleOf(object)} asks of ${titleOf(gateway)}`;
    return {
      place: placeOf(object, node),
      message: `${title} ${version} says in its conformance report that it does not support ${feature}, which ${asker}. ${effect}`,
      related:
        object === gateway
          ? []
          : [{ place: placeOf(gateway, headNode(gateway.resource)), message: `${titleOf(gateway)} is served by ${title}.` }],
    };
  },
};

function lackIn(gateway: FeatureUse["gateway"], feature: Feature, model: Model): ReportedBy | undefined {
  const declared = declaredController(gateway, model);
  return declared === undefined ? undefined : lackOf(feature, declared.controllerName, declared.version);
}
