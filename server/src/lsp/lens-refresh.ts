/** Tells the client to ask for its lenses again when they would read differently and it cannot know. */
import type { CodeLens } from "vscode-languageserver";

interface Served {
  readonly version: number;
  readonly lenses: string;
}

export class LensRefresh {
  readonly #served = new Map<string, Served>();
  readonly #refresh: () => void;

  constructor(refresh: () => void) {
    this.#refresh = refresh;
  }

  /** Remembers what a file was given, and passes it on. */
  serve(file: string, version: number, lenses: CodeLens[]): CodeLens[] {
    this.#served.set(file, { version, lenses: JSON.stringify(lenses) });
    return lenses;
  }

  /**
   * Asks for a refresh if an open file's lenses have changed since it was served. Not for a file that was edited since: its
   * client asks anew by itself. `lensesOf` gives undefined for a file that cannot be asked now.
   */
  check(versions: ReadonlyMap<string, number>, lensesOf: (file: string) => CodeLens[] | undefined): void {
    for (const [file, { version, lenses }] of this.#served) {
      const present = versions.get(file);
      if (present === undefined) this.#served.delete(file);
      if (present !== version) continue;
      const now = lensesOf(file);
      if (now === undefined || JSON.stringify(now) === lenses) continue;
      this.#served.delete(file);
      this.#refresh();
      return;
    }
  }
}
