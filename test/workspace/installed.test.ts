/** What a workspace installs decides which versions, fields and features are judged: through the workspace's own door, while it changes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { openWorkspace } from "../../server/src/core/workspace/open.ts";
import { defaultSettings } from "../../server/src/core/workspace/settings.ts";
import { findingsOf } from "../support/judged-corpus.ts";

const group = "gateway.networking.k8s.io";
const route = `apiVersion: ${group}/v1alpha2\nkind: TLSRoute\nmetadata: {name: vault, namespace: vault}\nspec: {hostnames: [vault.example.com], rules: [{backendRefs: [{name: vault, port: 8200}]}]}\n`;
const pinned = (version: string, channel: string) =>
  `resources:\n  - https://github.com/kubernetes-sigs/gateway-api/releases/download/${version}/${channel}-install.yaml\n`;
const vendored = (version: string, channel: string) =>
  `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  annotations:\n    ${group}/bundle-version: ${version}\n    ${group}/channel: ${channel}\n  name: gateways.${group}\n`;

type Texts = readonly (readonly [file: string, text: string | undefined])[];

function live() {
  const workspace = openWorkspace({ onFault: ({ rule, message }) => assert.fail(`rule ${rule} threw: ${message}`) });
  return (...files: Texts): string[] => {
    const snapshot = workspace.apply({ files: files.map(([file, text]) => [`file:///w/${file}`, text] as const) });
    return findingsOf(snapshot).map(({ code, severity }) => `${severity} ${code}`);
  };
}

test("a version is judged by the release that is pinned, vendored, or not known", () => {
  const told = live();
  assert.deepEqual(told(["route.yaml", route]), ["information api-version-not-served"]);
  assert.deepEqual(told(["crds/kustomization.yaml", pinned("v1.6.1", "standard")]), ["warning api-version-not-served"]);
  assert.deepEqual(told(["crds/kustomization.yaml", pinned("v1.6.1", "experimental")]), ["hint api-version-not-served"]);
  assert.deepEqual(told(["crds/kustomization.yaml", pinned("v1.3.0", "experimental")]), []);
  assert.deepEqual(told(["crds/gateways.yaml", vendored("v1.6.1", "standard")]), ["information api-version-not-served"], "they disagree");
  assert.deepEqual(told(["crds/kustomization.yaml", undefined]), ["warning api-version-not-served"]);
  assert.deepEqual(told(["crds/gateways.yaml", undefined]), ["information api-version-not-served"]);
});

test("the settings win over what the files name", () => {
  const workspace = openWorkspace();
  const world = { complete: false, bundle: { release: [1, 3], channel: "experimental" } } as const;
  const files = [["file:///w/route.yaml", route] as const, ["file:///w/kustomization.yaml", pinned("v1.6.1", "standard")] as const];
  assert.deepEqual(findingsOf(workspace.apply({ files, settings: { ...defaultSettings, world } })), []);
  assert.equal(findingsOf(workspace.apply({ settings: defaultSettings })).length, 1);
});

test("a controller's version comes from a file that holds nothing else of ours", () => {
  const gateway = `apiVersion: ${group}/v1\nkind: GatewayClass\nmetadata: {name: c}\nspec: {controllerName: io.cilium/gateway-controller}\n---\napiVersion: ${group}/v1\nkind: Gateway\nmetadata: {name: g, namespace: a}\nspec:\n  gatewayClassName: c\n  tls: {backend: {clientCertificateRef: {name: s}}}\n  listeners: [{name: http, port: 80, protocol: HTTP}]\n`;
  const chart = (tag: string) => `kind: OCIRepository\nspec:\n  url: oci://quay.io/cilium/charts/cilium\n  ref:\n    tag: ${tag}\n`;
  const told = live();
  assert.deepEqual(told(["gateway.yaml", gateway]), []);
  assert.deepEqual(told(["cilium.yaml", chart("1.20.1")]), ["warning unsupported-by-controller"]);
  assert.deepEqual(told(["cilium.yaml", chart("1.21.0")]), [], "no report of this version");
  assert.deepEqual(told(["other/cilium.yaml", chart("1.20.1")]), [], "two clusters, two versions");
});
