import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { bundlesNamedIn, bundleTitle, installedBundle, readBundle } from "../../server/src/core/kube/schema/bundle.ts";
import { nearName } from "../../server/src/core/kube/schema/near-name.ts";

const project = "https://github.com/kubernetes-sigs/gateway-api";

function titles(text: string): string[] {
  return bundlesNamedIn(text).map(bundleTitle);
}

/** [what, text of a file, bundles]. */
const named: readonly (readonly [string, string, ...string[]])[] = [
  [
    "a CRD that is kept in the workspace",
    `kind: CustomResourceDefinition\nmetadata:\n  annotations:\n    gateway.networking.k8s.io/bundle-version: v1.4.1\n    gateway.networking.k8s.io/channel: experimental\n`,
    "Gateway API 1.4 (experimental channel)",
  ],
  [
    "the same in JSON",
    `{"annotations": {"gateway.networking.k8s.io/bundle-version": "v1.6.1", "gateway.networking.k8s.io/channel": "standard"}}`,
    "Gateway API 1.6 (standard channel)",
  ],
  [
    "many CRDs of one release",
    "gateway.networking.k8s.io/bundle-version: v1.6.1\n  gateway.networking.k8s.io/channel: standard\n".repeat(3),
    "Gateway API 1.6 (standard channel)",
  ],
  [
    "the build of a branch, which is newer than any release",
    "gateway.networking.k8s.io/bundle-version: v0.0.0-dev\ngateway.networking.k8s.io/channel: standard",
    "Gateway API 1.6 (standard channel)",
  ],
  [
    "a release's file",
    `resources:\n- ${project}/releases/download/v1.5.1/experimental-install.yaml`,
    "Gateway API 1.5 (experimental channel)",
  ],
  [
    "a candidate of a release",
    `resources: ["${project}/releases/download/v1.5.0-rc.1/standard-install.yaml"]`,
    "Gateway API 1.5 (standard channel)",
  ],
  [
    "kustomize's remote folder",
    `resources:\n- ${project}/config/crd/experimental?timeout=120&ref=v1.6.1`,
    "Gateway API 1.6 (experimental channel)",
  ],
  ["kustomize's remote folder without a channel", `resources:\n- ${project}//config/crd?ref=v1.3.0`, "Gateway API 1.3 (standard channel)"],
  [
    "raw files of two channels",
    `- https://raw.githubusercontent.com/kubernetes-sigs/gateway-api/v1.4.0/config/crd/standard/gateway.networking.k8s.io_gateways.yaml\n- https://raw.githubusercontent.com/kubernetes-sigs/gateway-api/v1.4.0/config/crd/experimental/gateway.networking.k8s.io_tlsroutes.yaml\n`,
    "Gateway API 1.4 (standard channel)",
    "Gateway API 1.4 (experimental channel)",
  ],
  [
    "a Git source of Flux",
    `kind: GitRepository\nspec:\n  url: ${project}.git\n  ref:\n    tag: v1.6.1\n  ignore: |\n    !/config/crd/experimental\n`,
    "Gateway API 1.6 (experimental channel)",
  ],
  [
    "an Application of Argo CD",
    `kind: Application\nspec:\n  source:\n    repoURL: ${project}.git\n    targetRevision: v1.4.1\n    path: config/crd\n`,
    "Gateway API 1.4 (standard channel)",
  ],
  ["a Git source at a branch", `kind: GitRepository\nspec:\n  url: ${project}\n  ref:\n    branch: main\n---\npath: config/crd\n`],
  ["another project of a like name", `- https://github.com/kubernetes-sigs/gateway-api-inference-extension/config/crd?ref=v1.6.0`],
  [
    "the upgrade policy of the project, which only compares",
    `matches(object.metadata.annotations['gateway.networking.k8s.io/bundle-version'], 'v1.[0-5]')`,
  ],
  ["a comment for a bot", `# renovate: datasource=github-releases depName=kubernetes-sigs/gateway-api\nversion: v1.6.1`],
];

describe("bundles that a text names", () => {
  for (const [what, text, ...expected] of named) test(what, () => assert.deepEqual(titles(text), expected));
});

describe("the bundle of a workspace", () => {
  const [standard, experimental] = [readBundle("v1.6.1/standard"), readBundle("1.6/experimental")];
  assert.ok(standard !== undefined && experimental !== undefined);

  test("is the one that all files name", () => assert.deepEqual(installedBundle([standard, { ...standard }]), standard));
  test("is not known where they disagree", () => assert.equal(installedBundle([standard, experimental]), undefined));
  test("is not known where nothing names one", () => assert.equal(installedBundle([]), undefined));
  test("of a patch is that of its release", () => assert.deepEqual(readBundle("v1.6.9/standard"), standard));
  for (const bad of ["", "v1.6", "1/standard", "v1.6.1/beta", "main/standard"]) {
    test(`is not read from "${bad}"`, () => assert.equal(readBundle(bad), undefined));
  }
});

test("the nearest name", () => {
  const fields = ["allowedRoutes", "hostname", "name", "port", "protocol", "tls"];
  const nearest = (name: string) => nearName(name, fields);
  assert.deepEqual(["hostnmae", "prot", "HostName", "protocoll", "host", "allowedRoute", "pot"].map(nearest), [
    "hostname",
    "port",
    "hostname",
    "protocol",
    "hostname",
    "allowedRoutes",
    "port",
  ]);
  assert.deepEqual(["replicas", "x", "", "frontendValidation"].map(nearest), [undefined, undefined, undefined, undefined]);
  assert.equal(nearName("moda", ["mode", "modb"]), undefined);
});
