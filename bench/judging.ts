/** The core as a host uses it: files go in in batches, the judgement is pulled. */
import { openWorkspace } from "../server/src/core/workspace/open.ts";
import type { Snapshot, Workspace } from "../server/src/core/workspace/workspace.ts";

export type Files = readonly (readonly [file: string, text: string])[];

/** The instant at which everything is judged. */
export const now = Date.UTC(2026, 5, 15, 12);

export function index(batches: Iterable<Files>): Workspace {
  const workspace = openWorkspace();
  for (const files of batches) workspace.apply({ files, now });
  return workspace;
}

/** Judges a snapshot at a stretch, and answers with the longest time between two of its pauses, in milliseconds. */
export function judge(snapshot: Snapshot): number {
  const work = snapshot.judge();
  let longest = 0;
  for (let start = performance.now(); ; ) {
    const done = work.next().done;
    const end = performance.now();
    longest = Math.max(longest, end - start);
    if (done) return longest;
    start = end;
  }
}
