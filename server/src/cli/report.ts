/** The result of `check` as plain data: the shape of `--format json`, described in docs/json.md. */
import { relative, sep } from "node:path";
import { URI } from "vscode-uri";
import type { Place } from "../core/kube/object.ts";
import type { Finding, Severity } from "../core/rules/rule.ts";
import type { Snapshot } from "../core/workspace/workspace.ts";
import type { FileEdit, Fix } from "../core/yaml/change.ts";
import { applyChanges } from "../core/yaml/edit.ts";
import { LatestReading } from "../core/yaml/latest-reading.ts";
import { lineStartsOf } from "../core/yaml/split.ts";
import type { FileAccess } from "../files/access.ts";
import { filesOf, withFreeNames } from "../files/fix-files.ts";
import { type Position, positionAt } from "../files/position.ts";

export interface ReportedRange {
  readonly start: Position;
  readonly end: Position;
}

export type ReportedEdit =
  | { readonly file: string; readonly range: ReportedRange; readonly newText: string }
  | { readonly create: string; readonly newText: string };

export interface ReportedFinding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly range: ReportedRange;
  readonly related: readonly { readonly file: string; readonly range: ReportedRange; readonly message: string }[];
  readonly fixes: readonly { readonly title: string; readonly preferred: boolean; readonly edits: readonly ReportedEdit[] }[];
}

export interface Report {
  readonly version: 1;
  /** The instant that dates were judged against, ISO 8601. */
  readonly now: string;
  readonly findings: readonly ReportedFinding[];
  readonly summary: {
    /** Files read, whether or not they held anything relevant. */
    readonly files: number;
    readonly error: number;
    readonly warning: number;
    readonly information: number;
    readonly hint: number;
  };
  /** Paths that could not be read; with any, the report is incomplete and the exit status 2. */
  readonly unreadable: readonly string[];
}

/** The path of a URI as the report names it: relative to the working directory, with `/` between names. */
export function pathIn(workingDirectory: string, uri: string): string {
  return relative(workingDirectory, URI.parse(uri).fsPath).split(sep).join("/");
}

/** The range of a place; a file that the snapshot does not know gives its start. */
export function rangeIn(snapshot: Snapshot, place: Place): ReportedRange {
  const lineStarts = snapshot.lineStarts(place.file) ?? [0];
  return { start: positionAt(lineStarts, place.start), end: positionAt(lineStarts, place.end) };
}

/** Reports findings with their fixes as edits against what the disk holds. */
export async function reportOf(
  findings: readonly Finding[],
  snapshot: Snapshot,
  files: number,
  unreadable: readonly string[],
  workingDirectory: string,
  access: FileAccess,
): Promise<Report> {
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  const path = (uri: string): string => pathIn(workingDirectory, uri);
  const reported: ReportedFinding[] = [];
  const reading = new LatestReading();
  for (const finding of findings) {
    const fixes: ReportedFinding["fixes"][number][] = [];
    for (const fix of finding.fixes()) {
      const edits = await editsOf(fix, path, access, reading);
      if (edits !== undefined) fixes.push({ title: fix.title, preferred: fix.preferred, edits });
    }
    reported.push({
      code: finding.code,
      severity: finding.severity,
      message: finding.message,
      file: path(finding.place.file),
      range: rangeIn(snapshot, finding.place),
      related: finding.related.map(({ place, message }) => ({ file: path(place.file), range: rangeIn(snapshot, place), message })),
      fixes,
    });
  }
  return {
    version: 1,
    now: new Date(snapshot.now).toISOString(),
    findings: reported,
    summary: { files, error: count("error"), warning: count("warning"), information: count("information"), hint: count("hint") },
    unreadable: unreadable.map(path),
  };
}

/** The edits of a fix; undefined where it cannot be written into these texts. */
async function editsOf(
  given: Fix,
  path: (uri: string) => string,
  access: FileAccess,
  reading: LatestReading,
): Promise<readonly ReportedEdit[] | undefined> {
  const fix = await withFreeNames(given, async (file) => (await access.kindOf(file)) !== undefined);
  const texts = new Map<string, string>();
  for (const file of filesOf(fix)) {
    const reading = await access.read(file);
    if ("text" in reading) texts.set(file, reading.text);
  }
  const edits = applyChanges(fix.changes, (file) => texts.get(file), reading);
  return edits?.flatMap((edit) => reportedEdits(edit, texts.get(edit.file) ?? "", path(edit.file)));
}

function reportedEdits(edit: FileEdit, text: string, path: string): readonly ReportedEdit[] {
  if ("create" in edit) return [{ create: path, newText: edit.create }];
  const lineStarts = lineStartsOf(text);
  return edit.edits.map(({ start, end, newText }) => ({
    file: path,
    range: { start: positionAt(lineStarts, start), end: positionAt(lineStarts, end) },
    newText,
  }));
}
