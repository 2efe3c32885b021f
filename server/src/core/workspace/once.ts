/** Long work that is done at most once, however many ask for it and whoever does a part of it. */

export interface Once<Result> {
  /** Goes on with the work and yields where it may pause; a work abandoned half-way is taken up where it stopped. */
  pull(): Generator<void, Result>;
  /** Does what is left of the work at a stretch. */
  now(): Result;
}

/** Wraps work that is told as a generator. It must not ask for its own result. */
export function once<Result>(start: () => Generator<void, Result>): Once<Result> {
  // Forgotten when it is done, with all that it holds.
  let begin: (() => Generator<void, Result>) | undefined = start;
  let work: Generator<void, Result> | undefined;
  let finished: { readonly result: Result } | undefined;
  function* pull(): Generator<void, Result> {
    while (finished === undefined) {
      work ??= begin?.();
      const step = stepOf();
      if (step?.done) {
        finished = { result: step.value };
        begin = work = undefined;
      } else yield;
    }
    return finished.result;
  }
  function stepOf(): IteratorResult<void, Result> | undefined {
    try {
      return work?.next();
    } catch (error) {
      // Whoever asks next begins anew instead of taking an ended work for a finished one.
      work = undefined;
      throw error;
    }
  }
  return {
    pull,
    now() {
      const rest = pull();
      for (let step = rest.next(); ; step = rest.next()) if (step.done) return step.value;
    },
  };
}
