/**
 * What a person sees: opens the examples in the workbench, looks at lenses, a hover card, the light bulb and the Problems panel as a
 * person would, and takes a picture of each. `node test/host/screenshots.ts` remakes those of the README.
 */

import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page, PageScreenshotOptions } from "playwright-core";
import { root } from "./launch.ts";
import { launchChromium } from "./vscode/chromium.ts";
import { installVSCode } from "./vscode/install.ts";
import { openWorkbench } from "./vscode/page.ts";
import { startServer } from "./vscode/server.ts";

const size = { width: 1100, height: 640 };
const settings = {
  "breadcrumbs.enabled": false,
  "editor.minimap.enabled": false,
  "editor.hover.delay": 100,
  "window.commandCenter": false,
  "workbench.colorTheme": "Default Light Modern",
  "workbench.layoutControl.enabled": false,
};

/**
 * A picture: the name of its file without extension, and the steps that lead to it. They fail when something is not there, and may answer with the part
 * of the page that is shown; the upper part is, otherwise.
 */
interface Picture {
  readonly name: string;
  /** Where it is more than usual. */
  readonly windowHeight?: number;
  readonly steps: (page: Page) => Promise<Clip | undefined>;
}
type Clip = NonNullable<PageScreenshotOptions["clip"]>;

const pictures: readonly Picture[] = [
  {
    name: "lenses",
    steps: async (page) => {
      await page.keyboard.press("Control+KeyB");
      await open(page, "shop/platform-ingress/gateway-public.yaml", 52);
      await lens(page, /expires in \d+ (days|years)/).waitFor();
      await lens(page, /issued by letsencrypt-prod/).waitFor();
      return undefined;
    },
  },
  {
    name: "hover",
    // VS Code gives a card a quarter of the editor's height.
    windowHeight: 1800,
    steps: async (page) => {
      await open(page, "shop/platform-ingress/gateway-public.yaml", 12);
      await word(page, "rates").hover();
      const card = page.locator(".monaco-hover:not(.hidden)", { hasText: /edge termination/i }).first();
      await card.waitFor();
      // The picture in the card takes its place a moment later.
      await page.waitForTimeout(1000);
      const box = await card.boundingBox();
      assert.ok(box);
      const [x, y] = [52, Math.max(0, box.y - 64)];
      return { x, y, width: box.x + box.width + 12 - x, height: box.y + box.height + 12 - y };
    },
  },
  {
    name: "light-bulb",
    steps: async (page) => {
      await page.keyboard.press("Escape");
      await open(page, "faults/reference-not-granted-near-miss/broken/gateway.yaml", 4);
      await page.locator(".squiggly-error").first().waitFor();
      await word(page, "near-miss-tls").click();
      await page.keyboard.press("Control+Period");
      await page
        .locator(".action-widget .monaco-list-row.action", { hasText: /ReferenceGrant/ })
        .first()
        .waitFor();
      await page.waitForTimeout(500);
      return undefined;
    },
  },
  {
    name: "problems",
    steps: async (page) => {
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+Shift+KeyM");
      await page
        .locator(".markers-panel .monaco-list-row", { hasText: /RefNotPermitted/ })
        .first()
        .waitFor();
      await page.waitForTimeout(500);
      return undefined;
    },
  },
];

/** Takes all pictures into a folder; rejects at the first thing that does not show. Returns the paths of the files. */
export async function takeScreenshots(into: string): Promise<readonly string[]> {
  installVSCode();
  mkdirSync(into, { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), "gateway-tls-screenshots-"));
  const examples = copyExamples(scratch);
  const server = await startServer({ dataDir: join(scratch, "server"), settings });
  const files: string[] = [];
  try {
    const browser = await launchChromium();
    try {
      const page = await openWorkbench(browser, server, { open: examples, extension: root, size });
      page.setDefaultTimeout(30_000);
      for (const { name, windowHeight, steps } of pictures) {
        const path = join(into, `${name}.png`);
        await page.setViewportSize({ ...size, height: windowHeight ?? size.height });
        try {
          const clip = await steps(page);
          await page.screenshot({ path, clip: clip ?? { x: 0, y: 0, ...size } });
        } catch (error) {
          await page.screenshot({ path: join(into, `${name}.failed.png`) });
          throw error;
        }
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

/** A copy of examples/ in which the certificates that must be close to their end are. Returns its path. */
export function copyExamples(scratch: string): string {
  const copy = join(scratch, "examples");
  cpSync(join(root, "examples"), copy, { recursive: true });
  execFileSync(process.execPath, [join(root, "examples", "make-certificates.ts"), "--expiring", copy]);
  return copy;
}

/** Opens a file at a line, as a person does who types its path. */
async function open(page: Page, path: string, line: number): Promise<void> {
  const name = path.slice(path.lastIndexOf("/") + 1);
  await page.keyboard.press("Control+KeyP");
  await page.locator(".quick-input-widget input").fill(`${path}:${line}`);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: name }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  await page.locator(".tab.active", { hasText: name }).waitFor();
}

function lens(page: Page, title: RegExp) {
  return page.locator(".codelens-decoration", { hasText: title }).filter({ visible: true }).first();
}

/** The first place in the editor where a word stands alone. */
function word(page: Page, text: string) {
  return page.locator(".editor-instance .view-line span:not(:has(span))", { hasText: new RegExp(`^\\s*${text}\\s*$`) }).first();
}

if (import.meta.main) console.log((await takeScreenshots(join(root, "docs", "images"))).join("\n"));
