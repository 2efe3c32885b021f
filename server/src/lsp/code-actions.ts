/** Quick fixes of the findings at a place, and fix-all of a file. */
import { type CodeAction, CodeActionKind, type CodeActionParams, type Diagnostic } from "vscode-languageserver";
import type { Finding } from "../core/rules/rule.ts";
import type { Snapshot } from "../core/workspace/workspace.ts";
import type { Change, FileEdit, Fix } from "../core/yaml/change.ts";
import { applyChanges } from "../core/yaml/edit.ts";
import { filesOf, withFreeNames } from "../files/fix-files.ts";
import { offsetAt } from "../files/position.ts";
import { type Abilities, fixAllKind } from "./abilities.ts";
import { type ShownChange, showChangeCommand } from "./requests.ts";
import { suppression } from "./suppression.ts";
import { type EditedFile, firstChange, workspaceEditOf } from "./workspace-edit.ts";
import type { World } from "./world.ts";

export interface ActionsRoom {
  readonly abilities: Abilities;
  findings(snapshot: Snapshot): Promise<ReadonlyMap<string, readonly Finding[]>>;
  /** The present text of a file: the open document's, else the disk's; undefined where there is none. */
  textOf(file: string): Promise<string | undefined>;
  /** Whether anything stands at a URI already, readable or not. */
  exists(file: string): Promise<boolean>;
  fileOf(file: string, text: string | undefined): EditedFile;
  diagnosticOf(finding: Finding, snapshot: Snapshot): Diagnostic | undefined;
  /** A text on disk turned out to be newer than the world knew. */
  refreshed(): void;
}

/** The actions that the client asks for. `file` is the canonical URI of the document. */
export async function codeActions(params: CodeActionParams, file: string, world: World, room: ActionsRoom): Promise<CodeAction[]> {
  const asked = (kind: string): boolean =>
    params.context.only === undefined || params.context.only.some((only) => only === "" || kind === only || kind.startsWith(`${only}.`));
  const actions: CodeAction[] = [];
  if (asked(CodeActionKind.QuickFix)) actions.push(...(await quickFixes(params, file, world, room)));
  // Only on request: as one more line in every light bulb it would be noise.
  if (params.context.only !== undefined && asked(fixAllKind)) actions.push(...(await fixAll(file, world, room)));
  return actions;
}

async function quickFixes(params: CodeActionParams, file: string, world: World, room: ActionsRoom): Promise<CodeAction[]> {
  const repairs = await repairsOf(file, world, room, (finding, lineStarts) => {
    const start = offsetAt(lineStarts, params.range.start);
    const end = offsetAt(lineStarts, params.range.end);
    return finding.place.start <= end && finding.place.end >= start;
  });
  const fixes: CodeAction[] = [];
  const suppressions: CodeAction[] = [];
  for (const { finding, snapshot, fixes: alternatives, texts } of repairs) {
    const diagnostic = room.diagnosticOf(finding, snapshot);
    if (diagnostic === undefined) continue;
    const diagnostics = [params.context.diagnostics.find((shown) => isSame(shown, diagnostic)) ?? diagnostic];
    for (const fix of alternatives) {
      const action = actionOf(fix, file, texts, room);
      if (action !== undefined) fixes.push({ ...action, diagnostics, isPreferred: fix.preferred });
    }
    const text = texts.get(file);
    const silence = text === undefined ? undefined : suppression(finding, text);
    const edit = silence === undefined ? undefined : editOf([{ file, edits: [silence] }], texts, room);
    if (edit === undefined) continue;
    suppressions.push({ title: `Ignore ${finding.code} here, with a comment`, kind: CodeActionKind.QuickFix, diagnostics, edit });
  }
  return [...fixes, ...suppressions];
}

async function fixAll(file: string, world: World, room: ActionsRoom): Promise<CodeAction[]> {
  const repairs = await repairsOf(file, world, room, () => true);
  const changes: Change[] = [];
  let edits: readonly FileEdit[] | undefined;
  for (const { fixes, texts } of repairs) {
    const preferred = fixes.find((fix) => fix.preferred);
    if (preferred === undefined) continue;
    const together = applyChanges([...changes, ...preferred.changes], (name) => texts.get(name));
    // A fix that gets in the way of an earlier one waits for the next fix-all; one that reaches into other files is not for bulk.
    if (together === undefined || together.some((edit) => edit.file !== file || "create" in edit)) continue;
    changes.push(...preferred.changes);
    edits = together;
  }
  const texts = repairs[0]?.texts;
  const edit = edits === undefined || texts === undefined ? undefined : editOf(edits, texts, room);
  return edit === undefined ? [] : [{ title: "Fix all that Gateway TLS can fix safely", kind: fixAllKind, edit }];
}

interface Repair {
  readonly finding: Finding;
  readonly snapshot: Snapshot;
  readonly fixes: readonly Fix[];
  readonly texts: ReadonlyMap<string, string | undefined>;
}

/**
 * The findings of a file that `wanted` picks, their fixes, and the texts that those change. Offsets hold only for the texts that
 * the snapshot was made of; where the disk has moved on unannounced, the world takes the new texts and is asked again.
 */
async function repairsOf(
  file: string,
  world: World,
  room: ActionsRoom,
  wanted: (finding: Finding, lineStarts: readonly number[]) => boolean,
): Promise<readonly Repair[]> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const snapshot = world.snapshot;
    const findings = (await room.findings(snapshot)).get(file) ?? [];
    const lineStarts = snapshot.lineStarts(file);
    if (lineStarts === undefined) return [];
    const texts = new Map<string, string | undefined>();
    const repairs: Repair[] = [];
    for (const finding of findings.filter((one) => wanted(one, lineStarts))) {
      const fixes = await Promise.all(finding.fixes().map((fix) => withFreeNames(fix, room.exists)));
      repairs.push({ finding, snapshot, fixes, texts });
    }
    for (const name of new Set([file, ...repairs.flatMap(({ fixes }) => fixes.flatMap((fix) => filesOf(fix)))])) {
      texts.set(name, await room.textOf(name));
    }
    const news = [...texts].filter(([name, text]) => !world.holds(name, text));
    if (news.length === 0 && world.snapshot === snapshot) return repairs;
    if (world.take(news)) room.refreshed();
  }
  return [];
}

/** The action that applies a fix; undefined where it cannot be applied to these texts or by this client. */
function actionOf(fix: Fix, file: string, texts: ReadonlyMap<string, string | undefined>, room: ActionsRoom): CodeAction | undefined {
  const edits = applyChanges(fix.changes, (name) => texts.get(name));
  if (edits === undefined || edits.length === 0) return undefined;
  const edit = editOf(edits, texts, room);
  if (edit === undefined) return undefined;
  const elsewhere = edits.find((one) => one.file !== file);
  if (elsewhere === undefined || !room.abilities.showDocument) return { title: fix.title, kind: CodeActionKind.QuickFix, edit };
  // An edit to a file that is not open opens no tab: the command, which runs after the edit, shows what was written where.
  const text = texts.get(elsewhere.file);
  const shown: ShownChange = { uri: room.fileOf(elsewhere.file, text).uri, position: firstChange(elsewhere, text) };
  const command = { title: "Show the change", command: showChangeCommand, arguments: [shown] };
  return { title: fix.title, kind: CodeActionKind.QuickFix, edit, command };
}

function editOf(edits: readonly FileEdit[], texts: ReadonlyMap<string, string | undefined>, room: ActionsRoom): CodeAction["edit"] {
  return workspaceEditOf(edits, (name) => room.fileOf(name, texts.get(name)), room.abilities);
}

function isSame(shown: Diagnostic, ours: Diagnostic): boolean {
  const [a, b] = [shown.range, ours.range];
  return (
    shown.code === ours.code &&
    a.start.line === b.start.line &&
    a.start.character === b.start.character &&
    a.end.line === b.end.line &&
    a.end.character === b.end.character
  );
}
