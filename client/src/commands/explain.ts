/** `Gateway TLS: Explain Rule`: opens a rule's page, which ships with the extension. */
import * as vscode from "vscode";
import { explainCommand } from "../../../server/src/lsp/requests.ts";

export function registerExplain(extension: vscode.Uri): vscode.Disposable {
  const pages = vscode.Uri.joinPath(extension, "docs", "rules");
  return vscode.commands.registerCommand(explainCommand, async (given?: unknown) => {
    const code = typeof given === "string" ? given : await vscode.window.showQuickPick(codesIn(pages), { placeHolder: "Which rule?" });
    if (code === undefined) return;
    // The code may come from a link; it names a page and nothing else.
    if (!/^[a-z][a-z0-9-]*$/.test(code) || !(await codesIn(pages)).includes(code)) {
      void vscode.window.showWarningMessage(`Gateway TLS has no rule "${code}".`);
      return;
    }
    await vscode.commands.executeCommand("markdown.showPreview", vscode.Uri.joinPath(pages, `${code}.md`));
  });
}

async function codesIn(pages: vscode.Uri): Promise<string[]> {
  const names = await vscode.workspace.fs.readDirectory(pages).then(
    (found) => found,
    () => [],
  );
  return names.flatMap(([name]) => (name.endsWith(".md") ? [name.slice(0, -3)] : [])).sort();
}
