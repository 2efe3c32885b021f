/** Comments that speak to us: `# gateway-tls: ignore code[, code] [-- reason]`. */
import { detached } from "./detached.ts";
import type { Suppression } from "./document.ts";
import { lineAfter, lineStart } from "./lines.ts";
import type { Span } from "./tree.ts";

const speaks = /^#\s*gateway-tls:\s*ignore(?=\s|$)(.*)$/;

/**
 * The suppressions among the comments of a document, which come in their order. Several codes are separated by commas or spaces; without any,
 * `codes` is empty and nothing is suppressed. A comment after content covers its own line; one that has a line to itself covers that and the next
 * line that is more than a comment, so that two can be stacked. Covered lines include their line break.
 */
export function suppressionsIn(text: string, comments: readonly Span[]): Suppression[] {
  const found: Suppression[] = [];
  /** The line of the comment below, where it is alone on it, and where that comment's cover ends. */
  let below: Span = { start: -1, end: -1 };
  for (const { start, end } of [...comments].reverse()) {
    const ownLine = lineStart(text, start);
    const nextLine = lineAfter(text, start);
    const alone = text.slice(ownLine, start).trim() === "";
    const coverEnd = !alone ? nextLine : below.start === nextLine ? below.end : lineAfter(text, nextLine);
    if (alone) below = { start: ownLine, end: coverEnd };
    const match = speaks.exec(detached(text.slice(start, end)));
    if (match) found.push({ start, end, ...readWords(match[1] ?? ""), covers: { start: ownLine, end: coverEnd } });
  }
  return found.reverse();
}

function readWords(words: string): Pick<Suppression, "codes" | "reason"> {
  const [list = "", ...rest] = words.split(/(?:^|\s)--(?:\s|$)/);
  const reason = rest.join(" -- ").trim();
  return { codes: list.split(/[\s,]+/).filter((code) => code !== ""), reason: reason === "" ? undefined : reason };
}
