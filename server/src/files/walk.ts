/** The walk over folders: which manifest files there are, and what is in them. The language server and the command line share it. */
import { isManifestFile, isRelevantFile } from "../core/workspace/relevance.ts";
import type { FileAccess, Skipped } from "./access.ts";
import type { Selection } from "./selection.ts";
import { childUri, pathBelow } from "./uri.ts";

/** A folder to walk: the workspace folder itself, or one below it that is to be looked at again. */
export interface WalkStart {
  readonly folder: string;
  /** The root that the selection's paths are relative to; `folder` is it or lies below it. */
  readonly root: string;
  readonly selection: Selection;
}

export interface Walked {
  /** Manifest files by URI, each once, sorted. */
  readonly files: readonly string[];
  /** Folders that could not be listed. */
  readonly unreadable: readonly string[];
}

/** How many files and folders are asked for at once. */
const inFlight = 32;

/**
 * Finds the manifest files under several folders. Folders of `roots` other than the start's own are not entered: each is walked
 * for itself, so that nested workspace folders give no file twice. Symbolic links are not followed.
 */
export async function walk(starts: readonly WalkStart[], roots: ReadonlySet<string>, access: FileAccess): Promise<Walked> {
  const files = new Set<string>();
  const unreadable: string[] = [];
  const pending = [...starts];
  const visit = async (start: WalkStart): Promise<void> => {
    const listing = await access.list(start.folder);
    if ("skipped" in listing) {
      if (listing.skipped === "unreadable") unreadable.push(start.folder);
      return;
    }
    const path = start.folder === start.root ? "" : pathBelow(start.root, start.folder);
    const hasGitignore = listing.entries.some(({ name, kind }) => name === ".gitignore" && kind === "file");
    const gitignore = hasGitignore ? await access.read(childUri(start.folder, ".gitignore")) : undefined;
    start.selection.noteGitignore(path, gitignore !== undefined && "text" in gitignore ? gitignore.text : undefined);
    for (const { name, kind } of listing.entries) {
      if (kind === "file" && !isManifestFile(name)) continue;
      if (!start.selection.admitsEntry(path === "" ? name : `${path}/${name}`, kind)) continue;
      const uri = childUri(start.folder, name);
      if (kind === "file") files.add(uri);
      else if (!roots.has(uri)) pending.push({ ...start, folder: uri });
    }
  };
  await eachInFlight(pending, visit);
  return { files: [...files].sort(), unreadable };
}

/** Some files, read: the texts worth analysing (undefined for one that holds nothing of ours), and what was passed over. */
export interface ReadBatch {
  readonly texts: readonly (readonly [file: string, text: string | undefined])[];
  readonly skipped: readonly { readonly file: string; readonly why: Skipped }[];
  /** How many files have been read so far, this batch included. */
  readonly done: number;
}

const batchSize = 64;

/** Reads files in batches and keeps only texts that may hold an object of ours. The next batch is read while the caller works. */
export async function* readManifests(files: readonly string[], access: FileAccess): AsyncGenerator<ReadBatch, void, void> {
  let next = readBatch(files, 0, access);
  for (let from = 0; from < files.length; from += batchSize) {
    const batch = await next;
    next = readBatch(files, from + batchSize, access);
    yield batch;
  }
}

async function readBatch(files: readonly string[], from: number, access: FileAccess): Promise<ReadBatch> {
  const texts: [string, string | undefined][] = [];
  const skipped: { file: string; why: Skipped }[] = [];
  const batch = files.slice(from, from + batchSize);
  await eachInFlight([...batch], async (file) => {
    const reading = await access.read(file);
    if ("skipped" in reading) skipped.push({ file, why: reading.skipped });
    texts.push([file, "text" in reading && isRelevantFile(file, reading.text) ? reading.text : undefined]);
  });
  return { texts, skipped, done: from + batch.length };
}

/** Works a list off, several items at a time; the work may add to the list. Rejects with the first error of the work. */
export async function eachInFlight<Item>(pending: Item[], work: (item: Item) => Promise<void>): Promise<void> {
  let running = 0;
  let next = 0;
  await new Promise<void>((resolve, reject) => {
    const start = (): void => {
      for (; running < inFlight && next < pending.length; next++) {
        running++;
        work(pending[next] as Item).then(() => {
          running--;
          start();
        }, reject);
      }
      if (running === 0) resolve();
    };
    start();
  });
}
