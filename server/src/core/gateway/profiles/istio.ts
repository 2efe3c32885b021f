/** Istio, as `pilot/pkg/config/kube/gateway` and its golden tests show. */
import { generic } from "./generic.ts";
import type { Profile } from "./profile.ts";

export const istio: Profile = {
  ...generic,
  name: "istio",
  controllerNames: ["istio.io/gateway-controller"],
  source: { project: "istio/istio", version: "86c9f01f (2026-08-22)", read: "pilot/pkg/config/kube/gateway and its testdata" },
  // buildTLS
  oneBadCertificateRef: "ignored",
  mostCertificateRefs: 2,
  // ExtractCertInfo
  secretType: "any",
  otherSecretKeys: [["cert", "key"]],
  // testdata backend-tls-policy
  policyCaKinds: new Set(["/ConfigMap"]),
  caKeys: ["ca.crt", "cacert"],
  parsesPolicyCa: false,
  // testdata invalid: invalid-frontendvalidation-malformed
  severalFrontendCas: "refused",
  // testdata frontend-tls-refgrant, listenerset-cross-namespace
  acceptedWhenNotPermitted: "NoValidCACertificate",
  // testdata invalid, listenerset-https-missing-tls
  unresolvedCountsForGateway: false,
  // testdata listenerset-cross-namespace
  partlyValidListenerSet: "Accepted",
  gatewayResolvedRefs: "client certificate",
  // testdata listenerset-overlapping-port
  overlap: "never",
  // listenersDistinct
  cleartextBesideTls: "distinct",
  httpsAndTlsOfOneName: "ProtocolConflict",
  // listenersDistinct, ReportListenerConflict
  conflictWithinObject: "all but the first",
  conflictedListener: "reason on all",
  mixedTermination: "accepted",
  protocols: new Set(["HTTP", "HTTPS", "TLS", "TCP", "HBONE"]),
  udpBesideOthers: "conflict",
  // testdata listenerset-overlapping-port
  httpsWithoutTls: "as if valid",
  // testdata listenerset-https-missing-tls
  httpsWithoutTlsInSet: "UnsupportedProtocol",
  // testdata route-binding: scope-route
  programmedWithBadKinds: "True",
  // testdata invalid: unknown-protocol
  programmedWithUnknownProtocol: "True",
  // testdata route-binding: same-namespace-invalid
  firstRefusal: "NoMatchingListenerHostname",
  missingSelector: "everybody",
  unknownKindElsewhere: "RefNotPermitted",
  backendKinds: new Set([
    "/Service",
    "multicluster.x-k8s.io/ServiceImport",
    "networking.istio.io/Hostname",
    "networking.istio.io/ServiceEntry",
    "inference.networking.k8s.io/InferencePool",
  ]),
  missingServicePort: "not checked",
  badPolicyOnRoute: "untouched",
  policyAncestors: "Services and Gateways",
};
