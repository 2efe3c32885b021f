/** Folders of manifests on disk, read in the plainest way: what every other way is compared with. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** The paths of all YAML files below a folder. */
export function pathsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): string[] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return pathsIn(path);
    return entry.name.endsWith(".yaml") ? [path] : [];
  });
}

/** Files by URI with their texts, some at a time, as the hosts read them. */
export function* readInBatches(paths: readonly string[]): Generator<(readonly [file: string, text: string])[]> {
  for (let start = 0; start < paths.length; start += 64) {
    yield paths.slice(start, start + 64).map((path) => [pathToFileURL(path).href, readFileSync(path, "utf8")] as const);
  }
}

export function writeAll(folder: string, files: Iterable<readonly [path: string, text: string]>): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
