/** What a reference names. */
import { type EffectiveNamespace, writtenNamespace } from "../delivery/deployment.ts";
import type { ObjectRef } from "../kube/gateway.ts";
import type { Target } from "./grants.ts";

/** What a reference names, with the API's defaults for group, kind and namespace; undefined where the name is missing. */
export function targetOf(ref: ObjectRef, namespace: EffectiveNamespace, group: string, kind: string): Target | undefined {
  if (ref.name === undefined || ref.name.value === "") return undefined;
  return {
    group: ref.group?.value ?? group,
    kind: ref.kind?.value ?? kind,
    namespace: ref.namespace === undefined ? namespace : writtenNamespace(ref.namespace.value),
    name: ref.name.value,
  };
}
