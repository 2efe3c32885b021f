/** Which features of the Gateway API manifests use, where that is more than every conforming controller has (`pkg/features`). */
import type { Deployed } from "../../delivery/deployment.ts";
import type { BackendTlsPolicy } from "../../kube/backend-tls-policy.ts";
import type { FrontendValidation, Gateway } from "../../kube/gateway.ts";
import { headNode } from "../../kube/object.ts";
import { pairOf, type Span } from "../../yaml/tree.ts";
import { backendPolicy } from "../backend-policy.ts";
import type { Listener } from "../listener.ts";
import type { Model } from "../model.ts";
import type { Feature } from "./support.ts";

/** A feature that a part of an object asks of the controller of a Gateway. */
export interface FeatureUse {
  readonly feature: Feature;
  /** The feature without which this one means nothing; it is told instead. */
  readonly within?: Feature;
  readonly gateway: Deployed<Gateway>;
  readonly object: Deployed;
  readonly node: Span;
}

/** Every use of a feature, in the order of the objects that ask. */
export function featureUses(model: Model): readonly FeatureUse[] {
  return [
    ...model.gateways.flatMap(ofGateway),
    ...model.listenerSets.flatMap((object): FeatureUse[] => {
      const [gateway] = model.listenersOf(object)[0]?.gateways ?? [];
      return gateway === undefined ? [] : [{ feature: "ListenerSet", gateway, object, node: headNode(object.resource) }];
    }),
    ...model.listeners.flatMap(ofListener),
    ...ofPolicies(model),
  ];
}

/** `spec.tls` of a Gateway. */
function ofGateway(gateway: Deployed<Gateway>): FeatureUse[] {
  const { clientCertificateRef, frontend } = gateway.resource;
  const uses: FeatureUse[] = [];
  const add = (feature: Feature, node: Span, within?: Feature) =>
    uses.push({ feature, gateway, object: gateway, node, ...(within === undefined ? {} : { within }) });
  if (clientCertificateRef !== undefined) add("GatewayBackendClientCertificate", clientCertificateRef.name ?? clientCertificateRef.node);
  const validations = [frontend?.default, ...(frontend?.perPort.map(({ validation }) => validation) ?? [])];
  const [first] = validations.filter((validation): validation is FrontendValidation => validation !== undefined);
  if (first !== undefined) add("GatewayFrontendClientCertificateValidation", pairOf(first.node, "caCertificateRefs")?.key ?? first.node);
  const insecure = validations.find((validation) => validation?.mode?.value === "AllowInsecureFallback")?.mode;
  if (insecure !== undefined) {
    add("GatewayFrontendClientCertificateValidationInsecureFallback", insecure, "GatewayFrontendClientCertificateValidation");
  }
  return uses;
}

/** A TLS listener that ends TLS and has a TLSRoute. */
function ofListener({ owner, spec, protocol, mode, gateways, attachments }: Listener): FeatureUse[] {
  const [gateway] = gateways;
  if (gateway === undefined || protocol !== "TLS" || mode !== "Terminate") return [];
  const isUsed = attachments.some(({ route, verdict }) => route.resource.kind === "TLSRoute" && verdict === "yes");
  return isUsed ? [{ feature: "TLSRouteModeTerminate", gateway, object: owner, node: spec.tls?.mode ?? spec.protocol ?? spec.node }] : [];
}

/** Policies that govern a backend behind a Gateway: each once per Gateway. */
function ofPolicies(model: Model): FeatureUse[] {
  const reached = new Map<Deployed<BackendTlsPolicy>, Set<Deployed<Gateway>>>();
  for (const backend of model.backends) {
    const applied = backendPolicy(backend, model);
    if (applied.verdict !== "yes") continue;
    const policy = applied.policy.object;
    const gateways = reached.get(policy) ?? new Set();
    reached.set(policy, gateways);
    for (const { attachments } of model.parentagesOf(backend.route)) {
      for (const { verdict, listener } of attachments)
        if (verdict === "yes") for (const gateway of listener.gateways) gateways.add(gateway);
    }
  }
  return [...reached].flatMap(([policy, gateways]) =>
    [...gateways].flatMap((gateway): FeatureUse[] => {
      const { subjectAltNames } = policy.resource;
      const [name] = subjectAltNames;
      return [
        { feature: "BackendTLSPolicy", gateway, object: policy, node: headNode(policy.resource) },
        ...(name === undefined
          ? []
          : [{ feature: "BackendTLSPolicySANValidation", within: "BackendTLSPolicy", gateway, object: policy, node: name.node } as const]),
      ];
    }),
  );
}
