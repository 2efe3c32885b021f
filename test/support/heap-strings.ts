/**
 * Run by secrecy.test.ts in a process of its own: reads a folder's manifests into a workspace as a host does, judges them, and answers whether the
 * heap then still holds one of the texts that standard input names, one to a line.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { getHeapSnapshot } from "node:v8";
import { openWorkspace } from "../../server/src/core/workspace/open.ts";
import { findingsOf } from "./judged-corpus.ts";

const [folder = "", now = "0"] = process.argv.slice(2);
const workspace = openWorkspace();

function index(): void {
  const files = readdirSync(folder).map(
    (name) => [pathToFileURL(join(folder, name)).href, readFileSync(join(folder, name), "utf8")] as const,
  );
  workspace.apply({ files, now: Number(now) });
  // An edit elsewhere, as in an editor.
  workspace.apply({
    files: [[pathToFileURL(join(folder, "other.yaml")).href, "kind: Service\napiVersion: v1\nmetadata: { name: other }\n"]],
  });
}

index();
const findings = findingsOf(workspace.snapshot).map((finding) => ({ ...finding, fixes: finding.fixes() }));
// What regular expressions last looked at stays in the heap until they look at something else.
/x/.exec("xx");

const chunks: Buffer[] = [];
for await (const chunk of getHeapSnapshot()) chunks.push(Buffer.from(chunk));
const heap = Buffer.concat(chunks);
const wanted = readFileSync(0, "utf8")
  .split("\n")
  .filter((line) => line !== "");
console.log(JSON.stringify({ codes: findings.map(({ code }) => code), found: wanted.filter((text) => heap.includes(text)) }));
