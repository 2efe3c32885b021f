/** Whether a value may be changed where it stands. */
import type { Deployed } from "../delivery/deployment.ts";
import { type Node, pairOf } from "../yaml/tree.ts";

/**
 * Whether the value at a path of an object is written at that path and nowhere else: reached through an alias or a merge key, a change of it would
 * change other places as well. A path that breaks off is the object's own, for something can be added there.
 */
export function isOwnText(object: Deployed, path: readonly (string | number)[]): boolean {
  let here: Node | undefined = object.resource.root;
  for (const step of path) {
    if (here === undefined) return true;
    if (here.kind !== "scalar" && here.aliased) return false;
    if (typeof step === "number") {
      here = here.kind === "seq" ? here.items[step] : undefined;
      continue;
    }
    const pair = pairOf(here, step);
    if (pair?.merged) return false;
    here = pair?.value;
  }
  return here === undefined || here.kind === "scalar" || !here.aliased;
}
