/** Objects of other projects that make a Secret in the cluster: its content is then unknown, its existence is not. */
import { get } from "../yaml/tree.ts";
import { type ObjectHead, text } from "./object.ts";

export interface SecretMaker extends ObjectHead {
  readonly type: "SecretMaker";
  /** The name of the Secret that it makes in its own namespace, or undefined where it makes none. */
  readonly makes: string | undefined;
}

/** External Secrets Operator's ExternalSecret: `spec.target.name`, else its own name; none where `creationPolicy` is None or Merge. */
export function readExternalSecret(head: ObjectHead): SecretMaker {
  const target = get(get(head.root, "spec"), "target");
  const policy = text(target, "creationPolicy")?.value;
  const makes = policy === "None" || policy === "Merge" ? undefined : (text(target, "name") ?? head.name)?.value;
  return { ...head, type: "SecretMaker", makes };
}

/** Bitnami's SealedSecret makes a Secret of its own name. */
export function readSealedSecret(head: ObjectHead): SecretMaker {
  return { ...head, type: "SecretMaker", makes: head.name?.value };
}
