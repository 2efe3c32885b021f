/** The disk of this machine, for `file:` URIs. */
import { lstat, open, readdir, realpath } from "node:fs/promises";
import { join, relative } from "node:path";
import { URI } from "vscode-uri";
import { type Entry, type FileAccess, type Listing, largestManifest, type Reading } from "./access.ts";
import { textOfBytes } from "./bytes-to-text.ts";

/** Reads the local disk. Every failure is told as a value: a missing file as `gone`, any other as `unreadable`. */
export const disk: FileAccess = {
  async list(folder): Promise<Listing> {
    try {
      const names = await readdir(pathOf(folder), { withFileTypes: true });
      return {
        entries: names.flatMap((entry): Entry[] =>
          entry.isFile() ? [{ name: entry.name, kind: "file" }] : entry.isDirectory() ? [{ name: entry.name, kind: "folder" }] : [],
        ),
      };
    } catch (error) {
      return { skipped: isMissing(error) ? "gone" : "unreadable" };
    }
  },

  async read(file): Promise<Reading> {
    try {
      const handle = await open(pathOf(file), "r");
      try {
        const { size } = await handle.stat();
        if (size > largestManifest) return { skipped: "too-large" };
        return textOfBytes(await handle.readFile());
      } finally {
        await handle.close();
      }
    } catch (error) {
      return { skipped: isMissing(error) ? "gone" : "unreadable" };
    }
  },

  async kindOf(uri): Promise<"file" | "folder" | "link" | undefined> {
    try {
      const found = await lstat(pathOf(uri));
      return found.isSymbolicLink() ? "link" : found.isDirectory() ? "folder" : found.isFile() ? "file" : undefined;
    } catch {
      return undefined;
    }
  },

  async standsIn(folder, file): Promise<boolean> {
    try {
      const path = relative(pathOf(folder), pathOf(file));
      const straight = join(await realpath(pathOf(folder)), path);
      const real = await realpath(pathOf(file));
      // A disk that ignores case answers with its own spelling; that is no link.
      return real === straight || real.toLowerCase() === straight.toLowerCase();
    } catch {
      return true;
    }
  },
};

/** The path of a `file:` URI on this machine. */
export function pathOf(uri: string): string {
  return URI.parse(uri).fsPath;
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ENOENT" || code === "ENOTDIR";
}
