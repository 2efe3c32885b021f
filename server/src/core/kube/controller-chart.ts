/** Which Gateway controllers a workspace installs, by the charts that it names: Flux sources and HelmReleases, Argo CD Applications, helmfile, kustomize. */

/** A controller that is installed by Helm, and its version. */
export interface InstalledController {
  readonly controllerName: string;
  readonly version: string;
}

/** Charts whose version is that of the controller in them, by name. */
const controllerOfChart: Readonly<Record<string, string>> = {
  "gateway-helm": "gateway.envoyproxy.io/gatewayclass-controller",
  istiod: "istio.io/gateway-controller",
  cilium: "io.cilium/gateway-controller",
  "nginx-gateway-fabric": "gateway.nginx.org/nginx-gateway-controller",
  kgateway: "kgateway.dev/kgateway",
  agentgateway: "agentgateway.dev/agentgateway",
};

const names = Object.keys(controllerOfChart).join("|");
const hint = new RegExp(names);
/** A line that names a chart: by its address, or by its bare name where no object is named so. */
const chartLine = new RegExp(
  String.raw`^[\s-]*(?:(?:url|repo|repoURL|chart):\s*["']?(?:\S*/)?(${names})|name:\s*["']?(gateway-helm))["']?\s*(?:#.*)?$`,
);
const versionLine = /^[\s-]*(?:tag|version|targetRevision):\s*["']?(v?\d+\.\d+\.\d+(?:-[\w.]+)?)["']?\s*(?:#.*)?$/;

/** How far a chart's version may stand from its name, in lines. */
const reach = 6;

/**
 * The controllers that the text of a file installs, each with the version that stands nearest to the chart's name in the same document. Takes any text; one
 * that names no such chart costs one search.
 */
export function controllersNamedIn(text: string): readonly InstalledController[] {
  if (!hint.test(text)) return [];
  const lines = text.split(/\r?\n/);
  return lines.flatMap((line, i): InstalledController[] => {
    const match = chartLine.exec(line);
    const controllerName = controllerOfChart[match?.[1] ?? match?.[2] ?? ""];
    const version = controllerName === undefined ? undefined : versionNear(lines, i);
    return controllerName === undefined || version === undefined ? [] : [{ controllerName, version }];
  });
}

function versionNear(lines: readonly string[], at: number): string | undefined {
  const open = { after: true, before: true };
  for (let away = 1; away <= reach; away++) {
    for (const [side, i] of [
      ["after", at + away],
      ["before", at - away],
    ] as const) {
      const line = lines[i];
      if (line === undefined || line.startsWith("---")) open[side] = false;
      const version = open[side] ? versionLine.exec(line ?? "")?.[1] : undefined;
      if (version !== undefined) return version;
    }
  }
  return undefined;
}

/** The version of each controller, where all that a workspace names of it agree; several clusters may have several. */
export function installedControllers(named: Iterable<InstalledController>): ReadonlyMap<string, string> {
  const versions = new Map<string, Set<string>>();
  for (const { controllerName, version } of named) {
    const known = versions.get(controllerName) ?? new Set();
    versions.set(controllerName, known.add(version.replace(/^v/, "")));
  }
  return new Map(
    [...versions].flatMap(([name, [only, other]]) => (only === undefined || other !== undefined ? [] : [[name, only] as const])),
  );
}
