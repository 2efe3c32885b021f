/** A manifest's values as the API server has them before it asks the rules of a CRD: typed, and with the presets of missing fields put in. */
import type { Node, ScalarNode } from "../../yaml/tree.ts";
import type { Preset } from "./facts.ts";

/** Where a value stands. A preset stands where the mapping does that lacks it. */
export interface Spot {
  readonly up: Spot | undefined;
  readonly step: string | number;
  readonly node: Node;
  /** The key that it stands under, where somebody wrote one. */
  readonly key?: ScalarNode;
}

export type Value =
  | { readonly type: "text"; readonly at: Spot; readonly text: string }
  | { readonly type: "number"; readonly at: Spot; readonly number: number }
  | { readonly type: "boolean"; readonly at: Spot; readonly truth: boolean }
  | ListValue
  | MapValue
  /** A placeholder, or what is refused for itself: no rule concludes anything from it. */
  | { readonly type: "unknown"; readonly at: Spot };

export interface ListValue {
  readonly type: "list";
  readonly at: Spot;
  readonly items: readonly Value[];
}

export interface MapValue {
  readonly type: "map";
  readonly at: Spot;
  readonly fields: ReadonlyMap<string, Value>;
}

/** The path from the object's root. */
export function pathOf(spot: Spot): readonly (string | number)[] {
  const path: (string | number)[] = [];
  for (let here: Spot | undefined = spot; here?.up !== undefined; here = here.up) path.unshift(here.step);
  return path;
}

/** "spec.listeners[0].tls" for people. Keys that hold other characters than a field's name are quoted: `metadata.labels["a/b"]`. */
export function pathText(path: readonly (string | number)[]): string {
  return path
    .map((step, i) => {
      if (typeof step === "number") return `[${step}]`;
      if (!/^[\w$-]+$/.test(step)) return `[${JSON.stringify(step)}]`;
      return i === 0 ? step : `.${step}`;
    })
    .join("");
}

/** The same for all items of a list: "spec.listeners[].tls". */
export function fieldPath(path: readonly (string | number)[]): string {
  return path.map((step, i) => (typeof step === "number" ? "[]" : i === 0 ? step : `.${step}`)).join("");
}

/** The field of a mapping; undefined where it is missing, and for anything that is no mapping. */
export function fieldOf(value: Value | undefined, name: string): Value | undefined {
  return value?.type === "map" ? value.fields.get(name) : undefined;
}

/** The text of a field; undefined where it is missing or not known. */
export function textOf(value: Value | undefined, name: string): string | undefined {
  const field = fieldOf(value, name);
  return field?.type === "text" ? field.text : undefined;
}

/** The items of a list field; empty for anything else. */
export function itemsIn(value: Value | undefined): readonly Value[] {
  return value?.type === "list" ? value.items : [];
}

/** Whether a field is there, known or not. */
export function has(value: Value | undefined, name: string): boolean {
  return fieldOf(value, name) !== undefined;
}

/** Whether a field is certain to be missing or empty: `!has(x) || x == ''`, and false for one that is not known. */
export function isEmpty(value: Value | undefined, name: string): boolean {
  const field = fieldOf(value, name);
  return field === undefined || (field.type === "text" && field.text === "");
}

/** What two values have in common exactly when they are equal; undefined for one that is not known. A missing value equals only a missing one. */
export function sameness(value: Value | undefined): string | undefined {
  if (value === undefined) return "-";
  switch (value.type) {
    case "text":
      return `t${value.text}`;
    case "number":
      return `n${value.number}`;
    case "boolean":
      return `b${value.truth}`;
    default:
      return undefined;
  }
}

/** The sameness of several fields together; undefined as soon as one is not known. */
export function samenessOf(value: Value | undefined, names: readonly string[]): string | undefined {
  const parts: string[] = [];
  for (const name of names) {
    const part = sameness(fieldOf(value, name));
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return parts.join("\u0000");
}

/** The later ones of values that agree, each with the first that it agrees with. */
export function repeated<V extends Value>(values: readonly V[], same: (value: V) => string | undefined): (readonly [first: V, again: V])[] {
  const seen = new Map<string, V>();
  return values.flatMap((value) => {
    const key = same(value);
    const first = key === undefined ? undefined : seen.get(key);
    if (key === undefined) return [];
    if (first !== undefined) return [[first, value] as const];
    seen.set(key, value);
    return [];
  });
}

/** A preset as a value that stands where its mapping does. */
export function ofPreset(preset: Preset, at: Spot): Value {
  if (typeof preset === "string") return { type: "text", at, text: preset };
  if (typeof preset === "number") return { type: "number", at, number: preset };
  if (typeof preset === "boolean") return { type: "boolean", at, truth: preset };
  if (isList(preset)) {
    return { type: "list", at, items: preset.map((item, step) => ofPreset(item, { up: at, step, node: at.node })) };
  }
  const fields = Object.entries(preset).map(([name, value]) => [name, ofPreset(value, { up: at, step: name, node: at.node })] as const);
  return { type: "map", at, fields: new Map(fields) };
}

function isList(preset: Preset): preset is readonly Preset[] {
  return Array.isArray(preset);
}
