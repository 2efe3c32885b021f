/** A reporter for Node's test runner that writes how many tests passed, failed and were skipped, as JSON. */

import { resolve } from "node:path";
import type { TestEvent } from "node:test/reporters";

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly complaint?: string;
}

/** Counts tests, suites (`describe`) aside. A file without a test, which Node reports as a test that passed, counts as failed. */
export default async function* tally(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  const empty: string[] = [];
  for await (const { type, data } of events) {
    if ((type !== "test:pass" && type !== "test:fail") || data.details.type === "suite") continue;
    if (data.skip !== undefined && data.skip !== false) skipped++;
    else if (type === "test:fail") failed++;
    else if (data.nesting === 0 && data.file === resolve(data.name)) empty.push(data.name);
    else passed++;
  }
  const complaint = empty.length > 0 ? { complaint: `no test in ${empty.join(", ")}` } : {};
  yield JSON.stringify({ passed, failed: failed + empty.length, skipped, ...complaint } satisfies Tally);
}
