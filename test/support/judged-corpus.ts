/** Whole folders of manifests judged, and their findings held against a recorded list in which each has its reason. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { World } from "../../server/src/core/gateway/world.ts";
import type { Finding } from "../../server/src/core/rules/rule.ts";
import { openWorkspace } from "../../server/src/core/workspace/open.ts";
import { isManifestFile } from "../../server/src/core/workspace/relevance.ts";
import { defaultSettings } from "../../server/src/core/workspace/settings.ts";
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
export function workspaceOf(files: Iterable<FileText>, now: number, world: World = defaultSettings.world): Workspace {
  const workspace = openWorkspace({ onFault: ({ rule, message }) => assert.fail(`rule ${rule} threw: ${message}`) });
  workspace.apply({ files, now, settings: { ...defaultSettings, world } });
  return workspace;
}

/** All findings of a snapshot, made at a stretch. */
export function findingsOf(snapshot: Snapshot): Finding[] {
  const work = snapshot.judge();
  for (let step = work.next(); ; step = work.next()) if (step.done) return [...step.value.values()].flat();
}

/** A finding with its line; files are named relative to `root`, a URI without a slash at its end. */
function located(finding: Finding, snapshot: Snapshot, root: string): Key & { readonly message: string } {
  const { code, severity, message, place } = finding;
  const line = (snapshot.lineStarts(place.file) ?? []).filter((start) => start <= place.start).length;
  return { file: place.file.replace(`${root}/`, ""), line, severity, code, message };
}

type Key = Omit<Recorded, "workspace" | "reason">;

function keyOf({ file, line, severity, code }: Key): string {
  return `${file}:${line} ${severity} ${code}`;
}

/** A recorded list of findings with their reasons, as it stands beside the tests. */
export class RecordedList {
  readonly path: string;
  readonly entries: readonly Recorded[];
  /** A file that stands in every workspace; its findings are recorded once, under this name. */
  readonly shared: string | undefined;
  readonly #found: Recorded[] = [];

  /**
   * Reads a list of test/corpus. A test file that is run with `--update` (`node test/corpus/<name>.test.ts --update`) writes it anew at its end: what is not
   * found any more goes, what is new comes without a reason, which has to be written by hand.
   */
  constructor(name: string, shared?: string) {
    this.shared = shared;
    this.path = join(import.meta.dirname, "..", "corpus", name);
    this.entries = JSON.parse(readFileSync(this.path, "utf8")) as Recorded[];
    if (process.argv.includes("--update")) process.on("exit", () => writeFileSync(this.path, `${JSON.stringify(this.#found, null, 2)}\n`));
  }

  /** Fails unless the findings of a workspace are those that the list records for it, no more and no fewer. */
  assertHas(workspace: string, root: string, snapshot: Snapshot): void {
    const found = findingsOf(snapshot).map((finding) => located(finding, snapshot, root));
    const recorded = this.entries.filter((entry) => entry.workspace === workspace || entry.workspace === this.shared);
    for (const one of found) {
      const { file, line, severity, code } = one;
      const reason = recorded.find((entry) => keyOf(entry) === keyOf(one))?.reason ?? "";
      const home = file === this.shared ? file : workspace;
      if (home === workspace || !this.#found.some((known) => known.workspace === home && keyOf(known) === keyOf(one))) {
        this.#found.push({ workspace: home, file, line, severity, code, reason });
      }
    }
    assert.deepEqual(
      found.filter((one) => !recorded.some((entry) => keyOf(entry) === keyOf(one))).map((one) => `${keyOf(one)}: ${one.message}`),
      [],
      `findings of ${workspace} that are not in the list`,
    );
    assert.deepEqual(
      recorded.filter((entry) => entry.workspace === workspace && !found.some((one) => keyOf(one) === keyOf(entry))).map(keyOf),
      [],
      `entries of the list that ${workspace} no longer gives`,
    );
  }

  /** Fails where an entry of the shared file is given by no workspace. To be called at the end. */
  assertShared(): void {
    const stale = this.entries.filter(
      (entry) => entry.workspace === this.shared && !this.#found.some((one) => keyOf(one) === keyOf(entry)),
    );
    assert.deepEqual(stale.map(keyOf), []);
  }

  /** Fails where an entry has no sentence for a reason. */
  assertReasons(): void {
    assert.deepEqual(
      this.entries.filter(({ reason }) => !/^[A-Z].{20,}\.$/.test(reason)).map((entry) => `${entry.workspace} ${keyOf(entry)}`),
      [],
    );
  }
}

/** A name for a workspace: its path from the corpora. */
export function nameOfFolder(folder: string): string {
  return relative(corpora, folder);
}
