/** Repairs that more than one check proposes. */
import { get, type MapNode, scalarOf } from "../../yaml/tree.ts";
import type { Refusal, Repair } from "./refusal.ts";
import { pathOf, type Spot } from "./value.ts";

/** Where only the group is missing and the kind is one of the core group, which has to be written as well, the repair is to write it. */
export function coreGroup(node: MapNode, at: Spot, lacking: readonly string[]): Pick<Refusal, "repairs"> {
  const kind = scalarOf(get(node, "kind"))?.value ?? "";
  if (lacking.join() !== "group" || !["Secret", "ConfigMap", "Service"].includes(kind)) return {};
  return { repairs: [{ title: 'Add group: ""', preferred: true, steps: [{ change: "set", path: [...pathOf(at), "group"], value: "" }] }] };
}

/** Another value in the place of a refused one. */
export function setTo(at: Spot, value: string | number, title: string): Repair {
  return { title, preferred: true, steps: [{ change: "set", path: pathOf(at), value }] };
}
