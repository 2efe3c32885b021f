/** Keeps one failing request from taking the server down, and its report free of what stands in the documents. */

import { outline } from "../files/error-outline.ts";

/** Where reports go: the editor's log for this server. */
export type Log = (level: "error" | "warning" | "info", message: string) => void;

/**
 * Reports errors by kind and stack, each once. The message is left out: errors of parsers quote the text that they choke on, and
 * that text may be a private key.
 */
export class Guard {
  readonly #log: Log;
  readonly #told = new Set<string>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** Runs `work`; if it throws or rejects, reports that and answers with `otherwise`. */
  async answer<Result>(what: string, otherwise: Result, work: () => Result | Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      this.report(what, error);
      return otherwise;
    }
  }

  /** As `answer`, for work without a result that is done when it returns. */
  run(what: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.report(what, error);
    }
  }

  report(what: string, error: unknown): void {
    const report = `${what} failed: ${outline(error)}`;
    if (this.#told.has(report)) return;
    this.#told.add(report);
    this.#log("error", report);
  }
}
