/** Starts and stops the server build of VS Code. */

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { serverMain } from "./install.ts";

/** A running server. `origin` is `http://127.0.0.1:PORT`; `authority` is what `vscode-remote://` URIs of its files carry. */
export interface VSCodeServer {
  readonly origin: string;
  readonly authority: string;
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** Folder for the server's own settings and logs. */
  readonly dataDir: string;
  /** Folder of installed extensions; those of dataDir when left out. */
  readonly extensionsDir?: string;
  /** Asks whether a folder is trusted, as a desktop does; without it every folder is. */
  readonly workspaceTrust?: boolean;
  /** Lets the page's address carry an extension under development and a test suite. */
  readonly testDriver?: boolean;
  /** Settings of VS Code beside {@link quiet}. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A port of one's choice; any free one when left out. */
  readonly port?: number;
  /** Added to the environment of the server and of the extension hosts that it starts. */
  readonly env?: Readonly<Record<string, string>>;
}

/** VS Code without what would stand in the way of a demonstration or make the tests depend on a network. */
const quiet = {
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "security.workspace.trust.startupPrompt": "never",
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
};

function arguments_(options: ServerOptions): string[] {
  return [
    ...["--accept-server-license-terms", "--server-data-dir", options.dataDir],
    ...(options.extensionsDir ? ["--extensions-dir", options.extensionsDir] : []),
  ];
}

// Variables that an outer VS Code or Electron sets would steer this one, too.
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_)/.test(name)));

/** Starts the installed server build on the loopback interface and resolves once it accepts connections; rejects after a minute. */
export async function startServer(options: ServerOptions): Promise<VSCodeServer> {
  const machine = join(options.dataDir, "data", "Machine");
  mkdirSync(machine, { recursive: true });
  writeFileSync(join(machine, "settings.json"), JSON.stringify({ ...quiet, ...options.settings }, undefined, 2));
  const child = spawn(
    process.execPath,
    [
      serverMain,
      ...["--host", "127.0.0.1", "--port", String(options.port ?? 0), "--without-connection-token", "--telemetry-level", "off"],
      ...(options.testDriver === false ? [] : ["--enable-smoke-test-driver"]),
      ...(options.workspaceTrust ? [] : ["--disable-workspace-trust"]),
      ...arguments_(options),
    ],
    { env: { ...env, ...options.env }, stdio: ["ignore", "pipe", "pipe"], detached: process.platform !== "win32" },
  );
  const kill = () => end(child);
  process.once("exit", kill);
  const stop = async () => {
    process.removeListener("exit", kill);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    end(child);
    await gone;
  };
  try {
    const authority = `127.0.0.1:${await portOf(child)}`;
    return { origin: `http://${authority}`, authority, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Ends the server with the extension hosts that it started: they share its process group. */
function end(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill();
    else process.kill(-child.pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}

function portOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    let port: string | undefined;
    const timer = setTimeout(() => reject(new Error(`VS Code's server was not up within a minute:\n${output}`)), 60_000);
    const read = (chunk: Buffer) => {
      if (port && output.includes("Extension host agent started")) return;
      output += chunk.toString();
      port ??= /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (!port || !output.includes("Extension host agent started")) return;
      clearTimeout(timer);
      resolve(port);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("error", reject);
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`VS Code's server ended with status ${code}:\n${output}`));
    });
  });
}

/** Installs a packaged extension (.vsix) into the folders of `options`; throws with VS Code's own words when it refuses. */
export function installExtension(vsix: string, options: ServerOptions): void {
  const run = spawnSync(process.execPath, [serverMain, "--install-extension", vsix, ...arguments_(options)], { env, encoding: "utf8" });
  if (run.status !== 0 || !/successfully installed/.test(run.stdout)) {
    throw new Error(`VS Code did not install ${vsix}: ${run.stdout}${run.stderr}`);
  }
}
