/** The text of one YAML or JSON document to what the rest of the core reads. */
import type { YAMLError } from "yaml";
import { compose } from "./compose.ts";
import type { ParsedDocument, SyntaxProblem } from "./document.ts";
import { lineAfter, lineEnd } from "./lines.ts";
import { suppressionsIn } from "./suppression.ts";
import { nestedTooDeep, unclosedQuote, unreadable, wordsFor } from "./syntax-words.ts";
import type { Span } from "./tree.ts";
import { treeOf } from "./tree-of.ts";

/** One fault usually draws others after it; more than these help nobody. */
const mostProblems = 20;

/**
 * Parses one document as `splitDocuments` cuts it (YAML 1.2; JSON is a part of it). Scalars stay text, merge keys are followed, aliases resolved by
 * sharing. Offsets are UTF-16 code units from the start of `text`. Never throws: a broken document gives problems and the tree that could be
 * made out, one that is nested too deeply only a problem.
 */
export function parseDocument(text: string): ParsedDocument {
  return parse(text, true);
}

/** As `parseDocument`, but `<<` stays a key like any other, so that an editor sees where it stands. */
export function parseUnmerged(text: string): ParsedDocument {
  return parse(text, false);
}

function parse(source: string, merge: boolean): ParsedDocument {
  try {
    const composed = compose(source);
    if ("tooDeepAt" in composed) return failed(source, { start: composed.tooDeepAt, end: composed.tooDeepAt + 1 }, nestedTooDeep);
    const { contents, text, errors, comments, unclosed, openQuotes } = composed;
    const { root, problems, duplicates } = treeOf(contents, text, merge);
    const faults = [
      ...problems,
      ...unclosed.map((start) => ({ ...onOneLine(source, start, source.length), message: unclosedQuote })),
      ...withoutShadows(errors).flatMap((error) => problemOf(source, error, openQuotes)),
    ];
    return { root, problems: firstOfEachLine(source, faults), duplicates, suppressions: suppressionsIn(source, comments) };
  } catch {
    return failed(source, { start: 0, end: source.length }, unreadable);
  }
}

function failed(text: string, { start, end }: Span, message: string): ParsedDocument {
  return { root: undefined, problems: [{ ...onOneLine(text, start, end), message }], duplicates: [], suppressions: [] };
}

function problemOf(text: string, { code, message, pos }: YAMLError, openQuotes: ReadonlyMap<number, number>): SyntaxProblem[] {
  const say = wordsFor(code, message);
  if (say === undefined) return [];
  // The parser notices a missing quote where the text ends; a person mends it where it begins.
  const start = (say === unclosedQuote ? openQuotes.get(pos[0]) : undefined) ?? pos[0];
  return [{ ...onOneLine(text, start, Math.max(pos[1], start + 1)), message: say }];
}

/** A key that runs over several lines is also reported as a second key on its line; the former says what happened. */
function withoutShadows(errors: readonly YAMLError[]): YAMLError[] {
  const overLines = new Set(errors.filter(({ code }) => code === "MULTILINE_IMPLICIT_KEY").map(({ pos }) => pos[0]));
  return errors.filter(({ code, pos }) => code !== "BLOCK_AS_IMPLICIT_KEY" || !overLines.has(pos[0]));
}

/**
 * A span that shows a fault: at least one character, if there is one, and on one line. Blanks before a word are left out, a fault beyond
 * the last word is put on it, and one that the parser pins to the first character of a word covers the word.
 */
function onOneLine(text: string, start: number, end: number): Span {
  const lastWord = Math.max(0, text.trimEnd().length - 1);
  const blanks = /^ +(?=[^\s])/.exec(text.slice(start, lastWord + 1))?.[0].length ?? 0;
  const from = Math.max(0, Math.min(start + blanks, lastWord));
  const word = end - start <= 1 ? (/^(?:[\w./-]+|"[^"\n]*"|'[^'\n]*')/.exec(text.slice(from, from + 200))?.[0].length ?? 1) : 1;
  const to = from + text.slice(from, Math.min(end, lineEnd(text, from))).trimEnd().length;
  return { start: from, end: Math.min(Math.max(to, from + word), text.length) };
}

function firstOfEachLine(text: string, problems: readonly SyntaxProblem[]): SyntaxProblem[] {
  const kept: SyntaxProblem[] = [];
  let nextLine = 0;
  for (const problem of [...problems].sort((a, b) => a.start - b.start)) {
    if (problem.start < nextLine) continue;
    kept.push(problem);
    if (kept.length === mostProblems) break;
    nextLine = lineAfter(text, problem.start);
    if (nextLine === text.length) break;
  }
  return kept;
}
