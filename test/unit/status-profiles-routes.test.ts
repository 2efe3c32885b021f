/** Where controllers differ on routes, policies and ListenerSets: one situation, and what each profile says. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fixtureNow } from "../support/certificates.ts";
import { type ApiStatus, predicted } from "../support/prediction.ts";
import { gateway, gatewayWith, https, listener, type Profile, secret, status, told } from "../support/profiles.ts";

const route = (spec: string, namespace = "infra") => `---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: ${namespace}}
spec: {parentRefs: [{name: edge, namespace: infra}], ${spec}}
`;

function parent(yaml: string, controller: Profile): (type: string) => string | undefined {
  const conditions = status(yaml, controller, "HTTPRoute").parents?.[0]?.conditions;
  return (type) => told(conditions, type);
}

const service = (namespace = "infra") =>
  `---\napiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: ${namespace}}\nspec: {ports: [{name: http, port: 80}]}\n`;

test("a route that fits neither the namespace nor the hostname", () => {
  const yaml = gateway("{name: a, protocol: HTTP, port: 80, hostname: a.example.com}") + route("hostnames: [b.example.org]", "apps");
  assert.equal(parent(yaml, "generic")("Accepted"), "False/NotAllowedByListeners");
  assert.equal(parent(yaml, "envoy-gateway")("Accepted"), "False/NotAllowedByListeners");
  assert.equal(parent(yaml, "istio")("Accepted"), "False/NoMatchingListenerHostname");
});

test("a selector that is not written", () => {
  const yaml = gateway("{name: a, protocol: HTTP, port: 80, allowedRoutes: {namespaces: {from: Selector}}}") + route("rules: [{}]", "apps");
  assert.equal(parent(yaml, "generic")("Accepted"), "Unknown/Undetermined");
  assert.equal(parent(yaml, "envoy-gateway")("Accepted"), "False/NotAllowedByListeners");
  assert.equal(parent(yaml, "istio")("Accepted"), "True/Accepted");
});

test("a backend of an unknown kind in another namespace", () => {
  const backend = "rules: [{backendRefs: [{group: example.com, kind: Thing, name: t, namespace: other, port: 80}]}]";
  const yaml = gateway("{name: a, protocol: HTTP, port: 80}") + route(backend);
  assert.equal(parent(yaml, "envoy-gateway")("ResolvedRefs"), "False/InvalidKind");
  assert.equal(parent(yaml, "istio")("ResolvedRefs"), "False/RefNotPermitted");
});

test("a port that the Service does not have", () => {
  const yaml = gateway("{name: a, protocol: HTTP, port: 80}") + route("rules: [{backendRefs: [{name: web, port: 8080}]}]") + service();
  assert.equal(parent(yaml, "envoy-gateway")("ResolvedRefs"), "False/PortNotFound");
  assert.equal(parent(yaml, "istio")("ResolvedRefs"), "True/ResolvedRefs");
  assert.equal(parent(yaml, "generic")("ResolvedRefs"), "Unknown/Undetermined");
});

const policy = (validation: string, target = "web") => `---
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: {name: p, namespace: infra}
spec:
  targetRefs: [{group: "", kind: Service, name: ${target}}]
  validation: {hostname: web.example.com, ${validation}}
`;

const toWeb = gateway("{name: a, protocol: HTTP, port: 80}") + route("rules: [{backendRefs: [{name: web, port: 80}]}]") + service();

test("a BackendTLSPolicy with a CA in a Secret", () => {
  const yaml = toWeb + policy('caCertificateRefs: [{group: "", kind: Secret, name: ca}]') + secret("ca", "ca.example.com");
  const say = (controller: Profile) => told(status(yaml, controller, "BackendTLSPolicy").ancestors?.[0]?.conditions, "ResolvedRefs");
  assert.equal(say("envoy-gateway"), "True/ResolvedRefs");
  assert.equal(say("istio"), "False/InvalidKind");
  assert.equal(say("generic"), "Unknown/Undetermined");
});

test("a bad BackendTLSPolicy and the route to its target", () => {
  const yaml = toWeb + policy('caCertificateRefs: [{group: "", kind: ConfigMap, name: gone}]');
  assert.equal(parent(yaml, "envoy-gateway")("ResolvedRefs"), "False/InvalidBackendTLS");
  assert.equal(parent(yaml, "istio")("ResolvedRefs"), "True/ResolvedRefs");
  assert.equal(parent(yaml, "generic")("ResolvedRefs"), "Unknown/Undetermined");
  for (const controller of ["generic", "envoy-gateway", "istio"] as const) {
    const conditions = status(yaml, controller, "BackendTLSPolicy").ancestors?.[0]?.conditions;
    assert.equal(told(conditions, "Accepted"), "False/NoValidCACertificate", controller);
    assert.equal(told(conditions, "ResolvedRefs"), "False/InvalidCACertificateRef", controller);
  }
});

test("a BackendTLSPolicy for a Service that is not there", () => {
  const yaml = toWeb + policy("wellKnownCACertificates: System", "nowhere");
  const ancestors = status(yaml, "istio", "BackendTLSPolicy").ancestors ?? [];
  assert.deepEqual(
    ancestors.map(({ ancestorRef }) => ancestorRef.kind),
    ["Service"],
  );
  assert.equal(told(ancestors[0]?.conditions, "Accepted"), "False/TargetNotFound");
  assert.deepEqual(status(yaml, "envoy-gateway", "BackendTLSPolicy").ancestors, []);
});

test("overlapping hostnames on one port", () => {
  const secrets = secret("one", "a.example.com") + secret("two", "z.example.org");
  const yaml = gateway(https("precise", "a.example.com", "{name: one}"), https("wide", "'*.example.com'", "{name: two}")) + secrets;
  assert.equal(listener(yaml, "generic", "precise")("OverlappingTLSConfig"), "True/OverlappingHostnames");
  assert.equal(listener(yaml, "generic", "wide")("OverlappingTLSConfig"), "True/OverlappingHostnames");
  assert.equal(listener(yaml, "envoy-gateway", "wide")("OverlappingTLSConfig"), "True/OverlappingHostnames");
  assert.equal(listener(yaml, "istio", "wide")("OverlappingTLSConfig"), undefined);
  const shared =
    gateway(https("a", "a.example.com", "{name: both}"), https("b", "b.example.com", "{name: both}")) + secret("both", "*.example.com");
  assert.equal(listener(shared, "envoy-gateway", "a")("OverlappingTLSConfig"), "True/OverlappingCertificates");
  assert.equal(listener(shared, "generic", "a")("OverlappingTLSConfig"), undefined);
});

test("a ListenerSet whose only listener lacks its Secret", () => {
  const set = `---
apiVersion: gateway.networking.k8s.io/v1
kind: ListenerSet
metadata: {name: more, namespace: infra}
spec:
  parentRef: {name: edge}
  listeners:
    - ${https("b", "b.example.com", "{name: gone}")}
`;
  const yaml = gatewayWith("  allowedListeners: {namespaces: {from: Same}}\n", "{name: a, protocol: HTTP, port: 80}") + set;
  const say = (controller: Profile, type: string) => told(status(yaml, controller, "ListenerSet").conditions, type);
  assert.equal(say("envoy-gateway", "Accepted"), "True/Accepted");
  assert.equal(say("envoy-gateway", "Programmed"), "False/ListenersNotValid");
  assert.equal(say("istio", "Accepted"), "False/ListenersNotValid");
  assert.equal(say("istio", "Programmed"), "False/ListenersNotValid");
  assert.equal(say("generic", "Accepted"), "False/ListenersNotValid");
  assert.equal(listener(yaml, "envoy-gateway", "b", "ListenerSet")("Programmed"), "False/ListenersNotValid");
  assert.equal(listener(yaml, "istio", "b", "ListenerSet")("Programmed"), "False/Invalid");
});

test("a frontend CA that is not there", () => {
  const frontend = "  tls: {frontend: {default: {validation: {caCertificateRefs: [{group: '', kind: ConfigMap, name: gone}]}}}}\n";
  const yaml = gatewayWith(frontend, https("a", "a.example.com", "{name: good}")) + secret("good", "a.example.com");
  for (const controller of ["generic", "envoy-gateway", "istio"] as const) {
    const say = listener(yaml, controller, "a");
    assert.equal(say("ResolvedRefs"), "False/InvalidCACertificateRef", controller);
    assert.equal(say("Accepted"), "False/NoValidCACertificate", controller);
    assert.equal(say("Programmed"), "False/Invalid", controller);
  }
  assert.equal(told(status(yaml, "envoy-gateway").conditions, "ResolvedRefs"), "False/InvalidParameters");
});

test("a listener whose Secret is missing does not conflict in Envoy Gateway", () => {
  const yaml = gateway("{name: plain, protocol: HTTP, port: 443, hostname: b.example.com}", https("bad", "a.example.com", "{name: gone}"));
  assert.equal(listener(yaml, "envoy-gateway", "plain")("Conflicted"), undefined);
  assert.equal(listener(yaml, "envoy-gateway", "bad")("Conflicted"), undefined);
  assert.equal(listener(yaml, "envoy-gateway", "bad")("ResolvedRefs"), "False/InvalidCertificateRef");
});

test("in Istio the first of two conflicting listeners stays", () => {
  const yaml = gateway("{name: web, protocol: HTTP, port: 80}", "{name: raw, protocol: TCP, port: 80}");
  assert.equal(listener(yaml, "istio", "web")("Accepted"), "True/Accepted");
  for (const type of ["Accepted", "Programmed"]) assert.equal(listener(yaml, "istio", "raw")(type), "False/ProtocolConflict");
  assert.equal(listener(yaml, "istio", "raw")("Conflicted"), "True/ProtocolConflict");
});

test("an HTTPS listener of a ListenerSet without tls", () => {
  const set = `---
apiVersion: gateway.networking.k8s.io/v1
kind: ListenerSet
metadata: {name: more, namespace: infra}
spec:
  parentRef: {name: edge}
  listeners: [{name: b, protocol: HTTPS, port: 443, hostname: b.example.com}]
`;
  const yaml = gatewayWith("  allowedListeners: {namespaces: {from: Same}}\n", "{name: a, protocol: HTTP, port: 80}") + set;
  assert.equal(listener(yaml, "istio", "b", "ListenerSet")("Accepted"), "False/UnsupportedProtocol");
  assert.equal(told(status(yaml, "istio", "ListenerSet").conditions, "Accepted"), "False/ListenersNotValid");
  assert.equal(listener(yaml, "envoy-gateway", "b", "ListenerSet")("Programmed"), "False/ListenersNotValid");
});

test("several CA references of a frontend validation", () => {
  const ca = (name: string) =>
    `---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: infra}\ndata:\n  ca.crt: |\n    {{pem ca cn=${name}}}\n`;
  const refs = "[{group: '', kind: ConfigMap, name: one}, {group: '', kind: ConfigMap, name: two}]";
  const frontend = `  tls: {frontend: {default: {validation: {caCertificateRefs: ${refs}}}}}\n`;
  const good = secret("good", "a.example.com") + ca("one") + ca("two");
  const yaml = gatewayWith(frontend, https("a", "a.example.com", "{name: good}")) + good;
  assert.equal(listener(yaml, "envoy-gateway", "a")("ResolvedRefs"), "True/ResolvedRefs");
  assert.equal(listener(yaml, "istio", "a")("ResolvedRefs"), "False/InvalidCACertificateRef");
  assert.equal(listener(yaml, "istio", "a")("Accepted"), "False/NoValidCACertificate");
  assert.equal(listener(yaml, "generic", "a")("ResolvedRefs"), "Unknown/Undetermined");
});

test("Istio reports a policy on its Service and on the Gateways, by the class's controller too", () => {
  const className = `---\napiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata: {name: c}\nspec: {controllerName: istio.io/gateway-controller}\n`;
  const yaml = toWeb + policy("wellKnownCACertificates: System") + className;
  const objects = predicted([["file:///manifests.yaml", yaml]], fixtureNow, { complete: true });
  const told = objects.find(({ kind }) => kind === "BackendTLSPolicy")?.status as ApiStatus | undefined;
  const ancestors = told?.ancestors ?? [];
  assert.deepEqual(ancestors.map(({ ancestorRef }) => ancestorRef.kind).sort(), ["Gateway", "Service"]);
});
