/** What is missing in a complete workspace, and what may be there although no manifest shows it. */
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import { fixtureNow } from "../support/certificates.ts";
import { certificate, type Fields, gateway, oneFile, ref, route } from "../support/objects.ts";
import { type ApiStatus, predicted } from "../support/prediction.ts";

/** `ResolvedRefs` of the only object of a kind: of its first listener, parent or ancestor. */
function resolvedRefs(kind: string, ...objects: readonly Fields[]): string | undefined {
  const found = predicted([...oneFile(...objects)], fixtureNow, { complete: true }).find((one) => one.kind === kind);
  const status = found?.status as ApiStatus | undefined;
  const conditions = (status?.listeners ?? status?.parents ?? status?.ancestors)?.[0]?.conditions;
  const condition = conditions?.find(({ type }) => type === "ResolvedRefs");
  return condition && `${condition.status}/${condition.reason}`;
}

const unknown = "Unknown/Undetermined";

describe("a Secret", () => {
  const edge = gateway("edge/public", [{ hostname: "a.example.com", secrets: ["a"] }]);
  const elsewhere = (more: Fields = {}) => certificate("certs/a", ["a.example.com"], more);

  test("is missing where nothing is or makes it in that namespace", () => {
    assert.equal(resolvedRefs("Gateway", edge), "False/InvalidCertificateRef");
    assert.equal(resolvedRefs("Gateway", edge, elsewhere()), "False/InvalidCertificateRef");
  });
  test("is there where cert-manager makes it for an annotation", () => {
    const annotated = gateway("edge/public", [{ hostname: "a.example.com", secrets: ["a"] }], {
      annotations: { "cert-manager.io/cluster-issuer": "le" },
    });
    assert.equal(resolvedRefs("Gateway", annotated), "True/ResolvedRefs");
  });
  test("may be a copy, or made for the whole cluster", () => {
    const copied = { secretTemplate: { annotations: { "reflector.v1.k8s.emberstack.com/reflection-auto-enabled": "true" } } };
    assert.equal(resolvedRefs("Gateway", edge, elsewhere(copied)), unknown);
    const cluster = {
      apiVersion: "external-secrets.io/v1",
      kind: "ClusterExternalSecret",
      metadata: { name: "x" },
      spec: { externalSecretName: "a" },
    };
    assert.equal(resolvedRefs("Gateway", edge, cluster), unknown);
  });
  test("may come from what is in a namespace that is not known", () => {
    assert.equal(resolvedRefs("Gateway", edge, certificate("a", ["a.example.com"])), unknown);
    assert.equal(resolvedRefs("Gateway", edge, certificate("b", ["a.example.com"])), "False/InvalidCertificateRef");
  });
});

describe("a certificate authority", () => {
  const service = { apiVersion: "v1", kind: "Service", metadata: ref("shop/api"), spec: { ports: [{ port: 443 }] } };
  const policy = {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "BackendTLSPolicy",
    metadata: ref("shop/api"),
    spec: {
      targetRefs: [{ group: "", kind: "Service", name: "api" }],
      validation: { hostname: "api.internal", caCertificateRefs: [{ group: "", kind: "ConfigMap", name: "ca" }] },
    },
  };
  const world = [
    gateway("shop/public", [{ protocol: "HTTP", port: 80 }]),
    route("shop/web", { parents: [ref("public")], backends: [ref("api", { port: 443 })] }),
    service,
    policy,
  ];
  const bundle = (target: Fields) => ({
    apiVersion: "trust.cert-manager.io/v1alpha1",
    kind: "Bundle",
    metadata: { name: "ca" },
    spec: { target },
  });

  test("is missing where no ConfigMap is here", () => {
    assert.equal(resolvedRefs("BackendTLSPolicy", ...world), "False/InvalidCACertificateRef");
  });
  test("may be written by a Bundle of its name, if that writes ConfigMaps", () => {
    assert.equal(resolvedRefs("BackendTLSPolicy", ...world, bundle({ configMap: { key: "ca.crt" } })), unknown);
    assert.equal(resolvedRefs("BackendTLSPolicy", ...world, bundle({ secret: { key: "ca.crt" } })), "False/InvalidCACertificateRef");
  });
  test("may be a ConfigMap whose namespace is not known", () => {
    const shared = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "ca" }, data: {} };
    assert.equal(resolvedRefs("BackendTLSPolicy", ...world, shared), unknown);
  });
});

test("a Service is missing, unless one of its name is in a namespace that is not known", () => {
  const edge = gateway("shop/public", [{ protocol: "HTTP", port: 80 }]);
  const web = route("shop/web", { parents: [ref("public")], backends: [ref("api", { port: 80 })] });
  const unplaced = { apiVersion: "v1", kind: "Service", metadata: ref("api"), spec: { ports: [{ port: 80 }] } };
  assert.equal(resolvedRefs("HTTPRoute", edge, web), "False/BackendNotFound");
  assert.equal(resolvedRefs("HTTPRoute", edge, web, unplaced), unknown);
});
