/** What to say of a field that an object does not have: misspelt, moved to another path, at the wrong place, of the other channel, or just unknown. */
import { type Node, pairOf } from "../../yaml/tree.ts";
import type { MapShape } from "./facts.ts";
import { droppedFields, isBefore, type MovedField, movedFields, newest } from "./history.ts";
import { moveOf } from "./moves.ts";
import { nearName } from "./near-name.ts";
import { type Path, plainValue } from "./plain-value.ts";
import type { Refusal, Repair } from "./refusal.ts";
import { type Schema, shapeAt } from "./shape.ts";
import { fieldPath, pathOf, pathText, type Spot } from "./value.ts";

/**
 * The refusal of a field that its mapping's shape does not have; undefined where some release or channel that may be installed has it. `other` is the
 * shape of the other channel.
 */
export function unknownField(spot: Spot, shape: MapShape, other: MapShape | undefined, schema: Schema): Refusal | undefined {
  const { kind, bundle } = schema;
  const path = pathOf(spot);
  const name = String(spot.step);
  const here = { code: "field-unknown", path, node: spot.key ?? spot.node } as const;
  if (other !== undefined && Object.hasOwn(other.fields, name)) {
    if (bundle.assumed) return undefined;
    const has = bundle.channel === "standard" ? "experimental" : "standard";
    return {
      ...here,
      message: `${pathText(path)} is a field of the ${has} channel only, and this workspace installs the ${bundle.channel} one.`,
    };
  }
  const field = fieldPath(path);
  const moved = movedFields.find(({ kinds, was }) => kinds.includes(kind) && was === field);
  if (moved !== undefined) return movedField(moved, spot, schema);
  const dropped = droppedFields[fieldPath(path.slice(0, -1))]?.includes(name) ?? false;
  const isNewer = bundle.assumed === undefined && isBefore(newest, bundle.release);
  if (dropped || isNewer) return undefined;
  const message = `A ${kind} has no field ${pathText(path)}.`;
  const free = Object.keys(shape.fields).filter((candidate) => pairOf(spot.up?.node, candidate) === undefined);
  const meant = nearName(name, free);
  if (meant !== undefined) {
    return { ...here, message: `${message} The nearest name is ${meant}.`, repairs: rename(spot, meant) };
  }
  const place = placeFor(name, path, schema.root);
  if (place === undefined) return { ...here, message };
  const { field: target, into } = place;
  return { ...here, message: `${message} It belongs to ${target.slice(0, -name.length - 1)}.`, repairs: relocate(spot, into, target) };
}

function movedField(moved: MovedField, spot: Spot, { kind, bundle }: Schema): Refusal | undefined {
  const [from, until] = moved.experimental;
  const { channel, release, assumed } = bundle;
  const isServed = !isBefore(release, from) && isBefore(release, until);
  if (assumed === undefined && channel === "experimental" && isServed) return undefined;
  const path = pathOf(spot);
  const repair = moveOf(moved.was, spot);
  return {
    code: "field-unknown",
    path,
    node: spot.key ?? spot.node,
    message: `A ${kind} has no field ${pathText(path)} since Gateway API ${until.join(".")}: it is ${moved.now} now.`,
    ...(repair === undefined ? {} : { repairs: [repair] }),
    ...(assumed ? { assumed } : {}),
  };
}

function rename(spot: Spot, to: string): readonly Repair[] {
  return [{ title: `Rename ${spot.step} to ${to}`, preferred: true, steps: [{ change: "rename", path: pathOf(spot), key: to }] }];
}

/** Names that many mappings have: of a stray one nobody can tell where it belongs. */
const commonNames = new Set(["name", "namespace", "kind", "group", "type", "value", "spec"]);

/**
 * Where else in the kind a field of this name is, nearest first: below a sibling, at the items of a sibling list, or further up. Undefined where it is
 * nowhere, or at several places that are equally near.
 */
function placeFor(name: string, path: Path, root: MapShape): { readonly field: string; readonly into: Path } | undefined {
  if (commonNames.has(name)) return undefined;
  const container = path.slice(0, -1);
  const generic = container.map((step) => (typeof step === "number" ? "[]" : step));
  const all = pathsOf(name, root, []);
  const reachable = all.flatMap((target): { distance: number; target: readonly string[]; into: Path; each: readonly string[] }[] => {
    const inside = target.slice(0, -1);
    const common = generic.findIndex((step, i) => inside[i] !== step);
    const shared = common < 0 ? generic.length : common;
    if (shared < generic.length && shared < inside.length) return [];
    const rest = inside.slice(shared);
    const lists = rest.filter((step) => step === "[]").length;
    if (lists > 1 || (lists === 1 && shared < generic.length)) return [];
    return [{ distance: rest.length + generic.length - shared, target, into: container.slice(0, shared), each: rest }];
  });
  reachable.sort((a, b) => a.distance - b.distance);
  const [nearest, next] = reachable;
  if (nearest === undefined || next?.distance === nearest.distance) return undefined;
  const steps = nearest.target;
  return { field: fieldPath(steps.map((step) => (step === "[]" ? 0 : step))), into: [...nearest.into, ...nearest.each] };
}

/** The paths of all fields of a name, with "[]" for the items of a list. */
function pathsOf(name: string, shape: MapShape, path: readonly string[]): readonly (readonly string[])[] {
  return Object.entries(shape.fields).flatMap(([field, ref]) => {
    const here = [...path, field];
    const found = field === name ? [here] : [];
    const below = shapeAt(ref);
    if (below.type === "map") return [...found, ...pathsOf(name, below, here)];
    const item = below.type === "list" ? shapeAt(below.of) : undefined;
    return item?.type === "map" ? [...found, ...pathsOf(name, item, [...here, "[]"])] : found;
  });
}

/** Moves a value to where it belongs; into every entry of a list that lies on the way and lacks it. */
function relocate(spot: Spot, into: Path, field: string): readonly Repair[] {
  const value = plainValue(spot.node);
  let root: Spot = spot;
  while (root.up !== undefined) root = root.up;
  const name = String(spot.step);
  const targets = spread(root.node, into).filter((target) => pairOf(target.node, name) === undefined);
  if (value === undefined || targets.length === 0) return [];
  return [
    {
      title: targets.length === 1 ? `Move ${name} to ${pathText([...(targets[0]?.path ?? []), name])}` : `Move ${name} to each ${field}`,
      preferred: false,
      steps: [
        { change: "remove", path: pathOf(spot) },
        ...targets.map(({ path }) => ({ change: "set" as const, path: [...path, name], value })),
      ],
    },
  ];
}

/** The mappings at a path in which "[]" stands for every item; one that is missing on the way is made. */
function spread(root: Node, path: Path): readonly { readonly path: Path; readonly node: Node | undefined }[] {
  let here: readonly { readonly path: Path; readonly node: Node | undefined }[] = [{ path: [], node: root }];
  for (const step of path) {
    here = here.flatMap(({ path: so, node }) => {
      if (step === "[]") {
        return node?.kind === "seq" ? node.items.map((item, i) => ({ path: [...so, i], node: item })) : [];
      }
      const below = typeof step === "number" ? (node?.kind === "seq" ? node.items[step] : undefined) : pairOf(node, step)?.value;
      return [{ path: [...so, step], node: below }];
    });
  }
  return here;
}
