/** How a refused reference is allowed: with a grant of its own, or by mending one that nearly allows it. All of them widen trust, so none is preferred. */
import { addressOf, type Deployed, qualifiedName } from "../delivery/deployment.ts";
import type { NearMiss } from "../gateway/grants.ts";
import type { Model } from "../gateway/model.ts";
import type { Reference } from "../gateway/reference.ts";
import { gatewayApiGroup } from "../kube/gateway.ts";
import type { ReferenceGrant } from "../kube/reference-grant.ts";
import type { Change, Fix, PlainValue } from "../yaml/change.ts";
import { freeName } from "./free-name.ts";
import { isIdle, nearGrants } from "./near-grants.ts";
import { isOwnText } from "./own-text.ts";

/**
 * The repairs of a refused reference, the narrowest first: a grant that was meant for exactly this is corrected before a new one is made, and only
 * then comes what opens more than the one object.
 */
export function grantRepairs(reference: Reference, model: Model): readonly Fix[] {
  const [nearest] = nearGrants(reference, model);
  const correction = nearest === undefined ? undefined : correct(nearest, reference, model);
  const addition = nearest === undefined ? undefined : addEntry(nearest, reference);
  const creation = create(reference, model);
  const isNarrow = nearest?.differences.length === 1 && nearest.to?.name !== undefined && nearest.grant.resource.to.length === 1;
  const order = isNarrow ? [correction, creation, addition] : [creation, addition, correction];
  return order.filter((fix) => fix !== undefined);
}

/**
 * Corrects the fields in which a grant differs, unless that would take away what it allows now. An entry for every object of another kind was not meant
 * for every object of this one, and comes to name the one.
 */
function correct({ grant, from, to, differences }: NearMiss, { owner, target }: Reference, model: Model): Fix | undefined {
  if (!isIdle(grant, model)) return undefined;
  const [first] = differences;
  if (differences.length === 1 && first?.field === "metadata.namespace") return move(grant, first.needed, model);
  const changes: Change[] = [];
  for (const { field, needed } of differences) {
    const path = pathOf(field, from?.index, to?.index);
    if (path === undefined || !isOwnText(grant, path)) return undefined;
    changes.push({ change: "set", at: addressOf(grant, ...path), value: needed });
  }
  const title = titleOfCorrection(grant, differences, owner.resource.kind, target.kind);
  if (to === undefined || to.name !== undefined || !differences.some(({ field }) => field === "to.kind")) {
    return { title, preferred: false, changes };
  }
  changes.push({ change: "set", at: addressOf(grant, "spec", "to", to.index, "name"), value: target.name });
  return { title: `${title}, for ${target.name} alone`, preferred: false, changes };
}

function titleOfCorrection(grant: Deployed<ReferenceGrant>, differences: NearMiss["differences"], ...kinds: [string, string]): string {
  const [first, second] = differences;
  const name = qualifiedName(grant.namespace, grant.name);
  if (second !== undefined) return `Correct ${differences.map(({ field }) => field).join(" and ")} of ReferenceGrant ${name}`;
  return `Set ${first?.field ?? kinds.join(" ")} of ReferenceGrant ${name} to ${first?.needed === "" ? '""' : first?.needed}`;
}

/** Moves a grant into the namespace where it works, under another name where its own is taken there. */
export function move(grant: Deployed<ReferenceGrant>, home: string, model: Model): Fix | undefined {
  if (!isOwnText(grant, ["metadata", "namespace"]) || !isOwnText(grant, ["metadata", "name"])) return undefined;
  const name = freeName(grant.name, (candidate) => model.find("ReferenceGrant", home, candidate).length > 0);
  const changes: Change[] = [{ change: "set", at: addressOf(grant, "metadata", "namespace"), value: home }];
  if (name !== grant.name) changes.push({ change: "set", at: addressOf(grant, "metadata", "name"), value: name });
  const as = name === grant.name ? "" : ` as ${name}`;
  return { title: `Move ReferenceGrant ${qualifiedName(grant.namespace, grant.name)} to ${home}${as}`, preferred: false, changes };
}

function pathOf(field: string, from: number | undefined, to: number | undefined): (string | number)[] | undefined {
  const [list, key = ""] = field.split(".");
  const index = list === "from" ? from : to;
  return index === undefined ? undefined : ["spec", list ?? "", index, key];
}

/** Adds the entry that a grant of the right namespace lacks, where its other entry fits already. */
function addEntry({ grant, from, to, differences }: NearMiss, { owner, target }: Reference): Fix | undefined {
  const name = qualifiedName(grant.namespace, grant.name);
  const fields = new Set(differences.map(({ field }) => field.split(".")[0]));
  if (fields.size !== 1 || from === undefined || to === undefined) return undefined;
  if (fields.has("from") && isOwnText(grant, ["spec", "from"])) {
    const value = { group: owner.resource.group, kind: owner.resource.kind, namespace: owner.namespace };
    const opens = grant.resource.to.length > 1 ? `, which opens all ${grant.resource.to.length} entries of its to` : "";
    return {
      title: `Add ${owner.resource.kind}s of ${owner.namespace} to the from of ReferenceGrant ${name}${opens}`,
      preferred: false,
      changes: [{ change: "append", at: addressOf(grant, "spec", "from"), value }],
    };
  }
  if (fields.has("to") && isOwnText(grant, ["spec", "to"])) {
    const value = { group: target.group, kind: target.kind, name: target.name };
    const opens = grant.resource.from.length > 1 ? `, for all ${grant.resource.from.length} entries of its from` : "";
    return {
      title: `Add ${target.kind} ${target.name} to the to of ReferenceGrant ${name}${opens}`,
      preferred: false,
      changes: [{ change: "append", at: addressOf(grant, "spec", "to"), value }],
    };
  }
  return undefined;
}

/** Creates the narrowest grant: after the other grants of the target's namespace, else in a file of its own beside the target or its maker. */
function create({ owner, target }: Reference, model: Model): Fix | undefined {
  const { namespace } = target;
  const base = `${owner.namespace}-to-${target.name}`;
  const name = freeName(base, (candidate) => model.find("ReferenceGrant", namespace, candidate).length > 0);
  const value: PlainValue = {
    apiVersion: `${gatewayApiGroup}/${model.referenceGrants.some(({ resource }) => resource.version === "v1") ? "v1" : "v1beta1"}`,
    kind: "ReferenceGrant",
    metadata: { name, namespace },
    spec: {
      from: [{ group: owner.resource.group, kind: owner.resource.kind, namespace: owner.namespace }],
      to: [{ group: target.group, kind: target.kind, name: target.name }],
    },
  };
  const change = addition(value, base, namespace, homeOf(target, model), model);
  if (change === undefined) return undefined;
  return {
    title: `Create a ReferenceGrant in ${namespace} that lets ${owner.resource.kind}s of ${owner.namespace} use ${target.kind} ${target.name}`,
    preferred: false,
    changes: [change],
  };
}

function addition(value: PlainValue, base: string, namespace: string, home: Deployed | undefined, model: Model): Change | undefined {
  const others = model.grants.in(namespace).filter(({ file }) => takesDocuments(file));
  const last = others.at(-1);
  if (last !== undefined) return { change: "addDocument", file: last.file, after: last.offset, value };
  if (home === undefined) return undefined;
  if (!home.file.startsWith("file:") && /^untitled:/.test(home.file)) return { change: "addDocument", file: home.file, value };
  const files = new Set(model.objects.map(({ file }) => file));
  const folder = home.file.slice(0, home.file.lastIndexOf("/") + 1);
  const nameOf = (stem: string) => `${folder}${encodeURIComponent(`referencegrant-${stem}`)}.yaml`;
  return { change: "create", file: nameOf(freeName(base, (stem) => files.has(nameOf(stem)))), value };
}

/** A JSON file holds one document. */
function takesDocuments(file: string): boolean {
  return !/\.json$/i.test(file);
}

/** The target itself, what makes it, or something else of its kind in its namespace. */
function homeOf({ kind, namespace, name }: Reference["target"], model: Model): Deployed | undefined {
  if (kind === "ConfigMap") return model.find("ConfigMap", namespace, name)[0] ?? model.inNamespace("ConfigMap", namespace)[0];
  if (kind === "Service") return model.find("Service", namespace, name)[0] ?? model.inNamespace("Service", namespace)[0];
  return model.secretSources(namespace, name)[0]?.object;
}
