/** What is said of objects that are not, or not as they are written, in any cluster. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { openWorkspace } from "../../server/src/core/workspace/open.ts";
import { expandPem, fixtureNow } from "../support/certificates.ts";
import { findingsOf } from "../support/judged-corpus.ts";
import { certificate, gateway, grant } from "../support/shop-manifests.ts";

const inNamespace = gateway.replace("namespace: security-certs", "namespace: platform-ingress");
const misnamed = certificate.replace("namespace: security-certs", "namespace: platform-ingress").replace("- shop.", "- www.");

function said(files: Readonly<Record<string, string>>): string[] {
  const { snapshot } = openWorkspaceWith(files);
  return findingsOf(snapshot).map(({ code, severity }) => `${severity} ${code}`);
}

function openWorkspaceWith(files: Readonly<Record<string, string>>) {
  const workspace = openWorkspace();
  workspace.apply({ files: Object.entries(files).map(([path, text]) => [`file:///w/${path}`, text] as const), now: fixtureNow });
  return workspace;
}

test("a finding on an object that nobody applies is a hint that says who leaves it out", () => {
  const files = { "k/kustomization.yaml": "resources: [certificate.yaml]\n", "k/gateway.yaml": gateway, "k/certificate.yaml": certificate };
  const [finding] = findingsOf(openWorkspaceWith(files).snapshot);
  assert.equal(finding?.severity, "hint");
  assert.equal(finding?.related.at(-1)?.place.file, "file:///w/k/kustomization.yaml");
  assert.deepEqual(said({ ...files, "k/kustomization.yaml": "resources: [certificate.yaml, gateway.yaml]\n" }), [
    "error reference-not-granted",
  ]);
});

test("a grant that nobody applies accuses nobody", () => {
  const files = {
    "k/kustomization.yaml": "resources: [certificate.yaml, gateway.yaml]\n",
    "k/gateway.yaml": gateway,
    "k/certificate.yaml": certificate,
  };
  assert.deepEqual(said(files), ["error reference-not-granted"]);
  assert.deepEqual(said({ ...files, "k/grant.yaml": grant }), []);
});

test("nothing is said of an object that a patch changes", () => {
  const files = { "k/kustomization.yaml": "resources: [all.yaml]\n", "k/all.yaml": `${inNamespace}---\n${misnamed}` };
  assert.deepEqual(said(files), ["warning san-mismatch"]);
  for (const kind of ["Gateway", "Certificate"]) {
    const patched = `resources: [all.yaml]\npatches:\n  - target: { kind: ${kind} }\n    patch: '[]'\n`;
    assert.deepEqual(said({ ...files, "k/kustomization.yaml": patched }), [], `a patch of the ${kind}`);
  }
});

test("a Secret that a patch changes, or that is left out, is not judged as what the file says", () => {
  const secret = expandPem(`apiVersion: v1
kind: Secret
metadata: { name: shop-tls, namespace: platform-ingress }
type: kubernetes.io/tls
stringData:
  tls.crt: |
    {{pem leaf san=www.example.com expires=-3d}}
  tls.key: |
    {{key leaf}}
`);
  const files = {
    "k/kustomization.yaml": "resources: [gateway.yaml, secret.yaml]\n",
    "k/gateway.yaml": inNamespace,
    "k/secret.yaml": secret,
  };
  assert.deepEqual(said(files), ["warning san-mismatch", "error certificate-expired"]);
  const patched = "resources: [gateway.yaml, secret.yaml]\npatches:\n  - target: { kind: Secret }\n    patch: '[]'\n";
  assert.deepEqual(said({ ...files, "k/kustomization.yaml": patched }), []);
  assert.deepEqual(said({ ...files, "k/kustomization.yaml": "resources: [gateway.yaml]\n" }), ["hint certificate-expired"]);
});

test("a fault of syntax is told all the same", () => {
  const patched = "resources: [all.yaml]\npatches:\n  - target: { kind: Gateway }\n    patch: '[]'\n";
  assert.deepEqual(said({ "k/kustomization.yaml": patched, "k/all.yaml": inNamespace.replace("port: 443", "port: [443") }), [
    "error yaml-invalid",
  ]);
});

test("what a patch file looks like is not an object beside the one that it changes", () => {
  const overlay = "resources: [../base]\npatches: [{ path: gateway.yaml }]\n";
  const files = { "base/kustomization.yaml": "resources: [all.yaml]\n", "base/all.yaml": `${inNamespace}---\n${certificate}` };
  assert.deepEqual(said({ ...files, "prod/kustomization.yaml": overlay, "prod/gateway.yaml": gateway }), []);
  assert.deepEqual(said({ ...files, "prod/gateway.yaml": gateway }), ["error reference-not-granted"]);
});

test("a chart's templates and what has to be rendered are no manifests", () => {
  const files = { "chart/templates/gateway.yaml": gateway, "certificate.yaml": certificate };
  assert.deepEqual(said(files), ["error reference-not-granted"]);
  assert.deepEqual(said({ ...files, "chart/Chart.yaml": "apiVersion: v2\nname: x\n" }), []);
  assert.deepEqual(said({ "certificate.yaml": certificate, "gateway.yaml": `{{- if .Values.tls }}\n${gateway}{{- end }}\n` }), []);
  assert.deepEqual(
    said({ "certificate.yaml": certificate, "gateway.yaml": `${gateway}---\nkind: Deployment\nspec: {{ toYaml .Values.spec }}\n` }),
    [],
  );
});

test("nothing is said across unknown namespaces", () => {
  const files = { "gateway.yaml": gateway.replace("  namespace: platform-ingress\n", ""), "certificate.yaml": certificate };
  assert.deepEqual(said(files), []);
});
