/** Removing whole objects. */
import { addressOf, type Deployed, titleOf } from "../delivery/deployment.ts";
import type { Fix } from "../yaml/change.ts";

/** Deletes an object: its document, or its item of a List. */
export function deletion(object: Deployed): Fix {
  const at = addressOf(object);
  const change = at.path.length === 0 ? ({ change: "removeDocument", at } as const) : ({ change: "remove", at } as const);
  return { title: `Delete ${titleOf(object)}`, preferred: false, changes: [change] };
}
