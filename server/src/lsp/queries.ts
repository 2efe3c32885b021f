/** What the editor asks about one place of one file: the hover card, the lenses, the certificate's page. */
import { type CodeLens, type Hover, MarkupKind, type Position } from "vscode-languageserver";
import { certificatePage } from "../core/features/certificate-page.ts";
import { hoverAt } from "../core/features/hover.ts";
import { lensesOf } from "../core/features/lens.ts";
import type { Snapshot } from "../core/workspace/workspace.ts";
import { offsetAt, positionAt } from "../files/position.ts";
import type { Abilities } from "./abilities.ts";
import { rangeOf } from "./convert.ts";
import { type CertificatePageParams, type CertificatePageResult, showCertificateCommand } from "./requests.ts";

/** The card at a position, in the form that the client shows; null where there is none. */
export function hover(snapshot: Snapshot, file: string, position: Position, abilities: Abilities): Hover | null {
  const lineStarts = snapshot.lineStarts(file);
  if (lineStarts === undefined || !snapshot.settings.hover) return null;
  const card = hoverAt(snapshot, file, offsetAt(lineStarts, position), abilities);
  const range = card === undefined ? undefined : rangeOf(snapshot, card.place);
  if (card === undefined || range === undefined) return null;
  const contents = abilities.hoverMarkdown
    ? { kind: MarkupKind.Markdown, value: card.markdown }
    : { kind: MarkupKind.PlainText, value: card.plain };
  return { contents, range };
}

/** The lenses of a file. A click opens the certificate where the client has our command; elsewhere a lens is only text. */
export function lenses(snapshot: Snapshot, file: string, abilities: Abilities, uriOf: (file: string) => string): CodeLens[] {
  return lensesOf(snapshot, file).flatMap(({ place, title: words, icon, show }) => {
    const title = icon !== undefined && abilities.icons ? `$(${icon}) ${words}` : words;
    const range = rangeOf(snapshot, place);
    if (range === undefined) return [];
    const lineStarts = show === undefined ? undefined : snapshot.lineStarts(show.file);
    if (show === undefined || lineStarts === undefined || !abilities.commandLinks) return [{ range, command: { title, command: "" } }];
    const shown: CertificatePageParams = { uri: uriOf(show.file), position: positionAt(lineStarts, show.offset) };
    return [{ range, command: { title, command: showCertificateCommand, arguments: [shown] } }];
  });
}

/** The decoded certificate of the object at a position, as Markdown. */
export function certificate(snapshot: Snapshot, file: string, position: Position): CertificatePageResult {
  const lineStarts = snapshot.lineStarts(file);
  if (lineStarts === undefined) return null;
  const markdown = certificatePage(snapshot, file, offsetAt(lineStarts, position));
  return markdown === undefined ? null : { markdown };
}
