/** Which grants somebody meant for a refused reference, and what keeps them from allowing it. */
import { type Deployed, isKnownNamespace } from "../delivery/deployment.ts";
import type { NearMiss } from "../gateway/grants.ts";
import type { Model } from "../gateway/model.ts";
import type { Reference } from "../gateway/reference.ts";
import { gatewayApiGroup } from "../kube/gateway.ts";
import type { GrantFrom, ReferenceGrant } from "../kube/reference-grant.ts";

/**
 * The grants that nearly allow a refused reference, the nearest first. A grant that has another purpose is not near, however few fields differ: one that
 * allows something where it is does not stand in the wrong namespace, and one that differs in two fields was meant for this only if it allows nothing.
 */
export function nearGrants({ permission }: Pick<Reference, "permission">, model: Model): readonly NearMiss[] {
  if (permission.verdict !== "refused") return [];
  return permission.nearest.filter((miss) => wasMeant(miss, model)).sort((a, b) => distance(a) - distance(b));
}

function distance({ differences }: NearMiss): number {
  const elsewhere = differences.some(({ field }) => field === "metadata.namespace");
  return differences.length + (elsewhere ? 0.5 : 0);
}

function wasMeant({ grant, from, differences }: NearMiss, model: Model): boolean {
  if (grant.partial || grant.leftOutBy !== undefined) return false;
  const elsewhere = differences.some(({ field }) => field === "metadata.namespace");
  if (differences.length === 1) return !elsewhere || isIdle(grant, model);
  return !elsewhere && isIdle(grant, model) && !isForForeignKind(from);
}

/** Whether a grant allows no reference of this workspace where it is. */
export function isIdle(grant: Deployed<ReferenceGrant>, model: Model): boolean {
  return model.usesOf(grant).length === 0;
}

/** Whether a `from` entry names a kind of another project, whose references are not read here and may well use the grant. */
function isForForeignKind(from: GrantFrom | undefined): boolean {
  const { group, kind } = from ?? {};
  if (group === undefined || kind === undefined || group.value === gatewayApiGroup) return false;
  return !/^(?:Gateway|ListenerSet|XListenerSet|\w*Route)$/i.test(kind.value);
}

/** A grant that sits with what refers instead of with what it opens. */
export interface Misplacement {
  readonly grant: Deployed<ReferenceGrant>;
  /** The namespace in which it would allow the references. */
  readonly home: string;
  readonly references: readonly Reference[];
}

const known = new WeakMap<Model, ReadonlyMap<Deployed<ReferenceGrant>, Misplacement>>();

/**
 * The grants of a workspace that sit in the namespace of the referring object and would allow its references if they were moved, and each of which is
 * the only explanation of what it explains. A grant whose references lead into several namespaces belongs to that of the first.
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
  const found = new Map<Deployed<ReferenceGrant>, { grant: Deployed<ReferenceGrant>; home: string; references: Reference[] }>();
  // Grants for the very namespace that they live in are rare, and without one there is nothing to look for.
  const namespaces = new Set(model.referenceGrants.filter(isForOwnNamespace).map(({ namespace }) => namespace));
  for (const reference of model.references) {
    if (!namespaces.has(reference.owner.namespace) || reference.owner.partial || isIgnored(reference)) continue;
    const grant = misplacedGrant(reference, nearGrants(reference, model));
    if (grant === undefined) continue;
    const { namespace } = reference.target;
    const there = found.get(grant);
    if (there === undefined) found.set(grant, { grant, home: namespace, references: [reference] });
    else if (there.home === namespace) there.references.push(reference);
  }
  return found;
}

function isForOwnNamespace({ resource, namespace }: Deployed<ReferenceGrant>): boolean {
  return resource.from.some((entry) => entry.namespace?.value === namespace);
}

/** The grant that sits with what refers and alone explains the refusal. */
function misplacedGrant({ owner }: Reference, [nearest, next]: readonly NearMiss[]): Deployed<ReferenceGrant> | undefined {
  if (nearest === undefined || next?.differences.length === 1) return undefined;
  const { grant, differences } = nearest;
  if (differences.length !== 1 || differences[0]?.field !== "metadata.namespace") return undefined;
  return grant.namespace === owner.namespace && isKnownNamespace(grant.namespace) ? grant : undefined;
}

/** Whether a misplaced grant is told in place of this reference; `near` are the grants near to it. */
export function isToldByGrant(reference: Reference, near: readonly NearMiss[], model: Model): boolean {
  const grant = misplacedGrant(reference, near);
  return grant !== undefined && misplacements(model).get(grant)?.references.includes(reference) === true;
}

/** Whether nothing reads a reference: a certificate on a listener that does not terminate TLS, or whose mode is not known. */
export function isIgnored({ listener }: Reference): boolean {
  if (listener === undefined) return false;
  if (listener.protocol === "HTTPS" || listener.protocol === "TLS") return listener.mode !== "Terminate";
  return listener.protocol === "HTTP" || listener.protocol === "TCP" || listener.protocol === "UDP";
}
