/** What the language server asks of the machine that it runs on; the composition roots provide it. */
import type { FileAccess, FileWatcher } from "../files/access.ts";

export interface Host {
  /** The product's version, for `serverInfo`. */
  readonly version: string;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back after some milliseconds (at most 2^31 - 1); answers with a function that calls it off. */
  after(milliseconds: number, callback: () => void): () => void;
  /** Resolves once the event loop has had a turn, so that messages which have come in are handled first. */
  turn(): Promise<void>;
  /** The disk, for `file:` URIs; absent in a browser. */
  readonly disk?: FileAccess;
  /** A watcher of the host's own, used where the client does not watch. */
  watch?(
    folders: readonly string[],
    admits: (uri: string, kind: "file" | "folder") => boolean,
    changed: (uri: string) => void,
    failed: (message: string) => void,
  ): FileWatcher;
}
