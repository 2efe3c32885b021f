/** How an entry of a grant that can never apply is mended, or removed. What makes it count gives trust, so none is preferred. */
import { addressOf, qualifiedName } from "../delivery/deployment.ts";
import { nearMiss } from "../gateway/grants.ts";
import type { Model } from "../gateway/model.ts";
import type { Reference } from "../gateway/reference.ts";
import type { GrantFrom } from "../kube/reference-grant.ts";
import type { Change, Fix } from "../yaml/change.ts";
import { type DeadEntry, deadEntries, isWholeGrant } from "./grant-faults.ts";
import { isOwnText } from "./own-text.ts";
import { deletion } from "./removal.ts";
import { listOf } from "./sentences.ts";

/** The refused references that this field alone keeps from being allowed. */
export function refusedBy({ grant, list, entry, faults }: DeadEntry, model: Model): readonly Reference[] {
  const [{ fault }] = faults;
  const field = fault === "group" ? `${list}.group` : fault === "wildcard" ? "from.namespace" : undefined;
  if (field === undefined) return [];
  return model.references.filter(({ owner, target, permission }) => {
    if (permission.verdict !== "refused" || target.namespace !== grant.namespace) return false;
    const { group, kind } = owner.resource;
    const miss = nearMiss(grant, { group, kind, namespace: owner.namespace }, target);
    return miss.differences.length === 1 && miss.differences[0]?.field === field && miss[list] === entry;
  });
}

/** Writes the right group, where the entry then counts: in a complete workspace one that nothing uses is no better than before. */
export function correction(dead: DeadEntry, model: Model): Fix | undefined {
  const { grant, list, entry, faults } = dead;
  const [fault, another] = faults;
  if (fault.fault !== "group" || another !== undefined) return undefined;
  if (model.world.complete && refusedBy(dead, model).length === 0) return undefined;
  const path = ["spec", list, entry.index, "group"];
  if (!isOwnText(grant, path)) return undefined;
  const name = qualifiedName(grant.namespace, grant.name);
  const title = `Set ${list}.group of ReferenceGrant ${name} to ${fault.needed === "" ? '""' : fault.needed}`;
  return { title, preferred: false, changes: [{ change: "set", at: addressOf(grant, ...path), value: fault.needed }] };
}

/** Names the namespaces of the workspace whose references the wildcard was meant for. */
export function namesForWildcard(dead: DeadEntry, model: Model): Fix | undefined {
  const { grant, entry, faults } = dead;
  if (faults.length > 1 || faults[0].fault !== "wildcard" || !isOwnText(grant, ["spec", "from", entry.index])) return undefined;
  const namespaces = [...new Set(refusedBy(dead, model).map(({ owner }) => owner.namespace))].sort();
  const [first, ...others] = namespaces;
  if (first === undefined) return undefined;
  const [group, kind] = [entry.group?.value ?? "", entry.kind?.value ?? ""];
  const changes: Change[] = [{ change: "set", at: addressOf(grant, "spec", "from", entry.index, "namespace"), value: first }];
  for (const namespace of others)
    changes.push({ change: "append", at: addressOf(grant, "spec", "from"), value: { group, kind, namespace } });
  const name = qualifiedName(grant.namespace, grant.name);
  return { title: `Name ${listOf(namespaces, 4)} in the from of ReferenceGrant ${name}`, preferred: false, changes };
}

/** Removes the entry, or the grant where nothing would be left of it. */
export function removal({ grant, list, entry }: DeadEntry, model: Model): Fix | undefined {
  if (isWholeGrant(grant, deadEntries(grant, model))) return deletion(grant);
  if (!isOwnText(grant, ["spec", list, entry.index])) return undefined;
  const name = qualifiedName(grant.namespace, grant.name);
  const what = list === "to" ? (entry.kind?.value ?? "") : `${entry.kind?.value}s of ${(entry as GrantFrom).namespace?.value}`;
  const change = { change: "remove", at: addressOf(grant, "spec", list, entry.index) } as const;
  return { title: `Remove ${what} from the ${list} of ReferenceGrant ${name}`, preferred: false, changes: [change] };
}
