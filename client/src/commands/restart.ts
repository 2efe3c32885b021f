/** `Gateway TLS: Restart Language Server`. */
import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";

export const restartCommand = "gatewayTls.restart";

export function registerRestart(client: BaseLanguageClient): vscode.Disposable {
  return vscode.commands.registerCommand(restartCommand, async () => {
    if (client.isRunning()) await client.stop();
    await client.start();
  });
}
