/**
 * Changes as text edits that leave everything else as it is written: comments, indentation, quotes, line breaks.
 *
 * An edit is only offered if reading its result gives exactly the intended change. The planners propose, in order of preference; the
 * first proposal after which the document means what it should is taken. So a shared anchor, a text block that keeps its blank lines, or a
 * form that nobody thought of costs a fix, never a file.
 */
import type { Change, FileEdit, PlainValue, TextEdit } from "./change.ts";
import { type Draft, draftOf, editsOf, offsetNow, revise } from "./draft.ts";
import { addDocumentPlan, fileText, isJsonFile, removeDocumentPlan } from "./edit-documents.ts";
import { isValueChange, settle } from "./edit-order.ts";
import { LatestReading } from "./latest-reading.ts";
import { changedMeaning, meaningOf, meaningOfValue, sameMeaning } from "./meaning.ts";
import { parseDocument } from "./parse.ts";
import { plansFor } from "./plan.ts";
import type { Plan } from "./sheet.ts";
import { sectionsOf, splitDocuments } from "./split.ts";

interface FileState {
  readonly draft: Draft;
  readonly created: boolean;
  /** How many documents were added after the one that started at an offset, or at the end. */
  readonly added: ReadonlyMap<number | undefined, number>;
}

/**
 * The edits that make `changes`, file by file, sorted and not overlapping. Every address means the text that `textOf` gives now (undefined for a file
 * that does not exist), so the order of the changes does not matter; the same change twice is made once. Undefined if an address is not there, if two
 * changes contradict each other, if a file to create exists, or if a change cannot be written without changing something else. Whoever asks for many
 * changes of the same text, one after the other, passes one `reading` to all.
 */
export function applyChanges(
  changes: readonly Change[],
  textOf: (file: string) => string | undefined,
  reading = new LatestReading(),
): FileEdit[] | undefined {
  const files = new Map<string, FileState>();
  const done: Change[] = [];
  for (const change of changes) {
    const settled = settle(change, done);
    if (settled === "again") continue;
    if (settled === undefined) return undefined;
    done.push(change);
    const file = "at" in settled ? settled.at.file : settled.file;
    const state = files.get(file) ?? opened(textOf(file));
    const changed =
      settled.change === "create"
        ? created(state, files.has(file), file, settled.value)
        : state && changeFile(state, file, settled, reading);
    if (changed === undefined) return undefined;
    files.set(file, changed);
  }
  return [...files].flatMap(([file, { draft, created }]): FileEdit[] => {
    if (created) return [{ file, create: draft.text }];
    const edits = editsOf(draft);
    return edits.length > 0 ? [{ file, edits }] : [];
  });
}

function opened(text: string | undefined): FileState | undefined {
  return text === undefined ? undefined : { draft: draftOf(text), created: false, added: new Map() };
}

function created(existing: FileState | undefined, touched: boolean, file: string, value: PlainValue): FileState | undefined {
  if (existing !== undefined || touched) return undefined;
  return { draft: draftOf(fileText(file, value)), created: true, added: new Map() };
}

function changeFile(
  state: FileState,
  file: string,
  change: Exclude<Change, { readonly change: "create" }>,
  reading: LatestReading,
): FileState | undefined {
  const { draft } = state;
  if (change.change === "addDocument") return addDocument(state, file, change);
  const start = offsetNow(draft, change.at.offset);
  const index = reading.documentsOf(draft.text).findIndex((document) => document.start === start);
  if (index < 0) return undefined;
  const revised = isValueChange(change) ? changeValue(draft, file, index, change, reading) : removeDocument(draft, index);
  return revised && { ...state, draft: revised };
}

function changeValue(
  draft: Draft,
  file: string,
  index: number,
  change: Parameters<typeof changedMeaning>[1],
  reading: LatestReading,
): Draft | undefined {
  const documents = reading.documentsOf(draft.text);
  const document = documents[index];
  if (document === undefined) return undefined;
  const { sheet, before } = reading.read(draft.text, document, isJsonFile(file));
  if (sheet === undefined) return undefined;
  const intended = changedMeaning(meaningOf(before.root), change);
  if (intended === undefined) return undefined;
  for (const plan of plansFor(sheet, change)) {
    const revised = tryPlan(draft, plan, document.start);
    const after = revised && splitDocuments(revised.text);
    const text = after?.length === documents.length ? after[index]?.text : undefined;
    if (revised === undefined || text === undefined) continue;
    const { root, problems, duplicates } = parseDocument(text);
    const isWhole = problems.length <= before.problems.length && duplicates.length <= before.duplicates.length;
    if (isWhole && sameMeaning(meaningOf(root), intended)) return revised;
  }
  return undefined;
}

function addDocument(
  state: FileState,
  file: string,
  { after, value }: Extract<Change, { readonly change: "addDocument" }>,
): FileState | undefined {
  const { draft, added } = state;
  const sections = sectionsOf(draft.text);
  const count = added.get(after) ?? 0;
  const found = after === undefined ? sections.length - 1 : sections.findIndex(({ start }) => start === offsetNow(draft, after));
  if (found < 0) return undefined;
  const index = after === undefined ? found : found + count;
  const plan = addDocumentPlan(draft.text, file, value, index);
  const revised = plan && tryPlan(draft, plan, 0);
  if (revised === undefined) return undefined;
  const documents = splitDocuments(draft.text).map(({ text }) => text);
  const written = splitDocuments(revised.text);
  // An empty document is filled rather than followed.
  const fills = written.length === documents.length && parseDocument(documents[index] ?? "").root === undefined;
  const position = fills ? index : index + 1;
  const expected = [...documents.slice(0, position), undefined, ...documents.slice(index + 1)];
  const isWritten = sameMeaning(meaningOf(parseDocument(written[position]?.text ?? "").root), meaningOfValue(value));
  return isWritten && matches(revised.text, expected)
    ? { ...state, draft: revised, added: new Map(added).set(after, fills ? count : count + 1) }
    : undefined;
}

function removeDocument(draft: Draft, index: number): Draft | undefined {
  const plan = removeDocumentPlan(draft.text, index);
  const revised = plan && tryPlan(draft, plan, 0);
  if (revised === undefined) return undefined;
  const rest = splitDocuments(draft.text)
    .filter((_, i) => i !== index)
    .map(({ text }) => text);
  // Of a file's only document, at most comments remain.
  return matches(revised.text, rest.length === 0 ? [""] : rest) ? revised : undefined;
}

/** Whether the documents of a text mean what those expected do; undefined stands for one that is looked at elsewhere. */
function matches(text: string, expected: readonly (string | undefined)[]): boolean {
  const documents = splitDocuments(text);
  if (documents.length !== expected.length) return false;
  return documents.every((document, i) => {
    const other = expected[i];
    return (
      other === undefined ||
      other === document.text ||
      sameMeaning(meaningOf(parseDocument(document.text).root), meaningOf(parseDocument(other).root))
    );
  });
}

/** The draft after a plan whose offsets count from `start`; undefined if its edits overlap. */
function tryPlan(draft: Draft, plan: Plan, start: number): Draft | undefined {
  const edits: TextEdit[] = plan
    .map((edit) => ({ start: edit.start + start, end: edit.end + start, newText: edit.newText }))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const overlap = edits.some((edit, i) => edit.start > edit.end || edit.start < (edits[i - 1]?.end ?? 0));
  return overlap ? undefined : revise(draft, edits);
}
