/** Making and recognising faults. */
import type { Fault } from "./facts.ts";

/** A fault of a text that should hold certificates or a key; `predicate` says what the value is or has. */
export function valueFault(kind: Fault["fault"], predicate: string): Fault {
  return { fault: kind, message: `The value ${predicate}.` };
}

/** A fault of one certificate. */
export function certificateFault(kind: Fault["fault"], predicate: string): Fault {
  return { fault: kind, message: `The certificate ${predicate}.` };
}

/** Whether a reading ended in a fault instead of facts. */
export function isFault<T extends object>(reading: T | Fault): reading is Fault {
  return "fault" in reading && "message" in reading;
}
