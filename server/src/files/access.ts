/**
 * Where texts come from, as one small interface: the disk of this machine (`disk.ts`) or an editor that is asked for its files
 * (`lsp/client-files.ts`). Files and folders are named by canonical URI (`uri.ts`). Nothing here throws for what a disk may do:
 * files vanish, folders forbid, links go in circles.
 */

/** Files above this size are not read: no manifest is that long, and an editor would not open it either. In bytes. */
export const largestManifest = 20 * 1024 * 1024;

/** One name in a folder. Symbolic links are not listed: what they lead to is found where it really is, or lies outside the folder. */
export interface Entry {
  readonly name: string;
  readonly kind: "file" | "folder";
}

/** Why a file or folder could not be had. Only `unreadable` is a fault; the others are ordinary. */
export type Skipped = "gone" | "unreadable" | "binary" | "too-large";

export type Listing = { readonly entries: readonly Entry[] } | { readonly skipped: "gone" | "unreadable" };
export type Reading = { readonly text: string } | { readonly skipped: Skipped };

export interface FileAccess {
  /** The files and folders in a folder, in any order. */
  list(folder: string): Promise<Listing>;
  /** The text of a file, without a byte-order mark, as an editor shows it. */
  read(file: string): Promise<Reading>;
  /** What stands at a URI; a symbolic link is not followed. */
  kindOf(uri: string): Promise<"file" | "folder" | "link" | undefined>;
  /** Whether a file is reached from a folder above it without passing a symbolic link; true as well for one that does not exist yet. */
  standsIn(folder: string, file: string): Promise<boolean>;
}

/** Tells which files changed, where the editor does not. */
export interface FileWatcher {
  /** Watches one more folder; one that was watched before and has come back is watched anew. */
  add(folder: string): void;
  close(): Promise<void>;
}
