/**
 * ReferenceGrants: whether one object may refer to another in a different namespace, and which grant nearly allows it
 * (Gateway API `apis/v1/referencegrant_types.go`; GEP-709). Equality is of strings, case-sensitive; grants only add.
 */
import { type Deployed, type EffectiveNamespace, isKnownNamespace, sameNamespace } from "../delivery/deployment.ts";
import type { GrantFrom, GrantTo, ReferenceGrant } from "../kube/reference-grant.ts";
import { isOpaque } from "../yaml/template.ts";
import type { ScalarNode } from "../yaml/tree.ts";

/** The object that holds the reference. */
export interface Referrer {
  readonly group: string;
  readonly kind: string;
  readonly namespace: EffectiveNamespace;
}

/** The object that is referred to. */
export interface Target {
  readonly group: string;
  readonly kind: string;
  readonly namespace: EffectiveNamespace;
  readonly name: string;
}

export type Permission =
  /** The target is in the referrer's own namespace; no grant is needed. */
  | { readonly verdict: "local" }
  | { readonly verdict: "granted"; readonly grant: Deployed<ReferenceGrant>; readonly from: GrantFrom; readonly to: GrantTo }
  /** No grant in the workspace allows it; `nearest` holds those that nearly do, the nearest first. */
  | { readonly verdict: "refused"; readonly nearest: readonly NearMiss[] }
  | { readonly verdict: "unknown"; readonly because: string };

/** A field in which a grant differs from what the reference needs. `node` is what is written, `needed` what it would have to be. */
export interface GrantDifference {
  readonly field: "metadata.namespace" | "from.group" | "from.kind" | "from.namespace" | "to.group" | "to.kind" | "to.name";
  readonly node: ScalarNode | undefined;
  readonly written: string | undefined;
  readonly needed: string;
}

/** A grant that would allow a reference but for a few fields: its best `from` and `to` entry, and where they differ. */
export interface NearMiss {
  readonly grant: Deployed<ReferenceGrant>;
  readonly from: GrantFrom | undefined;
  readonly to: GrantTo | undefined;
  readonly differences: readonly GrantDifference[];
}

/** All grants of the workspace. */
export class Grants {
  readonly #unplaced: readonly Deployed<ReferenceGrant>[];
  readonly #byNamespace = new Map<EffectiveNamespace, Deployed<ReferenceGrant>[]>();
  /** By the namespaces that their `from` names. */
  readonly #byReferrer = new Map<string, Deployed<ReferenceGrant>[]>();

  constructor(grants: readonly Deployed<ReferenceGrant>[]) {
    this.#unplaced = grants.filter((grant) => !isKnownNamespace(grant.namespace));
    for (const grant of grants) {
      push(this.#byNamespace, grant.namespace, grant);
      for (const namespace of new Set(grant.resource.from.map((entry) => entry.namespace?.value ?? ""))) {
        push(this.#byReferrer, namespace, grant);
      }
    }
  }

  /** The grants that live in a namespace. */
  in(namespace: EffectiveNamespace): readonly Deployed<ReferenceGrant>[] {
    return this.#byNamespace.get(namespace) ?? [];
  }

  /** Whether `from` may refer to `to`, section 2.1 of the matching rule. Unknown where a namespace or a needed field is. */
  permission(from: Referrer, to: Target): Permission {
    const same = sameNamespace(from.namespace, to.namespace);
    if (same === "yes") return { verdict: "local" };
    for (const grant of this.in(to.namespace)) {
      const toEntry = grant.resource.to.find((entry) => opens(entry, to));
      const fromEntry = toEntry === undefined ? undefined : grant.resource.from.find((entry) => admits(entry, from));
      if (fromEntry !== undefined && toEntry !== undefined) return { verdict: "granted", grant, from: fromEntry, to: toEntry };
    }
    if (same === "unknown") return { verdict: "unknown", because: "its namespace is not written in this workspace" };
    if ([to.group, to.kind, to.name].some(isOpaque)) return { verdict: "unknown", because: "its name holds a placeholder" };
    for (const grant of [...this.in(to.namespace), ...this.#unplaced]) {
      if (mightAllow(grant, from, to)) return { verdict: "unknown", because: `ReferenceGrant ${grant.name} may allow it` };
    }
    // Most refusals are never asked what came near.
    let nearest: readonly NearMiss[] | undefined;
    const compute = () => this.#nearest(from, to);
    return {
      verdict: "refused",
      get nearest() {
        nearest ??= compute();
        return nearest;
      },
    };
  }

  /** The grants of the target's namespace that differ in at most two fields, and those elsewhere that only stand in the wrong place. */
  #nearest(from: Referrer, to: Target): readonly NearMiss[] {
    const elsewhere = (this.#byReferrer.get(from.namespace) ?? []).filter((grant) => grant.namespace !== to.namespace);
    return [
      ...this.in(to.namespace)
        .map((grant) => nearMiss(grant, from, to))
        .filter((miss) => miss.differences.length <= 2),
      ...elsewhere.map((grant) => nearMiss(grant, from, to)).filter((miss) => miss.differences.length === 1),
    ].sort((a, b) => a.differences.length - b.differences.length || compareNames(a.grant, b.grant));
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const there = map.get(key);
  if (there === undefined) map.set(key, [value]);
  else there.push(value);
}

function compareNames(a: Deployed, b: Deployed): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** How a grant falls short of allowing a reference; no differences means that it allows it. */
export function nearMiss(grant: Deployed<ReferenceGrant>, from: Referrer, to: Target): NearMiss {
  const bestFrom = fewest(grant.resource.from, (entry) => fromDifferences(entry, from));
  const bestTo = fewest(grant.resource.to, (entry) => toDifferences(entry, to));
  const differences: GrantDifference[] = [];
  if (grant.namespace !== to.namespace) {
    const node = grant.resource.namespace;
    differences.push({ field: "metadata.namespace", node, written: node?.value, needed: to.namespace });
  }
  differences.push(...(bestFrom?.differences ?? allDiffer), ...(bestTo?.differences ?? allDiffer));
  return { grant, from: bestFrom?.entry, to: bestTo?.entry, differences };
}

/** Stands for a grant without any entry: it is near to nothing. */
const allDiffer: readonly GrantDifference[] = [
  { field: "from.kind", node: undefined, written: undefined, needed: "" },
  { field: "from.group", node: undefined, written: undefined, needed: "" },
  { field: "from.namespace", node: undefined, written: undefined, needed: "" },
];

function fewest<Entry>(entries: readonly Entry[], differ: (entry: Entry) => GrantDifference[]) {
  let best: { entry: Entry; differences: GrantDifference[] } | undefined;
  for (const entry of entries) {
    const differences = differ(entry);
    if (best === undefined || differences.length < best.differences.length) best = { entry, differences };
  }
  return best;
}

/** Whether this grant by itself allows the reference; a placeholder or an unknown namespace allows nothing. */
export function allows({ resource, namespace }: Deployed<ReferenceGrant>, from: Referrer, to: Target): boolean {
  return namespace === to.namespace && resource.to.some((entry) => opens(entry, to)) && resource.from.some((entry) => admits(entry, from));
}

/** Whether an entry is for this referrer. Asked most often of all, so that it compares and makes nothing. */
function admits({ group, kind, namespace }: GrantFrom, from: Referrer): boolean {
  return namespace?.value === from.namespace && kind?.value === from.kind && group?.value === from.group;
}

/** Whether an entry opens this target. */
function opens({ group, kind, name }: GrantTo, to: Target): boolean {
  return kind?.value === to.kind && group?.value === to.group && (name === undefined || name.value === to.name);
}

function fromDifferences(entry: GrantFrom, from: Referrer): GrantDifference[] {
  return differences([
    ["from.group", entry.group, from.group],
    ["from.kind", entry.kind, from.kind],
    ["from.namespace", entry.namespace, from.namespace],
  ]);
}

function toDifferences(entry: GrantTo, to: Target): GrantDifference[] {
  const fields: Field[] = [
    ["to.group", entry.group, to.group],
    ["to.kind", entry.kind, to.kind],
  ];
  if (entry.name !== undefined) fields.push(["to.name", entry.name, to.name]);
  return differences(fields);
}

type Field = readonly [field: GrantDifference["field"], node: ScalarNode | undefined, needed: string];

function differences(fields: readonly Field[]): GrantDifference[] {
  return fields.flatMap(([field, node, needed]) => (node?.value === needed ? [] : [{ field, node, written: node?.value, needed }]));
}

/** Whether a grant would allow the reference if its placeholders, its unknown namespace and what is not known of it turned out right. */
function mightAllow(grant: Deployed<ReferenceGrant>, from: Referrer, to: Target): boolean {
  if (grant.partial) return true;
  const open = (difference: GrantDifference) => difference.written !== undefined && isOpaque(difference.written);
  return (
    grant.resource.from.some((entry) => fromDifferences(entry, from).every(open)) &&
    grant.resource.to.some((entry) => toDifferences(entry, to).every(open))
  );
}
