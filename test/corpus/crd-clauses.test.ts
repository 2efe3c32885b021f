/** Every clause against the CEL rules of the CRDs that it stands for, evaluated by a CEL interpreter over random values of the schema. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { Environment } from "@marcbachmann/cel-js";
import fc from "fast-check";
import { parseAllDocuments } from "yaml";
import { clauseOfRule, digestOfRule } from "../../generate/crd-clauses.ts";
import { clauses } from "../../server/src/core/kube/schema/clauses/index.ts";
import type { ClauseName, Preset } from "../../server/src/core/kube/schema/facts.ts";
import { ofPreset } from "../../server/src/core/kube/schema/value.ts";

const folder = join(import.meta.dirname, "..", "..", "..", "shared", "corpora", "gateway-api", "config", "crd");
const skip = existsSync(folder) ? false : "../shared is absent";

interface Schema {
  readonly type: "object" | "array" | "string" | "integer" | "boolean";
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly enum?: readonly Preset[];
  readonly default?: Preset;
  readonly "x-kubernetes-validations"?: readonly { readonly rule: string }[];
}

/** A schema with rules, each with the clause that is to say the same. */
interface Subject {
  readonly where: string;
  readonly schema: Schema;
  readonly rules: ReadonlyMap<ClauseName, readonly string[]>;
}

/** Few words per field, so that values agree often, and each rule is both kept and broken. */
const words: Readonly<Record<string, readonly Preset[]>> = {
  protocol: ["HTTP", "HTTPS", "TLS", "TCP", "UDP", "example.com/x"],
  type: ["IPAddress", "Hostname"],
  hostname: ["a.example", "b.example", "*.a.example"],
  namespace: ["n", "m"],
  name: ["a", "b", "c", "d"],
  sectionName: ["s", "t"],
  port: [80, 443],
  kind: ["Service", "Gateway"],
  group: ["", "example.com"],
  value: ["/", "/a", "/a//b", "/a/./b", "/a/../b", "/a/..", "/a/.", "a", "/%2f", "/%2F", "/#", "/[]", "a.example", "A"],
  service: ["a.b", "A_1", "1a", "a-b", ".a"],
  method: ["M", "1m", "GET"],
  request: ["0s", "1s", "1500ms", "1m"],
  backendRequest: ["0s", "1s", "2s", "1h"],
  "[]": ["a.example", "1.2.3.4", "256.1.1.1", "*", "x"],
};
const keys = ["a", "a/b", "A.b/c", "-x", `a/${"b".repeat(64)}`, `${"d".repeat(253)}/x`];

function valuesOf(schema: Schema, name: string): fc.Arbitrary<unknown> {
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case "object": {
      if (schema.additionalProperties !== undefined) return fc.dictionary(fc.constantFrom(...keys), fc.constant("v"), { maxKeys: 2 });
      const fields = Object.entries(schema.properties ?? {}).map(([field, below]) => [field, valuesOf(below, field)] as const);
      return fc.record(Object.fromEntries(fields), { requiredKeys: [...(schema.required ?? [])], noNullPrototype: true });
    }
    case "array":
      return schema.items === undefined ? fc.constant([]) : fc.array(valuesOf(schema.items, "[]"), { maxLength: 4 });
    case "integer":
      return fc.constantFrom(...(words[name] ?? [0, 1, 5, 100, 200]));
    case "boolean":
      return fc.boolean();
    default:
      return fc.constantFrom(...(words[name] ?? ["a", "b"]));
  }
}

/** The value with its presets, as the API server has it before it asks the rules. */
function withPresets(value: unknown, schema: Schema): unknown {
  if (Array.isArray(value)) return value.map((item) => withPresets(item, schema.items ?? schema));
  if (schema.properties === undefined || typeof value !== "object" || value === null) return value;
  const full: Record<string, unknown> = { ...value };
  for (const [name, field] of Object.entries(schema.properties)) {
    full[name] ??= structuredClone(field.default);
    if (full[name] === undefined) delete full[name];
    else full[name] = withPresets(full[name], field);
  }
  return full;
}

/** The value as CEL has it: whole numbers, and reserved words escaped. */
function asCel(value: unknown): unknown {
  if (typeof value === "number") return BigInt(value);
  if (Array.isArray(value)) return value.map(asCel);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key === "namespace" ? "__namespace__" : key, asCel(field)]));
}

const most = { maxAstNodes: 100_000, maxDepth: 1000, maxListElements: 10_000, maxCallArguments: 1000 };
const environment = new Environment({ unlistedVariablesAreDyn: true, limits: most });
environment.registerFunction(
  "isIP(string): bool",
  (text: string) => /^\d+(?:\.\d+){3}$/.test(text) && text.split(".").every((part) => Number(part) < 256),
);

/** The rule in the dialect of the interpreter: no `(?i)`, and no `has` of an indexed item. */
function compiled(rule: string): (context: object) => unknown {
  const dialect = rule
    .replace(String.raw`^(?i)\.?[a-z_][a-z_0-9]*(\.[a-z_][a-z_0-9]*)*$`, String.raw`^\.?[a-zA-Z_][a-zA-Z_0-9]*(\.[a-zA-Z_][a-zA-Z_0-9]*)*$`)
    .replaceAll(/has\((self(?:\.matches)?\[\d+\])\.(\w+)\)/g, "$1.exists(key, key == '$2')");
  return environment.parse(dialect);
}

/** Whether a rule holds. A missing field is an error of CEL, with which the API server refuses. */
function holds(rule: (context: object) => unknown, self: unknown): boolean {
  try {
    return rule({ self }) === true;
  } catch (error) {
    assert.match(String(error), /No such key/);
    return false;
  }
}

function subjectsIn(schema: Schema, where: string): Subject[] {
  const rules = new Map<ClauseName, string[]>();
  for (const { rule } of schema["x-kubernetes-validations"] ?? []) {
    const name = clauseOfRule[digestOfRule(rule)] ?? "";
    if (name in clauses) rules.set(name as ClauseName, [...(rules.get(name as ClauseName) ?? []), rule]);
  }
  const below = [
    ...Object.entries(schema.properties ?? {}).map(([name, field]) => subjectsIn(field, `${where}.${name}`)),
    ...(schema.items === undefined ? [] : [subjectsIn(schema.items, `${where}[]`)]),
  ];
  return [...(rules.size === 0 ? [] : [{ where, schema, rules }]), ...below.flat()];
}

/** Every mapping and list with rules, those of equal schemas once. */
function allSubjects(): readonly Subject[] {
  const found = new Map<string, Subject>();
  for (const channel of ["standard", "experimental"]) {
    for (const file of readdirSync(join(folder, channel))) {
      for (const document of parseAllDocuments(readFileSync(join(folder, channel, file), "utf8"))) {
        const crd = document.toJS();
        if (crd?.kind !== "CustomResourceDefinition" || crd.spec.group.includes(".x-k8s.io")) continue;
        for (const { name, schema } of crd.spec.versions) {
          const where = `${channel} ${crd.spec.names.kind} ${name} spec`;
          for (const subject of subjectsIn(schema.openAPIV3Schema.properties.spec, where)) {
            const key = JSON.stringify(subject.schema);
            if (!found.has(key)) found.set(key, subject);
          }
        }
      }
    }
  }
  return [...found.values()];
}

/** Refused by the list's keys already, so that the clause leaves it to them. */
function isToldByKeys(name: ClauseName, value: unknown): boolean {
  if (name !== "listenersDistinct") return false;
  const names = (value as readonly { readonly name: string }[]).map((listener) => listener.name);
  return new Set(names).size < names.length;
}

describe("clauses say what the CEL rules of the CRDs say", { skip }, () => {
  const asked = new Set<ClauseName>();
  for (const { where, schema, rules } of skip ? [] : allSubjects()) {
    for (const [name, texts] of rules) {
      asked.add(name);
      test(`${name} at ${where}`, () => {
        const cel = texts.map(compiled);
        let refused = 0;
        fc.assert(
          fc.property(valuesOf(schema, "self"), (random) => {
            const value = withPresets(random, schema);
            if (isToldByKeys(name, value)) return;
            const keeps = cel.every((rule) => holds(rule, asCel(value)));
            let told = 0;
            const node = { kind: "map", pairs: [], start: 0, end: 0 } as const;
            clauses[name](ofPreset(value as Preset, { up: undefined, step: "", node }), () => {
              told++;
            });
            if (!keeps) refused++;
            // A Gateway's addresses have a condition besides CEL, which the table gives to the same clause.
            if (name === "addressFitsType" && keeps) return;
            assert.equal(told === 0, keeps, JSON.stringify(value));
          }),
          { numRuns: 300, seed: 1 },
        );
        assert.ok(refused > 0 || name === "matchesInTotal", "no value was refused");
      });
    }
  }

  test("every clause is asked somewhere", () => {
    assert.deepEqual([...asked].sort(), Object.keys(clauses).sort());
  });
});
