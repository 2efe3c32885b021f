/** What a click on the status item offers. */
import * as vscode from "vscode";
import { explainCommand } from "../../../server/src/lsp/requests.ts";
import { restartCommand } from "./restart.ts";

export const menuCommand = "gatewayTls.menu";

export function registerMenu(channel: vscode.LogOutputChannel): vscode.Disposable {
  return vscode.commands.registerCommand(menuCommand, async () => {
    const choices: (vscode.QuickPickItem & { readonly run: () => unknown })[] = [
      { label: "$(warning) Show findings", run: () => vscode.commands.executeCommand("workbench.actions.view.problems") },
      { label: "$(book) Explain a rule", run: () => vscode.commands.executeCommand(explainCommand) },
      { label: "$(gear) Settings", run: () => vscode.commands.executeCommand("workbench.action.openSettings", "gatewayTls") },
      { label: "$(output) Show log", run: () => channel.show() },
      { label: "$(debug-restart) Restart the language server", run: () => vscode.commands.executeCommand(restartCommand) },
    ];
    const chosen = await vscode.window.showQuickPick(choices, { placeHolder: "Gateway TLS" });
    await chosen?.run();
  });
}
