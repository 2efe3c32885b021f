/** Lines around an offset. Offsets are UTF-16 code units; lines end with `\n` or `\r\n`, as the YAML parser sees them. */

/** Where the line of `offset` starts. */
export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
}

/** Where the line of `offset` ends, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf("\n", offset);
  if (newline < 0) return text.length;
  return newline > offset && text[newline - 1] === "\r" ? newline - 1 : newline;
}

/** Where the line after that of `offset` starts; the end of the text if there is none. */
export function lineAfter(text: string, offset: number): number {
  const newline = text.indexOf("\n", offset);
  return newline < 0 ? text.length : newline + 1;
}

/** How many code units stand before `offset` on its line. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** Whether only blanks stand before `offset` on its line. */
export function isFirstOnLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === "";
}

/** The line break that a text uses: that of its first line. */
export function lineBreakOf(text: string): "\n" | "\r\n" {
  const newline = text.indexOf("\n");
  return newline > 0 && text[newline - 1] === "\r" ? "\r\n" : "\n";
}

/** The start of the line of `offset`, or of the comment lines directly above it that are indented like it. */
export function withCommentsAbove(text: string, offset: number): number {
  let start = lineStart(text, offset);
  const comment = `${text.slice(start, offset)}#`;
  while (start > 0) {
    const above = lineStart(text, start - 1);
    if (!text.startsWith(comment, above)) break;
    start = above;
  }
  return start;
}
