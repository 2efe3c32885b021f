/**
 * What a scalar is to Kubernetes.
 *
 * kubectl, client-go and the API server read YAML with `sigs.k8s.io/yaml`, which is go-yaml v2 and therefore YAML 1.1: a plain `yes`, `on`
 * or `y` is a boolean, `0777` and `0o777` are octal, `0x1F` and `0b101` integers, underscores in numbers are dropped, dates stay text
 * (`goyaml.v2/resolve.go`). Numbers then travel as JSON, where 443.0 and 443 are the same integer; so they are here. Kustomize and Flux
 * read with go-yaml v3, where `yes` is text: whoever judges such a spelling should say that readers differ.
 */
import { isNull, type Node } from "./tree.ts";

export type ScalarType = "string" | "integer" | "number" | "boolean" | "null";

const truths = /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const falsehoods = /^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const infinite = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const based = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+))$/;
const decimal = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/** The type that Kubernetes' reader gives a node. Quoted and block scalars are strings, an empty plain one is null. */
export function typeOf(node: Node): ScalarType | "map" | "seq" {
  if (node.kind !== "scalar") return node.kind;
  if (!node.plain) return "string";
  if (isNull(node)) return "null";
  if (asBoolean(node) !== undefined) return "boolean";
  const number = numberOf(node.value);
  if (number === undefined) return "string";
  return Number.isInteger(number) ? "integer" : "number";
}

/** The integer that a plain scalar stands for, or undefined for anything else. Beyond 2^53 it is the nearest double. */
export function asInteger(node: Node | undefined): number | undefined {
  if (node?.kind !== "scalar" || !node.plain) return undefined;
  const number = numberOf(node.value);
  return number !== undefined && Number.isInteger(number) ? number : undefined;
}

/** Whether a node is an integer to Kubernetes. */
export function isInteger(node: Node | undefined): boolean {
  return asInteger(node) !== undefined;
}

/** The boolean that a plain scalar stands for, or undefined for anything else. */
export function asBoolean(node: Node | undefined): boolean | undefined {
  if (node?.kind !== "scalar" || !node.plain) return undefined;
  if (truths.test(node.value)) return true;
  return falsehoods.test(node.value) ? false : undefined;
}

/** The number that plain text stands for; NaN and the infinities included, undefined for text. */
function numberOf(text: string): number | undefined {
  if (!/^[-+.0-9]/.test(text)) return undefined;
  if (infinite.test(text)) return notFinite(text);
  // go-yaml drops underscores only from text that starts with a digit or a sign.
  const digits = text.startsWith(".") ? text : text.replaceAll("_", "");
  const inBase = based.exec(digits);
  if (inBase) {
    const [, sign, hexadecimal, binary, octal] = inBase;
    const magnitude = hexadecimal ? Number(`0x${hexadecimal}`) : binary ? Number(`0b${binary}`) : Number(`0o${octal}`);
    return sign === "-" ? -magnitude : magnitude;
  }
  if (!decimal.test(digits)) return undefined;
  const number = Number(digits);
  return Number.isFinite(number) ? number : undefined;
}

function notFinite(text: string): number {
  if (/nan/i.test(text)) return Number.NaN;
  return text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
