/** Flux Kustomizations with the directories and files that they apply. */
import type { FluxKustomization } from "../kube/flux-kustomization.ts";
import { isOpaque } from "../yaml/template.ts";
import { directoryOf } from "./path.ts";
import type { DirectoryTree } from "./tree.ts";

/** One Flux Kustomization and one directory that its `spec.path` may mean. */
export interface Application {
  /** Tells it from every other one. */
  readonly id: string;
  readonly flux: FluxKustomization;
  /** The path of the file that holds the Flux Kustomization. */
  readonly saidIn: string;
  readonly directory: string;
  readonly files: ReadonlySet<string>;
}

/** Every Flux Kustomization of the workspace with each directory that it may mean. */
export function applicationsOf(tree: DirectoryTree): readonly Application[] {
  const byName = new Map<string, string[]>();
  for (const directory of tree.directories) {
    const name = lastName(directory);
    const namesakes = byName.get(name);
    if (namesakes === undefined) byName.set(name, [directory]);
    else namesakes.push(directory);
  }
  const applications: Application[] = [];
  for (const [saidIn, { documents }] of tree.files) {
    const fluxes = documents.flatMap(({ fluxKustomization }) => fluxKustomization ?? []);
    for (const [i, flux] of fluxes.entries()) {
      const path = flux.directory?.value ?? "";
      const candidates = byName.get(lastName(path)) ?? (isOpaque(path) || stepsOf(path).length === 0 ? tree.directories : []);
      for (const directory of directoriesMeant(path, saidIn, candidates)) {
        const files = new Set<string>();
        tree.reachApplied(directory, files);
        applications.push({ id: `${saidIn}#${i} ${directory}`, flux, saidIn, directory, files });
      }
    }
  }
  return applications;
}

/**
 * The directories that a path may mean. It is counted from the root of an artifact (a repository, or a part of one) that nobody can
 * tell from here: meant are the directories that end like it and whose remaining path the file that says so stands below, else all that
 * end like it. A placeholder takes the place of any one name. A path that is empty means every directory above its file.
 */
export function directoriesMeant(path: string, saidIn: string, directories: Iterable<string>): readonly string[] {
  const steps = stepsOf(path);
  if (steps.includes("..")) return [];
  const wanted = steps.map((step) => (isOpaque(step) ? undefined : step)).reverse();
  const fitting: { readonly directory: string; readonly root: string }[] = [];
  for (const directory of directories) {
    let root = directory;
    const fits = wanted.every((step) => {
      const name = lastName(root);
      if (root === directoryOf(root) || (step !== undefined && step !== name)) return false;
      root = directoryOf(root);
      return true;
    });
    if (fits) fitting.push({ directory, root });
  }
  const near = fitting.filter(({ root }) => saidIn.startsWith(`${root}/`));
  return (near.length > 0 ? near : fitting).map(({ directory }) => directory);
}

function stepsOf(path: string): string[] {
  return path.split("/").filter((step) => step !== "" && step !== ".");
}

function lastName(path: string): string {
  return stepsOf(path).at(-1) ?? "";
}
