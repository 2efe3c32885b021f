/**
 * Makes `server/src/core/gateway/conformance/reports.generated.ts`: which features each controller's conformance reports name as supported or unsupported, by
 * the version of the controller. Features, not test results; reports of controllers whose controllerName nobody looked up are left out.
 *
 *     npm run generate:conformance-features -- <conformance-reports.json> "<where they come from>"
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export const generatedReports = join(import.meta.dirname, "../server/src/core/gateway/conformance/reports.generated.ts");

interface Report {
  readonly organization: string;
  readonly project: string;
  readonly version: string;
  readonly supported: readonly string[];
  readonly unsupported: readonly string[];
}

/** Who a report's project is, and under which controllerNames its GatewayClasses go, from the projects' own documentation. */
const controllers: readonly {
  readonly title: string;
  readonly projects: readonly string[];
  readonly controllerNames: readonly string[];
}[] = [
  { title: "agentgateway", projects: ["agentgateway/agentgateway"], controllerNames: ["agentgateway.dev/agentgateway"] },
  {
    title: "Airlock Microgateway",
    projects: ["airlock/microgateway"],
    controllerNames: ["microgateway.airlock.com/gatewayclass-controller"],
  },
  {
    title: "AWS Load Balancer Controller",
    projects: ["aws/aws-load-balancer-controller"],
    controllerNames: ["gateway.k8s.aws/alb", "gateway.k8s.aws/nlb"],
  },
  { title: "Cilium", projects: ["cilium/cilium"], controllerNames: ["io.cilium/gateway-controller"] },
  { title: "Contour", projects: ["projectcontour/contour"], controllerNames: ["projectcontour.io/gateway-controller"] },
  { title: "Envoy Gateway", projects: ["envoyproxy/envoy-gateway"], controllerNames: ["gateway.envoyproxy.io/gatewayclass-controller"] },
  { title: "GKE Gateway", projects: ["GKE/gke-gateway"], controllerNames: ["networking.gke.io/gateway"] },
  { title: "Istio", projects: ["istio/istio", "istio.io/istio"], controllerNames: ["istio.io/gateway-controller"] },
  { title: "kgateway", projects: ["kgateway-dev/kgateway"], controllerNames: ["kgateway.dev/kgateway"] },
  {
    title: "Kong Ingress Controller",
    projects: ["Kong/kubernetes-ingress-controller", "kong/kubernetes-ingress-controller"],
    controllerNames: ["konghq.com/kic-gateway-controller"],
  },
  { title: "Kong Operator", projects: ["Kong/kong-operator", "Kong/gateway-operator"], controllerNames: ["konghq.com/gateway-operator"] },
  {
    title: "NGINX Gateway Fabric",
    projects: ["nginx/nginx-gateway-fabric"],
    controllerNames: ["gateway.nginx.org/nginx-gateway-controller"],
  },
  { title: "Traefik", projects: ["traefik/traefik"], controllerNames: ["traefik.io/gateway-controller"] },
];

/** The text of the generated file. Throws where a controller of the list has no report. */
export function conformanceFeatures(reports: readonly Report[], source: string): string {
  const features = [...new Set(reports.flatMap(({ supported, unsupported }) => [...supported, ...unsupported]))].sort();
  const bits = (names: Iterable<string>): string =>
    `0x${[...names].reduce((sum, name) => sum | (1 << features.indexOf(name)), 0).toString(16)}`;
  const entries = controllers.map(({ title, projects, controllerNames }) => {
    const own = reports.filter(({ organization, project }) => projects.includes(`${organization}/${project}`));
    if (own.length === 0) throw new Error(`no report of ${title}`);
    const versions = [...new Set(own.map(({ version }) => version))].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
    return [
      "  {",
      `    title: ${JSON.stringify(title)},`,
      `    controllerNames: ${JSON.stringify(controllerNames)},`,
      "    versions: {",
      ...versions.map((version) => {
        const ofVersion = own.filter((report) => report.version === version);
        const supported = new Set(ofVersion.flatMap((report) => report.supported));
        const unsupported = new Set(ofVersion.flatMap((report) => report.unsupported));
        // What one report claims and another denies, by profile or channel, is not known.
        const certain = (these: Set<string>, others: Set<string>) => [...these].filter((name) => !others.has(name));
        return `      ${JSON.stringify(version)}: [${bits(certain(supported, unsupported))}, ${bits(certain(unsupported, supported))}],`;
      }),
      "    },",
      "  },",
    ].join("\n");
  });
  return [
    "// biome-ignore-all format: one version per line",
    "/** Made by generate/conformance-features.ts. Do not edit: `npm run generate:conformance-features` makes it anew. */",
    'import type { ControllerReports } from "./support.ts";',
    "",
    "/** Where the reports come from. */",
    `export const source = ${JSON.stringify(source)};`,
    "",
    "/** The features by the bits of the table. */",
    `export const features = ${JSON.stringify(features)} as const;`,
    "",
    "/** By version of the controller: the features that its reports name as supported, and those that they name as unsupported. */",
    "export const reports: readonly ControllerReports[] = [",
    ...entries,
    "];",
    "",
  ].join("\n");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [file, source] = process.argv.slice(2);
  if (file === undefined || source === undefined) {
    console.error('Usage: npm run generate:conformance-features -- <conformance-reports.json> "<where they come from>"');
    process.exitCode = 2;
  } else {
    writeFileSync(generatedReports, conformanceFeatures(JSON.parse(readFileSync(file, "utf8")) as Report[], source));
  }
}
