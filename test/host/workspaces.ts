/** The workspaces that the suites open: copies, with certificates issued, of the folders under workspaces/. */

import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expandPem } from "../support/certificates.ts";
import type { SuiteName } from "./suite/harness.ts";

const pristine = join(import.meta.dirname, "workspaces");

/** Makes the workspace of a suite in an empty folder; returns the path of the folder or `.code-workspace` file to open. */
export function makeWorkspace(suite: SuiteName, scratch: string): string {
  const name = suite === "nested" ? "nested" : "folder";
  const copy = join(scratch, name);
  cpSync(join(pristine, name), copy, { recursive: true });
  for (const entry of readdirSync(copy, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".yaml"))) {
    const file = join(copy, entry);
    // The program under test judges by today's clock.
    writeFileSync(file, expandPem(readFileSync(file, "utf8"), Date.now()));
  }
  return name === "nested" ? join(copy, "nested.code-workspace") : copy;
}
