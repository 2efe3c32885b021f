/** What the tests do in the editor, and what they see there. */

import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import * as vscode from "vscode";
import { cliVariable } from "./harness.ts";

/** One published finding in the shape in which the command line prints it, so that the two can be compared. */
export interface SeenFinding {
  readonly file: string;
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly range: PlainRange;
  readonly related: readonly { readonly file: string; readonly message: string; readonly range: PlainRange }[];
}

interface PlainRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** The absolute path of the first workspace folder, which contains the others. */
export function workspaceRoot(): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "a workspace is open");
  return folder.uri.fsPath;
}

/** The URI of a file, by its path within the workspace. */
export function uriOf(path: string): vscode.Uri {
  return vscode.Uri.file(join(workspaceRoot(), path));
}

/**
 * Opens a file in a tab, as a click in the explorer does. (A document that an extension opens by `openTextDocument` stays open for minutes after its
 * tab is closed, so nothing here does that.)
 */
export async function show(path: string): Promise<vscode.TextDocument> {
  await vscode.commands.executeCommand("vscode.open", uriOf(path), { preview: false });
  const document = openDocument(path);
  assert.ok(document, `${path} is open`);
  return document;
}

/** Closes all tabs and waits until their documents are closed, too. */
export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  const end = Date.now() + 10_000;
  const open = () => vscode.workspace.textDocuments.filter(({ uri, isClosed }) => uri.scheme === "file" && !isClosed);
  while (open().length > 0) {
    if (Date.now() > end) assert.fail(`still open: ${open().map(({ uri }) => uri.path)}`);
    await pause(20);
  }
}

function openDocument(path: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(({ uri, isClosed }) => !isClosed && uri.toString() === uriOf(path).toString());
}

/** The text of a file on disk. */
export function textOnDisk(path: string): string {
  return readFileSync(join(workspaceRoot(), path), "utf8");
}

/** The range of the first occurrence of `text` in a file, as it is in the editor or else on disk; fails when there is none. */
export function rangeOf(path: string, text: string): vscode.Range {
  const whole = openDocument(path)?.getText() ?? textOnDisk(path);
  const offset = whole.indexOf(text);
  assert.notEqual(offset, -1, `${path} contains ${text}`);
  return new vscode.Range(positionAt(whole, offset), positionAt(whole, offset + text.length));
}

function positionAt(text: string, offset: number): vscode.Position {
  const lines = text.slice(0, offset).split("\n");
  return new vscode.Position(lines.length - 1, lines.at(-1)?.length ?? 0);
}

/** Replaces the only occurrence of `before` in a file, without saving. */
export async function edit(path: string, before: string, after: string): Promise<void> {
  const change = new vscode.WorkspaceEdit();
  change.replace(uriOf(path), rangeOf(path, before), after);
  assert.ok(await vscode.workspace.applyEdit(change), `${path} was edited`);
}

/** What the extension has published for all files, in a fixed order. */
export function published(): readonly SeenFinding[] {
  return inOrder(
    vscode.languages.getDiagnostics().flatMap(([uri, diagnostics]) => diagnostics.filter(isOurs).map((one) => seen(uri, one))),
  );
}

/** What the extension has published for one file. */
export function publishedIn(path: string): readonly SeenFinding[] {
  return published().filter(({ file }) => file === path);
}

/** Waits until `condition` holds of what is published; fails, showing what was published last, when that takes too long. */
export async function until(what: string, condition: (findings: readonly SeenFinding[]) => boolean, limit = 15_000): Promise<void> {
  const end = Date.now() + limit;
  while (!condition(published())) {
    if (Date.now() > end) assert.fail(`${what}: not within ${limit} ms; published was\n${JSON.stringify(published(), undefined, 1)}`);
    await pause(50);
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** What a fresh `gateway-tls check` finds in the workspace on disk. */
export function checked(): readonly SeenFinding[] {
  const cli = process.env[cliVariable];
  assert.ok(cli, cliVariable);
  const output = execFileSync(
    process.execPath,
    [cli, "check", ".", "--format", "json", "--fail-on", "never"],
    // On a desktop, the program that runs us is Electron, which is Node when it is told so.
    { cwd: workspaceRoot(), env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" }, encoding: "utf8", maxBuffer: 1 << 28 },
  );
  const { findings }: { findings: readonly SeenFinding[] } = JSON.parse(output);
  return inOrder(
    findings.map(({ file, code, severity, message, range, related }) => ({
      ...{ file, code, severity, message, range: plain(range) },
      related: related.map((one) => ({ file: one.file, message: one.message, range: plain(one.range) })),
    })),
  );
}

/** Waits until what is published equals what a fresh `check` of the disk finds, and fails with the difference when it never does. */
export async function untilPublishedEqualsChecked(limit = 15_000): Promise<readonly SeenFinding[]> {
  const expected = checked();
  const wanted = JSON.stringify(expected);
  const end = Date.now() + limit;
  while (JSON.stringify(published()) !== wanted && Date.now() < end) await pause(50);
  assert.deepEqual(published(), expected);
  return expected;
}

/** The quick fixes that the light bulb offers at the finding of `code` in a file, as the editor orders them. */
export async function quickFixes(path: string, code: string): Promise<readonly vscode.CodeAction[]> {
  await show(path);
  const diagnostic = vscode.languages.getDiagnostics(uriOf(path)).find((one) => isOurs(one) && codeOf(one) === code);
  assert.ok(diagnostic, `${path} shows ${code}`);
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    "vscode.executeCodeActionProvider",
    uriOf(path),
    diagnostic.range,
    vscode.CodeActionKind.QuickFix.value,
    100,
  );
}

/** Does what a click on an entry of the light bulb does: the edit first, then its command. */
export async function applyFix(action: vscode.CodeAction): Promise<void> {
  assert.ok(action.edit, `${action.title} carries its edit`);
  assert.ok(await vscode.workspace.applyEdit(action.edit), `${action.title} was applied`);
  if (action.command) await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
}

/** The text of the hover cards over the first occurrence of `text` in a file. */
export async function hoverText(path: string, text: string): Promise<string> {
  await show(path);
  const { start } = rangeOf(path, text);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", uriOf(path), start);
  return hovers.flatMap(({ contents }) => contents.map((part) => (typeof part === "string" ? part : part.value))).join("\n");
}

/** The code lenses of a file, resolved, as `line: title` with zero-based lines. */
export async function lenses(path: string): Promise<readonly string[]> {
  await show(path);
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", uriOf(path), 1000);
  return found.map(({ range, command }) => `${range.start.line}: ${command?.title ?? ""}`);
}

function isOurs(diagnostic: vscode.Diagnostic): boolean {
  return diagnostic.source === "gateway-tls";
}

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === "object" ? code.value : code);
}

const severities = ["error", "warning", "information", "hint"];

function seen(uri: vscode.Uri, diagnostic: vscode.Diagnostic): SeenFinding {
  return {
    file: pathWithin(uri),
    code: codeOf(diagnostic),
    severity: severities[diagnostic.severity] ?? "unknown",
    message: diagnostic.message,
    range: plain(diagnostic.range),
    related: (diagnostic.relatedInformation ?? []).map(({ location, message }) => ({
      file: pathWithin(location.uri),
      message,
      range: plain(location.range),
    })),
  };
}

function pathWithin(uri: vscode.Uri): string {
  return relative(workspaceRoot(), uri.fsPath).split(sep).join("/");
}

function plain({ start, end }: PlainRange): PlainRange {
  return { start: { line: start.line, character: start.character }, end: { line: end.line, character: end.character } };
}

function inOrder(findings: readonly SeenFinding[]): readonly SeenFinding[] {
  const key = ({ file, range, code, message }: SeenFinding) =>
    [file, ...[range.start.line, range.start.character].map((number) => String(number).padStart(9, "0")), code, message].join("\0");
  return [...findings].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
