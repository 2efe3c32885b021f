/** The item in the status bar: what the server is doing and how much it has found. A click opens the menu. */
import * as vscode from "vscode";
import { type BaseLanguageClient, State } from "vscode-languageclient";
import { type StatusParams, statusMethod } from "../../server/src/lsp/requests.ts";
import { menuCommand } from "./commands/menu.ts";

export function showStatusItem(client: BaseLanguageClient): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("gatewayTls.status", vscode.StatusBarAlignment.Left, 0);
  item.name = "Gateway TLS";
  item.command = menuCommand;
  const show = (text: string, tooltip: string): void => {
    item.text = text;
    item.tooltip = `Gateway TLS: ${tooltip}`;
    item.accessibilityInformation = { label: item.tooltip, role: "button" };
    item.show();
  };
  show("$(sync~spin) Gateway TLS", "starting");
  return vscode.Disposable.from(
    item,
    client.onNotification(statusMethod, ({ state, findings }: StatusParams) => {
      if (state === "indexing") show("$(sync~spin) Gateway TLS", "reading manifests");
      else show(`$(shield) Gateway TLS${counts(findings)}`, inWords(findings));
    }),
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Stopped) show("$(circle-slash) Gateway TLS", "the language server is not running");
    }),
  );
}

type Findings = StatusParams["findings"];

function counts({ error, warning, information }: Findings): string {
  const parts = [
    error > 0 ? `$(error) ${error}` : "",
    warning > 0 ? `$(warning) ${warning}` : "",
    information > 0 ? `$(info) ${information}` : "",
  ];
  const shown = parts.filter((part) => part !== "").join(" ");
  return shown === "" ? "" : ` ${shown}`;
}

function inWords(findings: Findings): string {
  const plural = { error: "errors", warning: "warnings", information: "remarks", hint: "hints" } as const;
  const single = { error: "error", warning: "warning", information: "remark", hint: "hint" } as const;
  const parts = (["error", "warning", "information", "hint"] as const).flatMap((severity) => {
    const count = findings[severity];
    return count === 0 ? [] : [`${count} ${(count === 1 ? single : plural)[severity]}`];
  });
  return parts.length === 0 ? "no findings" : parts.join(", ");
}
