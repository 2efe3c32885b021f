/** Flux Kustomizations with the directories and files that they apply. */
import type { FluxKustomization } from "../kube/flux-kustomization.ts";
import { isOpaque } from "../yaml/template.ts";
import { directoryOf, nameOf, resolvePath } from "./path.ts";
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
  /** The directories whose kustomizations it takes. */
  readonly kustomizations: ReadonlySet<string>;
}

/** A Flux Kustomization where it stands, and what its path may mean. */
interface Statement {
  readonly id: string;
  readonly flux: FluxKustomization;
  readonly saidIn: string;
  readonly directories: readonly string[];
}

/** What Flux applies here. */
export interface FluxReading {
  /** Every Flux Kustomization that applies a part of this workspace, with each directory that it may mean. */
  readonly applications: readonly Application[];
  /** The identities of those that set a namespace and write no path, where this repository may be their source: they may apply any file. */
  readonly placingAll: readonly string[];
}

/** Reads off the Flux Kustomizations of a workspace what they may apply of it. */
export function readFlux(tree: DirectoryTree): FluxReading {
  const statements = statementsOf(tree);
  const home = homeSources(statements);
  const placingAll = statements.flatMap(({ id, flux: { directory, source, targetNamespace } }) => {
    if (targetNamespace === undefined || stepsOf(directory?.value ?? "").length > 0) return [];
    return home.size === 0 || home.has(source) ? [id] : [];
  });
  return { applications: applicationsOf(tree, statements, home), placingAll };
}

function applicationsOf(tree: DirectoryTree, statements: readonly Statement[], home: ReadonlySet<string>): readonly Application[] {
  return statements.flatMap(({ id, flux, saidIn, directories }) => {
    if (!isHere(flux, home)) return [];
    return directories.map((directory) => {
      const files = new Set<string>();
      const kustomizations = new Set<string>();
      tree.reachApplied(directory, files, kustomizations);
      for (const component of flux.components) tree.reach(resolvePath(directory, component) ?? "", files, kustomizations);
      return { id: `${id} ${directory}`, flux, saidIn, directory, files, kustomizations };
    });
  });
}

function statementsOf(tree: DirectoryTree): readonly Statement[] {
  const byName = new Map<string, string[]>();
  for (const directory of tree.directories) {
    const name = nameOf(directory);
    const namesakes = byName.get(name);
    if (namesakes === undefined) byName.set(name, [directory]);
    else namesakes.push(directory);
  }
  return [...tree.files].flatMap(([saidIn, { documents }]) => {
    const fluxes = documents.flatMap(({ fluxKustomization }) => fluxKustomization ?? []);
    return fluxes.map((flux, i) => {
      const path = flux.directory?.value ?? "";
      const last = stepsOf(path).at(-1) ?? "";
      const candidates = isOpaque(last) ? tree.directories : (byName.get(last) ?? []);
      return { id: `${saidIn}#${i}`, flux, saidIn, directories: directoriesMeant(path, saidIn, candidates) };
    });
  });
}

/** The sources whose paths are most often found in this workspace: the repository that it is. */
function homeSources(statements: readonly Statement[]): ReadonlySet<string> {
  const found = new Map<string, number>();
  for (const { flux, directories } of statements) {
    if (directories.length > 0) found.set(flux.source, (found.get(flux.source) ?? 0) + 1);
  }
  const most = Math.max(0, ...found.values());
  return new Set([...found].flatMap(([source, count]) => (count === most ? [source] : [])));
}

/** A path of one name (`./kubernetes`, `./deploy`) that counts from another repository is found here by coincidence. */
function isHere({ directory, source }: FluxKustomization, home: ReadonlySet<string>): boolean {
  return home.has(source) || stepsOf(directory?.value ?? "").length > 1;
}

/**
 * The directories that a path may mean. It is counted from the root of an artifact (a repository, or a part of one) that nobody can
 * tell from here: meant are the directories that end like it and whose remaining path the file that says so stands below, else all that
 * end like it. A placeholder takes the place of any one name. Which directory an empty path means, nobody can tell.
 */
export function directoriesMeant(path: string, saidIn: string, directories: Iterable<string>): readonly string[] {
  const steps = stepsOf(path);
  if (steps.length === 0 || steps.includes("..")) return [];
  const wanted = steps.map((step) => (isOpaque(step) ? undefined : step)).reverse();
  const fitting: { readonly directory: string; readonly root: string }[] = [];
  for (const directory of directories) {
    let root = directory;
    const fits = wanted.every((step) => {
      const name = nameOf(root);
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
