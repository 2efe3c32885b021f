/** The card of a ReferenceGrant: what it opens, to whom, and who uses it. */
import { type Deployed, isKnownNamespace, sameNamespace } from "../../delivery/deployment.ts";
import { nearMiss, type Referrer, type Target } from "../../gateway/grants.ts";
import type { Model } from "../../gateway/model.ts";
import type { ReferenceGrant } from "../../kube/reference-grant.ts";
import { routeKinds } from "../../kube/route.ts";
import type { Card } from "../card.ts";
import { grantLesson } from "../lessons.ts";
import { few, type Prose, say, text } from "../prose.ts";
import { listenerName, objectName } from "../words.ts";

export function grantCard(grant: Deployed<ReferenceGrant>, model: Model): Card {
  const users = usersOf(grant, model);
  const where = isKnownNamespace(grant.namespace) ? say`namespace ${grant.namespace}` : say`its namespace, which is not known here`;
  const opened = grant.resource.to.map(({ kind, name }) =>
    name === undefined ? say`every ${text(kind?.value ?? "object without a kind")}` : say`${text(kind?.value ?? "")} ${name.value}`,
  );
  const trusted = grant.resource.from.map(({ kind, namespace }) =>
    namespace === undefined
      ? say`${text(kind?.value ?? "objects without a kind")} of no namespace`
      : say`each ${text(kind?.value ?? "")} of namespace ${namespace.value}`,
  );
  return {
    headline: say`${objectName(grant)} opens ${few(opened, 2)} of ${where} to ${few(trusted, 2)}`,
    facts: [
      ["Opens", opened.length === 0 ? say`nothing, to is empty` : few(opened, 6)],
      ["To", trusted.length === 0 ? say`nobody, from is empty` : few(trusted, 6)],
      ["Used by", users.length === 0 ? say`nothing in this workspace` : few(users, 6)],
    ],
    notes: notesOf(grant),
    ...grantLesson,
  };
}

function usersOf(grant: Deployed<ReferenceGrant>, model: Model): readonly Prose[] {
  const uses = (from: Referrer, to: Target) =>
    sameNamespace(from.namespace, to.namespace) === "no" && nearMiss(grant, from, to).differences.length === 0;
  return model.references.flatMap(({ owner, listeners, purpose, target }) => {
    const { group, kind } = owner.resource;
    if (!uses({ group, kind, namespace: owner.namespace }, target)) return [];
    const [listener] = purpose === "certificate" ? listeners : [];
    return [say`${listener === undefined ? objectName(owner) : listenerName(listener)} for ${text(target.kind)} ${target.name}`];
  });
}

function notesOf({ resource: { from, to } }: Deployed<ReferenceGrant>): readonly Prose[] {
  const notes: Prose[] = [];
  if (to.some(({ kind, name }) => kind?.value === "Secret" && name === undefined)) {
    notes.push(say`Without a name it opens every Secret of the namespace, private keys included, those of tomorrow as well.`);
  }
  const routes: readonly string[] = routeKinds;
  if (from.some(({ kind }) => kind !== undefined && routes.includes(kind.value)) && to.some(({ kind }) => kind?.value === "Gateway")) {
    notes.push(say`A route needs no grant to attach to a Gateway, and this one does nothing for it: the listener's allowedRoutes decide.`);
  }
  return notes;
}
