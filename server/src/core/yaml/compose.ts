/** The `yaml` package's parser, with what it lacks: a limit on nesting, recovery from an unclosed quote, and where the comments are. */
import { Composer, type Document, Lexer, Parser, type YAMLError } from "yaml";
import type { Span } from "./tree.ts";

/**
 * Nesting beyond this is refused. Real manifests stay below 60, the deepest CRDs included; the parser recurses, and at about 800 levels of `[`
 * it overflows the stack of Node's main thread, in some places by ending the process.
 */
const deepest = 200;

/** How often an unclosed quote is taken out before its document is given up. */
const quotesTried = 3;

/** What a text was composed to. `text` is the input, of the same length, with the opening quotes that are never closed blanked out. */
export interface Composition {
  readonly text: string;
  readonly contents: Document.Parsed["contents"];
  readonly errors: readonly YAMLError[];
  readonly comments: readonly Span[];
  /** The offsets of quotes that swallowed the rest of the text and were blanked out. */
  readonly unclosed: readonly number[];
  /** Where other quotes open that are not closed, by the offset at which the parser gave up on each. */
  readonly openQuotes: ReadonlyMap<number, number>;
}

/** Composes one document. Gives the offset at which its nesting goes beyond the limit instead, if it does. */
export function compose(source: string): Composition | { readonly tooDeepAt: number } {
  const unclosed: number[] = [];
  let text = source;
  for (;;) {
    const composed = composeOnce(text);
    if ("tooDeepAt" in composed) return composed;
    const { swallowing, ...composition } = composed;
    if (swallowing === undefined || unclosed.length === quotesTried) return { ...composition, text, unclosed };
    // The quote swallowed the rest of the document. Without it, the line reads as plain text and the other lines as what they are.
    unclosed.push(swallowing);
    text = `${text.slice(0, swallowing)} ${text.slice(swallowing + 1)}`;
  }
}

interface Attempt extends Omit<Composition, "text" | "unclosed"> {
  /** Where a quote opens that runs to the end of the text. */
  readonly swallowing: number | undefined;
}

function composeOnce(text: string): Attempt | { readonly tooDeepAt: number } {
  const parser = new Parser();
  const comments: Span[] = [];
  let tooDeepAt: number | undefined;
  const openQuotes = new Map<number, number>();

  function* tokens() {
    let before = "";
    for (const lexeme of new Lexer().lex(text)) {
      const start = parser.offset;
      if (before !== "\u001f") {
        if (lexeme.startsWith("#")) comments.push({ start, end: start + lexeme.length });
        else if (/^["']/.test(lexeme) && (lexeme.length === 1 || lexeme.at(-1) !== lexeme[0])) openQuotes.set(start + lexeme.length, start);
      }
      before = lexeme;
      yield* parser.next(lexeme);
      if (parser.stack.length > deepest) {
        tooDeepAt = start;
        return;
      }
    }
    yield* parser.end();
  }

  const composer = new Composer({
    schema: "failsafe",
    resolveKnownTags: false,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  let document: Document.Parsed | undefined;
  for (const each of composer.compose(tokens(), true, text.length)) document ??= each;
  if (tooDeepAt !== undefined) return { tooDeepAt };
  const toTheEnd = openQuotes.get(text.length);
  const swallowing = toTheEnd !== undefined && text.slice(toTheEnd).trimEnd().includes("\n") ? toTheEnd : undefined;
  return { contents: document?.contents ?? null, errors: document?.errors ?? [], comments, openQuotes, swallowing };
}
