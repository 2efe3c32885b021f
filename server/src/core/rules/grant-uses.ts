/** Which references a grant allows, another grant's or not, and which it may allow. */
import { type Deployed, sameNamespace } from "../delivery/deployment.ts";
import { allows } from "../gateway/grants.ts";
import type { Model } from "../gateway/model.ts";
import type { Reference } from "../gateway/reference.ts";
import type { ReferenceGrant } from "../kube/reference-grant.ts";

const leavingByTarget = new WeakMap<Model, ReadonlyMap<string, readonly Reference[]>>();

/** The references that leave their namespace, by that of their target; made once per model. */
function leavingFor(namespace: string, model: Model): readonly Reference[] {
  let index = leavingByTarget.get(model);
  if (index === undefined) {
    const made = new Map<string, Reference[]>();
    for (const reference of model.references) {
      if (reference.permission.verdict === "local") continue;
      const there = made.get(reference.target.namespace);
      if (there === undefined) made.set(reference.target.namespace, [reference]);
      else there.push(reference);
    }
    index = made;
    leavingByTarget.set(model, index);
  }
  return index.get(namespace) ?? [];
}

/** The references of the workspace that a grant allows. Unlike `Model.usesOf` it counts those too that another grant allows as well. */
export function allowedBy(grant: Deployed<ReferenceGrant>, model: Model): readonly Reference[] {
  return leavingFor(grant.namespace, model).filter(({ owner, target }) => {
    const { group, kind } = owner.resource;
    return allows(grant, { group, kind, namespace: owner.namespace }, target);
  });
}

/**
 * Whether the workspace holds objects for whose references a grant may be there although nobody can tell: of the kinds and namespaces that its `from`
 * names, but not all in their manifests, or in a namespace that is not known.
 */
export function hasUnknownUsers({ resource: { from } }: Deployed<ReferenceGrant>, model: Model): boolean {
  const owners: readonly Deployed[] = [...model.gateways, ...model.listenerSets, ...model.routes];
  return owners.some(({ resource, namespace, partial }) =>
    from.some((entry) => {
      if (entry.kind?.value !== resource.kind) return false;
      const same = sameNamespace(namespace, entry.namespace?.value ?? "");
      return same === "unknown" || (same === "yes" && partial === true);
    }),
  );
}
