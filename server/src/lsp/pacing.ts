/** Long work in slices, so that no message waits long for its turn. */
import type { Host } from "./host.ts";

/** How long the work may hold the event loop, in milliseconds. */
const slice = 10;

/**
 * Runs a generator to its end, a slice at a time, and answers with what it returns; undefined once `overtaken` says that nobody
 * wants the answer any more. The first slice starts at once.
 */
export async function pull<Result>(work: Generator<void, Result>, host: Host, overtaken: () => boolean): Promise<Result | undefined> {
  for (let until = performance.now() + slice; ; ) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() < until) continue;
    await host.turn();
    if (overtaken()) return undefined;
    until = performance.now() + slice;
  }
}
