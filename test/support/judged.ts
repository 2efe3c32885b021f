/** What the workspace says of a set of files, by the same door as every host. */
import assert from "node:assert/strict";
import type { Finding } from "../../server/src/core/rules/rule.ts";
import { openWorkspace } from "../../server/src/core/workspace/open.ts";
import { defaultSettings, type Settings } from "../../server/src/core/workspace/settings.ts";
import { fixtureNow } from "./certificates.ts";

export type Texts = ReadonlyMap<string, string>;

/** All findings of the files, in the order of files and places. A rule that throws is an error. */
export function findingsOf(texts: Texts, settings: Partial<Settings> = {}, now: number = fixtureNow): readonly Finding[] {
  const workspace = openWorkspace({
    onFault: ({ rule, message }) => assert.fail(`rule ${rule} threw: ${message}`),
  });
  const snapshot = workspace.apply({ files: texts, settings: { ...defaultSettings, ...settings }, now });
  const judging = snapshot.judge();
  for (let step = judging.next(); ; step = judging.next()) if (step.done) return [...step.value.values()].flat();
}

/** A finding as fixtures write it. */
export function asMarked({ place, severity, code, message }: Finding) {
  return { file: place.file, start: place.start, end: place.end, severity, code, message };
}

/** Findings in short: `error reference-not-granted at "wildcard"`. */
export function inShort(findings: readonly Finding[], texts: Texts): readonly string[] {
  return findings.map(({ severity, code, place }) => {
    const text = texts.get(place.file)?.slice(place.start, place.end) ?? "";
    return `${severity} ${code} at "${text.split("\n")[0]?.replace(/^"(.*)"$/, "$1")}"`;
  });
}

/** What is said of the files, in short. */
export function toldOf(texts: Texts, settings: Partial<Settings> = {}): readonly string[] {
  return inShort(findingsOf(texts, settings), texts);
}

/** The only finding of the files. */
export function onlyFindingOf(texts: Texts, settings: Partial<Settings> = {}): Finding {
  const findings = findingsOf(texts, settings);
  const [finding] = findings;
  assert.ok(finding !== undefined && findings.length === 1, `one finding expected, found ${inShort(findings, texts).join("; ") || "none"}`);
  return finding;
}
