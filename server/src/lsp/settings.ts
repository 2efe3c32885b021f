/** Settings as editors send them, read with tolerance: a value of the wrong shape keeps its default and is told once. */
import { readBundle } from "../core/kube/schema/bundle.ts";
import { defaultSettings, type Settings } from "../core/workspace/settings.ts";

export interface ReadSettings {
  readonly settings: Settings;
  /** Globs of `gatewayTls.exclude`. */
  readonly exclude: readonly string[];
  /** What was not understood, by the names of settings; never their values. */
  readonly misunderstood: readonly string[];
}

const severities: ReadonlySet<unknown> = new Set(["error", "warning", "information", "hint", "off"]);

/** Reads the section `gatewayTls`. Null and undefined stand for "not set". */
export function readSettings(section: unknown): ReadSettings {
  const misunderstood: string[] = [];
  const given = <T>(at: unknown, name: string, fits: (value: unknown) => value is T, otherwise: T): T => {
    const value = member(at, name.slice(name.lastIndexOf(".") + 1));
    if (value === undefined || value === null) return otherwise;
    if (fits(value)) return value;
    misunderstood.push(name);
    return otherwise;
  };
  const expiring = member(section, "expiring");
  const workspace = member(section, "workspace");
  const codeLens = member(section, "codeLens");
  const bundle = readBundle(given(section, "bundle", isBundle, ""));
  const rules: Record<string, Settings["rules"][string]> = {};
  for (const [code, severity] of Object.entries(given(section, "rules", isObject, {}))) {
    if (isSeverity(severity)) rules[code] = severity;
    else misunderstood.push(`rules.${code}`);
  }
  return {
    settings: {
      rules,
      expiring: {
        days: given(expiring, "expiring.days", isAmount, defaultSettings.expiring.days),
        share: given(expiring, "expiring.share", isShare, defaultSettings.expiring.share),
      },
      world: {
        complete: given(workspace, "workspace.complete", isBoolean, defaultSettings.world.complete),
        classControllers: given(section, "controllers", isTextMap, {}),
        controllerVersions: given(section, "controllerVersions", isTextMap, {}),
        ...(bundle === undefined ? {} : { bundle }),
      },
      hover: given(section, "hover", isBoolean, defaultSettings.hover),
      codeLens: {
        listeners: given(codeLens, "codeLens.listeners", isBoolean, defaultSettings.codeLens.listeners),
        certificates: given(codeLens, "codeLens.certificates", isBoolean, defaultSettings.codeLens.certificates),
        certificateRefs: given(codeLens, "codeLens.certificateRefs", isBoolean, defaultSettings.codeLens.certificateRefs),
        status: given(codeLens, "codeLens.status", isBoolean, defaultSettings.codeLens.status),
      },
    },
    exclude: globsOf(given(section, "exclude", isGlobs, [])),
    misunderstood,
  };
}

/**
 * The globs of a list, or of an object in the manner of VS Code's `files.exclude`: those whose value is true. A glob that depends
 * on a sibling file (`{ "when": … }`) hides generated code, never manifests, and is passed over.
 */
export function globsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.filter((glob) => typeof glob === "string");
  return isObject(value) ? Object.keys(value).filter((glob) => value[glob] === true) : [];
}

function member(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === "boolean";
}

/** The empty text stands for "not set". */
function isBundle(value: unknown): value is string {
  return typeof value === "string" && (value === "" || readBundle(value) !== undefined);
}

function isTextMap(value: unknown): value is Readonly<Record<string, string>> {
  return isObject(value) && Object.values(value).every((one) => typeof one === "string");
}

function isAmount(value: unknown): value is number {
  return typeof value === "number" && value >= 0;
}

function isShare(value: unknown): value is number {
  return isAmount(value) && value <= 1;
}

function isSeverity(value: unknown): value is Settings["rules"][string] {
  return severities.has(value);
}

function isGlobs(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
