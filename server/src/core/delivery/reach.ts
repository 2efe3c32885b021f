/**
 * Which files nobody applies. Where kustomizations or Flux say what is applied, a file that they leave out is not: an archive, a
 * template, an entry commented out. A file in a tree where nothing of the kind stands is applied as it is.
 */
import type { Application } from "./applied.ts";
import { directoryOf, resolvePath } from "./path.ts";
import type { DirectoryTree } from "./tree.ts";

/** The files that are left out, each with the file (a URI) that says what is applied around it. Paths as in the tree. */
export function unreachedFiles(tree: DirectoryTree, applications: readonly Application[]): ReadonlyMap<string, string> {
  if (tree.kustomizations.size === 0 && applications.length === 0) return new Map();
  const { files, directories } = reachFrom(tree, applications, rootsOf(tree, applications));
  const governors = new Map([...tree.kustomizations].map(([directory, { file }]) => [directory, file]));
  for (const { directory, saidIn } of applications) governors.set(directory, fileAt(tree, saidIn));
  const unreached = new Map<string, string>();
  for (const path of tree.files.keys()) {
    const directory = directoryOf(path);
    const governor = files.has(path) ? undefined : nearest(directory, governors);
    // The nearest one that is applied itself is the one that a person would look into.
    if (governor !== undefined) unreached.set(path, nearest(directory, directories) ?? governor);
  }
  return unreached;
}

function fileAt(tree: DirectoryTree, path: string): string {
  return tree.files.get(path)?.file ?? path;
}

/** The kustomizations that no other one takes and Flux does not apply by themselves: what somebody builds by hand, or Argo CD. */
function rootsOf(tree: DirectoryTree, applications: readonly Application[]): ReadonlyMap<string, string> {
  const taken = new Set(applications.map(({ directory }) => directory));
  for (const [directory, { kustomization }] of tree.kustomizations) {
    for (const reference of [...kustomization.resources, ...kustomization.components]) taken.add(resolvePath(directory, reference) ?? "");
  }
  const roots = new Map<string, string>();
  for (const [directory, { file, kustomization }] of tree.kustomizations) {
    if (!taken.has(directory) && !kustomization.isComponent) roots.set(directory, file);
  }
  return roots;
}

/** What is applied: files, and the directories of kustomizations and applications with the file that says so. */
interface Reached {
  readonly files: Set<string>;
  readonly directories: Map<string, string>;
}

/**
 * What is applied, starting from all that stands outside any governed directory. A Flux Kustomization counts once its own file is applied,
 * a root within the directory of another one once that takes it.
 */
function reachFrom(tree: DirectoryTree, applications: readonly Application[], roots: ReadonlyMap<string, string>): Reached {
  const governors = new Map(roots);
  for (const { directory, saidIn } of applications) governors.set(directory, saidIn);
  const reached: Reached = { files: new Set(), directories: new Map() };
  const seen = new Set<string>();
  for (const directory of roots.keys()) {
    if (isTop(directory) || nearest(directoryOf(directory), governors) === undefined) tree.reach(directory, reached.files, seen);
  }
  let waiting = applications;
  for (let before = -1; before !== waiting.length; ) {
    before = waiting.length;
    waiting = waiting.filter(({ directory, saidIn, files, kustomizations }) => {
      // One that applies its own file is how Flux is bootstrapped.
      const isApplied = reached.files.has(saidIn) || files.has(saidIn) || nearest(directoryOf(saidIn), governors) === undefined;
      if (!isApplied) return true;
      reached.directories.set(directory, fileAt(tree, saidIn));
      for (const path of files) reached.files.add(path);
      for (const kustomization of kustomizations) seen.add(kustomization);
      return false;
    });
  }
  for (const directory of seen) {
    const kustomization = tree.kustomizations.get(directory);
    if (kustomization !== undefined) reached.directories.set(directory, kustomization.file);
  }
  return reached;
}

function isTop(directory: string): boolean {
  return directory === directoryOf(directory);
}

/** What governs a directory: the nearest entry at or above it. */
function nearest(directory: string, governors: ReadonlyMap<string, string>): string | undefined {
  for (let here = directory; ; here = directoryOf(here)) {
    const governor = governors.get(here);
    if (governor !== undefined || isTop(here)) return governor;
  }
}
