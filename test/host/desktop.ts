/** Runs the extension-host suite in a desktop build of VS Code, which @vscode/test-electron downloads: `npm run test:desktop`. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTests } from "@vscode/test-electron";
import { bundleSuite, environmentOf, readResults, root } from "./launch.ts";
import type { SuiteName } from "./suite/harness.ts";
import { makeWorkspace } from "./workspaces.ts";

const extensionTestsPath = await bundleSuite();
const names: readonly SuiteName[] = ["folder", "nested"];
let passed = 0;
let failed = 0;
for (const name of names) {
  const scratch = mkdtempSync(join(tmpdir(), "gateway-tls-desktop-"));
  const results = join(scratch, "results.jsonl");
  try {
    await runTests({
      extensionDevelopmentPath: root,
      extensionTestsPath,
      launchArgs: [makeWorkspace(name, scratch), "--disable-extensions", "--disable-workspace-trust", "--skip-welcome"],
      extensionTestsEnv: environmentOf(name, results),
    }).catch((error: unknown) => console.error(error));
    const run = readResults(results);
    if (run.length === 0) failed++;
    passed += run.filter((result) => result.error === undefined).length;
    failed += run.filter((result) => result.error !== undefined).length;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
