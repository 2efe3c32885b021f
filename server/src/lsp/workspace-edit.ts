/** From the core's edits, told in offsets, to a workspace edit that this client can apply. */
import {
  type AnnotatedTextEdit,
  CreateFile,
  OptionalVersionedTextDocumentIdentifier,
  TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver";
import type { FileEdit } from "../core/yaml/change.ts";
import { lineStartsOf } from "../core/yaml/split.ts";
import { positionAt } from "../files/position.ts";
import type { PlainPosition } from "./requests.ts";

/** What the edit of one file is measured against. */
export interface EditedFile {
  /** The client's spelling of its URI. */
  readonly uri: string;
  /** The open document's version; undefined for a file that is not open. */
  readonly version: number | undefined;
  readonly text: string | undefined;
}

export interface EditAbilities {
  readonly documentChanges: boolean;
  readonly createFiles: boolean;
}

/** The edits as the client wants them; undefined where it cannot do one of them. */
export function workspaceEditOf(
  edits: readonly FileEdit[],
  fileOf: (file: string) => EditedFile,
  abilities: EditAbilities,
): WorkspaceEdit | undefined {
  if (edits.some((edit) => "create" in edit) && !abilities.createFiles) return undefined;
  if (!abilities.documentChanges) {
    return { changes: Object.fromEntries(edits.map((edit) => [fileOf(edit.file).uri, protocolEdits(edit, fileOf(edit.file).text)])) };
  }
  return {
    documentChanges: edits.flatMap((edit) => {
      const { uri, version, text } = fileOf(edit.file);
      const change = (at: number | null): TextDocumentEdit =>
        TextDocumentEdit.create(OptionalVersionedTextDocumentIdentifier.create(uri, at), protocolEdits(edit, text));
      if ("create" in edit) return [CreateFile.create(uri, { overwrite: false, ignoreIfExists: false }), change(null)];
      return [change(version ?? null)];
    }),
  };
}

/** Where the first change of a file stands, in the text before it and hence also after it. */
export function firstChange(edit: FileEdit, text: string | undefined): PlainPosition {
  if ("create" in edit) return { line: 0, character: 0 };
  return positionAt(lineStartsOf(text ?? ""), Math.min(...edit.edits.map(({ start }) => start)));
}

function protocolEdits(edit: FileEdit, text: string | undefined): (TextEdit | AnnotatedTextEdit)[] {
  const start = { line: 0, character: 0 };
  if ("create" in edit) return [{ range: { start, end: start }, newText: edit.create }];
  const lineStarts = lineStartsOf(text ?? "");
  return edit.edits.map(({ start, end, newText }) => ({
    range: { start: positionAt(lineStarts, start), end: positionAt(lineStarts, end) },
    newText,
  }));
}
