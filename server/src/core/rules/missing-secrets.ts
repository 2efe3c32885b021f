/** References to Secrets that nothing in the workspace is or makes, and how sure it is that they are missing. */
import { type Deployed, isKnownNamespace, sameNamespace } from "../delivery/deployment.ts";
import type { Target } from "../gateway/grants.ts";
import { annotatedIssuance } from "../gateway/issuance.ts";
import type { ListenerOwner } from "../gateway/listener.ts";
import type { Model } from "../gateway/model.ts";
import { possiblyHere } from "../gateway/possibly-here.ts";
import type { Reference } from "../gateway/reference.ts";
import { nearName } from "../kube/schema/near-name.ts";
import { isOpaque } from "../yaml/template.ts";
import { asksForGrant } from "./asks-for-grant.ts";
import { likelyTypo } from "./likely-typo.ts";

/** Why a Secret that is not here is worth a word. */
export interface Missing {
  /** The workspace is complete, so it does not exist. */
  readonly isCertain: boolean;
  /** The Secrets of the same owner, all of which the workspace holds or makes; empty where that is not why. */
  readonly others: readonly Target[];
  /** A Secret of the same namespace that may have been meant. */
  readonly meant: string | undefined;
}

/** A Secret that an object refers to, or would. */
export type Wanted = Pick<Reference, "owner" | "target">;

/**
 * Whether a Secret is missing: in a complete workspace where nothing is or makes it, in others only where that stands out, because all others of the object
 * are here or because the name of one that nothing uses is nearly the same. Undefined where it may well be there.
 */
export function missingSecret({ owner, target }: Wanted, model: Model): Missing | undefined {
  const { namespace, name } = target;
  if (!holdsListeners(owner) || owner.partial || isMade(owner, target, model) || isOpaque(name) || isOpaque(namespace)) return undefined;
  if (mayBeThere(owner, target, model)) return undefined;
  const isCertain = model.world.complete && isKnownNamespace(namespace);
  if (isCertain) return { isCertain, others: [], meant: nearName(name, [...(makersOf(model).fit.get(namespace) ?? [])]) };
  const meant = likelyTypo(name, idleIn(namespace, model));
  const others = otherSecrets(owner, target, model);
  const standsOut = others.length > 0 && others.every((other) => isMade(owner, other, model));
  if (!standsOut && meant === undefined) return undefined;
  return { isCertain, others: standsOut ? others : [], meant };
}

/** The names of the Secrets of a namespace that may be for a listener, and that no listener uses. */
function idleIn(namespace: string, model: Model): readonly string[] {
  const { fit, idle } = makersOf(model);
  let names = idle.get(namespace);
  if (names === undefined) {
    names = [...(fit.get(namespace) ?? [])].filter((name) => model.listenersUsing(namespace, name).length === 0);
    idle.set(namespace, names);
  }
  return names;
}

/** Only Gateways and ListenerSets refer to certificates. */
function holdsListeners(owner: Reference["owner"]): owner is ListenerOwner {
  return owner.resource.type !== "Route";
}

/** Whether the workspace holds a Secret or what makes it, an annotation of the owner included. */
function isMade(owner: ListenerOwner, { namespace, name }: Target, model: Model): boolean {
  if (model.secretSources(namespace, name).length > 0) return true;
  return (
    namespace === owner.namespace && model.listenersOf(owner).some((listener) => annotatedIssuance(listener, name, model) !== undefined)
  );
}

/** Whether something may put the Secret there that this workspace does not tell for certain. */
function mayBeThere(owner: ListenerOwner, { namespace, name }: Target, model: Model): boolean {
  // cert-manager may still make it, once the listener is as it asks: that is the fault then.
  const annotations = owner.resource.annotations;
  if (namespace === owner.namespace && (annotations.has("cert-manager.io/issuer") || annotations.has("cert-manager.io/cluster-issuer")))
    return true;
  if (possiblyHere("Secret", namespace, name, model) !== undefined) return true;
  const { names, altered } = makersOf(model);
  // A patch or a prefix may give any name to what it makes.
  if (altered.some((maker) => sameNamespace(maker.namespace, namespace) !== "no")) return true;
  return !model.world.complete && names.has(name);
}

/** What is or makes Secrets, as it is asked for. */
interface Makers {
  /** The names of all that is made, in whatever namespace. */
  readonly names: ReadonlySet<string>;
  /** The names of those that may hold a certificate for a listener, by namespace. */
  readonly fit: ReadonlyMap<string, ReadonlySet<string>>;
  /** Those of them that no listener uses; filled as it is asked for. */
  readonly idle: Map<string, readonly string[]>;
  readonly altered: readonly Deployed[];
}

const makersByModel = new WeakMap<Model, Makers>();

function makersOf(model: Model): Makers {
  let known = makersByModel.get(model);
  if (known === undefined) {
    known = findMakers(model);
    makersByModel.set(model, known);
  }
  return known;
}

function findMakers(model: Model): Makers {
  const names = new Set<string>();
  const fit = new Map<string, Set<string>>();
  const altered: Deployed[] = [];
  for (const object of model.objects) {
    const made = namesMadeBy(object);
    if (made.length === 0) continue;
    if (object.partial) altered.push(object);
    for (const name of made) {
      names.add(name);
      if (!isFit(object)) continue;
      const inNamespace = fit.get(object.namespace);
      if (inNamespace === undefined) fit.set(object.namespace, new Set([name]));
      else inNamespace.add(name);
    }
  }
  return { names, fit, idle: new Map(), altered };
}

function namesMadeBy({ resource, name }: Deployed): readonly string[] {
  switch (resource.type) {
    case "Secret":
      return [name];
    case "Certificate":
      return resource.secretName === undefined ? [] : [resource.secretName.value];
    case "SecretMaker":
      return resource.elsewhere ? [] : resource.makes;
    default:
      return [];
  }
}

/** Whether what is made may be a certificate for a listener. */
function isFit({ resource }: Deployed): boolean {
  if (resource.type === "Certificate") return !resource.isCa;
  return resource.type !== "Secret" || resource.secretType?.value === "kubernetes.io/tls" || resource.entries.has("tls.crt");
}

/** The other Secrets that an object's listeners, and the Gateway for its backends, refer to; once each. */
function otherSecrets(owner: ListenerOwner, target: Target, model: Model): readonly Target[] {
  const others = new Map<string, Target>();
  for (const reference of secretReferences(owner, model)) {
    const { namespace, name } = reference.target;
    if (namespace !== target.namespace || name !== target.name) others.set(`${namespace}/${name}`, reference.target);
  }
  return [...others.values()];
}

const referencesByModel = new WeakMap<Model, ReadonlyMap<Deployed, readonly Reference[]>>();

/** The references of an object to core Secrets that a controller reads. */
function secretReferences(owner: ListenerOwner, model: Model): readonly Reference[] {
  let known = referencesByModel.get(model);
  if (known === undefined) {
    const made = new Map<Deployed, Reference[]>();
    for (const reference of model.references) {
      const { purpose, owner: of } = reference;
      if ((purpose !== "certificate" && purpose !== "client-certificate") || !asksForGrant(reference, model)) continue;
      const there = made.get(of);
      if (there === undefined) made.set(of, [reference]);
      else there.push(reference);
    }
    known = made;
    referencesByModel.set(model, known);
  }
  return known.get(owner) ?? [];
}

/** The references to Secrets that nothing in the workspace is or makes and that no grant keeps from being read, by owner and target. */
export function* unresolvedReferences(model: Model): Generator<readonly [Reference, ...Reference[]]> {
  for (const owner of [...model.gateways, ...model.listenerSets]) {
    const groups = new Map<string, [Reference, ...Reference[]]>();
    for (const reference of secretReferences(owner, model)) {
      const { target, permission, targetIsHere } = reference;
      if (targetIsHere || (permission.verdict !== "local" && permission.verdict !== "granted")) continue;
      const key = `${target.namespace}/${target.name}`;
      const there = groups.get(key);
      if (there === undefined) groups.set(key, [reference]);
      else there.push(reference);
    }
    yield* groups.values();
  }
}
