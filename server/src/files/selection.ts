/** Which files of a workspace folder are read: all but those that the settings or a .gitignore leave out. */
import ignore, { type Ignore } from "ignore";
import picomatch from "picomatch";

/** Folders that never hold a person's manifests. */
const neverEntered: ReadonlySet<string> = new Set([".git", "node_modules"]);

/**
 * The files of one folder tree that are to be read. Paths are relative to the tree's root, with `/` between names. It learns
 * the .gitignore files as the walk meets them, so that a later question about one path needs no disk.
 */
export class Selection {
  readonly #excluded: (path: string) => boolean;
  readonly #ignoreFiles = new Map<string, Ignore>();

  /** `exclude` holds globs in the manner of VS Code's `files.exclude`; one that cannot be understood excludes nothing. */
  constructor(exclude: readonly string[] = []) {
    const globs = exclude.filter((glob) => glob.trim() !== "");
    this.#excluded = globs.length === 0 ? () => false : matcherOf(globs);
  }

  /** Takes note of the .gitignore in a folder ("" for the root); undefined forgets it. */
  noteGitignore(folder: string, text: string | undefined): void {
    if (text === undefined) this.#ignoreFiles.delete(folder);
    else this.#ignoreFiles.set(folder, ignore({ allowRelativePaths: false }).add(text));
  }

  /** Whether an entry is taken, given that the folder it stands in is. */
  admitsEntry(path: string, kind: "file" | "folder"): boolean {
    if (neverEntered.has(path.slice(path.lastIndexOf("/") + 1))) return false;
    return !this.#excluded(path) && !this.#isIgnored(path, kind);
  }

  /** Whether a path is taken, asking for every folder above it too: what stands in an excluded folder is excluded. */
  admits(path: string, kind: "file" | "folder" = "file"): boolean {
    for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", slash + 1)) {
      if (!this.admitsEntry(path.slice(0, slash), "folder")) return false;
    }
    return this.admitsEntry(path, kind);
  }

  /** gitignore(5): the deepest .gitignore that speaks of a path decides; within one file the last line that matches does. */
  #isIgnored(path: string, kind: "file" | "folder"): boolean {
    if (this.#ignoreFiles.size === 0) return false;
    const asked = kind === "folder" ? `${path}/` : path;
    for (let end = path.lastIndexOf("/"); ; end = path.lastIndexOf("/", end - 1)) {
      const rules = this.#ignoreFiles.get(path.slice(0, Math.max(end, 0)));
      if (rules !== undefined) {
        const verdict = rules.test(end < 0 ? asked : asked.slice(end + 1));
        if (verdict.ignored || verdict.unignored) return verdict.ignored;
      }
      if (end < 0) return false;
    }
  }
}

/** VS Code's globs: relative to the folder, a match on a folder takes everything below it (the walk does not enter it). */
function matcherOf(globs: readonly string[]): (path: string) => boolean {
  const matchers = globs.flatMap((glob) => {
    try {
      return [picomatch(glob.replace(/\/+$/, ""), { dot: true, nonegate: true })];
    } catch {
      return [];
    }
  });
  return (path) => matchers.some((matches) => matches(path));
}
