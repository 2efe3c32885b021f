/** Grants that sit with what refers instead of with what they are to open. */
import { type Deployed, isKnownNamespace } from "../delivery/deployment.ts";
import { nearMiss } from "../gateway/grants.ts";
import type { Model } from "../gateway/model.ts";
import type { Reference } from "../gateway/reference.ts";
import type { ReferenceGrant } from "../kube/reference-grant.ts";
import { asksForGrant } from "./asks-for-grant.ts";
import { isIdle } from "./near-grants.ts";

/** A grant in the namespace of the objects that refer, and what it would allow in the namespace where it belongs. */
export interface Misplacement {
  readonly grant: Deployed<ReferenceGrant>;
  /** The namespace in which it would allow the references. */
  readonly home: string;
  /** Those that lead to its home; refused, or allowed there by another grant. */
  readonly references: readonly Reference[];
}

const known = new WeakMap<Model, ReadonlyMap<Deployed<ReferenceGrant>, Misplacement>>();

/**
 * The grants of a workspace that allow nothing, sit in the namespace of objects that refer elsewhere, and would fit their references if they were there. A
 * grant whose references lead into several namespaces belongs to that of the first refused one.
 */
export function misplacements(model: Model): ReadonlyMap<Deployed<ReferenceGrant>, Misplacement> {
  let found = known.get(model);
  if (found === undefined) {
    found = findMisplacements(model);
    known.set(model, found);
  }
  return found;
}

function findMisplacements(model: Model): ReadonlyMap<Deployed<ReferenceGrant>, Misplacement> {
  const found = new Map<Deployed<ReferenceGrant>, Misplacement>();
  const suspects = model.referenceGrants.filter((grant) => isSuspect(grant) && isIdle(grant, model));
  // Grants for the very namespace that they live in are rare, and without one there is nothing to look for.
  if (suspects.length === 0) return found;
  const leaving = model.references.filter((reference) => leavesNamespace(reference) && asksForGrant(reference, model));
  for (const grant of suspects) {
    const fitting = leaving.filter((reference) => fitsElsewhere(grant, reference));
    const first = fitting.find(({ permission }) => permission.verdict === "refused") ?? fitting[0];
    if (first === undefined) continue;
    const home = first.target.namespace;
    found.set(grant, { grant, home, references: fitting.filter(({ target }) => target.namespace === home) });
  }
  return found;
}

function isSuspect({ resource, namespace, partial, leftOutBy }: Deployed<ReferenceGrant>): boolean {
  if (partial || leftOutBy !== undefined || !isKnownNamespace(namespace)) return false;
  return resource.from.some((entry) => entry.namespace?.value === namespace);
}

function leavesNamespace({ owner, permission: { verdict } }: Reference): boolean {
  return !owner.partial && (verdict === "refused" || verdict === "granted");
}

/** Whether the grant is in the namespace of what refers, and nothing but that keeps it from allowing the reference. */
function fitsElsewhere(grant: Deployed<ReferenceGrant>, { owner, target }: Reference): boolean {
  if (grant.namespace !== owner.namespace) return false;
  const { group, kind } = owner.resource;
  const { differences } = nearMiss(grant, { group, kind, namespace: owner.namespace }, target);
  return differences.length === 1 && differences[0]?.field === "metadata.namespace";
}
