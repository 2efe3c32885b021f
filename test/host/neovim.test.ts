/** Neovim's own LSP client over stdio: what it receives for a folder is what `check` finds there. */

import { strict as assert } from "node:assert";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { root } from "./launch.ts";
import { findProgram, installFromApt } from "./vscode/debian.ts";
import { makeWorkspace } from "./workspaces.ts";

const cli = join(root, "dist", "gateway-tls.cjs");

interface Position {
  readonly line: number;
  readonly character: number;
}
interface Range {
  readonly start: Position;
  readonly end: Position;
}
interface Received {
  readonly stoodStill: boolean;
  readonly shown: number;
  readonly published: Readonly<Record<string, readonly { code: string; severity: number; message: string; range: Range }[]>>;
}
interface Checked {
  readonly findings: readonly { file: string; code: string; severity: string; message: string; range: Range }[];
}

test("Neovim receives over stdio what check prints", (t) => {
  if (!findProgram("nvim") && !(installFromApt("neovim") && findProgram("nvim"))) {
    t.skip("Neovim is not installed");
    return;
  }
  const scratch = mkdtempSync(join(tmpdir(), "gateway-tls-neovim-"));
  try {
    const folder = makeWorkspace("folder", scratch);
    const file = join(folder, "grant-new-file", "ingress", "gateway.yaml");
    const received = runNeovim(folder, file, join(scratch, "received.json"));
    assert.ok(received.stoodStill, "diagnostics arrived");
    const found = Object.entries(received.published).flatMap(([uri, diagnostics]) =>
      diagnostics.map(({ code, severity, message, range }) => ({
        file: relative(folder, fileURLToPath(uri)),
        code,
        severity: ["", "error", "warning", "information", "hint"][severity],
        message,
        range,
      })),
    );
    const { findings } = check(folder);
    const expected = findings.map(({ file, code, severity, message, range }) => ({ file, code, severity, message, range }));
    assert.ok(expected.length > 0);
    assert.deepEqual(inOrder(found), inOrder(expected));
    assert.equal(received.shown, expected.filter((finding) => join(folder, finding.file) === file).length);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});

function runNeovim(folder: string, file: string, result: string): Received {
  const run = spawnSync(
    "nvim",
    ["--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", `luafile ${join(import.meta.dirname, "neovim.lua")}`],
    {
      cwd: folder,
      env: {
        ...process.env,
        SERVER_COMMAND: JSON.stringify([process.execPath, cli, "serve", "--stdio"]),
        FOLDER: folder,
        FILE: file,
        RESULT: result,
      },
      encoding: "utf8",
      timeout: 60_000,
      killSignal: "SIGKILL",
    },
  );
  assert.equal(run.status, 0, `${run.error?.message ?? ""}${run.stdout}${run.stderr}`);
  return JSON.parse(readFileSync(result, "utf8"));
}

function check(folder: string): Checked {
  return JSON.parse(
    execFileSync(process.execPath, [cli, "check", ".", "--format", "json", "--fail-on", "never"], { cwd: folder, encoding: "utf8" }),
  );
}

function inOrder<T extends { file: string; message: string }>(findings: readonly T[]): readonly T[] {
  const key = ({ file, message }: T) => `${file} ${message}`;
  return findings.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
