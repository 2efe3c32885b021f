/**
 * What releases of the Gateway API before the newest one served, and fields that moved.
 * Sources: the CRDs of the release tags, `CHANGELOG/1.1` to `1.6` of kubernetes-sigs/gateway-api, and what public repositories pin.
 */
import type { Channel } from "./facts.ts";

/** A release as `[major, minor]`; patches serve what their minor release does. */
export type Release = readonly [major: number, minor: number];

/** The release that the generated table describes. */
export const newest: Release = [1, 6];

/** From which release on, and up to which (exclusive), a channel served a version. */
export interface ServedSpan {
  readonly group: string;
  readonly kind: string;
  readonly version: string;
  readonly standard?: ServedFrom;
  readonly experimental?: ServedFrom;
}

export type ServedFrom = readonly [from: Release, until?: Release];

const group = "gateway.networking.k8s.io";

/** Releases before 1.2 are recorded only where a source names them; a span that starts with 0.x was served before that. */
export const servedSpans: readonly ServedSpan[] = [
  ...["Gateway", "GatewayClass", "HTTPRoute"].flatMap((kind): ServedSpan[] => [
    { group, kind, version: "v1", standard: [[1, 0]], experimental: [[1, 0]] },
    { group, kind, version: "v1beta1", standard: [[0, 5]], experimental: [[0, 5]] },
  ]),
  { group, kind: "GRPCRoute", version: "v1", standard: [[1, 1]], experimental: [[1, 1]] },
  {
    group,
    kind: "GRPCRoute",
    version: "v1alpha2",
    experimental: [
      [0, 6],
      [1, 2],
    ],
  },
  { group, kind: "ReferenceGrant", version: "v1", standard: [[1, 5]], experimental: [[1, 5]] },
  { group, kind: "ReferenceGrant", version: "v1beta1", standard: [[0, 6]], experimental: [[0, 6]] },
  { group, kind: "BackendTLSPolicy", version: "v1", standard: [[1, 4]], experimental: [[1, 4]] },
  { group, kind: "BackendTLSPolicy", version: "v1alpha3", experimental: [[1, 1]] },
  {
    group,
    kind: "BackendTLSPolicy",
    version: "v1alpha2",
    experimental: [
      [1, 0],
      [1, 1],
    ],
  },
  { group, kind: "ListenerSet", version: "v1", standard: [[1, 5]], experimental: [[1, 5]] },
  {
    group: "gateway.networking.x-k8s.io",
    kind: "XListenerSet",
    version: "v1alpha1",
    experimental: [
      [1, 3],
      [1, 5],
    ],
  },
  { group, kind: "TLSRoute", version: "v1", standard: [[1, 5]], experimental: [[1, 5]] },
  { group, kind: "TLSRoute", version: "v1alpha3", experimental: [[1, 4]] },
  { group, kind: "TLSRoute", version: "v1alpha2", experimental: [[0, 4]] },
  ...["TCPRoute", "UDPRoute"].flatMap((kind): ServedSpan[] => [
    { group, kind, version: "v1", standard: [[1, 6]], experimental: [[1, 6]] },
    { group, kind, version: "v1alpha2", experimental: [[0, 4]] },
  ]),
  {
    group,
    kind: "ReferencePolicy",
    version: "v1alpha2",
    experimental: [
      [0, 4],
      [0, 6],
    ],
  },
  // The group before 0.4.
  ...["Gateway", "GatewayClass", "HTTPRoute", "TLSRoute", "TCPRoute", "UDPRoute"].map(
    (kind): ServedSpan => ({
      group: "networking.x-k8s.io",
      kind,
      version: "v1alpha1",
      standard: [
        [0, 1],
        [0, 4],
      ],
      experimental: [
        [0, 1],
        [0, 4],
      ],
    }),
  ),
];

/** A kind that goes on under another name. */
export const renamedKinds: Readonly<Record<string, { readonly group: string; readonly kind: string }>> = {
  XListenerSet: { group, kind: "ListenerSet" },
  ReferencePolicy: { group, kind: "ReferenceGrant" },
};

/** Groups that go on under another name. */
export const groupNow: Readonly<Record<string, string>> = { "networking.x-k8s.io": group };

/** A field that older releases had, and where its meaning is now. */
export interface MovedField {
  readonly kinds: readonly string[];
  readonly was: string;
  /** In words, for the message. */
  readonly now: string;
  /** The channels and releases that had it: from, until (exclusive). */
  readonly experimental: readonly [from: Release, until: Release];
}

export const movedFields: readonly MovedField[] = [
  {
    kinds: ["Gateway"],
    was: "spec.listeners[].tls.frontendValidation",
    now: "spec.tls.frontend",
    experimental: [
      [1, 1],
      [1, 4],
    ],
  },
  {
    kinds: ["Gateway"],
    was: "spec.backendTLS",
    now: "spec.tls.backend",
    experimental: [
      [1, 2],
      [1, 4],
    ],
  },
  ...[
    ["spec.targetRef", "spec.targetRefs"],
    ["spec.tls", "spec.validation"],
    ["spec.validation.caCertRefs", "spec.validation.caCertificateRefs"],
    ["spec.validation.wellKnownCACerts", "spec.validation.wellKnownCACertificates"],
  ].map(
    ([was = "", now = ""]): MovedField => ({
      kinds: ["BackendTLSPolicy"],
      was,
      now,
      experimental: [
        [1, 0],
        [1, 1],
      ],
    }),
  ),
];

/** Fields that some release knew and the newest does not; where they went is told by nobody. */
export const droppedFields: Readonly<Record<string, readonly string[]>> = {
  "spec.rules[].sessionPersistence": ["sessionName", "cookieConfig", "idleTimeout"],
};

/** When fields of the newest release came, for those that are younger than the oldest release that is still met. */
export const youngFields: readonly {
  readonly kind: string;
  readonly field: string;
  readonly standard: Release;
  readonly experimental: Release;
}[] = [
  { kind: "Gateway", field: "spec.tls", standard: [1, 5], experimental: [1, 4] },
  { kind: "Gateway", field: "spec.allowedListeners", standard: [1, 5], experimental: [1, 3] },
];

/** Limits that were tighter before a release. */
export const formerLimits: readonly { readonly kind: string; readonly field: string; readonly before: Release; readonly max: number }[] = [
  { kind: "TLSRoute", field: "spec.hostnames", before: [1, 6], max: 16 },
  { kind: "Gateway", field: "spec.tls.frontend.default.validation.caCertificateRefs", before: [1, 6], max: 8 },
  { kind: "Gateway", field: "spec.tls.frontend.perPort[].tls.validation.caCertificateRefs", before: [1, 6], max: 8 },
];

/** Clauses that a release brought: before it the API server does not ask them. */
export const youngClauses: Readonly<Record<string, Release>> = {
  tlsNeedsMode: [1, 5],
};

export function isBefore([major, minor]: Release, [otherMajor, otherMinor]: Release): boolean {
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}

/** Whether a channel of a release served a version; undefined where no source says. The newest release is described by the generated table instead. */
export function servedThen(group: string, kind: string, version: string, channel: Channel, release: Release): boolean | undefined {
  const spans = servedSpans.filter((span) => span.group === group && span.kind === kind);
  const span = spans.find((one) => one.version === version);
  if (span === undefined) return undefined;
  const served = span[channel];
  if (served === undefined) return false;
  const [from, until] = served;
  return !isBefore(release, from) && (until === undefined || isBefore(release, until));
}
