/** Run by run.ts in a process of its own: what stays in memory after one way of reading a folder. Answers in JSON, in megabytes. */
import { parseAllDocuments } from "yaml";
import { pathsIn, readInBatches } from "./disk-tree.ts";
import { index, judge } from "./judging.ts";

const [what, folder = ""] = process.argv.slice(2);
const kept = keep();

function keep(): unknown {
  const batches = readInBatches(pathsIn(folder));
  if (what === "texts") return [...batches];
  if (what === "yaml") return [...batches].flat().map(([, text]) => parseAllDocuments(text, { prettyErrors: false }));
  if (what !== "workspace") return undefined;
  const workspace = index(batches);
  judge(workspace.snapshot);
  return workspace;
}

await new Promise((resolve) => setTimeout(resolve, 50));
globalThis.gc?.();
globalThis.gc?.();
const { heapUsed, rss, external } = process.memoryUsage();
const [heap = 0, resident = 0] = [heapUsed + external, rss].map((bytes) => bytes / 1e6);
console.log(JSON.stringify({ heap, resident, peak: process.resourceUsage().maxRSS / 1e3, isKept: kept !== undefined }));
