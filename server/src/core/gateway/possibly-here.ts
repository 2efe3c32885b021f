/** Objects that may be in a namespace although nothing says so for certain: even in a complete workspace they are not missing. */
import { type Deployed, type EffectiveNamespace, sameNamespace } from "../delivery/deployment.ts";
import { copierOf } from "./copied-secrets.ts";
import type { Model } from "./model.ts";

type Kind = "Secret" | "ConfigMap" | "Service";

type Names = Readonly<Record<Kind, Map<string, Deployed[]>>>;

const known = new WeakMap<Model, Names>();

/** Everything of these kinds, and what makes Secrets, by kind and name. */
function namesOf(model: Model): Names {
  let names = known.get(model);
  if (names === undefined) {
    names = { Secret: new Map(), ConfigMap: new Map(), Service: new Map() };
    for (const object of model.objects) addTo(names, object);
    known.set(model, names);
  }
  return names;
}

function addTo(names: Names, object: Deployed): void {
  const { resource, name } = object;
  switch (resource.type) {
    case "Secret":
    case "ConfigMap":
    case "Service":
      push(names[resource.type], name, object);
      break;
    case "Certificate":
      if (resource.secretName !== undefined) push(names.Secret, resource.secretName.value, object);
      break;
    case "SecretMaker":
      for (const made of resource.makes) push(names.Secret, made, object);
  }
}

function push(map: Map<string, Deployed[]>, name: string, object: Deployed): void {
  const there = map.get(name);
  if (there === undefined) map.set(name, [object]);
  else there.push(object);
}

/**
 * What may be, make or copy an object of this kind and name into a namespace: one of the same name in a namespace that is not known to be another, a
 * Secret that is copied, a trust-manager Bundle of that name. Undefined where nothing may.
 */
export function possiblyHere(kind: Kind, namespace: EffectiveNamespace, name: string, model: Model): Deployed | undefined {
  const same = namesOf(model)
    [kind].get(name)
    ?.find((object) => sameNamespace(object.namespace, namespace) === "unknown");
  if (same !== undefined || kind === "Service") return same;
  const bundle = model
    .find("Bundle", "", name)
    .find(({ resource }) => (kind === "Secret" ? resource.secretKey : resource.configMapKey) !== undefined);
  return bundle ?? (kind === "Secret" ? copierOf(name, model) : undefined);
}
