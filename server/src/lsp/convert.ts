/** From offsets and findings to positions and diagnostics: the last step before the wire. */
import { type Diagnostic, DiagnosticSeverity, type Range } from "vscode-languageserver";
import type { Place } from "../core/kube/object.ts";
import type { Finding, Severity } from "../core/rules/rule.ts";
import type { Snapshot } from "../core/workspace/workspace.ts";
import { positionAt } from "../files/position.ts";
import type { Abilities } from "./abilities.ts";
import { explainCommand } from "./requests.ts";

/** The name under which editors show our diagnostics. */
export const diagnosticSource = "gateway-tls";

const severityNumber: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** The range of a place; undefined for a file that the snapshot does not know. */
export function rangeOf(snapshot: Snapshot, place: Place): Range | undefined {
  const lineStarts = snapshot.lineStarts(place.file);
  if (lineStarts === undefined) return undefined;
  return { start: positionAt(lineStarts, place.start), end: positionAt(lineStarts, place.end) };
}

/**
 * A finding as a diagnostic; undefined where its file is not known any more. `uriOf` gives the client's own spelling of a file.
 */
export function diagnosticOf(
  finding: Finding,
  snapshot: Snapshot,
  abilities: Abilities,
  uriOf: (file: string) => string,
): Diagnostic | undefined {
  const range = rangeOf(snapshot, finding.place);
  if (range === undefined) return undefined;
  const related = abilities.relatedInformation
    ? finding.related.flatMap(({ place, message }) => {
        const at = rangeOf(snapshot, place);
        return at === undefined ? [] : [{ location: { uri: uriOf(place.file), range: at }, message }];
      })
    : [];
  return {
    range,
    severity: severityNumber[finding.severity],
    code: finding.code,
    source: diagnosticSource,
    message: finding.message,
    ...(abilities.codeDescription && { codeDescription: { href: explainLink(finding.code) } }),
    ...(related.length > 0 && { relatedInformation: related }),
  };
}

/** The link that opens a rule's page in VS Code. */
export function explainLink(code: string): string {
  return `command:${explainCommand}?${encodeURIComponent(JSON.stringify([code]))}`;
}
