/** Services that are not here, and which one may have been meant. */
import { type Deployed, type EffectiveNamespace, isKnownNamespace, sameNamespace } from "../delivery/deployment.ts";
import type { Model } from "../gateway/model.ts";
import { possiblyHere } from "../gateway/possibly-here.ts";
import { nearName } from "../kube/schema/near-name.ts";
import type { Service } from "../kube/service.ts";
import { likelyTypo } from "./likely-typo.ts";

/** A Service that no manifest shows. */
export interface MissingService {
  /** The workspace is complete, so it does not exist. */
  readonly isCertain: boolean;
  /** The Service that may have been meant; where nothing is certain, one that nothing uses. */
  readonly meant: Deployed<Service> | undefined;
}

/** What of all Services is asked for again and again; made once per model. */
interface Services {
  readonly byNamespace: ReadonlyMap<EffectiveNamespace, readonly Deployed<Service>[]>;
  /** The names of those that neither a route nor a policy names. */
  readonly idle: ReadonlyMap<EffectiveNamespace, readonly string[]>;
  readonly altered: readonly Deployed<Service>[];
}

const known = new WeakMap<Model, Services>();

function servicesOf(model: Model): Services {
  let services = known.get(model);
  if (services === undefined) {
    services = findServices(model);
    known.set(model, services);
  }
  return services;
}

function findServices(model: Model): Services {
  const used = new Map<EffectiveNamespace, Set<string>>();
  const use = (namespace: EffectiveNamespace, name: string | undefined): void => {
    if (name === undefined) return;
    const names = used.get(namespace);
    if (names === undefined) used.set(namespace, new Set([name]));
    else names.add(name);
  };
  for (const { target } of model.backends) use(target.namespace, target.name);
  for (const { resource, namespace } of model.policies) for (const { name } of resource.targetRefs) use(namespace, name?.value);
  const byNamespace = new Map<EffectiveNamespace, Deployed<Service>[]>();
  const idle = new Map<EffectiveNamespace, string[]>();
  const altered: Deployed<Service>[] = [];
  for (const object of model.objects) {
    if (object.resource.type !== "Service") continue;
    const service = object as Deployed<Service>;
    if (service.partial) altered.push(service);
    add(byNamespace, service.namespace, service);
    if (!used.get(service.namespace)?.has(service.name)) add(idle, service.namespace, service.name);
  }
  return { byNamespace, idle, altered };
}

function add<Value>(map: Map<EffectiveNamespace, Value[]>, namespace: EffectiveNamespace, value: Value): void {
  const there = map.get(namespace);
  if (there === undefined) map.set(namespace, [value]);
  else there.push(value);
}

/** Whether anything can be said of Services that are missing in a namespace: what is absent does not exist, or one here is for nobody yet. */
export function mayTellMissing(namespace: EffectiveNamespace, model: Model): boolean {
  return model.world.complete || servicesOf(model).idle.has(namespace);
}

/** What is known of a Service that no manifest shows; undefined where it may well be there under that name. */
export function missingServiceOf(namespace: EffectiveNamespace, name: string, model: Model): MissingService | undefined {
  const { byNamespace, idle, altered } = servicesOf(model);
  if (possiblyHere("Service", namespace, name, model) !== undefined) return undefined;
  // A patch or a prefix may give a Service any name.
  if (altered.some((service) => sameNamespace(service.namespace, namespace) !== "no")) return undefined;
  const here = byNamespace.get(namespace) ?? [];
  const isCertain = model.world.complete && isKnownNamespace(namespace);
  const meant = isCertain
    ? nearName(
        name,
        here.map((service) => service.name),
      )
    : likelyTypo(name, idle.get(namespace) ?? []);
  return { isCertain, meant: here.find((service) => service.name === meant) };
}
