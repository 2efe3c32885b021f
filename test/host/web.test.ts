/** The browser's variant: client and server as web workers in VS Code's extension host for the browser publish what check finds. */

import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { root } from "./launch.ts";
import { publishedMark, type WebFinding } from "./suite/web-finding.ts";
import { launchChromium } from "./vscode/chromium.ts";
import { installVSCode } from "./vscode/install.ts";
import { runSuiteInPage } from "./vscode/page.ts";
import { startServer } from "./vscode/server.ts";
import { makeWorkspace } from "./workspaces.ts";

test("in the browser's extension host the findings are those of check", async () => {
  installVSCode();
  const scratch = mkdtempSync(join(tmpdir(), "gateway-tls-web-"));
  const server = await startServer({ dataDir: join(scratch, "server") });
  const browser = await launchChromium();
  try {
    const folder = makeWorkspace("folder", scratch);
    const extension = browserExtension();
    const suite = await bundleSuite(extension);
    const { status, log } = await runSuiteInPage(browser, server, { open: folder, extension, suite, kind: "web" }, 120_000);
    const line = log.find((each) => each.startsWith(publishedMark));
    assert.ok(status === 0 && line, `ended with ${status}\n${log.slice(-20).join("\n")}`);
    const published: readonly WebFinding[] = JSON.parse(line.slice(publishedMark.length));
    const expected = check(folder);
    assert.ok(expected.length > 0);
    assert.deepEqual(inOrder(published), inOrder(expected));
  } finally {
    await browser.close();
    await server.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
});

/** The extension as a browser sees it: without `main`, so that this server cannot choose the other variant. Returns its folder. */
function browserExtension(): string {
  const folder = join(root, "out", "web");
  mkdirSync(folder, { recursive: true });
  const { main: _, ...manifest } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  for (const name of ["dist", "syntaxes"]) cpSync(join(root, name), join(folder, name), { recursive: true });
  return folder;
}

/** Bundles the suite for a web worker and returns its path. It has to lie within the extension, whose host it is meant to share. */
async function bundleSuite(extension: string): Promise<string> {
  const outfile = join(extension, "suite.cjs");
  await build({
    entryPoints: [join(import.meta.dirname, "suite", "web.ts")],
    outfile,
    bundle: true,
    platform: "browser",
    format: "cjs",
    target: "es2022",
    external: ["vscode"],
    logLevel: "warning",
  });
  return outfile;
}

function check(folder: string): readonly WebFinding[] {
  const cli = join(root, "dist", "gateway-tls.cjs");
  const output = execFileSync(process.execPath, [cli, "check", ".", "--format", "json", "--fail-on", "never"], {
    cwd: folder,
    encoding: "utf8",
  });
  const { findings }: { findings: readonly { file: string; code: string; message: string; range: { start: { line: number } } }[] } =
    JSON.parse(output);
  return findings.map(({ file, code, message, range }) => ({ file, code, message, line: range.start.line }));
}

function inOrder(findings: readonly WebFinding[]): readonly WebFinding[] {
  const key = ({ file, line, message }: WebFinding) => `${file} ${line} ${message}`;
  return findings.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
