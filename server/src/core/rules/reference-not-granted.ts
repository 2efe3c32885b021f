/** References into another namespace that no ReferenceGrant allows. */
import { type Deployed, placeOf, qualifiedName, titleOf } from "../delivery/deployment.ts";
import type { NearMiss } from "../gateway/grants.ts";
import type { Model } from "../gateway/model.ts";
import { isDelivered, type Reference } from "../gateway/reference.ts";
import { headNode } from "../kube/object.ts";
import { asksForGrant } from "./asks-for-grant.ts";
import { grantRepairs } from "./grant-repairs.ts";
import { nearGrants } from "./near-grants.ts";
import { effectOf } from "./reference-effects.ts";
import type { Related, Rule } from "./rule.ts";
import { joined, targetTitle, titleBeside } from "./sentences.ts";

/** All references from one object to one other: one grant mends them together, so they are one fault. */
type ReferenceGroup = readonly [Reference, ...Reference[]];

export const referenceNotGranted: Rule<ReferenceGroup> = {
  code: "reference-not-granted",
  severity: "error",
  summary: "A reference leads into another namespace, and no ReferenceGrant there allows it.",
  reference: "https://gateway-api.sigs.k8s.io/api-types/referencegrant/",
  since: "0.1.0",

  subjects(model) {
    const groups = new Map<Deployed, Map<string, [Reference, ...Reference[]]>>();
    for (const reference of model.references) {
      if (reference.permission.verdict !== "refused" || reference.owner.partial || !asksForGrant(reference, model)) continue;
      const ofOwner = groups.get(reference.owner) ?? new Map<string, [Reference, ...Reference[]]>();
      groups.set(reference.owner, ofOwner);
      const { group, kind, namespace, name } = reference.target;
      const key = [group, kind, namespace, name].join(" ");
      const there = ofOwner.get(key);
      if (there === undefined) ofOwner.set(key, [reference]);
      else there.push(reference);
    }
    return [...groups.values()].flatMap((ofOwner) => [...ofOwner.values()]);
  },

  check(references, model) {
    const [reference, ...others] = references;
    if (!isDelivered(reference, model)) return undefined;
    const { owner, target, ref } = reference;
    const near = nearGrants(reference, model);
    const [nearest] = near;
    const message = joined(
      `${titleOf(owner)} may not use ${targetTitle(target)}: no ReferenceGrant in ${target.namespace} allows it.`,
      nearest === undefined ? "" : shortfall(nearest),
      effectOf(references),
      nearest === undefined ? `Create a ReferenceGrant in ${target.namespace}.` : "",
      "Controllers report ResolvedRefs=False, RefNotPermitted.",
    );
    return {
      place: placeOf(owner, ref.name ?? ref.node),
      message,
      related: [
        ...near.slice(0, 3).map(relatedGrant),
        ...relatedTarget(reference, model),
        ...others.map((other) => ({
          place: placeOf(other.owner, other.ref.name ?? other.ref.node),
          message: "The same reference is refused here as well.",
        })),
      ],
    };
  },

  fixes: ([reference], model) => grantRepairs(reference, model),
};

/** "ReferenceGrant security-certs/x nearly does: its from.kind is HTTPRoute and would have to be Gateway." */
function shortfall({ grant, differences }: NearMiss): string {
  const pieces = differences.map(({ field, written, needed }) => {
    if (field === "metadata.namespace") return `it is in ${grant.namespace} and would have to be in ${needed}`;
    return `its ${field} ${written === undefined ? "is missing" : `is ${quoted(written)}`} and would have to be ${quoted(needed)}`;
  });
  return `ReferenceGrant ${qualifiedName(grant.namespace, grant.name)} nearly does: ${pieces.join(", and ")}.`;
}

function quoted(value: string): string {
  return value === "" ? '""' : value;
}

function relatedGrant(miss: NearMiss): Related {
  const { grant, differences } = miss;
  const node = differences.find((difference) => difference.node !== undefined)?.node ?? headNode(grant.resource);
  return { place: placeOf(grant, node), message: shortfall(miss) };
}

function relatedTarget({ owner, target }: Reference, model: Model): Related[] {
  if (target.kind === "Service" || target.kind === "ConfigMap") {
    return model.find(target.kind, target.namespace, target.name).map((object) => ({
      place: placeOf(object, headNode(object.resource)),
      message: `${titleBeside(object, owner)} is here.`,
    }));
  }
  return model.secretSources(target.namespace, target.name).map(({ source, object }) => ({
    place: placeOf(object, headNode(object.resource)),
    message: source === "Secret" ? `${titleBeside(object, owner)} is here.` : `${titleBeside(object, owner)} makes Secret ${target.name}.`,
  }));
}
