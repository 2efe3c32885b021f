/** trust-manager's Bundle: it writes a ConfigMap, or a Secret, of its own name into the namespaces that it selects (cert-manager.io/docs/trust/trust-manager). */
import { at } from "../yaml/tree.ts";
import { type ObjectHead, text } from "./object.ts";

export interface TrustBundle extends ObjectHead {
  readonly type: "Bundle";
  /** The keys that it writes; undefined where it writes no object of that kind. */
  readonly configMapKey: string | undefined;
  readonly secretKey: string | undefined;
}

export function readBundle(head: ObjectHead): TrustBundle {
  const key = (kind: string) => text(at(head.root, "spec", "target", kind), "key")?.value;
  return { ...head, type: "Bundle", configMapKey: key("configMap"), secretKey: key("secret") };
}
