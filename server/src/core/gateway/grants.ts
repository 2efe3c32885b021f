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
  readonly #grants: readonly Deployed<ReferenceGrant>[];
  readonly #unplaced: readonly Deployed<ReferenceGrant>[];
  readonly #byNamespace = new Map<EffectiveNamespace, Deployed<ReferenceGrant>[]>();

  constructor(grants: readonly Deployed<ReferenceGrant>[]) {
    this.#grants = grants;
    this.#unplaced = grants.filter((grant) => !isKnownNamespace(grant.namespace));
    for (const grant of grants) {
      const here = this.#byNamespace.get(grant.namespace);
      if (here === undefined) this.#byNamespace.set(grant.namespace, [grant]);
      else here.push(grant);
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
      const fromEntry = grant.resource.from.find((entry) => fromDifferences(entry, from).length === 0);
      const toEntry = grant.resource.to.find((entry) => toDifferences(entry, to).length === 0);
      if (fromEntry !== undefined && toEntry !== undefined) return { verdict: "granted", grant, from: fromEntry, to: toEntry };
    }
    if (same === "unknown") return { verdict: "unknown", because: "its namespace is not written in this workspace" };
    if ([to.group, to.kind, to.name].some(isOpaque)) return { verdict: "unknown", because: "its name holds a placeholder" };
    for (const grant of [...this.in(to.namespace), ...this.#unplaced]) {
      if (mightAllow(grant, from, to)) return { verdict: "unknown", because: `ReferenceGrant ${grant.name} may allow it` };
    }
    return { verdict: "refused", nearest: this.#nearest(from, to) };
  }

  #nearest(from: Referrer, to: Target): readonly NearMiss[] {
    return this.#grants
      .map((grant) => nearMiss(grant, from, to))
      .filter((miss) => miss.differences.length <= 2)
      .sort((a, b) => a.differences.length - b.differences.length || a.grant.name.localeCompare(b.grant.name));
  }
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
