/** Installs the server build of VS Code into an ignored folder, once per lock file. */

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const pinned = import.meta.dirname;
const target = join(pinned, "..", ".host");
const vscode = join(target, "node_modules", "code-server", "lib", "vscode");
const stamp = join(target, "installed");

/** The entry of VS Code's server, which Node 22.15 or later runs. */
export const serverMain = join(vscode, "out", "server-main.js");

/**
 * Makes sure that the pinned server build is installed; takes seconds when it has to be fetched and nothing when it is there.
 * Throws with npm's own words when the registry cannot be reached. Not safe to call from two processes at once.
 */
export function installVSCode(): void {
  const wanted = createHash("sha256")
    .update(readFileSync(join(pinned, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  console.log("Fetching the server build of VS Code (about 500 MB on disk, once) ...");
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const name of ["package.json", "package-lock.json"]) copyFileSync(join(pinned, name), join(target, name));
  // No install script is needed, and code-server's own refuses to run as root and downloads a compiler's headers.
  npm(target, ["ci", "--ignore-scripts"]);
  // `npm ci` finds code-server's shrinkwrap out of step with its package.json (tslib); `npm install` keeps to it and adds what is missing.
  npm(vscode, ["install", "--no-save", "--omit=dev", "--omit=optional", "--ignore-scripts"]);
  writeFileSync(stamp, wanted);
}

/** Runs npm (the one that runs us, if npm does) in a folder; throws with its output when it fails. */
function npm(cwd: string, args: readonly string[]): void {
  const all = [...args, "--no-audit", "--no-fund", "--loglevel=error"];
  const own = process.env.npm_execpath;
  const run = own?.endsWith(".js")
    ? spawnSync(process.execPath, [own, ...all], { cwd, encoding: "utf8" })
    : spawnSync("npm", all, { cwd, encoding: "utf8", shell: process.platform === "win32" });
  if (run.status !== 0) throw new Error(`npm ${args.join(" ")} failed in ${cwd}: ${run.error?.message ?? `${run.stdout}${run.stderr}`}`);
}
