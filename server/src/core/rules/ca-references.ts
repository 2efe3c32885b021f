/** What two rules share that judge references to certificate authorities: which ConfigMap was meant, and how it is named. */
import { addressOf, type Deployed, qualifiedName } from "../delivery/deployment.ts";
import type { Model } from "../gateway/model.ts";
import { targetOf } from "../gateway/target.ts";
import type { ObjectRef } from "../kube/gateway.ts";
import { nearName } from "../kube/schema/near-name.ts";
import type { ConfigMap } from "../kube/secret.ts";
import type { Change, Fix } from "../yaml/change.ts";
import { isOwnText } from "./own-text.ts";

/** One CA reference and the object that holds it. */
export interface CaReference {
  readonly owner: Deployed;
  readonly ref: ObjectRef;
  /** From the owner's root. */
  readonly path: readonly (string | number)[];
  /** The namespace in which it is looked up. */
  readonly namespace: string;
}

/** Whether a ConfigMap writes nothing, so that something else is sure to fill it. */
export function isFilledLater({ ref, namespace }: CaReference, model: Model): boolean {
  const target = targetOf(ref, namespace, "", "ConfigMap");
  if (target === undefined || target.kind !== "ConfigMap") return false;
  const found = model.find("ConfigMap", target.namespace, target.name);
  return found.some(({ resource, partial }) => partial || resource.entries.size === 0);
}

/** The ConfigMap with an authority that was meant: that of the same name where only the kind is wrong, else the one of nearly its name. */
export function authorityMeant({ owner, ref, namespace }: CaReference, model: Model): Deployed<ConfigMap> | undefined {
  const target = targetOf(ref, namespace, "", "ConfigMap");
  if (target === undefined) return undefined;
  const usable = model.inNamespace("ConfigMap", target.namespace).filter(holdsAuthority);
  const name = nearName(
    target.name,
    usable.map((configMap) => configMap.name),
  );
  const meant = usable.find((configMap) => configMap.name === target.name) ?? usable.find((configMap) => configMap.name === name);
  return meant === undefined || !mayUse(owner, meant, model) ? undefined : meant;
}

function mayUse({ resource, namespace }: Deployed, meant: Deployed<ConfigMap>, model: Model): boolean {
  const from = { group: resource.group, kind: resource.kind, namespace };
  const { verdict } = model.grants.permission(from, { group: "", kind: "ConfigMap", namespace: meant.namespace, name: meant.name });
  return verdict === "local" || verdict === "granted";
}

function holdsAuthority({ resource, partial }: Deployed<ConfigMap>): boolean {
  const content = resource.entries.get("ca.crt")?.content;
  return partial === undefined && content?.is === "certificates" && content.bundle.members.length > 0 && content.bundle.fault === undefined;
}

/** Names the ConfigMap that was meant. Whom it makes the Gateway trust is for a person to say, so it is not preferred. */
export function nameAuthority(reference: CaReference, model: Model): Fix | undefined {
  const meant = authorityMeant(reference, model);
  const { owner, ref, path } = reference;
  if (meant === undefined || !isOwnText(owner, path)) return undefined;
  const changes: Change[] = [];
  const set = (field: string, value: string, written: string | undefined): void => {
    if (written !== value) changes.push({ change: "set", at: addressOf(owner, ...path, field), value });
  };
  set("group", "", ref.group?.value);
  set("kind", "ConfigMap", ref.kind?.value);
  set("name", meant.name, ref.name?.value);
  return changes.length === 0
    ? undefined
    : { title: `Trust ConfigMap ${qualifiedName(meant.namespace, meant.name)}`, preferred: false, changes };
}
