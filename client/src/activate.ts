/** What the extension does when it starts, on the desktop and in the browser alike. */
import * as vscode from "vscode";
import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";
import { clientOptions } from "./client-options.ts";
import { registerExplain } from "./commands/explain.ts";
import { registerMenu } from "./commands/menu.ts";
import { registerRestart } from "./commands/restart.ts";
import { registerShowCertificate } from "./commands/show-certificate.ts";
import { answerFileRequests } from "./file-requests.ts";
import { showStatusItem } from "./status-item.ts";

/** Makes the client that starts the server; what differs between desktop and browser. The id is the settings' section. */
export type MakeClient = (id: string, name: string, options: LanguageClientOptions) => BaseLanguageClient;

/** Starts the server and registers everything that shows it. Answers with the client, to be stopped at the end. */
export async function activate(context: vscode.ExtensionContext, makeClient: MakeClient): Promise<BaseLanguageClient> {
  const channel = vscode.window.createOutputChannel("Gateway TLS", { log: true });
  const client = makeClient("gatewayTls", "Gateway TLS", clientOptions(channel));
  context.subscriptions.push(
    channel,
    answerFileRequests(client),
    showStatusItem(client),
    registerRestart(client),
    registerMenu(channel),
    registerExplain(context.extensionUri),
    registerShowCertificate(client),
  );
  await client.start();
  return client;
}
