/**
 * What a person sees: opens examples/ in the workbench, looks at lenses, a hover card, the light bulb and the Problems panel as a
 * person would, and takes a picture of each. `node test/host/screenshots.ts` remakes those of the README.
 */

import { strict as assert } from "node:assert";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { root } from "./launch.ts";
import { launchChromium } from "./vscode/chromium.ts";
import { installVSCode } from "./vscode/install.ts";
import { openWorkbench } from "./vscode/page.ts";
import { startServer } from "./vscode/server.ts";

const examples = join(root, "examples");
const size = { width: 1200, height: 760 };
const settings = {
  "breadcrumbs.enabled": false,
  "editor.minimap.enabled": false,
  "editor.hover.delay": 100,
  "window.commandCenter": false,
  "workbench.colorTheme": "Default Light Modern",
  "workbench.layoutControl.enabled": false,
};

/** A picture, by the name of its file without extension, and the steps that lead to it; they fail when something is not there. */
const pictures: readonly (readonly [name: string, steps: (page: Page) => Promise<void>])[] = [
  [
    "lenses",
    async (page) => {
      await open(page, "gateway-public.yaml");
      await page
        .locator(".codelens-decoration", { hasText: /expires in \d+ days/ })
        .first()
        .waitFor();
      await page
        .locator(".codelens-decoration", { hasText: /issued by letsencrypt-prod/ })
        .first()
        .waitFor();
    },
  ],
  [
    "hover",
    async (page) => {
      await word(page, "rates").hover();
      const card = page.locator(".monaco-hover:not(.hidden) .hover-contents", { hasText: /edge termination/i }).first();
      await card.waitFor();
      // The picture in the card takes its place a moment later.
      await page.waitForTimeout(1000);
    },
  ],
  [
    "light-bulb",
    async (page) => {
      await open(page, "faults/reference-not-granted-near-miss/broken/gateway.yaml");
      await page.locator(".squiggly-error").first().waitFor();
      await word(page, "near-miss-tls").click();
      await page.keyboard.press("Control+Period");
      await page
        .locator(".action-widget .action-list-item-action, .action-widget .monaco-list-row.action", { hasText: /grant/i })
        .first()
        .waitFor();
      await page.waitForTimeout(500);
    },
  ],
  [
    "problems",
    async (page) => {
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+Shift+KeyM");
      await page
        .locator(".markers-panel .monaco-list-row", { hasText: /RefNotPermitted/ })
        .first()
        .waitFor();
      await page.waitForTimeout(500);
    },
  ],
];

/** Takes all pictures into a folder; rejects at the first thing that does not show. Returns the paths of the files. */
export async function takeScreenshots(into: string): Promise<readonly string[]> {
  installVSCode();
  mkdirSync(into, { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), "gateway-tls-screenshots-"));
  const server = await startServer({ dataDir: scratch, settings });
  const files: string[] = [];
  try {
    const browser = await launchChromium();
    try {
      const page = await openWorkbench(browser, server, { open: examples, extension: root, size });
      page.setDefaultTimeout(30_000);
      for (const [name, steps] of pictures) {
        const path = join(into, `${name}.png`);
        try {
          await steps(page);
        } catch (error) {
          await page.screenshot({ path: join(into, `${name}.failed.png`) });
          throw error;
        }
        await page.screenshot({ path });
        files.push(path);
      }
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
  assert.equal(files.length, pictures.length);
  return files;
}

/** Opens a file by typing the end of its path. */
async function open(page: Page, path: string): Promise<void> {
  await page.keyboard.press("Control+KeyP");
  const input = page.locator(".quick-input-widget input");
  await input.fill(path);
  await page
    .locator(".quick-input-list .monaco-list-row", { hasText: path.slice(path.lastIndexOf("/") + 1) })
    .first()
    .waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".tab.active", { hasText: path.slice(path.lastIndexOf("/") + 1) }).waitFor();
}

/** The first place in the editor where a word stands alone. */
function word(page: Page, text: string) {
  return page.locator(".editor-instance .view-line span:not(:has(span))", { hasText: new RegExp(`^\\s*${text}\\s*$`) }).first();
}

if (import.meta.main) console.log((await takeScreenshots(join(root, "docs", "images"))).join("\n"));
