/** Folders on disk that exist for one test. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { URI } from "vscode-uri";

export interface ScratchFolder {
  readonly path: string;
  readonly uri: string;
  /** The URI of a path within the folder. */
  at(path: string): string;
  /** Writes a file, with the folders that it needs. */
  write(path: string, content: string | Uint8Array): void;
}

/** Makes a folder with these files; it is removed after the test. */
export function scratchFolder(t: TestContext, files: Readonly<Record<string, string | Uint8Array>> = {}): ScratchFolder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "gateway-tls-")));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  const folder: ScratchFolder = {
    path,
    uri: URI.file(path).toString(),
    at: (name) => URI.file(join(path, name)).toString(),
    write(name, content) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), content);
    },
  };
  for (const [name, content] of Object.entries(files)) folder.write(name, content);
  return folder;
}
