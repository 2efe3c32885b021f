/** Asks the client for the settings. */
import type { Connection } from "vscode-languageserver";
import type { Settings } from "../core/workspace/settings.ts";
import type { Host } from "./host.ts";
import { globsOf, readSettings } from "./settings.ts";
import type { RootFolder } from "./workspace-files.ts";

export interface Configuration {
  readonly settings: Settings;
  readonly roots: readonly RootFolder[];
  readonly misunderstood: readonly string[];
}

/** How long a client may take to answer before the defaults hold, in milliseconds. */
const patience = 2000;

/**
 * The settings for these folders. `pushed` is what came with `initialize` or `didChangeConfiguration`; a client that can be
 * asked is asked, and its answer goes before. VS Code's own `files.exclude` is honoured where the client knows it.
 */
export async function readConfiguration(
  connection: Connection,
  canAsk: boolean,
  folders: readonly string[],
  pushed: unknown,
  host: Host,
): Promise<Configuration> {
  const answers = canAsk ? await ask(connection, folders, host) : [];
  const { settings, exclude, misunderstood } = readSettings(answers[0] ?? pushed);
  const roots = folders.map((uri, index) => {
    const [own, editors] = [answers[1 + 2 * index], answers[2 + 2 * index]];
    return { uri, exclude: [...(own ? globsOf(own) : exclude), ...globsOf(editors)] };
  });
  return { settings, roots, misunderstood };
}

async function ask(connection: Connection, folders: readonly string[], host: Host): Promise<readonly unknown[]> {
  const items = folders.flatMap((scopeUri) => [
    { scopeUri, section: "gatewayTls.exclude" },
    { scopeUri, section: "files.exclude" },
  ]);
  const answer = connection.workspace.getConfiguration([{ section: "gatewayTls" }, ...items]).catch(() => []);
  let giveUp = (): void => undefined;
  const late = new Promise<unknown>((resolve) => {
    giveUp = host.after(patience, () => resolve([]));
  });
  const answers: unknown = await Promise.race([answer, late]);
  giveUp();
  return Array.isArray(answers) ? answers : [];
}
