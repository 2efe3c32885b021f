/** From the paths on the command line to a snapshot of what they hold. */
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { URI } from "vscode-uri";
import { openWorkspace } from "../core/workspace/open.ts";
import type { Settings } from "../core/workspace/settings.ts";
import type { Snapshot } from "../core/workspace/workspace.ts";
import { disk } from "../files/disk.ts";
import { outline } from "../files/error-outline.ts";
import { Selection } from "../files/selection.ts";
import { canonicalFolder, canonicalUri } from "../files/uri.ts";
import { readManifests, walk } from "../files/walk.ts";
import { UsageError } from "./terminal.ts";

export interface Inputs {
  readonly snapshot: Snapshot;
  /** How many manifest files were read, relevant or not. */
  readonly files: number;
  /** What could not be read, and why, in words; each makes the result incomplete. */
  readonly unreadable: readonly { readonly file: string; readonly why: string }[];
  /** What was passed over and is no manifest: named for information. */
  readonly passedOver: readonly { readonly file: string; readonly why: string }[];
}

/**
 * Reads files and folders. A file that is named is read whatever it is called and whatever .gitignore says; in a folder the walk
 * decides. Throws a UsageError for a path that does not exist. `faulty` hears of rules that fail.
 */
export async function readInputs(
  paths: readonly string[],
  workingDirectory: string,
  settings: Settings,
  now: number,
  faulty: (words: string) => void,
): Promise<Inputs> {
  const named = new Set<string>();
  const folders = new Set<string>();
  for (const path of paths) {
    const absolute = resolve(workingDirectory, path);
    const uri = URI.file(absolute).toString();
    const kind = await kindOf(absolute);
    if (kind === undefined) throw new UsageError(`There is no file or folder ${path}.`);
    if (kind === "folder") folders.add(canonicalFolder(uri));
    else named.add(canonicalUri(uri));
  }
  const starts = [...folders].map((folder) => ({ folder, root: folder, selection: new Selection() }));
  const walked = await walk(starts, folders, disk);
  const files = [...new Set([...named, ...walked.files])];
  const workspace = openWorkspace({
    onFault: ({ rule, message }) => faulty(`${rule === undefined ? "The analysis" : `The rule ${rule}`} failed: ${outline(message)}`),
  });
  const unreadable = walked.unreadable.map((file) => ({ file, why: "the folder cannot be read" }));
  const passedOver: { file: string; why: string }[] = [];
  const texts: (readonly [string, string | undefined])[] = [];
  let read = files.length;
  for await (const batch of readManifests(files, disk)) {
    read -= batch.skipped.length;
    for (const { file, why } of batch.skipped) {
      // A file that was named and cannot be judged leaves the question unanswered; one that a walk met is only passed over.
      if (why === "unreadable" || named.has(file)) unreadable.push({ file, why: inWords[why] });
      else if (why !== "gone") passedOver.push({ file, why: inWords[why] });
    }
    texts.push(...batch.texts.filter(([, text]) => text !== undefined));
  }
  const snapshot = workspace.apply({ files: texts, settings, now });
  return { snapshot, files: read, unreadable, passedOver };
}

const inWords = {
  gone: "it went away while being read",
  unreadable: "it cannot be read",
  binary: "it is no text",
  "too-large": "it is larger than 20 MB",
} as const;

async function kindOf(path: string): Promise<"file" | "folder" | undefined> {
  try {
    return (await stat(path)).isDirectory() ? "folder" : "file";
  } catch (error) {
    // A folder above that forbids looking is not the same as a missing file.
    if (error instanceof Error && "code" in error && error.code === "EACCES") throw new UsageError(`Not allowed to look at ${path}.`);
    return undefined;
  }
}
