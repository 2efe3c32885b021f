import { describe } from "node:test";
import { type Case, ca, gateway, head, https, policy, route, testCases } from "../support/refusals.ts";

const unknown: readonly Case[] = [
  [
    "a misspelt field",
    gateway("{name: a, port: 80, protocol: HTTP, hostnmae: a.example}"),
    "A Gateway has no field spec.listeners[0].hostnmae. The nearest name is hostname.",
  ],
  [
    "a misspelt required field, told once",
    gateway("{name: a, prot: 80, protocol: HTTP}"),
    "A Gateway has no field spec.listeners[0].prot. The nearest name is port.",
  ],
  [
    "the singular, and not also the lack of a certificate",
    gateway("{name: a, port: 443, protocol: HTTPS, tls: {certificateRef: [{name: s}]}}"),
    "A Gateway has no field spec.listeners[0].tls.certificateRef. The nearest name is certificateRefs.",
  ],
  [
    "a name cut short",
    `${head("Gateway")}spec: {gatewayClass: c, listeners: [${https}]}`,
    "A Gateway has no field spec.gatewayClass. The nearest name is gatewayClassName.",
  ],
  [
    "a field of the listener beside them",
    gateway(https, "  allowedRoutes: {namespaces: {from: All}}\n"),
    "A Gateway has no field spec.allowedRoutes. It belongs to spec.listeners[].",
  ],
  [
    "a field of tls beside it",
    gateway("{name: a, port: 443, protocol: HTTPS, certificateRefs: [{name: s}]}"),
    "A Gateway has no field spec.listeners[0].certificateRefs. It belongs to spec.listeners[].tls.",
  ],
  [
    "a field below where it belongs",
    gateway("{name: a, port: 443, protocol: HTTPS, tls: {hostname: a.example, certificateRefs: [{name: s}]}}"),
    "A Gateway has no field spec.listeners[0].tls.hostname. It belongs to spec.listeners[].",
  ],
  ["a field of nothing", gateway(https, "  replicas: 2\n"), "A Gateway has no field spec.replicas."],
  [
    "a namespace of a policy's target",
    policy(`  targetRefs: [{group: '', kind: Service, name: s, namespace: n}]\n  validation: ${ca}`),
    "A BackendTLSPolicy has no field spec.targetRefs[0].namespace.",
  ],
  [
    "a misspelt metadata",
    "apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata: {name: x, namespce: n}\nspec: {controllerName: example.com/c}",
    "A GatewayClass has no field metadata.namespce. The nearest name is namespace.",
  ],
  [
    "frontendValidation",
    gateway(
      "{name: a, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: s}], frontendValidation: {caCertificateRefs: [{group: '', kind: ConfigMap, name: c}]}}}",
    ),
    "A Gateway has no field spec.listeners[0].tls.frontendValidation since Gateway API 1.4: it is spec.tls.frontend now.",
  ],
  [
    "backendTLS",
    gateway(https, "  backendTLS: {clientCertificateRef: {name: s}}\n"),
    "A Gateway has no field spec.backendTLS since Gateway API 1.4: it is spec.tls.backend now.",
  ],
  [
    "a policy's old fields",
    policy(
      "  targetRef: {group: '', kind: Service, name: s}\n  tls: {hostname: a.example, caCertRefs: [{group: '', kind: ConfigMap, name: c}]}",
    ),
    "A BackendTLSPolicy has no field spec.targetRef since Gateway API 1.1: it is spec.targetRefs now.",
    "A BackendTLSPolicy has no field spec.tls since Gateway API 1.1: it is spec.validation now.",
  ],
];

const silent: readonly Case[] = [
  ["placeholders as values", gateway(`{name: '\${NAME}', port: "\${PORT}", protocol: HTTP, hostname: '*.\${DOMAIN}'}`)],
  ["a placeholder for a mapping", gateway("{name: a, port: 443, protocol: HTTPS, tls: '{{ .Values.tls }}'}")],
  ["a placeholder as a key, and what lacks beside it", gateway(`{"\${KEY}": v, name: a}`)],
  ["fields that an extension marks", gateway(https, "  x-common: {a: 1}\n")],
  ["a merge key that nothing resolves", gateway("{<<: text, name: a, port: 80, protocol: HTTP}")],
  [
    "an unknown field that a merge brings",
    `x-base: &base {tls: {certificateRefs: [{name: s}]}, note: n}\n${gateway("{<<: *base, name: a, port: 443, protocol: HTTPS}")}`,
  ],
  ["a strategic merge patch", `${head("Gateway")}$patch: delete\n`],
  ["another group", "apiVersion: gateway.networking.x-k8s.io/v1alpha1\nkind: XListenerSet\nmetadata: {name: x}\nspec: {servers: []}"],
  ["a version that the table does not know", `${head("Gateway", "v1alpha2")}spec: {listener: []}`],
  [
    "fields of the experimental channel, which may be installed",
    route("  useDefaultGateways: All\n  rules: [{retry: {attempts: 1}, sessionPersistence: {sessionName: a}}]"),
  ],
  ["parents that only the experimental channel takes", route("  parentRefs: [{name: g, port: 80}, {name: g, port: 443}]")],
  ["status", `${gateway(https)}status: {anything: 1}`],
];

describe("unknown", () => testCases(unknown));
describe("silent", () => testCases(silent));
