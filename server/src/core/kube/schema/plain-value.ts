/** A part of a manifest as a value to be written anew. */
import type { PlainValue } from "../../yaml/change.ts";
import { asBoolean, asInteger, typeOf } from "../../yaml/scalar.ts";
import type { Node } from "../../yaml/tree.ts";

export type Path = readonly (string | number)[];

/** The value of a node, aliases and merged pairs written out; undefined where a part of it is null or a fraction. */
export function plainValue(node: Node): PlainValue | undefined {
  if (node.kind === "scalar") {
    switch (typeOf(node)) {
      case "string":
        return node.value;
      case "integer":
        return asInteger(node);
      case "boolean":
        return asBoolean(node);
      default:
        return undefined;
    }
  }
  if (node.kind === "seq") {
    const items = node.items.map(plainValue);
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  const fields: Record<string, PlainValue> = {};
  for (const { key, value } of node.pairs) {
    const plain = plainValue(value);
    if (plain === undefined) return undefined;
    fields[key.value] = plain;
  }
  return fields;
}
