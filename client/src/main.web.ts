/** The extension in the browser: the server is a web worker, which asks this side for files. */
import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient, type MessageTransports } from "vscode-languageclient/browser";
import { activate as activateShared } from "./activate.ts";

let client: BaseLanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const script = vscode.Uri.joinPath(context.extensionUri, "dist", "server.worker.js");
  let worker: Worker | undefined;
  // A new worker for each start: one that was told to shut down does not begin anew. The library would take the worker itself,
  // but does not know VS Code's own kind of worker for one.
  const start = async (): Promise<MessageTransports> => {
    worker?.terminate();
    worker = new Worker(await addressOf(script));
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  client = await activateShared(context, (id, name, options) => new LanguageClient(id, name, start, options));
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

/** An address that a worker can be made of. VS Code refuses a script that lies with a remote host, so that one is fetched first. */
async function addressOf(script: vscode.Uri): Promise<string> {
  if (script.scheme !== "vscode-remote") return script.toString(true);
  const code = new Uint8Array(await vscode.workspace.fs.readFile(script));
  return URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
}
