/**
 * Asks a CRD's schema of an object: fields, types, limits, patterns, then the clauses, with presets put in before them as the API server does.
 * Sources: Kubernetes, "Custom Resources: specifying a structural schema, field pruning, defaulting and nullable" and "validation rules".
 */
import { asInteger, typeOf } from "../../yaml/scalar.ts";
import { isOpaque } from "../../yaml/template.ts";
import { isNull, type MapNode, type Node, type ScalarNode, type Span } from "../../yaml/tree.ts";
import { clauses } from "./clauses/index.ts";
import type { ClauseName, IntegerShape, ListShape, MapShape, PatternName, Ref, TextShape, TextsShape } from "./facts.ts";
import { patterns } from "./gateway-api.generated.ts";
import { formerLimits, isBefore, newest, youngClauses, youngFields } from "./history.ts";
import { nearName } from "./near-name.ts";
import type { Refusal } from "./refusal.ts";
import { coreGroup, setTo } from "./repairs.ts";
import { readied, type Schema, shapeAt } from "./shape.ts";
import { unknownField } from "./unknown-field.ts";
import { fieldPath, ofPreset, pathOf, pathText, repeated, type Spot, samenessOf, type Value } from "./value.ts";
import { allOfWords, countOf, kindWords, oneOfWords, patternWords, rangeWords, shown } from "./words.ts";
import { effectivePairs, headOf, isNoField, isOldBoolean } from "./written.ts";

/** A refusal, and whether it only follows from a misspelt field beside it. */
export interface Found extends Refusal {
  readonly follows?: true;
}

/** Everything that the schema refuses about an object, in the order of the manifest as far as it has one. */
export function checkObject(root: MapNode, schema: Schema): readonly Found[] {
  const check = new Check(schema);
  check.object(root);
  return check.found;
}

/** What every object has besides what its schema says. */
const ofEveryObject = new Set(["apiVersion", "kind", "status"]);

class Check {
  readonly found: Found[] = [];
  readonly #schema: Schema;
  /** Set where the bundle is known to be older than the table. */
  readonly #isOld: boolean;
  /** Mappings with a field that they do not have: what they seem to lack may stand under it. */
  readonly #misspelt = new Set<Node>();

  constructor(schema: Schema) {
    this.#schema = schema;
    const { assumed, release } = schema.bundle;
    this.#isOld = assumed === undefined && isBefore(release, newest);
  }

  object(root: MapNode): void {
    const { root: shape, other } = this.#schema;
    this.#map(root, shape, { up: undefined, step: "", node: root }, other);
  }

  #settle(node: Node, ref: Ref, at: Spot, otherRef: Ref | undefined): Value {
    const shape = shapeAt(ref);
    if (node.kind === "scalar" && isOpaque(node.value)) return { type: "unknown", at };
    const other = otherRef === undefined || otherRef === ref ? undefined : shapeAt(otherRef);
    switch (shape.type) {
      case "text":
        return this.#text(node, shape, at);
      case "integer":
        return this.#integer(node, shape, at);
      case "boolean":
        if (typeOf(node) !== "boolean") this.#refuseType(node, at, "true or false");
        return { type: "unknown", at };
      case "list":
        return this.#list(node, shape, at, other?.type === "list" ? other.of : undefined);
      case "map":
        return this.#map(node, shape, at, other?.type === "map" ? other : undefined);
      case "texts":
        return this.#texts(node, shape, at);
      default:
        return { type: "unknown", at };
    }
  }

  #text(node: Node, { oneOf, pattern, min, max }: TextShape, at: Spot): Value {
    const wrong: Value = { type: "unknown", at };
    const isText = typeOf(node) === "string";
    if (node.kind !== "scalar" || !(isText || isOldBoolean(node))) {
      this.#refuseType(node, at, "text");
      return wrong;
    }
    if (!isText) this.#refuseType(node, at, "text", { assumed: true });
    const { value } = node;
    if (oneOf !== undefined && !oneOf.includes(value)) {
      const meant = nearName(value, oneOf);
      const isMode = /^spec\.listeners\[\]\.tls\.mode$/.test(fieldPath(pathOf(at)));
      this.#refuse(at, node, `${titleOf(at)} is ${shown(value)}, and has to be ${oneOfWords(oneOf)}.`, {
        ...(isMode ? { code: "tls-mode-invalid" } : {}),
        ...(meant === undefined ? {} : { repairs: [setTo(at, meant, `Change ${at.step} to ${meant}`)] }),
      });
      return wrong;
    }
    const length = lengthOf(value);
    if ((min !== undefined && length < min) || (max !== undefined && length > max)) {
      const has = length === 0 ? "is empty" : `has ${countOf(length, "character", "characters")}`;
      this.#refuse(at, node, `${titleOf(at)} ${has}, and has to have ${rangeWords(min, max)} characters.`);
      return wrong;
    }
    if (pattern !== undefined && !patterns[pattern].test(value)) {
      this.#refuse(
        at,
        node,
        `${titleOf(at)} is ${shown(value)}, and has to be ${patternWords[pattern]}.`,
        this.#lowered(at, value, pattern),
      );
      return wrong;
    }
    return { type: "text", at, text: value };
  }

  /** Capitals are the commonest fault of names, and the only one that has one repair. */
  #lowered(at: Spot, value: string, pattern: PatternName): Pick<Refusal, "repairs"> {
    const lower = value.toLowerCase();
    if (lower === value || !patterns[pattern].test(lower) || !["hostname", "dnsName"].includes(pattern)) return {};
    return String(at.step) === "name" ? {} : { repairs: [setTo(at, lower, `Change it to ${lower}`)] };
  }

  #integer(node: Node, { oneOf, min, max }: IntegerShape, at: Spot): Value {
    const number = asInteger(node);
    if (number === undefined) {
      const inQuotes = node.kind === "scalar" && !node.plain && /^[1-9]\d{0,8}$/.test(node.value) ? Number(node.value) : undefined;
      const title = `Write ${inQuotes} without quotes`;
      this.#refuseType(node, at, "a whole number", inQuotes === undefined ? {} : { repairs: [setTo(at, inQuotes, title)] });
      return { type: "unknown", at };
    }
    if (oneOf !== undefined && !oneOf.includes(number)) {
      this.#refuse(at, node, `${titleOf(at)} is ${number}, and has to be ${oneOfWords(oneOf)}.`);
    } else if ((min !== undefined && number < min) || (max !== undefined && number > max)) {
      this.#refuse(at, node, `${titleOf(at)} is ${number}, and has to be ${rangeWords(min, max)}.`);
    } else {
      return { type: "number", at, number };
    }
    return { type: "unknown", at };
  }

  #list(node: Node, shape: ListShape, at: Spot, other: Ref | undefined): Value {
    if (node.kind !== "seq") {
      this.#refuseType(node, at, "a list");
      return { type: "unknown", at };
    }
    const { min } = shape;
    const max = this.#mostItems(shape, at);
    const count = node.items.length;
    if ((min !== undefined && count < min) || (max !== undefined && count > max)) {
      const has = count === 0 ? "is empty" : `has ${countOf(count, "entry", "entries")}`;
      this.#refuse(at, at.key ?? node, `${titleOf(at)} ${has}, and has to have ${rangeWords(min, max)}${max === 1 ? "" : " entries"}.`);
    }
    const items = node.items.map((item, step) => this.#settle(item, shape.of, { up: at, step, node: item }, other));
    const value: Value = { type: "list", at, items };
    const { keys } = shape;
    if (keys !== undefined) {
      for (const [first, again] of repeated(items, (item) => samenessOf(item, keys))) {
        const [key = ""] = keys;
        const twice = again.type === "map" ? again.fields.get(key) : undefined;
        const words = twice?.type === "text" ? shown(twice.text) : twice?.type === "number" ? `${twice.number}` : "";
        this.#refuse(again.at, twice?.at.node ?? again.at.node, `${titleOf(at)} has two entries with the ${key} ${words}.`, {
          related: [{ node: first.at.node, message: `The other entry with the ${key} ${words} is here.` }],
        });
      }
    }
    if (shape.set) {
      for (const [, again] of repeated(items, (item) => (item.type === "text" ? item.text : undefined))) {
        this.#refuse(again.at, again.at.node, `${titleOf(at)} has the same entry twice.`);
      }
    }
    this.#ask(shape.clauses, value);
    return value;
  }

  #mostItems({ max }: ListShape, at: Spot): number | undefined {
    if (!this.#isOld || max === undefined) return max;
    const field = fieldPath(pathOf(at));
    const { kind, bundle } = this.#schema;
    const former = formerLimits.find((limit) => limit.kind === kind && limit.field === field && isBefore(bundle.release, limit.before));
    return former?.max ?? max;
  }

  #map(node: Node, shape: MapShape, at: Spot, other: MapShape | undefined): Value {
    if (node.kind !== "map") {
      this.#refuseType(node, at, "a mapping");
      return { type: "unknown", at };
    }
    const { fields: known, presets } = readied(shape);
    const fields = new Map<string, Value>();
    let isOpen = false;
    for (const [name, { key, value, merged }] of effectivePairs(node)) {
      const field = known.get(name);
      if (field === undefined) {
        if (ofEveryObject.has(name) && at.up === undefined) continue;
        if (isNoField(key)) isOpen = true;
        else if (!merged && !name.startsWith("x-")) this.#unknown(key, value, node, shape, at, other);
        continue;
      }
      if (isNull(value)) continue;
      const spot: Spot = { up: at, step: name, node: value, key };
      if (this.#isOld && this.#isTooYoung(spot)) continue;
      fields.set(name, this.#settle(value, field, spot, other?.fields[name]));
    }
    for (const [name, preset] of presets) {
      if (!fields.has(name)) fields.set(name, ofPreset(preset, { up: at, step: name, node }));
    }
    if (isOpen) return { type: "unknown", at };
    const lacking = shape.required?.filter((name) => !fields.has(name)) ?? [];
    if (lacking.length > 0) this.#lacks(node, at, lacking);
    const value: Value = { type: "map", at, fields };
    this.#ask(shape.clauses, value);
    return value;
  }

  #unknown(key: ScalarNode, value: Node, node: MapNode, shape: MapShape, at: Spot, other: MapShape | undefined): void {
    this.#misspelt.add(node);
    const spot: Spot = { up: at, step: key.value, node: value, key };
    const refusal = unknownField(spot, shape, other, this.#schema);
    if (refusal !== undefined) this.found.push(refusal);
  }

  /** Whether the installed release does not have a field that the newest one has; then it is told, and what is below it is not looked at. */
  #isTooYoung(spot: Spot): boolean {
    const { kind, bundle } = this.#schema;
    const path = pathOf(spot);
    const young = youngFields.find((one) => one.kind === kind && one.field === fieldPath(path));
    if (young === undefined || !isBefore(bundle.release, young[bundle.channel])) return false;
    this.found.push({
      code: "field-unknown",
      path,
      node: spot.key ?? spot.node,
      message: `${pathText(path)} came to the ${bundle.channel} channel with Gateway API ${young[bundle.channel].join(".")}, and this workspace installs ${bundle.release.join(".")}.`,
    });
    return true;
  }

  #lacks(node: MapNode, at: Spot, names: readonly string[]): void {
    const where = at.up === undefined ? this.#schema.kind : titleOf(at);
    const follows = this.#misspelt.has(node) ? { follows: true as const } : {};
    this.found.push({
      code: "value-invalid",
      path: pathOf(at),
      node: headOf(node, at),
      message: `${where} lacks ${allOfWords(names)}, which ${names.length === 1 ? "is" : "are"} required.`,
      ...coreGroup(node, at, names),
      ...follows,
    });
  }

  #texts(node: Node, shape: TextsShape, at: Spot): Value {
    if (node.kind !== "map") {
      this.#refuseType(node, at, "a mapping");
      return { type: "unknown", at };
    }
    const fields = new Map<string, Value>();
    for (const [name, { key, value }] of effectivePairs(node)) {
      if (isNull(value) || isNoField(key)) continue;
      fields.set(name, this.#settle(value, shape.of, { up: at, step: name, node: value, key }, undefined));
    }
    if (shape.max !== undefined && fields.size > shape.max) {
      this.#refuse(at, at.key ?? node, `${titleOf(at)} has ${fields.size} entries, and may have ${shape.max}.`);
    }
    const value: Value = { type: "map", at, fields };
    this.#ask(shape.clauses, value);
    return value;
  }

  #ask(names: readonly ClauseName[] | undefined, value: Value): void {
    for (const name of names ?? []) {
      const young = youngClauses[name];
      if (this.#isOld && young !== undefined && isBefore(this.#schema.bundle.release, young)) continue;
      clauses[name](value, (at, message, { node, ...more } = {}) => {
        const follows = this.#misspelt.has(at.node) || (at.up !== undefined && this.#misspelt.has(at.up.node));
        this.#refuse(at, node ?? at.node, message, { ...more, ...(follows ? { follows: true } : {}) });
      });
    }
  }

  #refuseType(node: Node, at: Spot, wanted: string, more: Partial<Found> = {}): void {
    const quoted = wanted === "text" && node.kind === "scalar" && node.plain ? node.value : undefined;
    const title = `Put ${quoted} in quotes`;
    const repairs = quoted === undefined || quoted === "" ? {} : { repairs: [setTo(at, quoted, title)] };
    this.#refuse(at, node, `${titleOf(at)} has to be ${wanted}, and is ${kindWords(node)}.`, { ...repairs, ...more });
  }

  #refuse(at: Spot, node: Span, message: string, more: Partial<Found> = {}): void {
    this.found.push({ code: "value-invalid", path: pathOf(at), node, message, ...more });
  }
}

/** The path of a spot, for messages. */
function titleOf(at: Spot): string {
  return pathText(pathOf(at));
}

/** In characters, of which some take two units. */
function lengthOf(text: string): number {
  return /[\ud800-\udfff]/.test(text) ? [...text].length : text.length;
}
