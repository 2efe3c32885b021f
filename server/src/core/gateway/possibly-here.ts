/** Objects that may be in a namespace although nothing says so for certain: even in a complete workspace they are not missing. */
import { type Deployed, type EffectiveNamespace, sameNamespace } from "../delivery/deployment.ts";
import { copierOf } from "./copied-secrets.ts";
import type { Model } from "./model.ts";

type Kind = "Secret" | "ConfigMap" | "Service";

const known = new WeakMap<Model, ReadonlyMap<string, readonly Deployed[]>>();

/** Everything of these kinds, and what makes Secrets, by kind and name. */
function byName(model: Model): ReadonlyMap<string, readonly Deployed[]> {
  let index = known.get(model);
  if (index === undefined) {
    const made = new Map<string, Deployed[]>();
    for (const object of model.objects) {
      for (const key of keysOf(object)) {
        const there = made.get(key);
        if (there === undefined) made.set(key, [object]);
        else there.push(object);
      }
    }
    index = made;
    known.set(model, index);
  }
  return index;
}

function keysOf({ resource, name }: Deployed): readonly string[] {
  switch (resource.type) {
    case "Secret":
    case "ConfigMap":
    case "Service":
      return [`${resource.type} ${name}`];
    case "Certificate":
      return resource.secretName === undefined ? [] : [`Secret ${resource.secretName.value}`];
    case "SecretMaker":
      return resource.makes.map((made) => `Secret ${made}`);
    default:
      return [];
  }
}

/**
 * What may be, make or copy an object of this kind and name into a namespace: one of the same name in a namespace that is not known to be another, a
 * Secret that is copied, a trust-manager Bundle of that name. Undefined where nothing may.
 */
export function possiblyHere(kind: Kind, namespace: EffectiveNamespace, name: string, model: Model): Deployed | undefined {
  const same = byName(model)
    .get(`${kind} ${name}`)
    ?.find((object) => sameNamespace(object.namespace, namespace) === "unknown");
  if (same !== undefined || kind === "Service") return same;
  const bundle = model
    .find("Bundle", "", name)
    .find(({ resource }) => (kind === "Secret" ? resource.secretKey : resource.configMapKey) !== undefined);
  return bundle ?? (kind === "Secret" ? copierOf(name, model) : undefined);
}
