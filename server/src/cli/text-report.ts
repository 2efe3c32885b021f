/** The result of `check` for a person: each finding with its line, underlined. */
import pc from "picocolors";
import type { Finding, Severity } from "../core/rules/rule.ts";
import type { Snapshot } from "../core/workspace/workspace.ts";
import { pathIn, rangeIn } from "./report.ts";
import { printable } from "./terminal.ts";

type Colors = ReturnType<typeof pc.createColors>;

/** A quoted line is cut to about this many characters around the finding: manifests exported as JSON are one long line. */
const widest = 120;

/**
 * One finding as lines of text. `line` gives a line of a file's text (zero-based), or undefined where it cannot be had; it is asked
 * only for lines that may be shown.
 */
export function findingAsText(
  finding: Finding,
  snapshot: Snapshot,
  workingDirectory: string,
  line: (file: string, number: number) => string | undefined,
  color: boolean,
): string {
  const colors = pc.createColors(color);
  const paint = painterOf(colors, finding.severity);
  const range = rangeIn(snapshot, finding.place);
  const where = (file: string, { line: row, character }: { line: number; character: number }): string =>
    `${pathIn(workingDirectory, file)}:${row + 1}:${character + 1}`;
  const lines = [
    `${colors.bold(printable(where(finding.place.file, range.start)))} ${paint(finding.severity)} ${colors.dim(finding.code)}`,
  ];
  lines.push(
    ...printable(finding.message)
      .split("\n")
      .map((text) => `  ${text}`),
  );
  const quoted = finding.quotable ? line(finding.place.file, range.start.line) : undefined;
  if (quoted !== undefined) {
    const end = range.end.line === range.start.line ? range.end.character : quoted.trimEnd().length;
    lines.push(...quote(quoted, range.start.line + 1, range.start.character, end, colors, paint));
  }
  for (const { place, message } of finding.related) {
    lines.push(`  ${colors.dim("see")} ${printable(`${where(place.file, rangeIn(snapshot, place).start)} ${message}`)}`);
  }
  for (const fix of finding.fixes()) lines.push(`  ${colors.green("fix")} ${printable(fix.title)}`);
  return `${lines.join("\n")}\n`;
}

/** The last line: how many findings, by severity. */
export function summaryAsText(findings: readonly Finding[], files: number, color: boolean): string {
  const colors = pc.createColors(color);
  const read = `${files} ${files === 1 ? "file" : "files"}`;
  if (findings.length === 0) return `${colors.green("No findings")} in ${read}.\n`;
  const counts = (["error", "warning", "information", "hint"] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0
      ? []
      : [painterOf(colors, severity)(`${count} ${count === 1 || severity === "information" ? severity : `${severity}s`}`)];
  });
  return `${counts.join(", ")} in ${read}.\n`;
}

function quote(text: string, number: number, start: number, end: number, colors: Colors, paint: (text: string) => string): string[] {
  const from = text.length <= widest ? 0 : Math.max(0, start - widest / 4);
  const shown = text.slice(from, from + widest);
  const gutter = String(number).padStart(5);
  const blank = " ".repeat(gutter.length);
  const before = shown.slice(0, start - from).replace(/[^\t]/gu, " ");
  const marked = Math.max(1, [...shown.slice(start - from, Math.max(start + 1, end) - from)].length);
  return [`${colors.dim(`${gutter} |`)} ${printable(shown)}`, `${colors.dim(`${blank} |`)} ${before}${paint("^".repeat(marked))}`];
}

function painterOf(colors: Colors, severity: Severity): (text: string) => string {
  return { error: colors.red, warning: colors.yellow, information: colors.blue, hint: colors.cyan }[severity];
}
