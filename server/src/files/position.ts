/** From offsets within a text to lines and characters, and back. */

/** Zero-based line and UTF-16 character, as in the language server protocol. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** The position of an offset, given the offsets at which lines start; an offset before or behind the text is moved to its edge. */
export function positionAt(lineStarts: readonly number[], offset: number): Position {
  let low = 0;
  let high = lineStarts.length;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return { line: low, character: Math.max(0, offset - (lineStarts[low] ?? 0)) };
}

/** The offset of a position; a line behind the last one is taken for the last. */
export function offsetAt(lineStarts: readonly number[], { line, character }: Position): number {
  const start = lineStarts[Math.min(Math.max(line, 0), lineStarts.length - 1)] ?? 0;
  const next = lineStarts[line + 1];
  const offset = start + Math.max(character, 0);
  return next === undefined ? offset : Math.min(offset, Math.max(start, next - 1));
}
