/** The shapes of the generated table, and what a check is asked with. */
import type { Bundle } from "./bundle.ts";
import type { Channel, MapShape, Ref, Shape } from "./facts.ts";
import { kinds, shapes } from "./gateway-api.generated.ts";

/** What an object is asked. */
export interface Schema {
  readonly kind: string;
  readonly root: MapShape;
  /** The same of the other channel, where it differs: some of its fields are known, though not here. */
  readonly other: MapShape | undefined;
  readonly bundle: Bundle;
}

export function shapeAt(ref: Ref): Shape {
  return typeof ref === "number" ? (shapes[ref] ?? { type: "any" }) : ref;
}

/** The shape of an object without apiVersion, kind, metadata and status; undefined where the table does not describe it. */
export function rootShape(group: string, kind: string, version: string, channel: Channel): MapShape | undefined {
  const root = kinds[`${group}/${kind}`]?.[version]?.[channel]?.root;
  const shape = root === undefined ? undefined : shapeAt(root);
  return shape?.type === "map" ? shape : undefined;
}
