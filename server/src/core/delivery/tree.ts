/** The workspace's files by directory, and which of them a kustomization takes. */
import { type Alteration, anything, type Kustomization, kustomizationFileNames } from "../kube/kustomization.ts";
import type { ManifestFile } from "./deployment.ts";
import { directoryOf, isRemote, nameOf, pathOf, resolvePath } from "./path.ts";

/** An alteration and the directory from which its file is named. */
export interface PlacedAlteration {
  readonly alteration: Alteration;
  readonly directory: string;
}

/** What a kustomization does to everything that it takes, its components included. */
export interface Effect {
  /** Whether it sets, or may set, namespaces. */
  readonly places: boolean;
  readonly alterations: readonly PlacedAlteration[];
}

const noEffect: Effect = { places: false, alterations: [] };

/** A kustomization with the file that holds it. */
export interface KustomizationFile {
  readonly file: string;
  readonly kustomization: Kustomization;
}

/** Paths here are decoded (`pathOf`); a directory has no slash at its end. */
export class DirectoryTree {
  readonly files = new Map<string, ManifestFile>();
  /** By directory. */
  readonly kustomizations = new Map<string, KustomizationFile>();
  readonly directories = new Set<string>();
  readonly #filesIn = new Map<string, string[]>();
  readonly #directoriesIn = new Map<string, string[]>();
  readonly #effects = new Map<string, Effect>();

  constructor(files: Iterable<ManifestFile>) {
    const preference = new Map<string, number>();
    for (const file of files) {
      const path = pathOf(file.file);
      const directory = directoryOf(path);
      this.files.set(path, file);
      this.#addDirectory(directory);
      this.#filesIn.get(directory)?.push(path);
      if (file.kustomization === undefined) continue;
      const rank = kustomizationFileNames.indexOf(nameOf(path));
      if (rank >= (preference.get(directory) ?? kustomizationFileNames.length)) continue;
      preference.set(directory, rank);
      this.kustomizations.set(directory, { file: file.file, kustomization: file.kustomization });
    }
  }

  #addDirectory(directory: string): void {
    if (this.directories.has(directory)) return;
    this.directories.add(directory);
    this.#filesIn.set(directory, []);
    this.#directoriesIn.set(directory, []);
    const parent = directoryOf(directory);
    if (parent === directory) return;
    this.#addDirectory(parent);
    this.#directoriesIn.get(parent)?.push(directory);
  }

  /** Adds the files that the kustomization in a directory takes, through all that it names, and to `seen` the directories; cycles end there. */
  reach(directory: string, into: Set<string>, seen: Set<string> = new Set()): void {
    const kustomization = this.kustomizations.get(directory)?.kustomization;
    if (kustomization === undefined || seen.has(directory)) return;
    seen.add(directory);
    for (const reference of [...kustomization.resources, ...kustomization.components]) {
      const target = resolvePath(directory, reference);
      if (target === undefined) continue;
      if (this.files.has(target)) into.add(target);
      else this.reach(target, into, seen);
    }
  }

  /**
   * Adds the files that Flux applies from a directory: what its kustomization takes, else every file in it and below, where a directory
   * with a kustomization counts as that (kustomize-controller generates the missing build file like this).
   */
  reachApplied(directory: string, into: Set<string>, seen: Set<string> = new Set()): void {
    if (this.kustomizations.has(directory)) {
      this.reach(directory, into, seen);
      return;
    }
    for (const path of this.#filesIn.get(directory) ?? []) into.add(path);
    for (const below of this.#directoriesIn.get(directory) ?? []) this.reachApplied(below, into, seen);
  }

  /** What the kustomization in a directory does to all that it takes. */
  effectOf(directory: string): Effect {
    const known = this.#effects.get(directory);
    if (known !== undefined) return known;
    const kustomization = this.kustomizations.get(directory)?.kustomization;
    if (kustomization === undefined) return noEffect;
    // A component that takes itself, over whatever detour, adds nothing to what it does.
    this.#effects.set(directory, noEffect);
    const components = this.effectOfComponents(directory, kustomization.components);
    const effect: Effect = {
      places: components.places || kustomization.mayPlace || kustomization.namespace !== undefined,
      alterations: [...kustomization.alterations.map((alteration) => ({ alteration, directory })), ...components.alterations],
    };
    this.#effects.set(directory, effect);
    return effect;
  }

  /** What components do to the set that takes them; one of another repository may do anything. */
  effectOfComponents(directory: string, components: readonly string[]): Effect {
    const effects = components.map((reference): Effect => {
      if (isRemote(reference)) return { places: true, alterations: [{ alteration: anything, directory }] };
      const target = resolvePath(directory, reference);
      return target === undefined ? noEffect : this.effectOf(target);
    });
    return { places: effects.some((effect) => effect.places), alterations: effects.flatMap((effect) => effect.alterations) };
  }
}
