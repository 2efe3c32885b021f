/** The extension on the desktop and on remote hosts: the server is a process of its own. */
import * as vscode from "vscode";
import { type BaseLanguageClient, LanguageClient, TransportKind } from "vscode-languageclient/node";
import { activate as activateShared } from "./activate.ts";

let client: BaseLanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const module = vscode.Uri.joinPath(context.extensionUri, "dist", "server.node.cjs").fsPath;
  client = await activateShared(
    context,
    (id, name, options) => new LanguageClient(id, name, { module, transport: TransportKind.ipc }, options),
  );
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
