/** Grants, or entries of them, that can never apply. */
import { placeOf, titleOf } from "../delivery/deployment.ts";
import type { Model } from "../gateway/model.ts";
import type { Reference } from "../gateway/reference.ts";
import type { GrantFrom } from "../kube/reference-grant.ts";
import { routeKinds } from "../kube/route.ts";
import type { ScalarNode } from "../yaml/tree.ts";
import { isCoreByName } from "./core-group.ts";
import { correction, namesForWildcard, refusedBy, removal } from "./grant-entry-repairs.ts";
import { type DeadEntry, deadEntries, isWholeGrant } from "./grant-faults.ts";
import { misplacements } from "./misplaced-grants.ts";
import type { Related, Rule } from "./rule.ts";
import { joined, targetTitle } from "./sentences.ts";

/** A grant that sits with what refers is told by `grant-in-wrong-namespace`; what is refused for want of a grant that works, by `reference-not-granted`. */
export const grantIneffective: Rule<DeadEntry> = {
  code: "grant-ineffective",
  severity: "warning",
  summary: "An entry of a ReferenceGrant can never apply.",
  reference: "https://gateway-api.sigs.k8s.io/api-types/referencegrant/",
  since: "0.1.0",

  *subjects(model) {
    for (const grant of model.referenceGrants) {
      if (grant.partial) continue;
      for (const dead of deadEntries(grant, model)) {
        const [first, ...others] = misplacements(model).has(grant)
          ? dead.faults.filter(({ fault }) => fault !== "own-namespace")
          : dead.faults;
        if (first !== undefined) yield { ...dead, faults: [first, ...others] };
      }
    }
  },

  check(dead, model) {
    const { grant, faults } = dead;
    const [{ fault }] = faults;
    return {
      place: placeOf(grant, nodeOf(dead) ?? dead.entry.node),
      message: joined(...sentencesOf(dead, model)),
      related: [...refusedBy(dead, model).map(relatedReference), ...whoDecides(dead, model)],
      // The API server takes names of namespaces only.
      ...(fault === "wildcard" ? { severity: "error" } : {}),
    };
  },

  fixes(dead, model) {
    return [correction(dead, model), namesForWildcard(dead, model), removal(dead, model)].filter((fix) => fix !== undefined);
  },
};

/** The field that is wrong. */
function nodeOf({ entry, faults: [{ fault }] }: DeadEntry): ScalarNode | undefined {
  switch (fault) {
    case "group":
      return entry.group;
    case "local-kind":
    case "parent-kind":
      return entry.kind;
    case "wildcard":
    case "own-namespace":
      return (entry as GrantFrom).namespace;
  }
}

function sentencesOf(dead: DeadEntry, model: Model): readonly string[] {
  const { grant, list, entry, faults } = dead;
  const [fault] = faults;
  const title = titleOf(grant);
  const kind = entry.kind?.value ?? "";
  const nothing = isWholeGrant(grant, deadEntries(grant, model), [list]) ? "The grant does nothing." : "This entry does nothing.";
  switch (fault.fault) {
    case "group": {
      const written = entry.group?.value ?? "";
      const where = written === "" ? "the core group" : `the group ${written}`;
      const right = fault.needed === "" ? '"", the core group' : fault.needed;
      return [
        `${title} ${list === "from" ? "is for" : "opens"} ${kind}s of ${where}, which has no such kind.`,
        nothing,
        `The group of ${kind} is ${right}.`,
        list === "to" && isCoreByName(entry) ? "Traefik and Kong take the name for it; other controllers do not." : "",
      ];
    }
    case "local-kind":
      return [
        `${title} is for BackendTLSPolicies of ${(entry as GrantFrom).namespace?.value}, but a policy refers only to Services and authorities of its own namespace.`,
        `${nothing} Keep the policy and what it names in one namespace.`,
      ];
    case "wildcard":
      return [
        `${title} is for ${kind}s of the namespace *, but a grant knows no wildcards: the API server refuses it as a whole.`,
        "Write one entry of from for each namespace that refers here.",
      ];
    case "own-namespace":
      return [
        `${title} is for ${kind}s of ${grant.namespace}, where it lives itself, and within a namespace nothing needs a grant.`,
        `${nothing} Delete it, or name the namespace of what refers.`,
      ];
    case "parent-kind":
      return [`${title} opens ${kind}s, ${whyNoGrant(dead)}`, `${nothing} Delete it.`];
  }
}

/** Why what refers to a Gateway asks for no grant. */
function whyNoGrant({ grant, entry }: DeadEntry): string {
  const routes: readonly string[] = routeKinds;
  const kinds = new Set(grant.resource.from.map(({ kind }) => kind?.value ?? ""));
  const parent = entry.kind?.value ?? "Gateway";
  if ([...kinds].every((kind) => routes.includes(kind))) {
    return `but a route needs no grant to attach to a ${parent}: allowedRoutes of its listeners decides who may.`;
  }
  if ([...kinds].every((kind) => kind === "ListenerSet"))
    return "but a ListenerSet needs no grant: allowedListeners of the Gateway decides who may add listeners.";
  return `but no reference to a ${parent} asks for a grant: allowedRoutes and allowedListeners decide who may attach.`;
}

/** The places of the Gateways that the entry means where it is written who may attach. */
function whoDecides({ grant, entry, faults: [{ fault }] }: DeadEntry, model: Model): readonly Related[] {
  if (fault !== "parent-kind") return [];
  const name = "name" in entry ? entry.name?.value : undefined;
  const meant = model.listeners.filter(
    ({ owner }) =>
      owner.resource.kind === entry.kind?.value && owner.namespace === grant.namespace && (name === undefined || owner.name === name),
  );
  return meant.slice(0, 4).map(({ owner, spec }) => {
    const rule = spec.allowedRoutes?.namespaces;
    const takes =
      rule?.from === undefined
        ? `routes of ${owner.namespace} only, since it writes no allowedRoutes.namespaces`
        : `routes from: ${rule.from.value}`;
    return {
      place: placeOf(owner, rule?.from ?? spec.name ?? spec.node),
      message: `Listener ${spec.name?.value ?? spec.index + 1} of ${titleOf(owner)} takes ${takes}.`,
    };
  });
}

function relatedReference({ owner, ref, target }: Reference): Related {
  return {
    place: placeOf(owner, ref.name ?? ref.node),
    message: `But for that, it would allow this reference of ${titleOf(owner)} to ${targetTitle(target)}.`,
  };
}
