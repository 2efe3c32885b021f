/**
 * Makes `server/src/core/kube/schema/gateway-api.generated.ts`: what the CRDs of the Gateway API say of types, names, limits and rules, of all
 * kinds, versions and both channels. Facts only; `metadata`, `status` and the experimental group's schemas are not looked at.
 *
 *     npm run generate:crd-facts -- <folder with standard/ and experimental/> "<where they come from>"
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseAllDocuments } from "yaml";
import type { Channel, PatternName, Shape, VersionFacts } from "../server/src/core/kube/schema/facts.ts";
import { clauseOfRule, digestOfRule } from "./crd-clauses.ts";
import { namedPatterns } from "./crd-patterns.ts";

export const generatedFile = join(import.meta.dirname, "..", "server", "src", "core", "kube", "schema", "gateway-api.generated.ts");

const channels: readonly Channel[] = ["standard", "experimental"];

/** The part of a CRD that is read. */
interface Crd {
  readonly kind: string;
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly storage: boolean;
      readonly deprecated?: boolean;
      readonly schema: { readonly openAPIV3Schema: Schema };
    }[];
  };
}

/** The part of OpenAPI v3 that structural schemas of these CRDs use. */
interface Schema {
  readonly type: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly enum?: readonly (string | number)[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly oneOf?: readonly unknown[];
  readonly "x-kubernetes-list-type"?: string;
  readonly "x-kubernetes-list-map-keys"?: readonly string[];
  readonly "x-kubernetes-validations"?: readonly { readonly rule: string; readonly message?: string }[];
}

/** What a schema may say besides without being a fact that is checked. */
const notChecked = new Set(["description", "format", "x-kubernetes-map-type"]);

/** The text of the generated file, made from a folder of CRDs; `source` says in words where they come from. Throws on anything it does not know. */
export function crdFacts(folder: string, source: string): string {
  const table = new Table();
  const bundles = new Set<string>();
  for (const channel of channels) {
    for (const file of readdirSync(join(folder, channel)).sort()) {
      for (const document of parseAllDocuments(readFileSync(join(folder, channel, file), "utf8"))) {
        const crd = document.toJS() as Crd | null;
        if (crd?.kind !== "CustomResourceDefinition") continue;
        bundles.add(crd.metadata.annotations?.["gateway.networking.k8s.io/bundle-version"] ?? "");
        table.add(crd, channel);
      }
    }
  }
  return table.written(source, [...bundles].join(", "));
}

/** Collects shapes, each once, however often it occurs. */
class Table {
  readonly #shapes = new Map<string, number>();
  readonly #kinds = new Map<string, Map<string, Partial<Record<Channel, VersionFacts>>>>();
  readonly #patterns = new Set<string>();

  add({ spec: { group, names, versions } }: Crd, channel: Channel): void {
    const key = `${group}/${names.kind}`;
    const kind = this.#kinds.get(key) ?? new Map<string, Partial<Record<Channel, VersionFacts>>>();
    this.#kinds.set(key, kind);
    for (const { name, served, storage, deprecated, schema } of versions) {
      const isExperimentalGroup = group.includes(".x-k8s.io");
      const facts: VersionFacts = {
        served,
        ...(storage ? { storage } : {}),
        ...(deprecated ? { deprecated } : {}),
        ...(isExperimentalGroup ? {} : { root: this.#rootOf(schema.openAPIV3Schema) }),
      };
      kind.set(name, { ...kind.get(name), [channel]: facts });
    }
  }

  /** The whole object without what every object has: apiVersion, kind and metadata; and without status, which no manifest writes. */
  #rootOf({ properties, ...root }: Schema): number {
    const own = Object.entries(properties ?? {}).filter(([name]) => !["apiVersion", "kind", "metadata", "status"].includes(name));
    return this.#intern({ ...root, properties: Object.fromEntries(own) }, "root");
  }

  #intern(schema: Schema, where: string): number {
    const shape = JSON.stringify(this.#shapeOf(schema, where));
    const known = this.#shapes.get(shape);
    if (known !== undefined) return known;
    this.#shapes.set(shape, this.#shapes.size);
    return this.#shapes.size - 1;
  }

  #shapeOf(schema: Schema, where: string): Shape {
    const { type, default: given, ...rest } = schema;
    const take = new Taker(rest, where);
    const preset = given === undefined ? {} : { preset: given as string | number };
    const shape = this.#bare(type, take, where);
    take.finish();
    return { ...shape, ...preset } as Shape;
  }

  #bare(type: string, take: Taker, where: string): Shape {
    switch (type) {
      case "string": {
        const pattern = take.optional("pattern");
        if (clausesOf(take, where).clauses !== undefined) throw new Error(`${where}: a clause about a text`);
        return {
          type: "text",
          ...given("oneOf", take.optional("enum") as readonly string[] | undefined),
          ...given("pattern", pattern === undefined ? undefined : this.#nameOf(pattern, where)),
          // An empty text is allowed anyway.
          ...given("min", take.optional("minLength") || undefined),
          ...given("max", take.optional("maxLength")),
        };
      }
      case "integer":
        return {
          type: "integer",
          ...given("oneOf", take.optional("enum") as readonly number[] | undefined),
          ...given("min", take.optional("minimum")),
          ...given("max", take.optional("maximum")),
        };
      case "boolean":
        return { type: "boolean" };
      case "array": {
        const items = take.optional("items");
        if (items === undefined) throw new Error(`${where}: a list of nothing`);
        const listType = take.optional("x-kubernetes-list-type");
        return {
          type: "list",
          of: this.#intern(items, `${where}[]`),
          ...given("min", take.optional("minItems")),
          ...given("max", take.optional("maxItems")),
          ...given("keys", take.optional("x-kubernetes-list-map-keys")),
          ...(listType === "set" ? { set: true } : {}),
          ...clausesOf(take, where),
        };
      }
      case "object": {
        const values = take.optional("additionalProperties");
        if (values !== undefined) {
          return {
            type: "texts",
            of: this.#intern(values, `${where}{}`),
            ...given("max", take.optional("maxProperties")),
            ...clausesOf(take, where),
          };
        }
        const fields = Object.entries(take.optional("properties") ?? {});
        return {
          type: "map",
          fields: Object.fromEntries(fields.map(([name, field]) => [name, this.#intern(field, `${where}.${name}`)])),
          ...given("required", take.optional("required")),
          ...clausesOf(take, where),
        };
      }
      default:
        throw new Error(`${where}: unknown type ${type}`);
    }
  }

  #nameOf(pattern: string, where: string): PatternName {
    const named = namedPatterns.find(({ written }) => written === pattern);
    if (named === undefined) throw new Error(`${where}: a pattern without a name: ${pattern}`);
    this.#patterns.add(named.name);
    return named.name as PatternName;
  }

  written(source: string, bundle: string): string {
    const useless = namedPatterns.filter(({ name }) => !this.#patterns.has(name));
    if (useless.length > 0) throw new Error(`no CRD has the pattern ${useless.map(({ name }) => name).join(", ")}`);
    const kinds = [...this.#kinds].sort(([a], [b]) => (a < b ? -1 : 1));
    return [
      "// biome-ignore-all format: one fact per line",
      "// biome-ignore-all lint/complexity/noUselessEscapeInRegex: patterns as the CRDs write them",
      "/** Made by generate/crd-facts.ts from the CRDs of the Gateway API. Do not edit: `npm run generate:crd-facts` makes it anew. */",
      'import type { KindFacts, Shape } from "./facts.ts";',
      "",
      "/** Where the CRDs come from, and the bundle version that they carry. */",
      `export const source = ${JSON.stringify(`${source}; bundle-version ${bundle}`)};`,
      "",
      "export const patterns = {",
      ...namedPatterns.map(({ name, written, runs }) => `  ${name}: ${new RegExp(runs ?? written)},`),
      "} as const;",
      "",
      "/** Every shape once; a number within one is the index of another. */",
      "export const shapes: readonly Shape[] = [",
      ...[...this.#shapes].map(([shape, index]) => `  /* ${index} */ ${literal(JSON.parse(shape))},`),
      "];",
      "",
      "/** By group and kind, then by version, then by channel; without a channel where that does not have the version. */",
      "export const kinds: Readonly<Record<string, KindFacts>> = {",
      ...kinds.flatMap(([key, versions]) => [
        `  ${JSON.stringify(key)}: {`,
        ...[...versions].map(([name, facts]) => `    ${name}: ${literal(facts)},`),
        "  },",
      ]),
      "};",
      "",
    ].join("\n");
  }
}

/** Hands out what a schema says, and insists that nothing of it is left over. */
class Taker {
  readonly #rest: Omit<Schema, "type" | "default">;
  readonly #where: string;
  readonly #left: Set<string>;

  constructor(rest: Omit<Schema, "type" | "default">, where: string) {
    this.#rest = rest;
    this.#where = where;
    this.#left = new Set(Object.keys(rest).filter((key) => !notChecked.has(key)));
  }

  optional<K extends keyof Omit<Schema, "type" | "default">>(key: K): Schema[K] | undefined {
    this.#left.delete(key);
    return this.#rest[key];
  }

  finish(): void {
    if (this.#left.size > 0) throw new Error(`${this.#where}: not understood: ${[...this.#left].join(", ")}`);
  }
}

function clausesOf(take: Taker, where: string): { readonly clauses?: never } {
  const rules = (take.optional("x-kubernetes-validations") ?? []).map(({ rule }) => rule);
  const oneOf = take.optional("oneOf");
  if (oneOf !== undefined) rules.push(JSON.stringify(oneOf));
  const names = new Set<string>();
  for (const rule of rules) {
    const digest = digestOfRule(rule);
    const name = clauseOfRule[digest];
    if (name === undefined) throw new Error(`${where}: no clause for ${digest}: ${rule}`);
    if (!name.includes(" ")) names.add(name);
  }
  return names.size === 0 ? {} : ({ clauses: [...names] } as never);
}

function given<K extends string, V>(key: K, value: V | undefined): { readonly [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]: V });
}

/** A value as a JavaScript literal, with bare keys where they may be bare. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, item]) => `${/^[A-Za-z]\w*$/.test(key) ? key : JSON.stringify(key)}: ${literal(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [folder, source] = process.argv.slice(2);
  if (folder === undefined || source === undefined) {
    console.error('Usage: npm run generate:crd-facts -- <folder with standard/ and experimental/> "<where they come from>"');
    process.exitCode = 2;
  } else {
    writeFileSync(generatedFile, crdFacts(folder, source));
  }
}
