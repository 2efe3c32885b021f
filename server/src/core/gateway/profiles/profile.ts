/**
 * What a controller decides where the specification leaves a choice. A profile is data: one value for each named decision, with
 * its source. `open` means that nothing is said (the condition is Unknown or left out).
 */

export type Choice = "open";

/** Where a fact of a profile was read, and in which version. */
export interface ProfileSource {
  readonly project: string;
  readonly version: string;
  readonly read: string;
}

export interface Profile {
  readonly name: string;
  /** `GatewayClass.spec.controllerName` values that select it, exact or by prefix up to a `/`. */
  readonly controllerNames: readonly string[];
  readonly source: ProfileSource;

  /** One of several certificateRefs is bad: what `ResolvedRefs` says while at least one is good. */
  readonly oneBadCertificateRef: "InvalidCertificateRef" | "PartiallyInvalidCertificateRef" | "ignored";
  /** The most certificateRefs that a listener may have; more are an error. */
  readonly mostCertificateRefs: number | undefined;
  /** A second certificate of one key algorithm for a name that an earlier one covers is rejected. */
  readonly refusesSameAlgorithmForOneName: boolean;
  /** An expired or not yet valid member of the served chain makes the reference invalid. */
  readonly checksCertificateDates: boolean;
  /** Whether the Secret's type must be `kubernetes.io/tls`. */
  readonly secretType: "tls" | "any" | Choice;
  /** Pairs of keys that hold certificate and key besides `tls.crt` and `tls.key`. */
  readonly otherSecretKeys: readonly (readonly [certificate: string, key: string])[];

  /** Kinds that a BackendTLSPolicy's CA reference may have, as `group/kind`. */
  readonly policyCaKinds: ReadonlySet<string> | Choice;
  /** Keys in which a CA is looked for, in this order; then the only key there is, where `onlyCaKey`. */
  readonly caKeys: readonly string[];
  readonly onlyCaKey: boolean;
  /** Whether the CA text of a BackendTLSPolicy, of a frontend validation, is parsed as PEM. */
  readonly parsesPolicyCa: boolean;
  readonly parsesFrontendCa: boolean;
  /** Several CA references of a frontend validation. */
  readonly severalFrontendCas: "joined" | "refused" | Choice;
  /** Whether the backend client certificate is parsed as a pair, or only looked for. */
  readonly parsesClientCertificate: boolean;

  /** `Accepted` of a listener whose certificateRef no grant allows. */
  readonly acceptedWhenNotPermitted: "True" | "NoValidCACertificate" | "left out";
  /** Whether a listener with an unresolved certificate still counts as valid for the Gateway's `Accepted`. */
  readonly unresolvedCountsForGateway: boolean;
  /** `Accepted` of a ListenerSet none of whose listeners has its certificate. */
  readonly unresolvedCountsForListenerSet: boolean;
  readonly partlyValidListenerSet: "Accepted" | "ListenersNotValid" | Choice;
  /** The Gateway's own `ResolvedRefs`. */
  readonly gatewayResolvedRefs: "summary" | "with spec.tls" | "client certificate";
  readonly programmedFalseOnEntry: string;

  /** How `OverlappingTLSConfig` is found. */
  readonly overlap: "hostnames" | "one label, certificates first" | "never";
  /** HTTP beside HTTPS or TLS on one port. */
  readonly cleartextBesideTls: "conflict" | "distinct" | Choice;
  /** HTTPS and TLS with one port and hostname. */
  readonly httpsAndTlsOfOneName: "HostnameConflict" | "ProtocolConflict" | Choice;
  readonly mixedTermination: "accepted" | "refused" | Choice;
  readonly terminatesTlsRoutes: boolean;
  readonly protocols: ReadonlySet<string>;
  readonly udpBesideOthers: "fine" | "conflict";
  /** Who loses where listeners of one object conflict. */
  readonly conflictWithinObject: "all" | "all but the first";
  /** What a conflicted listener of a Gateway shows: the conflict's reason on all conditions, on Accepted only, or no Accepted at all. */
  readonly conflictedListener: "reason on all" | "reason on Accepted" | "without Accepted";
  /** Whether a listener that is invalid by itself still takes part in conflicts. */
  readonly invalidTakesPartInConflicts: boolean;

  /** An HTTPS listener without `tls`. */
  readonly httpsWithoutTls: "not programmed" | "as if valid" | Choice;
  /** The same in a ListenerSet, where it differs. */
  readonly httpsWithoutTlsInSet: "UnsupportedProtocol" | "as in a Gateway";
  readonly passthroughWithCertificates: "not programmed" | "ignored";
  readonly programmedWithBadKinds: "True" | "False" | Choice;
  readonly programmedWithUnknownProtocol: "True" | "False";

  /** Which refusal a route is told that fits neither the allowed namespaces nor the hostname. */
  readonly firstRefusal: "NotAllowedByListeners" | "NoMatchingListenerHostname";
  /** `from: Selector` without a selector. */
  readonly missingSelector: "nobody" | "everybody" | Choice;
  /** A backendRef of an unknown kind in another namespace without a grant. */
  readonly unknownKindElsewhere: "InvalidKind" | "RefNotPermitted";
  /** Backend kinds that it knows, as `group/kind`. */
  readonly backendKinds: ReadonlySet<string>;
  /** What a Service without the port says on the route's `ResolvedRefs`. */
  readonly missingServicePort: "PortNotFound" | "not checked" | Choice;
  /** What a route says when the BackendTLSPolicy of its backend is bad. */
  readonly badPolicyOnRoute: "InvalidBackendTLS" | "untouched" | Choice;
  readonly policyAncestors: "Gateways" | "parentRefs" | "Services and Gateways";
}
