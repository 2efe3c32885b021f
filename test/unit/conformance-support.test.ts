import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { conformanceFeatures, generatedReports } from "../../generate/conformance-features.ts";
import { features, reports, source } from "../../server/src/core/gateway/conformance/reports.generated.ts";
import { lackOf } from "../../server/src/core/gateway/conformance/support.ts";
import { controllersNamedIn, installedControllers } from "../../server/src/core/kube/controller-chart.ts";

const file = join(import.meta.dirname, "..", "..", "..", "shared", "data", "conformance-reports.json");
const cilium = "io.cilium/gateway-controller";
const envoy = "gateway.envoyproxy.io/gatewayclass-controller";
const istio = "istio.io/gateway-controller";

test("the table is what the reports say", (t) => {
  if (!existsSync(file)) return t.skip("../shared is absent");
  const made = conformanceFeatures(JSON.parse(readFileSync(file, "utf8")), source).split("\n");
  const kept = readFileSync(generatedReports, "utf8").split("\n");
  assert.deepEqual(
    made.filter((line, i) => line !== kept[i]),
    [],
    "run npm run generate:conformance-features",
  );
  assert.equal(kept.length, made.length);
});

test("no version claims and lacks one feature", () => {
  for (const { title, versions } of reports) {
    for (const [version, [supported, unsupported]] of Object.entries(versions)) {
      assert.equal(supported & unsupported, 0, `${title} ${version}`);
      assert.ok((supported | unsupported) < 1 << features.length, `${title} ${version}`);
    }
  }
});

describe("a lack", () => {
  test("is what a report of the version names", () => {
    assert.deepEqual(lackOf("GatewayBackendClientCertificate", cilium, "1.20.0"), { title: "Cilium", version: "v1.20.0" });
    assert.deepEqual(lackOf("GatewayBackendClientCertificate", istio, "1.30.1"), { title: "Istio", version: "1.30.1" });
  });
  test("of a patch is that of its minor release", () => {
    assert.deepEqual(lackOf("BackendTLSPolicySANValidation", cilium, "v1.20.4"), { title: "Cilium", version: "v1.20.0" });
  });
  test("is none where the report claims the feature", () => assert.equal(lackOf("BackendTLSPolicy", cilium, "1.20.0"), undefined));
  test("is none where no report speaks of it", () => {
    assert.equal(lackOf("GatewayBackendClientCertificate", envoy, "1.9.0"), undefined);
    assert.equal(lackOf("ListenerSet", cilium, "1.16.0"), undefined);
  });
  test("is none of another version, of a candidate, or of an unknown controller", () => {
    assert.equal(lackOf("GatewayBackendClientCertificate", cilium, "1.21.0"), undefined);
    assert.equal(lackOf("GatewayBackendClientCertificate", cilium, "latest"), undefined);
    assert.equal(lackOf("GatewayBackendClientCertificate", "example.com/gateway", "1.20.0"), undefined);
  });
});

/** [what, text of a file, controllers with versions]. */
const charts: readonly (readonly [string, string, ...string[]])[] = [
  [
    "a Flux source",
    "kind: OCIRepository\nspec:\n  url: oci://mirror.gcr.io/envoyproxy/gateway-helm\n  ref:\n    tag: 1.9.0\n",
    `${envoy} 1.9.0`,
  ],
  [
    "a Flux source with the version before the address",
    "kind: OCIRepository\nspec:\n  ref:\n    tag: v1.20.0 # pinned\n  url: oci://quay.io/cilium/charts/cilium\n",
    `${cilium} v1.20.0`,
  ],
  [
    "a HelmRelease",
    "spec:\n  chart:\n    spec:\n      chart: cilium\n      version: 1.19.1\n      sourceRef:\n        kind: HelmRepository\n",
    `${cilium} 1.19.1`,
  ],
  [
    "an Application of Argo CD",
    "source:\n  chart: istiod\n  repoURL: https://istio-release.storage.googleapis.com/charts\n  targetRevision: 1.30.3\n",
    `${istio} 1.30.3`,
  ],
  [
    "helmfile, among others",
    "releases:\n  - name: cilium\n    chart: oci://quay.io/cilium/charts/cilium\n    version: 1.20.1\n  - name: spegel\n    chart: oci://ghcr.io/spegel-org/helm-charts/spegel\n    version: 0.7.4\n",
    `${cilium} 1.20.1`,
  ],
  ["kustomize", "helmCharts:\n  - name: gateway-helm\n    repo: oci://docker.io/envoyproxy\n    version: 1.9.0\n", `${envoy} 1.9.0`],
  ["a range", "chart: cilium\nversion: 1.x\n"],
  ["the version of the next document", "chart: cilium\n---\nversion: 1.20.0\n"],
  ["another chart of the name's beginning", "url: oci://ghcr.io/x/charts/kgateway-crds\nref:\n  tag: 2.1.0\n"],
  ["an object of the name", "metadata:\n  name: cilium\nspec:\n  version: 1.2.3\n"],
];

describe("controllers that a text installs", () => {
  for (const [what, text, ...expected] of charts) {
    test(what, () =>
      assert.deepEqual(
        controllersNamedIn(text).map(({ controllerName, version }) => `${controllerName} ${version}`),
        expected,
      ),
    );
  }

  test("are known where all files agree", () => {
    const named = [
      { controllerName: cilium, version: "v1.20.0" },
      { controllerName: cilium, version: "1.20.0" },
      { controllerName: envoy, version: "1.8.0" },
      { controllerName: envoy, version: "1.9.0" },
    ];
    assert.deepEqual([...installedControllers(named)], [[cilium, "1.20.0"]]);
  });
});
