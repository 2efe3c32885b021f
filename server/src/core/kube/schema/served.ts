/** Which versions of a kind the API server serves, with the Gateway API of a bundle installed. */
import type { Bundle } from "./bundle.ts";
import type { KindFacts } from "./facts.ts";
import { kinds } from "./gateway-api.generated.ts";
import { groupNow, isBefore, newest, renamedKinds, servedThen } from "./history.ts";

/** What the API server does with a version: "deprecated" is served with a warning. Unknown where no source says. */
export type Serving = "served" | "deprecated" | "not served" | "unknown";

export interface Version {
  readonly group: string;
  readonly kind: string;
  readonly version: string;
}

/** Whether a bundle serves a version. The newest release is known from its CRDs, older ones from the history; of newer ones only what still was served. */
export function servingOf({ group, kind, version }: Version, { release, channel }: Bundle): Serving {
  const facts: KindFacts | undefined = kinds[`${group}/${kind}`];
  if (isBefore(release, newest) || facts === undefined) {
    const served = servedThen(group, kind, version, channel, release);
    return served === undefined ? "unknown" : served ? "served" : "not served";
  }
  const here = facts[version]?.[channel];
  if (here?.served) return here.deprecated ? "deprecated" : "served";
  return isBefore(newest, release) ? "unknown" : "not served";
}

/** The version to use instead, of the kind or of what it is called now: the one that the bundle serves and stores, else one that it serves. */
export function servedInstead({ group, kind }: Version, bundle: Bundle): Version | undefined {
  const now = renamedKinds[kind] ?? { group: groupNow[group] ?? group, kind };
  const candidates = Object.entries(kinds[`${now.group}/${now.kind}`] ?? {})
    .map(([version, facts]) => ({ ...now, version, isStored: facts[bundle.channel]?.storage === true }))
    .filter((candidate) => servingOf(candidate, bundle) === "served");
  candidates.sort((a, b) => Number(isStable(b.version)) - Number(isStable(a.version)) || Number(b.isStored) - Number(a.isStored));
  const [best] = candidates;
  return best === undefined ? undefined : { group: best.group, kind: best.kind, version: best.version };
}

function isStable(version: string): boolean {
  return /^v\d+$/.test(version);
}
