/** Which grants somebody meant for a refused reference, and what keeps them from allowing it. */
import type { Deployed } from "../delivery/deployment.ts";
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
