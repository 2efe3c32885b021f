/** Reads files for the server, which has no disk in the browser and none for virtual folders. */
import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import {
  type FsParams,
  type KindResult,
  kindMethod,
  type ListResult,
  listMethod,
  type ReadParams,
  type ReadResult,
  readMethod,
} from "../../server/src/lsp/requests.ts";

/** Answers the server's `fs` requests as long as the client lives. */
export function answerFileRequests(client: BaseLanguageClient): vscode.Disposable {
  return vscode.Disposable.from(
    client.onRequest<ListResult, void>(listMethod, ({ uri }: FsParams) => list(vscode.Uri.parse(uri))),
    client.onRequest<ReadResult, void>(readMethod, ({ uri, limit }: ReadParams) => read(vscode.Uri.parse(uri), limit)),
    client.onRequest<KindResult, void>(kindMethod, ({ uri }: FsParams) => kind(vscode.Uri.parse(uri))),
  );
}

async function list(folder: vscode.Uri): Promise<ListResult> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    return {
      entries: entries.flatMap(([name, type]) => {
        const found = kindOfType(type);
        return found === "file" || found === "folder" ? [{ name, kind: found }] : [];
      }),
    };
  } catch (error) {
    return { skipped: isMissing(error) ? "gone" : "unreadable" };
  }
}

async function read(file: vscode.Uri, limit: number): Promise<ReadResult> {
  try {
    const { size } = await vscode.workspace.fs.stat(file);
    if (size > limit) return { skipped: "too-large" };
    return { base64: base64Of(await vscode.workspace.fs.readFile(file)) };
  } catch (error) {
    return { skipped: isMissing(error) ? "gone" : "unreadable" };
  }
}

async function kind(uri: vscode.Uri): Promise<KindResult> {
  try {
    return kindOfType((await vscode.workspace.fs.stat(uri)).type);
  } catch {
    return null;
  }
}

/** VS Code tells a link by a bit beside the kind of what it leads to. */
function kindOfType(type: vscode.FileType): KindResult {
  if (type & vscode.FileType.SymbolicLink) return "link";
  if (type & vscode.FileType.Directory) return "folder";
  return type & vscode.FileType.File ? "file" : null;
}

function isMissing(error: unknown): boolean {
  return error instanceof vscode.FileSystemError && error.code === "FileNotFound";
}

function base64Of(bytes: Uint8Array): string {
  let binary = "";
  // In pieces: a call takes only so many arguments.
  for (let i = 0; i < bytes.length; i += 0x2000) binary += String.fromCharCode(...bytes.subarray(i, i + 0x2000));
  return btoa(binary);
}
