/**
 * A look at a text that decides whether parsing it could find an object of a kind that matters. Parsing takes hundreds of nanoseconds a character,
 * this look about one; most documents of a repository end here.
 *
 * It may say yes in vain, but never no where the parser would find such an object, however it is spelt: JSON, flow style, quotes, escapes,
 * anchors, aliases, merge keys, explicit keys, block scalars. The exceptions are no YAML: a line with other text between `kind` and its colon,
 * and, besides a `kind` in column 0, another whose indentation fits nowhere.
 */
import { sectionsOf } from "./split.ts";

interface Needles {
  readonly kinds: ReadonlySet<string>;
  /** Finds the name of any kind, or of a list, anywhere. */
  readonly anywhere: RegExp;
}

const compiled = new WeakMap<readonly string[], Needles>();

/**
 * Whether a text, a file's or one document's, may hold an object whose root `kind` is one of `kinds`, or a list (`List`, `GatewayList`, …). Kinds
 * are letters and digits. They are compiled once: pass the same array each time.
 */
export function skim(text: string, kinds: readonly string[]): boolean {
  let needles = compiled.get(kinds);
  if (needles === undefined) {
    needles = { kinds: new Set(kinds), anywhere: new RegExp(["List", ...kinds].join("|")) };
    compiled.set(kinds, needles);
  }
  if (!mentionsAny(text, needles)) return false;
  for (const { start, end } of sectionsOf(text)) if (mayHold(text.slice(start, end), needles)) return true;
  return false;
}

function mentionsAny(text: string, { anywhere }: Needles): boolean {
  return anywhere.test(text) || spellsWithEscapes(text);
}

/** Whether a double-quoted scalar of letters and digits is spelt with an escape, so that neither `kind` nor its value need be seen as such. */
function spellsWithEscapes(text: string): boolean {
  return text.includes("\\") && /"[A-Za-z0-9]*\\(?:[xuU]|\r?\n)/.test(text);
}

/** A first line of content that can only be the first key of a block mapping in column 0. */
const plainStart = /^(?:[ \t]*(?:#.*)?\r?\n)*[A-Za-z_][\w./-]*[ \t]*:(?!\S)/;
/** A key of such a mapping that is not plain: explicit, quoted, anchored, tagged, an alias or a merge key. */
const oddKey = /^[?*&!<:"'{[|>]/m;
const rootKind = /kind[ \t]*:(?!\S)[ \t]*(.{0,80})/y;

function mayHold(document: string, needles: Needles): boolean {
  if (plainStart.test(document) && !oddKey.test(document)) {
    let seen = false;
    // A search for a fixed text is several times faster than an expression with `^`.
    for (let at = document.startsWith("kind") ? 0 : nextKind(document, 0); at > -1; at = nextKind(document, at)) {
      rootKind.lastIndex = at;
      const written = rootKind.exec(document)?.[1];
      if (written === undefined) continue;
      const judgement = judge(written, needles);
      if (judgement === "relevant") return true;
      if (judgement === "unclear") return mentionsAny(document, needles);
      seen = true;
    }
    if (seen) return false;
  }
  return spellsWithEscapes(document) || (needles.anywhere.test(document) && mayHoldAnywhere(document, needles));
}

/** The offset of the next line that starts with `kind`, or -1. */
function nextKind(document: string, after: number): number {
  const lineBreak = document.indexOf("\nkind", after);
  return lineBreak < 0 ? -1 : lineBreak + 1;
}

/** An explicit key, or an alias as a key. */
const indirectKey = /(?:^|[\s{[,])\?(?!\S)|\*[^\s,[\]{}]+[ \t]+:/;
/** `kind` as a key at any depth; comments may stand before the colon. The value may begin on a later line. */
const kindKey = /(?<![\w./-])kind["']?(?:\s|#[^\n]*\n)*:\s*(?=([^\n]{0,80}))/g;

function mayHoldAnywhere(document: string, needles: Needles): boolean {
  if (indirectKey.test(document)) return true;
  for (const [, written = ""] of document.matchAll(kindKey)) if (judge(written, needles) !== "other") return true;
  return false;
}

/** What the text after `kind:` says: a kind that matters or another; unclear where more than these characters decide. */
function judge(written: string, { kinds }: Needles): "relevant" | "other" | "unclear" {
  if (/^"[A-Za-z0-9]*\\/.test(written)) return "unclear";
  const word = /^["']?([A-Za-z0-9]+)(?![\w./-])/.exec(written)?.[1];
  if (word !== undefined) return kinds.has(word) || word.endsWith("List") ? "relevant" : "other";
  return /^(?:["']?[A-Za-z0-9]|[{[]|-\s)/.test(written) ? "other" : "unclear";
}
