/** What a person sees in the workbench; the pictures are left in out/screenshots. */

import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "./launch.ts";
import { copyExamples, takeScreenshots } from "./screenshots.ts";
import { launchChromium } from "./vscode/chromium.ts";
import { installVSCode } from "./vscode/install.ts";
import { openWorkbench } from "./vscode/page.ts";
import { startServer } from "./vscode/server.ts";

test("the workbench shows lenses, a hover card, the light bulb and the Problems panel", async () => {
  for (const file of await takeScreenshots(join(root, "out", "screenshots"))) assert.ok(statSync(file).size > 10_000, file);
});

test("in a folder that is not trusted the Problems panel shows the findings", async () => {
  installVSCode();
  const scratch = mkdtempSync(join(tmpdir(), "gateway-tls-restricted-"));
  const server = await startServer({ dataDir: join(scratch, "server"), workspaceTrust: true });
  const browser = await launchChromium();
  try {
    const page = await openWorkbench(browser, server, { open: copyExamples(scratch), extension: root });
    page.setDefaultTimeout(30_000);
    await page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor();
    await page.keyboard.press("Control+Shift+KeyM");
    await page
      .locator(".markers-panel .monaco-list-row", { hasText: /reference-not-granted|RefNotPermitted/ })
      .first()
      .waitFor();
    await page.screenshot({ path: join(root, "out", "screenshots", "restricted.png") });
  } finally {
    await browser.close();
    await server.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
});
