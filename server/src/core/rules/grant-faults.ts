/**
 * What keeps an entry of a ReferenceGrant from ever counting, whatever else is in the cluster (Gateway API `apis/v1/referencegrant_types.go`; GEP-709).
 * Only entries for kinds of the Gateway API are judged: what other projects' controllers read into a grant is theirs to say.
 */
import { type Deployed, isKnownNamespace } from "../delivery/deployment.ts";
import type { Model } from "../gateway/model.ts";
import { gatewayApiGroup } from "../kube/gateway.ts";
import type { GrantFrom, GrantTo, ReferenceGrant } from "../kube/reference-grant.ts";
import { routeKinds } from "../kube/route.ts";
import { coreHasName, isCoreByName } from "./core-group.ts";

/** One entry of a grant that can never count. */
export interface DeadEntry {
  readonly grant: Deployed<ReferenceGrant>;
  readonly list: "from" | "to";
  readonly entry: GrantFrom | GrantTo;
  /** The first of its faults is the one that is told. */
  readonly faults: readonly [EntryFault, ...EntryFault[]];
}

export type EntryFault =
  /** A group that has no such kind; `needed` is the kind's own. */
  | { readonly fault: "group"; readonly needed: string }
  /** A kind whose references all stay in their namespace. */
  | { readonly fault: "local-kind" }
  /** `*`, which is no namespace. */
  | { readonly fault: "wildcard" }
  /** The namespace that the grant lives in, within which nothing needs a grant. */
  | { readonly fault: "own-namespace" }
  /** A kind that nothing refers to by way of a grant: Gateway and ListenerSet, which decide themselves who attaches. */
  | { readonly fault: "parent-kind" };

const referrers: ReadonlySet<string> = new Set(["Gateway", "ListenerSet", ...routeKinds]);
const parents: ReadonlySet<string> = new Set(["Gateway", "ListenerSet"]);
const coreKinds: ReadonlySet<string> = new Set(["Secret", "ConfigMap", "Service"]);

/** Groups in which people look for kinds of the Gateway API, and in which no project has kinds of these names. */
const notGatewayApi: ReadonlySet<string> = new Set(["", "core", "v1", "networking.gateway.k8s.io", "networking.k8s.io", "gateway.k8s.io"]);
/** Groups in which people look for kinds of the core group. */
const notCore: ReadonlySet<string> = new Set(["core", "v1", "networking.gateway.k8s.io", gatewayApiGroup]);

/** The entries of a grant that can never count, in their order. */
export function deadEntries(grant: Deployed<ReferenceGrant>, model: Model): readonly DeadEntry[] {
  const { from, to } = grant.resource;
  const dead: DeadEntry[] = [];
  for (const entry of from) {
    const [first, ...others] = faultsOfFrom(entry, grant);
    if (first !== undefined) dead.push({ grant, list: "from", entry, faults: [first, ...others] });
  }
  if (from.length === 0 || !from.every(isOurs)) return dead;
  for (const entry of to) {
    const fault = faultOfTo(entry, model);
    if (fault !== undefined) dead.push({ grant, list: "to", entry, faults: [fault] });
  }
  return dead;
}

/** Whether nothing is left of one of a grant's lists, or of either, without these entries. */
export function isWholeGrant(
  grant: Deployed<ReferenceGrant>,
  dead: readonly DeadEntry[],
  lists: readonly DeadEntry["list"][] = ["from", "to"],
): boolean {
  const entries = new Set(dead.map(({ entry }) => entry));
  return lists.some((list) => grant.resource[list].every((entry) => entries.has(entry)));
}

/** Whether an entry means a kind of the Gateway API whose references are known here, under its group or one that is mistaken for it. */
export function isOurs({ group, kind }: GrantFrom): boolean {
  if (group === undefined || kind === undefined) return false;
  if (group.value === gatewayApiGroup) return referrers.has(kind.value) || kind.value === "BackendTLSPolicy";
  return notGatewayApi.has(group.value) && referrers.has(kind.value);
}

/** Whether an entry that is judged here writes `*` for its namespace. */
export function hasWildcard(entry: GrantFrom): boolean {
  return isOurs(entry) && entry.namespace?.value === "*";
}

function faultsOfFrom(entry: GrantFrom, grant: Deployed<ReferenceGrant>): readonly EntryFault[] {
  if (!isOurs(entry)) return [];
  if (entry.kind?.value === "BackendTLSPolicy") return [{ fault: "local-kind" }];
  const faults: EntryFault[] = [];
  if (entry.group?.value !== gatewayApiGroup) faults.push({ fault: "group", needed: gatewayApiGroup });
  if (hasWildcard(entry)) faults.push({ fault: "wildcard" });
  if (isKnownNamespace(grant.namespace) && entry.namespace?.value === grant.namespace) faults.push({ fault: "own-namespace" });
  return faults;
}

function faultOfTo(entry: GrantTo, model: Model): EntryFault | undefined {
  const [group, kind] = [entry.group?.value, entry.kind?.value];
  if (group === undefined || kind === undefined) return undefined;
  if (coreKinds.has(kind) && notCore.has(group)) {
    return isCoreByName(entry) && coreHasName(model) ? undefined : { fault: "group", needed: "" };
  }
  return parents.has(kind) && (group === gatewayApiGroup || notGatewayApi.has(group)) ? { fault: "parent-kind" } : undefined;
}
