/** Programs that the host tests need from outside npm: found where they are, and installed where that is possible. */

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The path of the first of these programs that is on the PATH, or undefined. */
export function findProgram(...names: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

/** Installs Debian packages when we are root on a machine that has apt; returns whether that was tried. Throws with apt's words when it fails. */
export function installFromApt(...packages: readonly string[]): boolean {
  if (process.getuid?.() !== 0 || !findProgram("apt-get")) return false;
  console.log(`Installing ${packages.join(", ")} with apt ...`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  apt(["update", "-q"], env);
  apt(["install", "-y", "-q", "--no-install-recommends", ...packages], env);
  return true;
}

function apt(args: readonly string[], env: NodeJS.ProcessEnv): void {
  const run = spawnSync("apt-get", args, { env, encoding: "utf8" });
  if (run.status !== 0) throw new Error(`apt-get ${args.join(" ")} failed: ${run.error?.message ?? run.stderr}`);
}
