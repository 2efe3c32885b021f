/** Runs the extension-host suite in the server build of VS Code, which a headless Chromium shows. */

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { cliVariable, extensionsVariable, type HostResult, resultsVariable, type SuiteName, suiteVariable } from "./suite/harness.ts";
import { launchChromium } from "./vscode/chromium.ts";
import { installVSCode } from "./vscode/install.ts";
import { runSuiteInPage } from "./vscode/page.ts";
import { startServer } from "./vscode/server.ts";
import { makeWorkspace } from "./workspaces.ts";

export const root = join(import.meta.dirname, "..", "..");
const limit = 300_000;

export interface SuiteLaunch {
  readonly suite: SuiteName;
  /** Folder into which the extension was installed; left out, the project's own folder is the extension. */
  readonly extensionsDir?: string;
}

/** Bundles the suite as a module that VS Code's extension host loads; resolves to its path. */
export async function bundleSuite(): Promise<string> {
  const outfile = join(root, "out", "host", "suite.cjs");
  await build({
    entryPoints: [join(import.meta.dirname, "suite", "index.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    mainFields: ["module", "main"],
    external: ["vscode"],
    logLevel: "warning",
  });
  return outfile;
}

/** Runs a suite on its workspace and resolves to one result per test; rejects when VS Code or the suite as a whole fails. */
export async function runSuite(launch: SuiteLaunch): Promise<readonly HostResult[]> {
  installVSCode();
  const suite = await bundleSuite();
  const scratch = mkdtempSync(join(tmpdir(), "gateway-tls-host-"));
  const results = join(scratch, "results.jsonl");
  const server = await startServer({
    dataDir: join(scratch, "server"),
    env: {
      ...environmentOf(launch.suite, results),
      ...(launch.extensionsDir ? { [extensionsVariable]: launch.extensionsDir } : {}),
    },
    ...(launch.extensionsDir ? { extensionsDir: launch.extensionsDir } : {}),
  });
  try {
    const browser = await launchChromium();
    try {
      const open = makeWorkspace(launch.suite, scratch);
      const { status, log } = await runSuiteInPage(
        browser,
        server,
        // VS Code runs suites only beside an extension under development, if an empty one.
        { open, suite, extension: launch.extensionsDir ? emptyExtension(scratch) : root },
        limit,
      );
      // A suite in which tests failed ends with 1, and their results say more than that.
      if (!existsSync(results)) throw new Error(`The suite ended with status ${status} and no result.\n${log.slice(-40).join("\n")}`);
    } finally {
      await browser.close();
    }
    return readResults(results);
  } finally {
    await server.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

function emptyExtension(scratch: string): string {
  const folder = join(scratch, "empty");
  mkdirSync(folder);
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "empty", publisher: "test", version: "0.0.0", engines: { vscode: "*" } }),
  );
  return folder;
}

/** The variables from which the suite learns what to run, where to report, and which command line to compare with. */
export function environmentOf(suite: SuiteName, results: string): Record<string, string> {
  return { [resultsVariable]: results, [suiteVariable]: suite, [cliVariable]: join(root, "dist", "gateway-tls.cjs") };
}

/** Reads what the suite wrote: one JSON value per line. */
export function readResults(file: string): readonly HostResult[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}
