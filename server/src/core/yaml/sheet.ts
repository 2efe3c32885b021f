/** One document laid out for changing. */
import type { TextEdit } from "./change.ts";
import type { BlockStyle } from "./format.ts";
import { blockHabits } from "./habits.ts";
import { lineBreakOf } from "./lines.ts";
import { parseUnmerged } from "./parse.ts";
import type { Node } from "./tree.ts";

export interface Sheet {
  readonly text: string;
  /** With merge keys unfollowed. */
  readonly root: Node;
  readonly eol: string;
  readonly block: Omit<BlockStyle, "quotes">;
  /** Whether the file is JSON, where YAML's freedoms end. */
  readonly json: boolean;
}

/** One way to make a change: edits to the document's text that do not overlap. Whether it is right is seen by reading the result. */
export type Plan = readonly TextEdit[];

/** The sheet of a document within its file, or undefined for a document without content. */
export function sheetOf(text: string, file: string, json: boolean): Sheet | undefined {
  const { root } = parseUnmerged(text);
  if (root === undefined) return undefined;
  return { text, root, eol: lineBreakOf(file), block: blockHabits(text, file), json };
}

export function insert(at: number, newText: string): TextEdit {
  return { start: at, end: at, newText };
}

export function cut(start: number, end: number): TextEdit {
  return { start, end, newText: "" };
}
