import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { allRules } from "../../server/src/core/rules/index.ts";
import { defaultSettings } from "../../server/src/core/workspace/settings.ts";
import { readSettings } from "../../server/src/lsp/settings.ts";

interface Property {
  readonly default: unknown;
  readonly markdownDescription: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Property>>;
}

const manifest: { contributes: { configuration: { properties: Readonly<Record<string, Property>> } } } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
);
/** The analyser's defaults, as they are when read from settings that say nothing. */
const nothingSet = { ...defaultSettings, world: { ...defaultSettings.world, classControllers: {}, controllerVersions: {} } };
const properties = manifest.contributes.configuration.properties;

test("the extension's manifest offers every rule with its severity and its sentence", () => {
  const offered = Object.entries(properties["gatewayTls.rules"]?.properties ?? {}).map(([code, property]) => ({ code, ...property }));
  const severities = ["error", "warning", "information", "hint", "off"];
  assert.deepEqual(
    offered.map(({ code, default: severity, markdownDescription, enum: choices }) => ({ code, severity, markdownDescription, choices })),
    allRules.map(({ code, severity, optIn, summary }) => ({
      code,
      severity: optIn ? "off" : severity,
      markdownDescription: summary,
      choices: severities,
    })),
  );
});

test("the manifest's defaults are the analyser's", () => {
  const section: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(properties)) {
    const path = name.split(".").slice(1);
    const last = path.pop() ?? "";
    let at = section;
    for (const step of path) {
      at[step] ??= {};
      at = at[step] as Record<string, unknown>;
    }
    at[last] = property.default;
  }
  assert.deepEqual(readSettings(section), { settings: nothingSet, exclude: [], misunderstood: [] });
});

test("settings that are missing keep their defaults, silently", () => {
  for (const nothing of [undefined, null, {}, { rules: null, expiring: undefined }, "nonsense", 3, []]) {
    assert.deepEqual(readSettings(nothing), { settings: nothingSet, exclude: [], misunderstood: [] });
  }
});

test("settings of the wrong shape keep their defaults and are named", () => {
  const { settings, exclude, misunderstood } = readSettings({
    rules: { "san-mismatch": "off", "key-mismatch": "loud" },
    expiring: { days: -1, share: 2 },
    hover: false,
    codeLens: { listeners: "yes", certificates: false },
    exclude: "**/x",
  });
  assert.deepEqual(settings, {
    ...nothingSet,
    rules: { "san-mismatch": "off" },
    hover: false,
    codeLens: { ...defaultSettings.codeLens, certificates: false },
  });
  assert.deepEqual(exclude, []);
  assert.deepEqual(misunderstood.toSorted(), ["codeLens.listeners", "exclude", "expiring.days", "expiring.share", "rules.key-mismatch"]);
});

test("excluded globs are a list, or an object as files.exclude is", () => {
  assert.deepEqual(readSettings({ exclude: ["**/a", 3] }).exclude, ["**/a"]);
  assert.deepEqual(readSettings({ exclude: { "**/a": true, "**/b": false, "**/c": { when: "$(basename).ts" } } }).exclude, ["**/a"]);
});
