/** The files as the driver needs them beside the model: their documents' faults and comments, and where their lines start. */
import type { Resource } from "../kube/kinds.ts";
import type { DuplicateKey, Suppression, SyntaxProblem } from "../yaml/document.ts";

/** A document that holds objects of ours, or decides where they go. Spans of its facts count from `offset`. */
export interface JudgedDocument {
  readonly offset: number;
  /** One past its last character. */
  readonly end: number;
  readonly facts: {
    readonly resources: readonly Resource[];
    readonly problems: readonly SyntaxProblem[];
    readonly duplicates: readonly DuplicateKey[];
    readonly suppressions: readonly Suppression[];
  };
}

export interface JudgedFile {
  readonly file: string;
  readonly lineStarts: readonly number[];
  readonly documents: readonly JudgedDocument[];
}
