/** Learns of changes on disk: from the client where it watches, else from a watcher of the host's own. */
import { type Connection, DidChangeWatchedFilesNotification, WatchKind } from "vscode-languageserver";
import type { FileWatcher } from "../files/access.ts";
import { isBelow } from "../files/uri.ts";
import type { Log } from "./guard.ts";
import type { Host } from "./host.ts";
import type { WorkspaceFiles } from "./workspace-files.ts";

export class Watching {
  readonly #host: Host;
  readonly #files: WorkspaceFiles;
  readonly #log: Log;
  #own: FileWatcher | undefined;
  #watched: ReadonlySet<string> = new Set();

  constructor(host: Host, files: WorkspaceFiles, log: Log) {
    this.#host = host;
    this.#files = files;
    this.#log = log;
  }

  /**
   * Asks the client to watch. The second pattern is for folders: a checkout, or the renaming of a folder, is announced by the
   * folder alone, and a pattern for files never matches it.
   */
  async register(connection: Connection): Promise<void> {
    await connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: [
        { globPattern: "**/{*.yaml,*.yml,*.json,Kustomization,.gitignore}", kind: WatchKind.Create | WatchKind.Change | WatchKind.Delete },
        { globPattern: "**/*", kind: WatchKind.Create | WatchKind.Delete },
      ],
    });
  }

  /** Watches these folders ourselves, instead of those before. */
  watch(folders: readonly string[]): void {
    this.close();
    this.#watched = new Set(folders);
    const local = folders.filter((folder) => folder.startsWith("file:"));
    if (local.length > 0) this.#start(local);
  }

  /**
   * Watches a folder that the client announced. On Linux the watchers of editors hear of a tree that appears at once, and then of
   * nothing that changes deep in it.
   */
  follow(folder: string): void {
    if (!folder.startsWith("file:") || [...this.#watched].some((watched) => isBelow(watched, folder))) return;
    if (this.#own === undefined) this.#start([]);
    this.#own?.add(folder);
    // What changed before the watcher stood.
    this.#host.after(1000, () => this.#files.look(folder, "of our own accord"));
  }

  close(): void {
    void this.#own?.close();
    this.#own = undefined;
  }

  #start(folders: readonly string[]): void {
    const failed = new Set<string>();
    this.#own = this.#host.watch?.(
      folders,
      (uri, kind) => this.#files.takes(uri, kind),
      (uri) => this.#files.look(uri),
      (why) => {
        if (failed.has(why)) return;
        failed.add(why);
        this.#log("warning", `Watching files failed (${why}); some changes on disk may be seen only when a file is opened or saved.`);
      },
    );
  }
}
