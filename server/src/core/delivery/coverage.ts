/** What kustomizations and Flux Kustomizations do to the objects of each file before they reach a cluster. */
import { type Application, readFlux } from "./applied.ts";
import type { ManifestFile } from "./deployment.ts";
import { resolvePath } from "./path.ts";
import { unreachedFiles } from "./reach.ts";
import { mayFit } from "./selector-pattern.ts";
import { DirectoryTree, type PlacedAlteration } from "./tree.ts";

/** What acts on one file. */
export interface Coverage {
  /** Who sets the namespace of its objects: equal identities, equal namespace. */
  readonly placedBy: ReadonlySet<string>;
  readonly alterations: ReadonlySet<PlacedAlteration>;
}

/** The name and kind of an object that something may change. */
interface Named {
  readonly kind: string;
  readonly name: { readonly value: string } | undefined;
}

class FileCoverage implements Coverage {
  readonly placedBy = new Set<string>();
  readonly alterations = new Set<PlacedAlteration>();
}

const uncovered: Coverage = new FileCoverage();

/** The coverage of every file. Made anew whenever a file comes or goes or a kustomization changes; asked by path (`pathOf`). */
export class Coverages {
  readonly #tree: DirectoryTree;
  readonly #byFile = new Map<string, FileCoverage>();
  readonly #patchFiles = new Set<string>();
  readonly #unreached: ReadonlyMap<string, string>;

  constructor(files: readonly ManifestFile[]) {
    this.#tree = new DirectoryTree(files);
    const taken = new Set<string>();
    for (const directory of this.#tree.kustomizations.keys()) this.#coverByKustomization(directory, taken);
    const { applications, placingAll } = readFlux(this.#tree);
    for (const one of applications) {
      const components = this.#tree.effectOfComponents(one.directory, one.flux.components);
      const own = one.flux.alterations.map((alteration) => ({ alteration, directory: one.directory }));
      this.#cover(one.files, components.places ? one.id : undefined, [...own, ...components.alterations]);
    }
    // Only now is it known whose targetNamespace something may write.
    for (const one of applications) {
      if (one.flux.targetNamespace !== undefined || this.#mayBeTargeted(one)) this.#cover(one.files, one.id, []);
    }
    for (const id of placingAll) this.#cover(new Set(this.#tree.files.keys()), id, []);
    for (const path of taken) this.#patchFiles.delete(path);
    this.#unreached = unreachedFiles(this.#tree, applications);
  }

  of(path: string): Coverage {
    return this.#byFile.get(path) ?? uncovered;
  }

  /** Whether a file holds a patch, so that what looks like an object in it is none. */
  isPatch(path: string): boolean {
    return this.#patchFiles.has(path);
  }

  /** The file (a URI) that says what is applied where this file stands, and leaves it out; undefined where nothing does. */
  leftOutBy(path: string): string | undefined {
    return this.#unreached.get(path);
  }

  /** Whether something changes this object of a file before it reaches a cluster. */
  isAltered(path: string, object: Named): boolean {
    for (const placed of this.of(path).alterations) if (this.#concerns(placed, object)) return true;
    return false;
  }

  #coverByKustomization(directory: string, taken: Set<string>): void {
    const kustomization = this.#tree.kustomizations.get(directory)?.kustomization;
    for (const reference of kustomization?.resources ?? []) taken.add(resolvePath(directory, reference) ?? "");
    for (const { file } of kustomization?.alterations ?? []) {
      const path = file === undefined ? undefined : resolvePath(directory, file);
      if (path !== undefined) this.#patchFiles.add(path);
    }
    const { places, alterations } = this.#tree.effectOf(directory);
    if (!places && alterations.length === 0) return;
    const files = new Set<string>();
    this.#tree.reach(directory, files);
    this.#cover(files, places ? directory : undefined, alterations);
  }

  #cover(files: ReadonlySet<string>, placedBy: string | undefined, alterations: readonly PlacedAlteration[]): void {
    if (placedBy === undefined && alterations.length === 0) return;
    for (const path of files) {
      let coverage = this.#byFile.get(path);
      if (coverage === undefined) {
        coverage = new FileCoverage();
        this.#byFile.set(path, coverage);
      }
      if (placedBy !== undefined) coverage.placedBy.add(placedBy);
      for (const alteration of alterations) coverage.alterations.add(alteration);
    }
  }

  #mayBeTargeted({ flux, saidIn }: Application): boolean {
    for (const placed of this.of(saidIn).alterations) if (placed.alteration.mayTarget && this.#concerns(placed, flux)) return true;
    return false;
  }

  #concerns({ alteration: { kind, name, file }, directory }: PlacedAlteration, object: Named): boolean {
    if (kind !== undefined || name !== undefined || file === undefined) {
      return (kind === undefined || mayFit(kind, object.kind)) && (name === undefined || mayFit(name, object.name?.value ?? ""));
    }
    const path = resolvePath(directory, file);
    const patches = (path === undefined ? undefined : this.#tree.files.get(path))?.documents ?? [];
    return patches.some(({ resources, fluxKustomization }) =>
      [...resources, fluxKustomization].some((patch) => patch?.kind === object.kind && patch.name?.value === object.name?.value),
    );
  }
}
