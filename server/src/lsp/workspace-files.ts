/**
 * Keeps a world equal to the files of the workspace folders. One loop does all the reading, so that two readings of one file
 * never race: first whole folders, then what was announced as changed. An announcement only says where to look; what is true is
 * what the disk says then.
 */

import { isManifestFile } from "../core/workspace/relevance.ts";
import type { FileAccess } from "../files/access.ts";
import { Selection } from "../files/selection.ts";
import { canonicalFolder, isBelow, nameOf, parentUri, pathBelow } from "../files/uri.ts";
import { eachInFlight, readManifests, type WalkStart, walk } from "../files/walk.ts";
import type { Guard, Log } from "./guard.ts";
import type { Host } from "./host.ts";
import type { World } from "./world.ts";

/** A workspace folder and the globs that its settings leave out. */
export interface RootFolder {
  readonly uri: string;
  readonly exclude: readonly string[];
}

/** Shows how far the first reading is; `done` ends it. */
export interface Progress {
  report(done: number, of: number): void;
  done(): void;
}

export interface FilesRoom {
  readonly host: Host;
  readonly guard: Guard;
  readonly access: FileAccess;
  readonly log: Log;
  /** Whether an open document speaks for a file of the world, so that the disk does not. */
  isOpen(file: string): boolean;
  progress(): Progress;
  /** A folder, not a workspace folder itself, is being read because something was announced of it. */
  folderAnnounced(folder: string): void;
  /** Some texts have changed. */
  changed(): void;
  /** All that was asked for has been read. */
  settled(): void;
}

/** How long to gather announcements before looking, in milliseconds: a checkout announces hundreds within a breath. */
const gathering = 30;
/** How long one stretch of parsing may take before messages get their turn, in milliseconds. */
const stretch = 8;

export class WorkspaceFiles {
  readonly #world: World;
  readonly #room: FilesRoom;
  #selections: ReadonlyMap<string, Selection> = new Map();
  #rescan = false;
  readonly #wanted = new Map<string, "announced" | "of our own accord">();
  #running = false;
  #closed = false;
  #indexed = false;
  #halfTakenSince: number | undefined;

  constructor(world: World, room: FilesRoom) {
    this.#world = world;
    this.#room = room;
  }

  get roots(): readonly string[] {
    return [...this.#selections.keys()];
  }

  /** Whether the folders have been read once. */
  get indexed(): boolean {
    return this.#indexed;
  }

  /**
   * Whether the world holds a part of what belongs together: the first reading is not done, or a later one has changed something
   * and goes on. Files that keep changing hold this up for two seconds at most.
   */
  get halfTaken(): boolean {
    return !this.#indexed || (this.#halfTakenSince !== undefined && performance.now() - this.#halfTakenSince < 2000);
  }

  /** Sets the folders and reads them anew; what no longer belongs to one leaves the world. */
  setRoots(roots: readonly RootFolder[]): void {
    this.#selections = new Map(roots.map(({ uri, exclude }) => [canonicalFolder(uri), new Selection(exclude)]));
    this.#rescan = true;
    this.#start();
  }

  /** Looks again at a file or folder that may have appeared, changed or gone: because that was announced, or to be sure. */
  look(uri: string, why: "announced" | "of our own accord" = "announced"): void {
    if (this.#room.isOpen(uri) || (!this.takes(uri, "file") && !this.takes(uri, "folder"))) return;
    if (why === "announced" || this.#wanted.get(uri) !== "announced") this.#wanted.set(uri, why);
    this.#start();
  }

  /** Whether a file or folder belongs to the workspace, by the folders, the settings and the .gitignore files met so far. */
  takes(uri: string, kind: "file" | "folder"): boolean {
    const root = this.rootOf(uri);
    if (root === undefined) return false;
    if (root === uri) return true;
    return this.#selections.get(root)?.admits(pathBelow(root, uri), kind) === true;
  }

  /** The innermost workspace folder that holds a file, or the folder itself. */
  rootOf(uri: string): string | undefined {
    let innermost: string | undefined;
    for (const root of this.#selections.keys()) {
      if ((root === uri || isBelow(root, uri)) && (innermost === undefined || root.length > innermost.length)) innermost = root;
    }
    return innermost;
  }

  close(): void {
    this.#closed = true;
  }

  #start(): void {
    if (this.#closed || this.#running) return;
    this.#running = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    while (!this.#closed && (this.#rescan || this.#wanted.size > 0)) {
      if (this.#rescan) {
        this.#rescan = false;
        await this.#room.guard.answer("reading the workspace", undefined, () => this.#readAll());
        this.#indexed ||= !this.#rescan;
      } else {
        await new Promise<void>((resolve) => this.#room.host.after(gathering, resolve));
        const uris = [...this.#wanted.keys()];
        const announced = new Set(uris.filter((uri) => this.#wanted.get(uri) === "announced"));
        this.#wanted.clear();
        await this.#room.guard.answer("looking again", undefined, () => this.#lookAt(uris, announced));
      }
    }
    this.#running = false;
    this.#halfTakenSince = undefined;
    if (!this.#closed) this.#room.settled();
  }

  async #readAll(): Promise<void> {
    // A look that was asked for before is part of this reading.
    this.#wanted.clear();
    const progress = this.#room.progress();
    try {
      const starts = [...this.#selections].map(([root, selection]) => ({ folder: root, root, selection }));
      const found = await this.#readFolders(starts, [], (done, of) => progress.report(done, of));
      await this.#forget((file) => !found.has(file));
    } finally {
      progress.done();
    }
  }

  async #lookAt(uris: readonly string[], announced: ReadonlySet<string>): Promise<void> {
    const folders = new Set<string>();
    const files: string[] = [];
    const gone = new Set<string>();
    await eachInFlight([...uris], async (uri) => {
      const kind = await this.#room.access.kindOf(uri);
      if (nameOf(uri) === ".gitignore") folders.add(parentUri(uri));
      else if (kind === "folder" && this.takes(uri, "folder")) folders.add(uri);
      else if (kind === "file" && isManifestFile(uri) && this.takes(uri, "file")) files.push(uri);
      else gone.add(uri);
    });
    const outermost = [...folders].filter((folder) => ![...folders].some((other) => isBelow(other, folder)));
    // The walk does not enter a workspace folder from the folder around it.
    const nested = this.roots.filter((root) => outermost.some((folder) => isBelow(folder, root)));
    const starts = [...outermost, ...nested].flatMap((folder): WalkStart[] => {
      const root = this.rootOf(folder);
      const selection = root === undefined ? undefined : this.#selections.get(root);
      return root === undefined || selection === undefined ? [] : [{ folder, root, selection }];
    });
    for (const folder of outermost) if (announced.has(folder) && !this.#selections.has(folder)) this.#room.folderAnnounced(folder);
    const found = await this.#readFolders(starts, files, () => undefined);
    const looked = new Set(outermost);
    await this.#forget((file) => gone.has(file) || hasFolderIn(file, gone) || (!found.has(file) && hasFolderIn(file, looked)));
  }

  /** Reads folders and single files into the world; answers with all files found. Stops early when the folders change meanwhile. */
  async #readFolders(
    starts: readonly WalkStart[],
    files: readonly string[],
    report: (done: number, of: number) => void,
  ): Promise<Set<string>> {
    const { access, log } = this.#room;
    const walked = await walk(starts, new Set(this.#selections.keys()), access);
    for (const folder of walked.unreadable) log("warning", `Cannot read the folder ${folder}; its manifests are unknown.`);
    const found = new Set([...walked.files, ...files]);
    for await (const batch of readManifests([...found], access)) {
      for (const { file, why } of batch.skipped) {
        if (why !== "gone") log("info", `Passed over ${file}: ${passedOver[why]}.`);
      }
      await this.#take(batch.texts);
      report(batch.done, found.size);
      if (this.#rescan || this.#closed) break;
    }
    return found;
  }

  /** Drops the files that `isGone` names. An open document stays as long as it is open. */
  async #forget(isGone: (file: string) => boolean): Promise<void> {
    if (this.#rescan || this.#closed) return;
    await this.#take([...this.#world.files].filter(isGone).map((file) => [file, undefined] as const));
  }

  async #take(texts: readonly (readonly [file: string, text: string | undefined])[]): Promise<void> {
    let changed = false;
    let until = performance.now() + stretch;
    for (let from = 0; from < texts.length; ) {
      const some: (readonly [string, string | undefined])[] = [];
      for (let size = 0; from < texts.length && size < 16_384; from++) {
        const entry = texts[from];
        if (entry === undefined || this.#room.isOpen(entry[0])) continue;
        some.push(entry);
        size += entry[1]?.length ?? 64;
      }
      changed = this.#world.take(some) || changed;
      if (performance.now() < until) continue;
      await this.#room.host.turn();
      until = performance.now() + stretch;
    }
    if (!changed) return;
    this.#halfTakenSince ??= performance.now();
    this.#room.changed();
  }
}

const passedOver = {
  unreadable: "it cannot be read",
  binary: "it is no text",
  "too-large": "it is larger than 20 MB",
} as const;

/** Whether one of `folders` holds a file, at any depth. */
function hasFolderIn(file: string, folders: ReadonlySet<string>): boolean {
  if (folders.size === 0) return false;
  for (let end = file.lastIndexOf("/"); end > 0; end = file.lastIndexOf("/", end - 1)) {
    if (folders.has(file.slice(0, end))) return true;
  }
  return false;
}
