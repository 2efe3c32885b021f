/** What the conformance reports of a controller say about a feature. */
import { features, reports } from "./reports.generated.ts";

export type Feature = (typeof features)[number];

/** The reports of one controller: by its version the features that are named as supported and as unsupported, as bits. */
export interface ControllerReports {
  readonly title: string;
  readonly controllerNames: readonly string[];
  readonly versions: Readonly<Record<string, readonly [supported: number, unsupported: number]>>;
}

/** A controller that itself says that it has, or has not, a feature. */
export interface ReportedBy {
  /** "Cilium". */
  readonly title: string;
  /** The version whose report says so. */
  readonly version: string;
}

/**
 * Whether the reports of a controller's version name a feature as unsupported. The version counts with or without `v`; where it has no report of its
 * own, the reports of its minor release, if they all say so. Undefined for everything else: silence is no statement.
 */
export function lackOf(feature: Feature, controllerName: string, version: string): ReportedBy | undefined {
  return toldOf(controllerName, version, ([, unsupported]) => (unsupported & bitOf(feature)) !== 0);
}

/** Whether they name it as supported, in the same way. */
export function supportOf(feature: Feature, controllerName: string, version: string): ReportedBy | undefined {
  return toldOf(controllerName, version, ([supported]) => (supported & bitOf(feature)) !== 0);
}

function bitOf(feature: Feature): number {
  return 1 << features.indexOf(feature);
}

/** The controller and the version whose reports all say something; undefined where one does not, or there is none. */
function toldOf(controllerName: string, version: string, says: (report: readonly [number, number]) => boolean): ReportedBy | undefined {
  const controller = reports.find(({ controllerNames }) => controllerNames.includes(controllerName));
  if (controller === undefined) return undefined;
  const asked = bare(version);
  const all = Object.entries(controller.versions);
  const own = all.find(([reported]) => bare(reported) === asked);
  const minor = /^\d+\.\d+(?=$|\.\d+$)/.exec(asked)?.[0];
  // The report of a candidate says nothing about the release.
  const near =
    minor === undefined ? [] : all.filter(([reported]) => bare(reported) === minor || new RegExp(`^${minor}\\.\\d+$`).test(bare(reported)));
  const counted = own === undefined ? near : [own];
  if (counted.length === 0 || !counted.every(([, report]) => says(report))) return undefined;
  return { title: controller.title, version: counted.at(-1)?.[0] ?? version };
}

function bare(version: string): string {
  return version.replace(/^v/, "");
}
