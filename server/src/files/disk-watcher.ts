/** Watches folders on this machine, for editors that do not do it for their servers. */
import { watch } from "chokidar";
import { URI } from "vscode-uri";
import { isManifestFile } from "../core/workspace/relevance.ts";
import type { FileWatcher } from "./access.ts";
import { pathOf } from "./disk.ts";

/**
 * Calls `changed` with the URI of each manifest, .gitignore or folder below `folders` that appears, changes or goes. `admits`
 * says which URIs are of interest; a folder that it refuses is not entered. Errors of the watcher go to `failed`, once each.
 */
export function watchDisk(
  folders: readonly string[],
  admits: (uri: string, kind: "file" | "folder") => boolean,
  changed: (uri: string) => void,
  failed: (message: string) => void,
): FileWatcher {
  const watched = new Set(folders.map(pathOf));
  const watcher = watch([...watched], {
    ignoreInitial: true,
    followSymlinks: false,
    ignorePermissionErrors: true,
    ignored: (path, stats) => {
      if (stats === undefined || watched.has(path)) return false;
      if (stats.isDirectory()) return !admits(URI.file(path).toString(), "folder");
      if (!stats.isFile()) return true;
      if (path.endsWith(".gitignore")) return false;
      return !isManifestFile(path) || !admits(URI.file(path).toString(), "file");
    },
  });
  watcher.on("all", (_event, path) => changed(URI.file(path).toString()));
  // What changed before the watcher stood.
  watcher.on("ready", () => {
    for (const folder of folders) changed(folder);
  });
  watcher.on("error", (error) => failed(error instanceof Error && "code" in error ? String(error.code) : "unknown error"));
  return {
    add(folder) {
      const path = pathOf(folder);
      if (watched.has(path)) watcher.unwatch(path);
      watched.add(path);
      watcher.add(path);
    },
    close: () => watcher.close(),
  };
}
