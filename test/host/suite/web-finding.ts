/** What the suite in the browser tells its launcher. */

/** Marks the line of the log that carries the findings. */
export const publishedMark = "published in the browser: ";

/** A finding in the words that the command line has for it. */
export interface WebFinding {
  readonly file: string;
  readonly code: string;
  readonly message: string;
  /** Zero-based. */
  readonly line: number;
}
