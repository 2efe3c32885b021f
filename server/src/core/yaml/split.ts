/** Where the documents of a file begin and end, found without parsing. */
import type { DocumentText } from "./document.ts";
import { lineAfter } from "./lines.ts";
import type { Span } from "./tree.ts";

/** One document of a file with what separates it from its neighbours; offsets are UTF-16 code units of the file. */
export interface Section extends Span {
  /** Where its `---` line begins, or `start` for a first document without one. */
  readonly separator: number;
  /** Whether a `...` line follows it. */
  readonly closed: boolean;
}

const markers = /(?:^|\n)\ufeff?(---|\.\.\.)(?![^ \t\r\n])/g;
/** A line that is neither blank, nor a comment, nor a directive. */
const contentLine = /^(?!%)[ \t]*[^\s#]/m;

/**
 * The documents of a file, cut at `---` and `...` in column 0 (YAML 1.2.2, 9.1.2: no scalar may hold either there). Comments, blank lines and
 * `%` directives before a `---` line belong to no document. What stands on the `---` line belongs to the document, unless it is only
 * a comment. A byte-order mark is left out. A file without any `---` is one document, an empty text too; so is a JSON file. A `---` with nothing
 * after it is an empty document.
 */
export function sectionsOf(text: string): Section[] {
  const sections: Section[] = [];
  let separator: number | undefined;
  let start = skipMark(text, 0);
  const close = (end: number, closed: boolean) => {
    const alone = sections.length === 0 && end === text.length;
    if (separator === undefined && !alone && !contentLine.test(text.slice(start, end))) return;
    sections.push({ separator: separator ?? start, start, end, closed });
  };
  for (const match of text.matchAll(markers)) {
    const mark = match[1] ?? "";
    const after = match.index + match[0].length;
    close(after - mark.length, mark === "...");
    separator = mark === "---" ? after - mark.length : undefined;
    start = mark === "---" ? contentAfter(text, after) : lineAfter(text, after);
  }
  if (separator !== undefined || start < text.length || sections.length === 0) close(text.length, false);
  return sections;
}

/** The documents of a file as texts. `offset + relative = offset in the file` holds exactly. */
export function splitDocuments(text: string): DocumentText[] {
  return sectionsOf(text).map(({ start, end }) => ({ start, end, text: text.slice(start, end) }));
}

/** The offset after the `---` at which the document begins: the next line, or the same one where it holds content. */
function contentAfter(text: string, afterMark: number): number {
  const next = lineAfter(text, afterMark);
  const rest = text.slice(afterMark, next).trim();
  return rest === "" || rest.startsWith("#") ? skipMark(text, next) : afterMark;
}

function skipMark(text: string, offset: number): number {
  return text.charCodeAt(offset) === 0xfeff ? offset + 1 : offset;
}

/** The offsets at which lines start, in UTF-16 code units. As in LSP, `\n`, `\r\n` and a lone `\r` end a line; the first line starts at 0. */
export function lineStartsOf(text: string): number[] {
  const starts = [0];
  const lineBreak = /\r\n|\n|\r/g;
  while (lineBreak.exec(text) !== null) starts.push(lineBreak.lastIndex);
  return starts;
}
