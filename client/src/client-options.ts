/** How the language client behaves, on the desktop and in the browser alike. */
import * as vscode from "vscode";
import { type LanguageClientOptions, RevealOutputChannelOn } from "vscode-languageclient";
import { explainCommand, type InitializationOptions, showCertificateCommand } from "../../server/src/lsp/requests.ts";

/**
 * Language ids whose documents are sent. `helm` is not one of them: a template is no manifest until Helm has rendered it.
 */
const languages = ["yaml", "json", "jsonc"];

/** The options for a client that logs to `channel`. */
export function clientOptions(channel: vscode.LogOutputChannel): LanguageClientOptions {
  // Files, new files, and whatever the folders are made of; not `git:` and its like, which show the past of a file.
  const schemes = new Set(["file", "untitled", ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme)]);
  const options: InitializationOptions = { commandLinks: true, pictures: true, icons: true, status: true, fs: true };
  return {
    documentSelector: languages.flatMap((language) => [...schemes].map((scheme) => ({ language, scheme }))),
    initializationOptions: options,
    outputChannel: channel,
    traceOutputChannel: channel,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    // Cards hold names out of manifests; of all commands only our own two may be linked.
    markdown: { isTrusted: { enabledCommands: [explainCommand, showCertificateCommand] }, supportThemeIcons: true },
  };
}
