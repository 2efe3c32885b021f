/** The extension-host suite in the server build of VS Code; each of its tests is reported here as a test. */

import { test } from "node:test";
import { runSuite } from "./launch.ts";
import type { SuiteName } from "./suite/harness.ts";

const suites: Readonly<Record<Exclude<SuiteName, "installed">, string>> = {
  folder: "a folder, in VS Code",
  nested: "a workspace of two folders, in VS Code",
};

for (const suite of ["folder", "nested"] as const) {
  test(suites[suite], async (t) => {
    const results = await runSuite({ suite });
    if (results.length === 0) throw new Error("the suite ran no test");
    for (const { name, milliseconds, error } of results) {
      await t.test(`${name} (${milliseconds} ms there)`, () => {
        if (error !== undefined) throw new Error(error);
      });
    }
  });
}
