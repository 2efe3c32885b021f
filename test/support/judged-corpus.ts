/** Whole folders of manifests judged, and their findings held against a recorded list in which each has its reason. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { Finding } from "../../server/src/core/rules/rule.ts";
import { openWorkspace } from "../../server/src/core/workspace/open.ts";
import { isManifestFile } from "../../server/src/core/workspace/relevance.ts";
import type { Snapshot, Workspace } from "../../server/src/core/workspace/workspace.ts";

const corpora = join(import.meta.dirname, "..", "..", "..", "shared", "corpora");

/** The folder of real manifests, or undefined where `../shared` is absent. */
export const corporaFolder: string | undefined = existsSync(corpora) ? corpora : undefined;

export type FileText = readonly [file: string, text: string];

/** A finding as a recorded list tells it. */
export interface Recorded {
  readonly workspace: string;
  readonly file: string;
  /** Counted from one. */
  readonly line: number;
  readonly severity: string;
  readonly code: string;
  /** Why it is right. */
  readonly reason: string;
}

/** The manifests of a folder, by URI, with or without those of the folders below. */
export function manifestsIn(folder: string, { deep }: { readonly deep: boolean }): FileText[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): FileText[] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return deep ? manifestsIn(path, { deep }) : [];
    const uri = pathToFileURL(path).href;
    return isManifestFile(uri) ? [[uri, readFileSync(path, "utf8")]] : [];
  });
}

/** A folder and all below it that hold manifests directly. */
export function foldersOfManifests(folder: string): string[] {
  const below = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const own = manifestsIn(folder, { deep: false }).length > 0 ? [folder] : [];
  return [...own, ...below.flatMap(({ name }) => foldersOfManifests(join(folder, name)))];
}

/** A workspace with these files in which no rule may throw. */
export function workspaceOf(files: Iterable<FileText>, now: number): Workspace {
  const workspace = openWorkspace({ onFault: ({ rule, message }) => assert.fail(`rule ${rule} threw: ${message}`) });
  workspace.apply({ files, now });
  return workspace;
}

/** All findings of a snapshot, made at a stretch. */
export function findingsOf(snapshot: Snapshot): Finding[] {
  const work = snapshot.judge();
  for (let step = work.next(); ; step = work.next()) if (step.done) return [...step.value.values()].flat();
}

/** A finding with its line; files are named relative to `root`, a URI without a slash at its end. */
export function located(
  finding: Finding,
  snapshot: Snapshot,
  root: string,
): Omit<Recorded, "workspace" | "reason"> & { readonly message: string } {
  const { code, severity, message, place } = finding;
  const line = (snapshot.lineStarts(place.file) ?? []).filter((start) => start <= place.start).length;
  return { file: place.file.replace(`${root}/`, ""), line, severity, code, message };
}

/** Fails unless the findings of a workspace are those that the list records for it, no more and no fewer. */
export function assertRecorded(workspace: string, root: string, snapshot: Snapshot, list: readonly Recorded[]): void {
  const key = ({ file, line, severity, code }: Omit<Recorded, "workspace" | "reason">) => `${file}:${line} ${severity} ${code}`;
  const found = findingsOf(snapshot).map((finding) => located(finding, snapshot, root));
  const recorded = list.filter((entry) => entry.workspace === workspace);
  const unrecorded = found.filter((one) => !recorded.some((entry) => key(entry) === key(one)));
  const missing = recorded.filter((entry) => !found.some((one) => key(one) === key(entry)));
  assert.deepEqual(
    unrecorded.map((one) => `${key(one)}: ${one.message}`),
    [],
    `findings of ${workspace} that are not in the list`,
  );
  assert.deepEqual(missing.map(key), [], `entries of the list that ${workspace} no longer gives`);
}

export function recordedIn(path: string): readonly Recorded[] {
  return JSON.parse(readFileSync(join(import.meta.dirname, "..", "corpus", path), "utf8")) as Recorded[];
}

/** A name for a workspace: its path from the corpora. */
export function nameOfFolder(folder: string): string {
  return relative(corpora, folder);
}
