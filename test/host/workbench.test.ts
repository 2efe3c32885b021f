/** Lenses, hover card, light bulb and Problems panel show in the workbench; the pictures are left in out/screenshots. */

import { strict as assert } from "node:assert";
import { statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "./launch.ts";
import { takeScreenshots } from "./screenshots.ts";

test("the workbench shows lenses, a hover card, the light bulb and the Problems panel", async () => {
  for (const file of await takeScreenshots(join(root, "out", "screenshots"))) assert.ok(statSync(file).size > 10_000, file);
});
