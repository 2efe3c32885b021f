/** Runs tests one after the other inside the extension host, on a desktop and in the server build alike. */

import { appendFileSync } from "node:fs";

/** One test: it fails by throwing. */
export interface HostTest {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** What the launcher reads back, one JSON line per test, from the file that the environment variable names. */
export interface HostResult {
  readonly name: string;
  readonly milliseconds: number;
  /** The stack of what was thrown; absent when the test passed. */
  readonly error?: string;
}

export const resultsVariable = "GATEWAY_TLS_HOST_RESULTS";

/** Names the bundled command line, whose findings are compared with the published ones. */
export const cliVariable = "GATEWAY_TLS_HOST_CLI";

/** Names the folder into which the extension was installed. */
export const extensionsVariable = "GATEWAY_TLS_HOST_EXTENSIONS";

/** Which tests run; each set has a workspace of its own. The environment variable carries it. */
export type SuiteName = "folder" | "nested" | "installed";
export const suiteVariable = "GATEWAY_TLS_HOST_SUITE";

const limit = 60_000;

/** Runs the tests in their order, reports each, and rejects when one failed or there was none. */
export async function runTests(tests: readonly HostTest[]): Promise<void> {
  const results: HostResult[] = [];
  for (const test of tests) {
    const result = await runTest(test);
    results.push(result);
    const file = process.env[resultsVariable];
    if (file) appendFileSync(file, `${JSON.stringify(result)}\n`);
    console.log(
      `${result.error === undefined ? "✔" : "✖"} ${result.name} (${result.milliseconds} ms)${result.error ? `\n${result.error}` : ""}`,
    );
  }
  const failed = results.filter((result) => result.error !== undefined).length;
  console.log(`${results.length - failed} passed, ${failed} failed`);
  if (results.length === 0) throw new Error("no test was run");
  if (failed > 0) throw new Error(`${failed} of ${results.length} tests failed`);
}

async function runTest({ name, run }: HostTest): Promise<HostResult> {
  const start = performance.now();
  const milliseconds = () => Math.round(performance.now() - start);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${limit / 1000} s`)), limit);
  });
  try {
    await Promise.race([run(), late]);
    return { name, milliseconds: milliseconds() };
  } catch (error) {
    return { name, milliseconds: milliseconds(), error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
