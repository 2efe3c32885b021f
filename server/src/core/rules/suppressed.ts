/** Suppression comments at work: which finding is silenced by which, and which silence nothing. */
import type { Place } from "../kube/object.ts";
import type { Suppression } from "../yaml/document.ts";
import type { JudgedFile } from "./judged-file.ts";

/** One code of one comment. */
export interface Silenced {
  readonly place: Place;
  readonly code: string;
}

/** The comments of all files, as they are asked about one finding after the other. */
export class Suppressions {
  readonly #byFile = new Map<string, { readonly offset: number; readonly suppression: Suppression; readonly used: Set<string> }[]>();

  constructor(files: readonly JudgedFile[]) {
    for (const { file, documents } of files) {
      const all = documents.flatMap(({ offset, facts }) =>
        facts.suppressions.map((suppression) => ({ offset, suppression, used: new Set<string>() })),
      );
      if (all.length > 0) this.#byFile.set(file, all);
    }
  }

  /** Whether a comment silences a finding of this code that starts here. Every comment that does counts as used. */
  silences(code: string, place: Place): boolean {
    let silenced = false;
    for (const { offset, suppression, used } of this.#byFile.get(place.file) ?? []) {
      const { start, end } = suppression.covers;
      if (!suppression.codes.includes(code) || place.start < offset + start || place.start >= offset + end) continue;
      used.add(code);
      silenced = true;
    }
    return silenced;
  }

  /** The comments that give no reason. */
  *withoutReason(): Generator<Place> {
    for (const { place, suppression } of this.#all()) if (suppression.reason === undefined) yield place;
  }

  /** The codes that silenced nothing; a comment without any code counts as one empty code. */
  *unused(): Generator<Silenced> {
    for (const { place, suppression, used } of this.#all()) {
      const codes = suppression.codes.length === 0 ? [""] : [...new Set(suppression.codes)];
      for (const code of codes) if (!used.has(code)) yield { place, code };
    }
  }

  *#all(): Generator<{ readonly place: Place; readonly suppression: Suppression; readonly used: ReadonlySet<string> }> {
    for (const [file, all] of this.#byFile) {
      for (const { offset, suppression, used } of all) {
        yield { place: { file, start: offset + suppression.start, end: offset + suppression.end }, suppression, used };
      }
    }
  }
}
