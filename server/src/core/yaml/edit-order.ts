/** Several changes at once: each means the text as it is now, though they are made one after the other. */
import type { Change } from "./change.ts";

type ValueChange = Extract<Change, { readonly change: "set" | "append" | "remove" | "rename" }>;

export function isValueChange(change: Change): change is ValueChange {
  return change.change === "set" || change.change === "append" || change.change === "remove" || change.change === "rename";
}

/**
 * The change as it is to be made after `done`: an index counts the items that are left. "again" for one that was made already; undefined
 * for one that contradicts an earlier one.
 */
export function settle(change: Change, done: readonly Change[]): Change | "again" | undefined {
  const written = JSON.stringify(change);
  if (done.some((earlier) => JSON.stringify(earlier) === written)) return "again";
  if (!("at" in change)) return change;
  const path = isValueChange(change) ? [...change.at.path] : [];
  for (const earlier of done) {
    if (!("at" in earlier) || earlier.at.file !== change.at.file || earlier.at.offset !== change.at.offset) continue;
    if (!isValueChange(earlier) || !isValueChange(change)) return undefined;
    if (contradict(earlier, change)) return undefined;
    if (earlier.change !== "remove") continue;
    const depth = earlier.at.path.length - 1;
    const removed = earlier.at.path[depth];
    const index = change.at.path[depth];
    if (
      typeof removed === "number" &&
      typeof index === "number" &&
      startsWith(change.at.path, earlier.at.path.slice(0, depth)) &&
      removed < index
    ) {
      path[depth] = Number(path[depth]) - 1;
    }
  }
  return isValueChange(change) ? { ...change, at: { ...change.at, path } } : change;
}

/** Whether one of two changes decides about what the other changes. */
function contradict(a: ValueChange, b: ValueChange): boolean {
  const over = (one: ValueChange, other: ValueChange) => one.change !== "append" && startsWith(other.at.path, one.at.path);
  return over(a, b) || over(b, a);
}

function startsWith(path: readonly (string | number)[], start: readonly (string | number)[]): boolean {
  return start.every((step, i) => path[i] === step);
}
