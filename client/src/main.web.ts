/** The extension in the browser: the server is a web worker, which asks this side for files. */
import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { LanguageClient } from "vscode-languageclient/browser";
import { activate as activateShared } from "./activate.ts";

let client: BaseLanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const script = vscode.Uri.joinPath(context.extensionUri, "dist", "server.worker.js").toString(true);
  let worker: Worker | undefined;
  // A new worker for each start: one that was told to shut down does not begin anew.
  const start = async (): Promise<Worker> => {
    worker?.terminate();
    worker = new Worker(script);
    return worker;
  };
  client = await activateShared(context, (id, name, options) => new LanguageClient(id, name, start, options));
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
