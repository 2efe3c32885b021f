/** Making and recognising faults. */
import type { Fault } from "./facts.ts";

/** A fault from its kind and its words (a predicate without a full stop, see {@link Fault.message}). */
export function fault(kind: Fault["fault"], message: string): Fault {
  return { fault: kind, message };
}

/** Whether a reading ended in a fault instead of facts. */
export function isFault<T extends object>(reading: T | Fault): reading is Fault {
  return "fault" in reading && "message" in reading;
}
