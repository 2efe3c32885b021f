/**
 * Runs the tests, group by group, and counts them: `npm test` runs all, `npm test -- unit host` those that are named.
 * `npm run ci` adds lint and types. The last line is always `N passed, N failed`; a group in which no test ran is a failure.
 */

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Tally } from "./tally.ts";

const root = join(import.meta.dirname, "..");
const folders = ["unit", "workspace", "protocol", "corpus", "tidy", "host"];
// The host tests share one machine's VS Code, browser and packages; the others run side by side.
const alone = ["host"];
const scripts = ["lint", "types"];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => ![...folders, ...scripts].includes(name));
if (unknown.length > 0) {
  console.error(`No such group: ${unknown.join(", ")}. There are ${[...folders, ...scripts].join(", ")}.`);
  process.exit(2);
}
const groups = wanted.length > 0 ? wanted : folders;

const out = mkdtempSync(join(tmpdir(), "gateway-tls-run-"));
const results: [group: string, Tally][] = [];
if (groups.some((name) => folders.includes(name))) {
  const built = script("build");
  if (built.failed > 0) results.push(["build", built]);
}
for (const name of groups) results.push([name, scripts.includes(name) ? script(name) : folder(name)]);
rmSync(out, { recursive: true, force: true });

const total = (count: (tally: Tally) => number) => results.reduce((sum, [, tally]) => sum + count(tally), 0);
console.log();
for (const [name, tally] of results) console.log(`${name.padEnd(10)} ${line(tally)}`);
const failed = total((tally) => tally.failed);
console.log(`${total((tally) => tally.passed)} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function line(tally: Tally): string {
  const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : "";
  return `${tally.passed} passed, ${tally.failed} failed${skipped}${tally.complaint ? ` (${tally.complaint})` : ""}`;
}

/** Runs an npm script as one test: it passes with status 0. */
function script(name: string): Tally {
  console.log(`\n— ${name}`);
  const { status } = spawnSync("npm", ["run", "--silent", name], { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 };
}

/** Runs the tests of one folder under test/ with Node's test runner. */
function folder(name: string): Tally {
  console.log(`\n— ${name}`);
  const none = (complaint: string): Tally => ({ passed: 0, failed: 1, skipped: 0, complaint });
  if (!existsSync(join(root, "test", name))) return none("no such folder");
  const file = join(out, `${name}.json`);
  mkdirSync(out, { recursive: true });
  const { status } = spawnSync(
    process.execPath,
    [
      "--test",
      ...(alone.includes(name) ? ["--test-concurrency=1"] : []),
      ...["--test-reporter=spec", "--test-reporter-destination=stdout"],
      ...["--test-reporter=./test/tally.ts", `--test-reporter-destination=${file}`],
      `test/${name}/**/*.test.ts`,
    ],
    { cwd: root, stdio: "inherit" },
  );
  if (!existsSync(file)) return none("the test runner did not report");
  const tally: Tally = JSON.parse(readFileSync(file, "utf8"));
  if (tally.passed + tally.failed + tally.skipped === 0) return none("no test was found");
  return status !== 0 && tally.failed === 0 ? { ...tally, failed: 1, complaint: `the test runner ended with status ${status}` } : tally;
}
