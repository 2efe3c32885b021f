/**
 * `npm run bench`: how long the core takes, and how much it keeps, beside what nobody can go below (reading the files) and beside the obvious way
 * (parsing all of them with the `yaml` package). Compare within one run; machines differ, and other work on this one shows.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeAll } from "./disk-tree.ts";
import { monorepo } from "./monorepo.ts";
import { median, ms, quantile, table } from "./stopwatch.ts";

/** Runs a script beside this one in a fresh process, so that no measurement inherits the garbage of another, and reads its answer. */
function measured<Answer>(script: string, ...args: readonly string[]): Answer {
  const command = ["--expose-gc", "--max-old-space-size=4096", join(import.meta.dirname, script), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8", maxBuffer: 1e8 });
  if (status !== 0) throw new Error(`${script}: ${stderr}`);
  return JSON.parse(stdout) as Answer;
}

function indexing(folder: string): void {
  const times = measured<Record<string, number[]>>("indexing.ts", folder);
  const floor = median(times["walk and read"] ?? []);
  const all = median(times["parse everything with yaml"] ?? []);
  table("10,000 documents from disk", [
    ["", "median ms", "min", "max", "× reading", "× faster than all yaml"],
    ...Object.entries(times).map(([name, list]) => {
      const middle = median(list);
      return [name, ms(middle), ms(Math.min(...list)), ms(Math.max(...list)), (middle / floor).toFixed(1), (all / middle).toFixed(1)];
    }),
  ]);
}

function keystrokes(documents: number, size: "small" | "big"): string[] {
  const { keystroke, apply, slice } = measured<{ keystroke: number[]; apply: number[]; slice: number[] }>(
    "keystrokes.ts",
    String(documents),
    size,
  );
  return [
    `${size === "big" ? "500" : "2"} KB file, ${documents.toLocaleString("en")} documents`,
    ms(median(keystroke)),
    ms(quantile(keystroke, 0.95)),
    ms(median(apply)),
    ms(quantile(apply, 0.95)),
    ms(median(keystroke) - median(apply)),
    ms(quantile(slice, 0.95)),
  ];
}

function memory(folder: string): void {
  const ways = ["nothing", "texts", "workspace", "yaml"];
  const kept = ways.map((way) => measured<{ heap: number; resident: number; peak: number }>("memory.ts", way, folder));
  const base = kept[0]?.heap ?? 0;
  table("Memory after 10,000 documents, in MB", [
    ["kept", "heap", "resident", "peak"],
    ...kept.map(({ heap, resident, peak }, i) => [ways[i] ?? "", (heap - base).toFixed(1), resident.toFixed(0), peak.toFixed(0)]),
  ]);
}

const folder = mkdtempSync(join(tmpdir(), "gateway-tls-bench-"));
try {
  const files = monorepo(10_000);
  writeAll(folder, files);
  const characters = files.reduce((sum, [, text]) => sum + text.length, 0);
  console.log(`10,000 documents in ${files.length} files, ${(characters / 1e6).toFixed(1)} MB; Node ${process.version}`);
  indexing(folder);
  table("One keystroke, the whole workspace judged after it, in ms", [
    ["", "p50", "p95", "apply p50", "apply p95", "link and judge p50", "longest slice p95"],
    keystrokes(1000, "small"),
    keystrokes(1000, "big"),
    keystrokes(10_000, "small"),
  ]);
  memory(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
