/** The folders that the editor has open. */
import type { InitializeParams } from "vscode-languageserver";
import { URI } from "vscode-uri";
import { canonicalFolder } from "../files/uri.ts";

/** Canonical URIs of the folders named in `initialize`; older clients name one root, or none. */
export function workspaceFoldersOf(params: InitializeParams): readonly string[] {
  if (params.workspaceFolders) return params.workspaceFolders.map(({ uri }) => canonicalFolder(uri));
  if (params.rootUri) return [canonicalFolder(params.rootUri)];
  return params.rootPath ? [canonicalFolder(URI.file(params.rootPath).toString())] : [];
}
