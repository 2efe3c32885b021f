/** Whole documents: added to a file, removed from it, written into a new one. */
import type { PlainValue } from "./change.ts";
import { blockText, defaultBlockStyle, flowText, jsonStyle, kyamlStyle } from "./format.ts";
import { blockHabits, isSpread } from "./habits.ts";
import { columnOf, lineAfter, lineBreakOf } from "./lines.ts";
import { parseUnmerged } from "./parse.ts";
import { cut, insert, type Plan } from "./sheet.ts";
import { type Section, sectionsOf } from "./split.ts";

/** The text of a file that holds one value: JSON for `.json`, else YAML in block style. */
export function fileText(file: string, value: PlainValue): string {
  if (isJsonFile(file)) return `${flowText(value, jsonStyle, "\n")}\n`;
  return documentText(value, "", "\n");
}

export function isJsonFile(file: string): boolean {
  return /\.json$/i.test(file);
}

function documentText(value: PlainValue, neighbours: string, eol: string): string {
  const { head, lines } = blockText(value, { ...blockHabits("", neighbours), quotes: defaultBlockStyle.quotes });
  return [...(head === "" ? [] : [head]), ...lines].map((line) => line + eol).join("");
}

/** Adds a document after the one that is `index`th in a file; undefined where there is no such, and in JSON. */
export function addDocumentPlan(text: string, file: string, value: PlainValue, index: number): Plan | undefined {
  const neighbour = sectionsOf(text)[index];
  if (neighbour === undefined || isJsonFile(file)) return undefined;
  const { start, end, separator, closed } = neighbour;
  const eol = lineBreakOf(text);
  const written = writtenLike(text, neighbour, value, eol);
  const own = text.slice(start, end).trim();
  if (own === "" && (separator < start ? !closed : start === 0 || text.length === end)) {
    // An empty file, or a `---` with nothing after it: a document that waits to be written.
    return [{ start, end, newText: (start <= separator || text[start - 1] === "\n" ? "" : eol) + written }];
  }
  const lineBreak = end === 0 || text[end - 1] === "\n" ? "" : eol;
  return [insert(end, `${lineBreak}---${eol}${written}`)];
}

/** KYAML next to KYAML, else block style with the file's indentation. */
function writtenLike(text: string, neighbour: Section, value: PlainValue, eol: string): string {
  const own = text.slice(neighbour.start, neighbour.end);
  const { root } = parseUnmerged(own);
  if (root?.kind === "map" && root.flow && isSpread(own, root)) return `${flowText(value, kyamlStyle, eol)}${eol}`;
  return documentText(value, text, eol);
}

/** Removes the document that is `index`th in a file, with its separator. */
export function removeDocumentPlan(text: string, index: number): Plan | undefined {
  const sections = sectionsOf(text);
  const section = sections[index];
  const previous = sections[index - 1];
  const next = sections[index + 1];
  if (section === undefined) return undefined;
  const { separator, start, end, closed } = section;
  // The `...` line stays where it now closes the document before.
  if (closed) return [cut(separator, previous === undefined || previous.closed ? lineAfter(text, end) : end)];
  if (previous !== undefined || next === undefined) return [cut(separator, end)];
  // Where the first document began without a separator, the next one now does, unless its separator's line holds content.
  return [cut(separator, separator < start || columnOf(text, next.start) > 0 ? next.separator : next.start)];
}
