/** Envoy Gateway, as its translator (`internal/gatewayapi`) and its golden tests show. */
import { generic } from "./generic.ts";
import type { Profile } from "./profile.ts";

export const envoyGateway: Profile = {
  ...generic,
  name: "envoy-gateway",
  controllerNames: ["gateway.envoyproxy.io/gatewayclass-controller"],
  source: { project: "envoyproxy/gateway", version: "d32f2829 (2026-08-21)", read: "internal/gatewayapi and its testdata" },
  // validate.go, testdata gateway-with-listener-with-invalid-multiple-tls-configuration
  oneBadCertificateRef: "PartiallyInvalidCertificateRef",
  // tls.go
  refusesSameAlgorithmForOneName: true,
  // tls.go, validateServingCertificateChain
  checksCertificateDates: true,
  // validate.go
  secretType: "tls",
  // testdata backendtlspolicy-ca-only-secret, -ca-clustertrustbundle
  policyCaKinds: new Set(["/ConfigMap", "/Secret", "certificates.k8s.io/ClusterTrustBundle"]),
  // testdata -ca-only-fallback-tlscrt, -fallback-first-key
  caKeys: ["ca.crt", "tls.crt"],
  onlyCaKey: true,
  // testdata gateway-tls-frontend-backend
  parsesPolicyCa: false,
  parsesFrontendCa: false,
  severalFrontendCas: "joined",
  // testdata gateway-invalid-tls-backend
  parsesClientCertificate: false,
  // testdata gateway-with-listener-with-invalid-tls-configuration-secret-in-other-namespace
  acceptedWhenNotPermitted: "left out",
  // testdata listenerset-https-tls-secret-does-not-exist
  unresolvedCountsForListenerSet: true,
  // testdata listenerset-hostname-conflict
  partlyValidListenerSet: "ListenersNotValid",
  // testdata gateway-tls-frontend-backend
  gatewayResolvedRefs: "with spec.tls",
  programmedFalseOnEntry: "ListenersNotValid",
  // testdata gateway-with-multiple-https-listeners-with-overlapping-*; hostnameMatchesWithOther
  overlap: "one label, certificates first",
  // testdata gateway-with-two-listeners-with-same-port-and-incompatible-protocol
  cleartextBesideTls: "conflict",
  // testdata gateway-with-two-listeners-with-http-and-tlsroute-same-hostname-and-port
  httpsAndTlsOfOneName: "HostnameConflict",
  mixedTermination: "accepted",
  conflictedListener: "without Accepted",
  // testdata gateway-with-conflicting-listeners-one-invalid-ref
  invalidTakesPartInConflicts: false,
  // testdata clienttrafficpolicy-status-conditions
  httpsWithoutTls: "not programmed",
  // testdata tlsroute-with-listener-both-passthrough-and-cert-data
  passthroughWithCertificates: "not programmed",
  // testdata ...-invalid-allowed-routes-kind-and-supported
  programmedWithBadKinds: "False",
  // testdata gateway-with-listener-with-missing-allowed-namespaces-selector
  missingSelector: "nobody",
  backendKinds: new Set(["/Service", "multicluster.x-k8s.io/ServiceImport", "gateway.envoyproxy.io/Backend"]),
  // testdata httproute-with-invalid-backend-ref-bad-port
  missingServicePort: "PortNotFound",
  // testdata backendtlspolicy-invalid-ca
  badPolicyOnRoute: "InvalidBackendTLS",
  // testdata backendtlspolicy-default-ns
  policyAncestors: "parentRefs",
};
