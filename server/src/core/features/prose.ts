/**
 * Sentences that mix our words with names from manifests. They are written once, as data, and told twice: as Markdown, where every name
 * is escaped, and as plain text. Nothing from a manifest can enter a card by any other way.
 */
import { markdownName, markdownText, oneLine } from "./escape.ts";

export type Run =
  /** Our own words, free of Markdown. */
  | { readonly run: "words"; readonly text: string }
  /** A sentence that was made elsewhere and may hold names. */
  | { readonly run: "text"; readonly text: string }
  | { readonly run: "strong"; readonly text: string }
  /** A name or value from a manifest or a certificate. */
  | { readonly run: "name"; readonly text: string }
  /** A link to an address of ours. */
  | { readonly run: "link"; readonly text: string; readonly href: string }
  /** A link to a rule's page. */
  | { readonly run: "explain"; readonly code: string };

export type Prose = readonly Run[];

/** What a host can do with links; a code becomes text where it cannot run a command. */
export interface LinkOptions {
  readonly commandLinks: boolean;
}

/** Our words as written, with names between them: a string that is put in is a name, a number is words, Prose is taken over as it is. */
export function say(words: TemplateStringsArray, ...values: readonly (string | number | Prose)[]): Prose {
  const runs: Run[] = [];
  words.forEach((text, i) => {
    if (text !== "") runs.push({ run: "words", text });
    const value = values[i];
    if (value === undefined) return;
    if (typeof value === "object") runs.push(...value);
    else runs.push(typeof value === "number" ? { run: "words", text: String(value) } : { run: "name", text: value });
  });
  return runs;
}

/** A sentence that was made elsewhere and may hold names. */
export function text(sentence: string): Prose {
  return sentence === "" ? [] : [{ run: "text", text: sentence }];
}

export function strong(words: string): Prose {
  return [{ run: "strong", text: words }];
}

export function link(words: string, href: string): Prose {
  return [{ run: "link", text: words, href }];
}

/** "What does this mean?" for a rule's code. */
export function explain(code: string): Prose {
  return [{ run: "explain", code }];
}

/** Several pieces with a separator between them; empty ones are left out. */
export function join(pieces: readonly Prose[], separator: string): Prose {
  return pieces
    .filter((piece) => piece.length > 0)
    .flatMap((piece, i) => (i === 0 ? piece : [{ run: "words", text: separator }, ...piece]));
}

/** Names as a list; of many, the first few and how many more there are. */
export function names(list: readonly string[], most = 4): Prose {
  return few(
    list.map((name) => say`${name}`),
    most,
  );
}

/** The first few of many pieces, with commas between them, and how many more there are. */
export function few(pieces: readonly Prose[], most = 4): Prose {
  if (pieces.length <= most) return join(pieces, ", ");
  return [...join(pieces.slice(0, most), ", "), { run: "words", text: ` and ${pieces.length - most} more` }];
}

export function toMarkdown(prose: Prose, options: LinkOptions): string {
  return prose.map((run) => markdownOf(run, options)).join("");
}

function markdownOf(run: Run, options: LinkOptions): string {
  switch (run.run) {
    case "words":
      return run.text;
    case "text":
      return markdownText(run.text);
    case "strong":
      return `**${markdownText(run.text)}**`;
    case "name":
      return markdownName(run.text);
    case "link":
      return `[${markdownText(run.text)}](${run.href})`;
    case "explain": {
      const argument = encodeURIComponent(JSON.stringify([run.code]));
      return options.commandLinks ? `[${run.code}](command:gatewayTls.explain?${argument})` : `\`${run.code}\``;
    }
  }
}

export function toPlain(prose: Prose): string {
  return prose.map(plainOf).join("");
}

function plainOf(run: Run): string {
  switch (run.run) {
    case "words":
      return run.text;
    case "text":
    case "strong":
    case "name":
      return oneLine(run.text);
    case "link":
      return `${run.text} <${run.href}>`;
    case "explain":
      return run.code;
  }
}
