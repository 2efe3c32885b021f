/**
 * What VS Code's extension host for the browser runs, where there is neither Node nor a disk: waits until findings are published and stand still, then
 * logs them for the launcher to compare.
 */

import * as vscode from "vscode";
import { publishedMark, type WebFinding } from "./web-finding.ts";

/** Called by VS Code once, after the workspace is open; rejects when nothing was published within half a minute. */
export async function run(): Promise<void> {
  // This host has no search, without which no folder is known to contain manifests: a document activates the extension.
  const root = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (root) await vscode.workspace.openTextDocument(vscode.Uri.joinPath(root, "shop", "gateway.yaml"));
  const end = Date.now() + 30_000;
  let last = "";
  let since = Date.now();
  while (last === "" || Date.now() - since < 2000) {
    if (Date.now() > end) throw new Error("no findings were published, or they never stood still");
    const now = published();
    const text = now.length > 0 ? JSON.stringify(now) : "";
    if (text !== last) {
      last = text;
      since = Date.now();
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  console.log(publishedMark + last);
}

function published(): readonly WebFinding[] {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri.path ?? "";
  return vscode.languages.getDiagnostics().flatMap(([uri, diagnostics]) =>
    diagnostics
      .filter(({ source }) => source === "gateway-tls")
      .map(({ code, message, range }) => ({
        file: uri.path.slice(root.length + 1),
        code: String(typeof code === "object" ? code.value : code),
        message,
        line: range.start.line,
      })),
  );
}
