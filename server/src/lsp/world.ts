/** A set of manifests that are judged together: the workspace, or one file that stands alone. */
import { isRelevantFile } from "../core/workspace/relevance.ts";
import type { Settings } from "../core/workspace/settings.ts";
import type { Snapshot, Workspace } from "../core/workspace/workspace.ts";
import { fingerprint } from "./fingerprint.ts";

export class World {
  readonly #workspace: Workspace;
  readonly #present = new Map<string, string>();

  /** `workspace` is empty; only this object applies changes to it. */
  constructor(workspace: Workspace, settings: Settings, now: number) {
    this.#workspace = workspace;
    workspace.apply({ settings, now });
  }

  get snapshot(): Snapshot {
    return this.#workspace.snapshot;
  }

  /** The files that have a text in this world: those that may hold an object of ours. */
  get files(): Iterable<string> {
    return this.#present.keys();
  }

  /** Whether a file's text is the one that the snapshot was made of; undefined stands for no text. */
  holds(file: string, text: string | undefined): boolean {
    return this.#present.get(file) === markOf(file, text);
  }

  /** Takes new texts (undefined: gone) and answers whether anything changed. Texts without a document of ours count as gone. */
  take(texts: Iterable<readonly [file: string, text: string | undefined]>): boolean {
    const changed: [string, string | undefined][] = [];
    for (const [file, text] of texts) {
      const mark = markOf(file, text);
      if (this.#present.get(file) === mark) continue;
      if (mark === undefined) this.#present.delete(file);
      else this.#present.set(file, mark);
      changed.push([file, mark === undefined ? undefined : text]);
    }
    if (changed.length > 0) this.#workspace.apply({ files: changed });
    return changed.length > 0;
  }

  setSettings(settings: Settings): void {
    this.#workspace.apply({ settings });
  }

  setNow(now: number): void {
    this.#workspace.apply({ now });
  }
}

/** What is remembered of a text; undefined for one that holds no document of ours. */
function markOf(file: string, text: string | undefined): string | undefined {
  return text !== undefined && isRelevantFile(file, text) ? fingerprint(text) : undefined;
}
