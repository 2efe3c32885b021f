/** References into another namespace that no ReferenceGrant allows. */
import { type Deployed, placeOf, qualifiedName, titleOf } from "../delivery/deployment.ts";
import type { NearMiss } from "../gateway/grants.ts";
import type { Model } from "../gateway/model.ts";
import { isDelivered, type Reference } from "../gateway/reference.ts";
import { headNode } from "../kube/object.ts";
import { grantRepairs } from "./grant-repairs.ts";
import { isIgnored, isToldByGrant, nearGrants } from "./near-grants.ts";
import type { Related, Rule } from "./rule.ts";
import { joined, listenerTitle, listOf, sentence, targetTitle, titleBeside } from "./sentences.ts";

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
      if (reference.permission.verdict !== "refused" || reference.owner.partial || isIgnored(reference)) continue;
      const ofOwner = groups.get(reference.owner) ?? new Map<string, [Reference, ...Reference[]]>();
      groups.set(reference.owner, ofOwner);
      const { group, kind, namespace, name } = reference.target;
      const key = [group, kind, namespace, name, reference.purpose === "certificate"].join(" ");
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
      ...(isToldByGrant(reference, near, model) ? { toldBy: "grant-in-wrong-namespace" } : {}),
    };
  },

  fixes: ([reference], model) => grantRepairs(reference, model),
};

/** What a refused reference does to traffic. */
export function effectOf(references: readonly Reference[]): string {
  const listeners = references.flatMap(({ listener }) => listener ?? []);
  const [listener] = listeners;
  if (listener !== undefined) {
    const single = listeners.every(({ certificates }) => certificates.length === 1);
    const several = new Set(listeners).size > 1;
    const who = several ? `Listeners ${listOf(listeners.map(({ name }) => name))} get` : `${sentence(listenerTitle(listener))} gets`;
    return single ? `${who} no certificate, so no client can connect.` : `${who} one certificate less.`;
  }
  const purposes = new Set(references.map(({ purpose }) => purpose));
  if (!purposes.has("backend")) {
    return purposes.has("mirror") ? "No request is mirrored to it." : "The Gateway cannot ask it whether a request is allowed.";
  }
  switch (references[0]?.owner.resource.kind) {
    case "HTTPRoute":
      return "Requests meant for it are answered with status 500.";
    case "GRPCRoute":
      return "Calls meant for it fail with status UNAVAILABLE.";
    case "UDPRoute":
      return "Packets meant for it are dropped.";
    default:
      return "Connections meant for it are rejected.";
  }
}

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
  if (target.kind === "Service") {
    return model.find("Service", target.namespace, target.name).map((service) => ({
      place: placeOf(service, headNode(service.resource)),
      message: `${titleBeside(service, owner)} is here.`,
    }));
  }
  return model.secretSources(target.namespace, target.name).map(({ source, object }) => ({
    place: placeOf(object, headNode(object.resource)),
    message: source === "Secret" ? `${titleBeside(object, owner)} is here.` : `${titleBeside(object, owner)} makes Secret ${target.name}.`,
  }));
}
