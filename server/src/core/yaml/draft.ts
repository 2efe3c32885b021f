/** A text under revision: what it has become, and the edits that make that of the original. */
import type { TextEdit } from "./change.ts";

/** A stretch of the original that is still there, or text that is new. */
type Piece = { readonly start: number; readonly end: number } | { readonly added: string };

export interface Draft {
  readonly original: string;
  readonly text: string;
  readonly pieces: readonly Piece[];
}

export function draftOf(original: string): Draft {
  return { original, text: original, pieces: original === "" ? [] : [{ start: 0, end: original.length }] };
}

/** The draft with edits to its present text made; they must not overlap. Insertions at one place keep their order. */
export function revise(draft: Draft, edits: readonly TextEdit[]): Draft {
  let { text, pieces } = draft;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end).reverse()) {
    text = text.slice(0, edit.start) + edit.newText + text.slice(edit.end);
    const added = edit.newText === "" ? [] : [{ added: edit.newText }];
    pieces = [...slicePieces(pieces, 0, edit.start), ...added, ...slicePieces(pieces, edit.end, Number.POSITIVE_INFINITY)];
  }
  return { ...draft, text, pieces };
}

/** The edits to the original, sorted and apart from each other; those that change nothing are left out. */
export function editsOf({ original, pieces }: Draft): TextEdit[] {
  const edits: TextEdit[] = [];
  let start = 0;
  let newText = "";
  for (const piece of [...pieces, { start: original.length, end: original.length }]) {
    if ("added" in piece) {
      newText += piece.added;
      continue;
    }
    if (original.slice(start, piece.start) !== newText) edits.push({ start, end: piece.start, newText });
    start = piece.end;
    newText = "";
  }
  return edits;
}

/** Where an offset of the original is in the present text. One that is gone is where what replaced it begins. */
export function offsetNow({ pieces }: Draft, offset: number): number {
  let now = 0;
  let afterKept = 0;
  for (const piece of pieces) {
    if (!("added" in piece)) {
      if (piece.start > offset) return afterKept;
      if (offset < piece.end) return now + offset - piece.start;
    }
    now += lengthOf(piece);
    if (!("added" in piece)) afterKept = now;
  }
  return afterKept;
}

function lengthOf(piece: Piece): number {
  return "added" in piece ? piece.added.length : piece.end - piece.start;
}

/** The pieces that make up `[from, to)` of the present text. */
function slicePieces(pieces: readonly Piece[], from: number, to: number): Piece[] {
  const sliced: Piece[] = [];
  let at = 0;
  for (const piece of pieces) {
    const length = lengthOf(piece);
    const start = Math.max(0, from - at);
    const end = Math.min(length, to - at);
    if (start < end) {
      sliced.push("added" in piece ? { added: piece.added.slice(start, end) } : { start: piece.start + start, end: piece.start + end });
    }
    at += length;
  }
  return sliced;
}
