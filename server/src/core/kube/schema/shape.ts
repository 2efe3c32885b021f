/** The shapes of the generated table, and what a check is asked with. */
import type { Bundle } from "./bundle.ts";
import type { Channel, MapShape, Preset, Ref, Shape } from "./facts.ts";
import { kinds, shapes } from "./gateway-api.generated.ts";
import { objectMeta } from "./object-meta.ts";

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

/** Whole objects by their index in the table, with the metadata that every object has. */
const wholes = new Map<number, MapShape>();

/** The shape of an object without apiVersion, kind and status; undefined where the table does not describe it. */
export function rootShape(group: string, kind: string, version: string, channel: Channel): MapShape | undefined {
  const root = kinds[`${group}/${kind}`]?.[version]?.[channel]?.root;
  if (root === undefined) return undefined;
  const known = wholes.get(root);
  const shape = shapeAt(root);
  if (known !== undefined || shape.type !== "map") return known;
  const whole: MapShape = { ...shape, fields: { ...shape.fields, metadata: objectMeta } };
  wholes.set(root, whole);
  return whole;
}

/** A mapping's shape, ready to be asked of many objects. */
export interface Ready {
  readonly fields: ReadonlyMap<string, Ref>;
  readonly presets: readonly (readonly [name: string, preset: Preset])[];
}

const ready = new WeakMap<MapShape, Ready>();

/** A shape made ready; once, however many objects ask. */
export function readied(shape: MapShape): Ready {
  let known = ready.get(shape);
  if (known === undefined) {
    const fields = new Map(Object.entries(shape.fields));
    const presets = [...fields].flatMap(([name, ref]) => {
      const { preset } = shapeAt(ref) as { readonly preset?: Preset };
      return preset === undefined ? [] : [[name, preset] as const];
    });
    known = { fields, presets };
    ready.set(shape, known);
  }
  return known;
}
