/** `Gateway TLS: Show Certificate`: the decoded certificate at a place, as a read-only page that follows the manifests. */
import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import {
  type CertificatePageParams,
  type CertificatePageResult,
  certificatePageMethod,
  showCertificateCommand,
} from "../../../server/src/lsp/requests.ts";

const scheme = "gateway-tls-certificate";

export function registerShowCertificate(client: BaseLanguageClient): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const page = (place: CertificatePageParams): Promise<CertificatePageResult> => client.sendRequest(certificatePageMethod, place);
  return vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      async provideTextDocumentContent(uri) {
        const place = placeOf(uri);
        const result = place === undefined ? null : await page(place);
        return result?.markdown ?? "There is no certificate at this place any more.\n";
      },
    }),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      for (const { uri } of vscode.workspace.textDocuments) {
        if (uri.scheme === scheme && placeOf(uri)?.uri === document.uri.toString()) changed.fire(uri);
      }
    }),
    vscode.commands.registerCommand(showCertificateCommand, async (given?: unknown) => {
      const place = isPlace(given) ? given : placeOfCursor();
      if (place === undefined || (await page(place)) === null) {
        void vscode.window.showInformationMessage("There is no certificate at this place.");
        return;
      }
      await vscode.commands.executeCommand("markdown.showPreview", uriOf(place));
    }),
  );
}

function placeOfCursor(): CertificatePageParams | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return undefined;
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri.toString(), position: { line, character } };
}

/** The page's URI: named after the file for its tab, with the place in its query. */
function uriOf(place: CertificatePageParams): vscode.Uri {
  const name = place.uri.slice(place.uri.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "");
  return vscode.Uri.from({ scheme, path: `/${decodeURIComponent(name)} certificate.md`, query: JSON.stringify(place) });
}

function placeOf(uri: vscode.Uri): CertificatePageParams | undefined {
  try {
    const place: unknown = JSON.parse(uri.query);
    return isPlace(place) ? place : undefined;
  } catch {
    return undefined;
  }
}

function isPlace(value: unknown): value is CertificatePageParams {
  if (typeof value !== "object" || value === null || !("uri" in value) || !("position" in value)) return false;
  const { uri, position } = value;
  return typeof uri === "string" && typeof position === "object" && position !== null && "line" in position && "character" in position;
}
