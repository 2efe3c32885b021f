/** Options that several commands take. */
import { type Bundle, readBundle } from "../core/kube/schema/bundle.ts";
import { UsageError } from "./terminal.ts";

/** One of a few words; throws a UsageError that names them. */
export function oneOf<Choice extends string>(option: string, given: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((one) => one === given);
  if (choice === undefined) throw new UsageError(`${option} takes ${choices.join(", ")}; not "${given}".`);
  return choice;
}

/** `--now` in milliseconds: a date (midnight UTC), or a date with a time and its zone, in ISO 8601. Throws a UsageError otherwise. */
export function instant(text: string): number {
  const written = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2}))?$/.test(text);
  // JavaScript takes the 30th of February for the 2nd of March.
  const isInCalendar = written && new Date(`${text.slice(0, 10)}T00:00:00Z`).getUTCDate() === Number(text.slice(8, 10));
  const parsed = isInCalendar ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(parsed)) {
    throw new UsageError(`--now takes an instant in ISO 8601, such as 2026-03-01 or 2026-03-01T12:00:00Z; not "${text}".`);
  }
  return parsed;
}

/** `--bundle`: the release and channel of the Gateway API that is installed. Throws a UsageError for anything else. */
export function bundle(text: string): Bundle {
  const read = readBundle(text);
  if (read === undefined)
    throw new UsageError(`--bundle takes a release and a channel, such as v1.6.1/standard or 1.5/experimental; not "${text}".`);
  return read;
}

/** Runs a generator of the core to its end. */
export function finished<Result>(work: Generator<void, Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
