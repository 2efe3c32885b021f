/** Opens VS Code's workbench in a browser, with an extension under development in it. */

import type { Browser, Page } from "playwright-core";
import type { VSCodeServer } from "./server.ts";

export interface Workbench {
  /** Absolute path of a folder, or of a `.code-workspace` file. */
  readonly open: string;
  /** Absolute path of the folder of an extension that runs from its sources; none when left out. */
  readonly extension?: string;
  /** Runs that extension in VS Code's extension host for the browser instead of the server's. */
  readonly kind?: "web";
  /** Absolute path of a module with `run()`, which runs in the extension host as a test suite. */
  readonly suite?: string;
  /** Absolute path of a file to show. */
  readonly file?: string;
  /** Width and height in CSS pixels. */
  readonly size?: { readonly width: number; readonly height: number };
  /** Called with the page before it loads. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** The address of a workbench; `--enable-smoke-test-driver` makes the server heed what it says about extensions and suites. */
export function addressOf(server: VSCodeServer, workbench: Workbench): string {
  const remote = (path: string) => `vscode-remote://${server.authority}${path}`;
  const payload: [string, string][] = [["skipWelcome", "true"]];
  if (workbench.extension) payload.push(["extensionDevelopmentPath", remote(workbench.extension)]);
  if (workbench.kind) payload.push(["extensionDevelopmentKind", workbench.kind]);
  if (workbench.suite) payload.push(["extensionTestsPath", remote(workbench.suite)]);
  if (workbench.file) payload.push(["openFile", remote(workbench.file)]);
  const query = new URLSearchParams({
    [workbench.open.endsWith(".code-workspace") ? "workspace" : "folder"]: workbench.open,
    payload: JSON.stringify(payload),
  });
  return `${server.origin}/?${query}`;
}

/** Opens the workbench in a page of its own and resolves when it stands (a suite runs on). */
export async function openWorkbench(browser: Browser, server: VSCodeServer, workbench: Workbench): Promise<Page> {
  const context = await browser.newContext({ viewport: workbench.size ?? { width: 1280, height: 800 } });
  const page = await context.newPage();
  await workbench.prepare?.(page);
  await page.goto(addressOf(server, workbench));
  await page.waitForSelector(".monaco-workbench", { timeout: 60_000 });
  return page;
}

/**
 * Runs the suite of a workbench to its end. Resolves to its status (0 when `run()` resolved) and to what the extension host logged meanwhile, the first
 * line of each entry: this server has no native modules, and says so at length. Rejects when it is not done within `limit` milliseconds.
 */
export async function runSuiteInPage(
  browser: Browser,
  server: VSCodeServer,
  workbench: Workbench,
  limit: number,
): Promise<{ readonly status: number; readonly log: readonly string[] }> {
  const log: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  try {
    const status = await new Promise<number>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`${why}\n${log.slice(-40).join("\n")}`));
      timer = setTimeout(() => fail(`The suite was not done within ${limit / 1000} s.`), limit);
      const prepare = async (page: Page) => {
        page.on("crash", () => fail("The page crashed."));
        await page.exposeFunction("codeAutomationLog", (_type: string, args: unknown[]) => {
          log.push(args.map(String).join(" ").split("\n", 1).join(""));
        });
        await page.exposeFunction("codeAutomationExit", resolve);
      };
      openWorkbench(browser, server, { ...workbench, prepare }).catch(reject);
    });
    return { status, log };
  } finally {
    clearTimeout(timer);
  }
}
