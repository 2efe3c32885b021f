import { describe } from "node:test";
import { type Case, ca, gateway, head, https, policy, route, target, testCases } from "../support/refusals.ts";

const values: readonly Case[] = [
  ["a good Gateway", gateway(https)],
  ["an HTTPS listener without tls", gateway("{name: a, port: 443, protocol: HTTPS}")],
  ["a word as protocol, which the controller refuses", gateway("{name: a, port: 443, protocol: https}")],
  [
    "a port in quotes",
    gateway("{name: a, port: '80', protocol: HTTP}"),
    "spec.listeners[0].port has to be a whole number, and is text in quotes: 80.",
  ],
  ["a port as a float", gateway("{name: a, port: 80.0, protocol: HTTP}")],
  ["a port of none", gateway("{name: a, port: 0, protocol: HTTP}"), "spec.listeners[0].port is 0, and has to be between 1 and 65535."],
  ["an octal port", gateway("{name: a, port: 0120, protocol: HTTP}")],
  [
    "a number as a name",
    gateway("{name: 443, port: 443, protocol: HTTP}"),
    "spec.listeners[0].name has to be text, and is the number 443.",
  ],
  ["a quoted number as a name", gateway("{name: '443', port: 443, protocol: HTTP}")],
  [
    "a word that YAML 1.1 takes for a boolean",
    gateway("{name: on, port: 80, protocol: HTTP}"),
    "spec.listeners[0].name has to be text, and is on, which kubectl reads as true or false.",
  ],
  ["a missing listener port", gateway("{name: a, protocol: HTTP}"), "spec.listeners[0] lacks port, which is required."],
  ["a null, which is as good as missing", gateway("{name: a, port: , protocol: HTTP}"), "spec.listeners[0] lacks port, which is required."],
  ["a null where nothing is required", gateway("{name: a, port: 80, protocol: HTTP, tls: , hostname: ~}")],
  ["no spec", head("Gateway"), "Gateway lacks spec, which is required."],
  ["no listeners", `${head("Gateway")}spec: {gatewayClassName: c}`, "spec lacks listeners, which is required."],
  [
    "an empty list of listeners",
    `${head("Gateway")}spec: {gatewayClassName: c, listeners: []}`,
    "spec.listeners is empty, and has to have between 1 and 64 entries.",
  ],
  [
    "a mapping instead of a list",
    `${head("Gateway")}spec: {gatewayClassName: c, listeners: {name: a}}`,
    "spec.listeners has to be a list, and is a mapping.",
  ],
  ["a text instead of a mapping", gateway("https"), "spec.listeners[0] has to be a mapping, and is the text https."],
  [
    "a hostname in capitals",
    gateway("{name: a, port: 80, protocol: HTTP, hostname: Api.Example.com}"),
    "spec.listeners[0].hostname is Api.Example.com, and has to be a DNS name in lower case, whose first label may be *.",
  ],
  [
    "a star alone as hostname",
    gateway("{name: a, port: 80, protocol: HTTP, hostname: '*'}"),
    "spec.listeners[0].hostname is *, and has to be a DNS name in lower case, whose first label may be *.",
  ],
  ["an IPv4 address as hostname, which the pattern lets through", gateway("{name: a, port: 80, protocol: HTTP, hostname: 192.0.2.1}")],
  [
    "an empty hostname",
    gateway("{name: a, port: 80, protocol: HTTP, hostname: ''}"),
    "spec.listeners[0].hostname is empty, and has to have between 1 and 253 characters.",
  ],
  [
    "a misspelt mode",
    gateway("{name: a, port: 443, protocol: TLS, tls: {mode: passthrough}}"),
    "spec.listeners[0].tls.mode is passthrough, and has to be Terminate or Passthrough.",
  ],
  [
    "from: None for routes",
    gateway("{name: a, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: None}}}"),
    "spec.listeners[0].allowedRoutes.namespaces.from is None, and has to be All, Selector or Same.",
  ],
  ["from: None for listeners", gateway(https, "  allowedListeners: {namespaces: {from: None}}\n")],
  [
    "an option that is a number",
    gateway("{name: a, port: 443, protocol: HTTPS, tls: {options: {a/b: 1.2}}}"),
    'spec.listeners[0].tls.options["a/b"] has to be text, and is the number 1.2.',
  ],
  [
    "a frontend without default",
    gateway(https, "  tls: {frontend: {perPort: []}}\n"),
    "spec.tls.frontend lacks default, which is required.",
  ],
  ["an empty default", gateway(https, "  tls: {frontend: {default: {}}}\n")],
  [
    "a CA reference without group",
    gateway(https, "  tls: {frontend: {default: {validation: {caCertificateRefs: [{kind: ConfigMap, name: ca}]}}}}\n"),
    "spec.tls.frontend.default.validation.caCertificateRefs[0] lacks group, which is required.",
  ],
  [
    "one port twice",
    gateway(https, "  tls: {frontend: {default: {}, perPort: [{port: 443, tls: {}}, {port: 443, tls: {}}]}}\n"),
    "spec.tls.frontend.perPort has two entries with the port 443.",
  ],
  [
    "a label that is a boolean",
    `apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata: {name: x, annotations: {a/b: true}}\nspec: {controllerName: example.com/c}`,
    'metadata.annotations["a/b"] has to be text, and is true.',
  ],
  [
    "a grant for all namespaces",
    `${head("ReferenceGrant", "v1beta1")}spec: {from: [{group: g.example, kind: K, namespace: '*'}], to: [{group: '', kind: Secret}]}`,
    "spec.from[0].namespace is *, and has to be a DNS label: lower-case letters, digits and inner hyphens, without dots.",
  ],
];

const clauses: readonly Case[] = [
  [
    "tls on HTTP",
    gateway("{name: a, port: 80, protocol: HTTP, tls: {certificateRefs: [{name: s}]}}"),
    "Listener a has the protocol HTTP, which knows no TLS, and a tls block.",
  ],
  [
    "an empty tls on UDP, told once",
    gateway("{name: a, port: 80, protocol: UDP, tls: {}}"),
    "Listener a has the protocol UDP, which knows no TLS, and a tls block.",
  ],
  [
    "Passthrough on HTTPS",
    gateway("{name: a, port: 443, protocol: HTTPS, tls: {mode: Passthrough}}"),
    "Listener a has the protocol HTTPS, for which TLS ends at the Gateway, and tls.mode Passthrough.",
  ],
  [
    "TLS without tls",
    gateway("{name: a, port: 443, protocol: TLS}"),
    "Listener a has the protocol TLS and no tls block, which says whether TLS ends here or passes through.",
  ],
  ["TLS without mode, which is Terminate", gateway("{name: a, port: 443, protocol: TLS, tls: {certificateRefs: [{name: s}]}}")],
  [
    "Terminate without a certificate",
    gateway("{name: a, port: 443, protocol: HTTPS, tls: {mode: Terminate}}"),
    "spec.listeners[0].tls lets TLS end here and names no certificate: certificateRefs and options are empty.",
  ],
  ["Terminate with options", gateway("{name: a, port: 443, protocol: HTTPS, tls: {options: {a/b: c}}}")],
  ["Passthrough without a certificate", gateway("{name: a, port: 443, protocol: TLS, tls: {mode: Passthrough}}")],
  [
    "a hostname on TCP",
    gateway("{name: a, port: 80, protocol: TCP, hostname: a.example}"),
    "Listener a has the protocol TCP, which carries no hostname, and the hostname a.example.",
  ],
  [
    "two listeners of one port, protocol and hostname",
    gateway("{name: a, port: 80, protocol: HTTP}\n  - {name: b, port: 80, protocol: HTTP}"),
    "Listener b has port 80, protocol HTTP and no hostname, as has Listener a.",
  ],
  [
    "the same, told once where the names agree too",
    gateway("{name: a, port: 80, protocol: HTTP}\n  - {name: a, port: 80, protocol: HTTP}"),
    "spec.listeners has two entries with the name a.",
  ],
  ["a hostname and none", gateway("{name: a, port: 80, protocol: HTTP, hostname: a.example}\n  - {name: b, port: 80, protocol: HTTP}")],
  [
    "the same in a ListenerSet",
    `${head("ListenerSet")}spec: {parentRef: {name: g}, listeners: [{name: a, port: 80, protocol: HTTP}, {name: b, port: 80, protocol: HTTP}]}`,
    "Listener b has port 80, protocol HTTP and no hostname, as has Listener a.",
  ],
  [
    "both trust anchors",
    policy(
      `${target}  validation: {hostname: a.example, wellKnownCACertificates: System, caCertificateRefs: [{group: '', kind: ConfigMap, name: c}]}`,
    ),
    "spec.validation has both caCertificateRefs and wellKnownCACertificates, and may have only one of them.",
  ],
  [
    "no trust anchor",
    policy(`${target}  validation: {hostname: a.example, caCertificateRefs: []}`),
    "spec.validation says nowhere whom to trust: it needs caCertificateRefs or wellKnownCACertificates.",
  ],
  [
    "a wildcard to verify",
    policy(`${target}  validation: {hostname: '*.a.example', wellKnownCACertificates: System}`),
    "spec.validation.hostname is *.a.example, and has to be a DNS name: lower-case letters, digits, hyphens and dots.",
  ],
  [
    "a URI of type Hostname",
    policy(
      `${target}  validation: {hostname: a.example, wellKnownCACertificates: System, subjectAltNames: [{type: Hostname, uri: 'spiffe://a/b'}]}`,
    ),
    "spec.validation.subjectAltNames[0] has the type Hostname and no hostname.",
    "spec.validation.subjectAltNames[0] has the type Hostname and a uri.",
  ],
  [
    "a URN",
    policy(`${target}  validation: {hostname: a.example, wellKnownCACertificates: System, subjectAltNames: [{type: URI, uri: 'urn:x:y'}]}`),
    "spec.validation.subjectAltNames[0].uri is urn:x:y, and has to be a URI with a scheme and //, such as spiffe://example.com/service.",
  ],
  [
    "one target twice",
    policy(`  targetRefs: [{group: '', kind: Service, name: s}, {group: '', kind: Service, name: s}]\n  validation: ${ca}`),
    "Service s is a target twice.",
  ],
  [
    "one target with and without a section",
    policy(`  targetRefs: [{group: '', kind: Service, name: s}, {group: '', kind: Service, name: s, sectionName: p}]\n  validation: ${ca}`),
    "Service s is a target both with and without a sectionName.",
  ],
  [
    "one target with two sections",
    policy(
      `  targetRefs: [{group: '', kind: Service, name: s, sectionName: p}, {group: '', kind: Service, name: s, sectionName: q}]\n  validation: ${ca}`,
    ),
  ],
  [
    "a Service without a port",
    route("  rules: [{backendRefs: [{name: s}]}]"),
    "spec.rules[0].backendRefs[0] names Service s without a port.",
  ],
  ["another kind without a port", route("  rules: [{backendRefs: [{name: s, kind: Backend, group: g.example}]}]")],
  [
    "a mirror without a port",
    route("  rules: [{filters: [{type: RequestMirror, requestMirror: {backendRef: {name: s}}}]}]"),
    "spec.rules[0].filters[0].requestMirror.backendRef names Service s without a port.",
  ],
  [
    "one parent twice",
    route("  parentRefs: [{name: g}, {name: g}]"),
    "Gateway g is a parent twice without sectionName to tell them apart.",
  ],
  [
    "one parent with and without a section",
    route("  parentRefs: [{name: g}, {name: g, sectionName: a}]"),
    "Gateway g is a parent twice, once with and once without sectionName.",
  ],
  ["one name in two namespaces", route("  parentRefs: [{name: g}, {name: g, namespace: other}]")],
  [
    "an address as a TLSRoute's hostname",
    route("  hostnames: [192.0.2.1]\n  rules: [{backendRefs: [{name: s, port: 443}]}]", "TLSRoute"),
    "spec.hostnames[0] is the IP address 192.0.2.1, and clients do not send addresses in SNI.",
  ],
  [
    "two rules in a TLSRoute",
    route("  hostnames: [a.example]\n  rules: [{backendRefs: [{name: s, port: 443}]}, {backendRefs: [{name: s, port: 443}]}]", "TLSRoute"),
    "spec.rules has 2 entries, and has to have exactly 1.",
  ],
  [
    "a TLSRoute without backends",
    route("  hostnames: [a.example]\n  rules: [{}]", "TLSRoute"),
    "spec.rules[0] lacks backendRefs, which is required.",
  ],
];

describe("values", () => testCases(values));
describe("clauses", () => testCases(clauses));
