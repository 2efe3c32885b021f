/** What VS Code's extension host runs: the tests of the suite that the environment names. */

import { folderTests } from "./folder.ts";
import { type HostTest, runTests, type SuiteName, suiteVariable } from "./harness.ts";
import { installedTests } from "./installed.ts";
import { nestedTests } from "./nested.ts";

const suites: Readonly<Record<SuiteName, readonly HostTest[]>> = {
  folder: folderTests,
  nested: nestedTests,
  installed: installedTests,
};

/** Called by VS Code once, after the workspace is open; a rejection is a failed run. */
export async function run(): Promise<void> {
  const name = process.env[suiteVariable] ?? "folder";
  const tests = Object.entries(suites).find(([suite]) => suite === name)?.[1];
  if (!tests) throw new Error(`no suite ${name}`);
  await runTests(tests);
}
