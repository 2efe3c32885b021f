/** Where controllers differ on listeners: one situation, and what each profile says. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { gateway, https, listener, type Profile, secret, status, told } from "../support/profiles.ts";

test("one bad certificateRef beside a good one", () => {
  const yaml = gateway(https("a", "a.example.com", "{name: good}, {name: gone}")) + secret("good", "a.example.com");
  const say = (controller: Profile) => listener(yaml, controller, "a");
  assert.equal(say("generic")("ResolvedRefs"), "False/InvalidCertificateRef");
  assert.equal(say("envoy-gateway")("ResolvedRefs"), "False/PartiallyInvalidCertificateRef");
  assert.equal(say("envoy-gateway")("Accepted"), "True/Accepted");
  assert.equal(say("envoy-gateway")("Programmed"), "True/Programmed");
  assert.equal(say("istio")("ResolvedRefs"), "True/ResolvedRefs");
});

test("more certificateRefs than the controller takes", () => {
  const three = "{name: one}, {name: two}, {name: three}";
  const secrets = secret("one", "a.example.com") + secret("two", "b.example.com") + secret("three", "c.example.com");
  const yaml = gateway(https("a", "a.example.com", three)) + secrets;
  assert.equal(listener(yaml, "istio", "a")("ResolvedRefs"), "False/InvalidCertificateRef");
  assert.equal(listener(yaml, "envoy-gateway", "a")("ResolvedRefs"), "True/ResolvedRefs");
});

test("two certificates of one algorithm for one name", () => {
  const yaml =
    gateway(https("a", "a.example.com", "{name: one}, {name: two}")) + secret("one", "a.example.com") + secret("two", "a.example.com");
  assert.equal(listener(yaml, "envoy-gateway", "a")("ResolvedRefs"), "False/PartiallyInvalidCertificateRef");
  assert.equal(listener(yaml, "istio", "a")("ResolvedRefs"), "True/ResolvedRefs");
});

test("a certificate that does not cover the hostname is nobody's condition", () => {
  const yaml = gateway(https("a", "a.example.com", "{name: other}")) + secret("other", "b.example.com");
  for (const controller of ["generic", "envoy-gateway", "istio"] as const) {
    assert.equal(listener(yaml, controller, "a")("ResolvedRefs"), "True/ResolvedRefs", controller);
  }
});

test("an expired certificate", () => {
  const yaml = gateway(https("a", "a.example.com", "{name: old}")) + secret("old", "a.example.com", { cert: "expires=-3d" });
  assert.equal(listener(yaml, "envoy-gateway", "a")("ResolvedRefs"), "False/InvalidCertificateRef");
  assert.equal(listener(yaml, "istio", "a")("ResolvedRefs"), "True/ResolvedRefs");
  assert.equal(listener(yaml, "generic", "a")("ResolvedRefs"), "True/ResolvedRefs");
});

test("a key of another certificate", () => {
  const yaml = gateway(https("a", "a.example.com", "{name: mixed}")) + secret("mixed", "a.example.com", { key: "key=ed25519" });
  for (const controller of ["generic", "envoy-gateway", "istio"] as const) {
    assert.equal(listener(yaml, controller, "a")("ResolvedRefs"), "False/InvalidCertificateRef", controller);
    assert.equal(listener(yaml, controller, "a")("Programmed"), "False/Invalid", controller);
  }
});

test("a Secret of type Opaque", () => {
  const yaml = gateway(https("a", "a.example.com", "{name: opaque}")) + secret("opaque", "a.example.com", { type: "Opaque" });
  assert.equal(listener(yaml, "envoy-gateway", "a")("ResolvedRefs"), "False/InvalidCertificateRef");
  assert.equal(listener(yaml, "istio", "a")("ResolvedRefs"), "True/ResolvedRefs");
  assert.equal(listener(yaml, "generic", "a")("ResolvedRefs"), "Unknown/Undetermined");
});

test("a certificateRef that no grant allows", () => {
  const yaml =
    gateway(https("a", "a.example.com", "{name: far, namespace: certs}")) + secret("far", "a.example.com", { namespace: "certs" });
  assert.equal(listener(yaml, "generic", "a")("ResolvedRefs"), "False/RefNotPermitted");
  assert.equal(listener(yaml, "generic", "a")("Accepted"), "True/Accepted");
  assert.equal(listener(yaml, "envoy-gateway", "a")("ResolvedRefs"), "False/RefNotPermitted");
  assert.equal(listener(yaml, "envoy-gateway", "a")("Accepted"), undefined);
  assert.equal(listener(yaml, "istio", "a")("Accepted"), "False/NoValidCACertificate");
});

test("a Gateway whose only listener has a bad certificate", () => {
  const yaml = gateway(https("a", "a.example.com", "{name: gone}"));
  assert.equal(told(status(yaml, "envoy-gateway").conditions, "Accepted"), "True/Accepted");
  assert.equal(told(status(yaml, "istio").conditions, "Accepted"), "False/ListenersNotValid");
  assert.equal(told(status(yaml, "generic").conditions, "Accepted"), "True/Accepted");
  assert.equal(told(status(yaml, "generic").conditions, "ResolvedRefs"), "False/ListenersNotResolved");
  assert.equal(told(status(yaml, "envoy-gateway").conditions, "ResolvedRefs"), undefined);
  assert.equal(told(status(yaml, "istio").conditions, "ResolvedRefs"), "True/ResolvedRefs");
});

test("HTTP and HTTPS on one port", () => {
  const yaml =
    gateway("{name: plain, protocol: HTTP, port: 443, hostname: b.example.com}", https("a", "a.example.com", "{name: good}")) +
    secret("good", "a.example.com");
  for (const name of ["plain", "a"]) {
    assert.equal(listener(yaml, "envoy-gateway", name)("Conflicted"), "True/ProtocolConflict");
    assert.equal(listener(yaml, "envoy-gateway", name)("Accepted"), undefined);
    assert.equal(listener(yaml, "envoy-gateway", name)("Programmed"), "False/Invalid");
    assert.equal(listener(yaml, "istio", name)("Accepted"), "True/Accepted");
    assert.equal(listener(yaml, "generic", name)("Accepted"), "Unknown/Undetermined");
  }
});

test("HTTPS and TLS with one port and hostname", () => {
  const passthrough = "{name: raw, protocol: TLS, port: 443, hostname: a.example.com, tls: {mode: Passthrough}}";
  const yaml = gateway(https("a", "a.example.com", "{name: good}"), passthrough) + secret("good", "a.example.com");
  assert.equal(listener(yaml, "envoy-gateway", "a")("Conflicted"), "True/HostnameConflict");
  assert.equal(listener(yaml, "envoy-gateway", "raw")("Conflicted"), "True/HostnameConflict");
  assert.equal(listener(yaml, "istio", "a")("Accepted"), "True/Accepted");
  assert.equal(listener(yaml, "istio", "raw")("Accepted"), "False/ProtocolConflict");
  assert.equal(listener(yaml, "istio", "raw")("Conflicted"), "True/ProtocolConflict");
  assert.equal(listener(yaml, "istio", "raw")("Programmed"), "False/ProtocolConflict");
  assert.equal(listener(yaml, "generic", "raw")("Accepted"), "Unknown/Undetermined");
});

test("TCP beside HTTP loses for every controller", () => {
  const yaml = gateway("{name: web, protocol: HTTP, port: 80}", "{name: raw, protocol: TCP, port: 80}");
  assert.equal(listener(yaml, "generic", "web")("Accepted"), "False/ProtocolConflict");
  assert.equal(listener(yaml, "generic", "raw")("Conflicted"), "True/ProtocolConflict");
  assert.equal(listener(yaml, "envoy-gateway", "raw")("Conflicted"), "True/ProtocolConflict");
});

test("UDP beside HTTP", () => {
  const yaml = gateway("{name: web, protocol: HTTP, port: 80}", "{name: dns, protocol: UDP, port: 80}");
  assert.equal(listener(yaml, "envoy-gateway", "dns")("Accepted"), "True/Accepted");
  assert.equal(listener(yaml, "generic", "dns")("Accepted"), "True/Accepted");
  assert.equal(listener(yaml, "istio", "dns")("Accepted"), "False/UnsupportedProtocol");
});

test("a listener that is invalid by itself does not conflict in Envoy Gateway", () => {
  const bad = https("bad", "a.example.com", "{name: far, namespace: certs}");
  const yaml =
    gateway("{name: plain, protocol: HTTP, port: 443, hostname: b.example.com}", bad) +
    secret("far", "a.example.com", { namespace: "certs" });
  assert.equal(listener(yaml, "envoy-gateway", "plain")("Conflicted"), undefined);
  assert.equal(listener(yaml, "envoy-gateway", "plain")("Accepted"), "True/Accepted");
});

test("an HTTPS listener without tls", () => {
  const yaml = gateway("{name: a, protocol: HTTPS, port: 443, hostname: a.example.com}");
  assert.equal(listener(yaml, "envoy-gateway", "a")("Programmed"), "False/Invalid");
  assert.equal(listener(yaml, "istio", "a")("Programmed"), "True/Programmed");
  assert.equal(listener(yaml, "generic", "a")("Programmed"), "Unknown/Undetermined");
});

test("certificateRefs in mode Passthrough", () => {
  const yaml =
    gateway("{name: a, protocol: TLS, port: 443, tls: {mode: Passthrough, certificateRefs: [{name: good}]}}") +
    secret("good", "a.example.com");
  assert.equal(listener(yaml, "envoy-gateway", "a")("Programmed"), "False/Invalid");
  assert.equal(listener(yaml, "istio", "a")("Programmed"), "True/Programmed");
});

test("a route kind that the protocol cannot serve", () => {
  const yaml = gateway("{name: a, protocol: HTTP, port: 80, allowedRoutes: {kinds: [{kind: HTTPRoute}, {kind: TLSRoute}]}}");
  for (const controller of ["generic", "envoy-gateway", "istio"] as const) {
    assert.equal(listener(yaml, controller, "a")("ResolvedRefs"), "False/InvalidRouteKinds", controller);
  }
  assert.equal(listener(yaml, "envoy-gateway", "a")("Programmed"), "False/Invalid");
  assert.equal(listener(yaml, "istio", "a")("Programmed"), "True/Programmed");
  assert.equal(listener(yaml, "generic", "a")("Programmed"), undefined);
});

test("a protocol that nobody knows", () => {
  const yaml = gateway("{name: a, protocol: GRPC, port: 80}");
  for (const controller of ["generic", "envoy-gateway", "istio"] as const) {
    assert.equal(listener(yaml, controller, "a")("Accepted"), "False/UnsupportedProtocol", controller);
    assert.equal(told(status(yaml, controller).conditions, "Accepted"), "False/ListenersNotValid", controller);
  }
  assert.equal(listener(yaml, "envoy-gateway", "a")("Programmed"), "False/Invalid");
  assert.equal(listener(yaml, "istio", "a")("Programmed"), "True/Programmed");
});
