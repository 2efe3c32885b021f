/** The comment that silences a finding, where a comment can stand. */
import type { Finding } from "../core/rules/rule.ts";
import type { TextEdit } from "../core/yaml/change.ts";
import { parseDocument } from "../core/yaml/parse.ts";
import { lineStartsOf, splitDocuments } from "../core/yaml/split.ts";
import { positionAt } from "../files/position.ts";

/**
 * The edit that puts `# gateway-tls: ignore <code> -- reason` on a line of its own above the finding; undefined where that line
 * would be no comment (JSON, a block scalar, a value that spans lines) or would not cover the finding.
 */
export function suppression(finding: Finding, text: string): TextEdit | undefined {
  if (/^\s*[{[]/.test(text)) return undefined;
  const lineStarts = lineStartsOf(text);
  const start = lineStarts[positionAt(lineStarts, finding.place.start).line] ?? 0;
  const indentation = /^[ \t]*/.exec(text.slice(start, finding.place.start))?.[0] ?? "";
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const newText = `${indentation}# gateway-tls: ignore ${finding.code} -- say why${newline}`;
  const place = finding.place.start + newText.length;
  // The parser has the last word on whether the line reads as a comment there.
  const document = splitDocuments(text.slice(0, start) + newText + text.slice(start)).find((one) => one.start <= place && place <= one.end);
  if (document === undefined) return undefined;
  const covered = parseDocument(document.text).suppressions.some(
    ({ codes, covers }) => codes.includes(finding.code) && covers.start <= place - document.start && place - document.start <= covers.end,
  );
  return covered ? { start, end: start, newText } : undefined;
}
