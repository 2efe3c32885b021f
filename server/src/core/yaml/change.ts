/**
 * Changes to manifests, told by path and value; `edit.ts` turns them into text edits that keep comments and indentation.
 * Rules and features speak only this; they never compute an offset of an insertion.
 */

/** A value to be written as YAML (or as JSON where the file is JSON). Keys are written in the order given. */
export type PlainValue = string | number | boolean | readonly PlainValue[] | { readonly [key: string]: PlainValue };

/** A value within one document: the file's URI, where the document starts in it (UTF-16 code units), and the path from its root. */
export interface Address {
  readonly file: string;
  readonly offset: number;
  readonly path: readonly (string | number)[];
}

export type Change =
  /** Replaces the value at the address; adds the last key where the mapping above it lacks it (and mappings on the way). */
  | { readonly change: "set"; readonly at: Address; readonly value: PlainValue }
  /** Appends an item to the sequence at the address; makes the sequence where it is missing or null. */
  | { readonly change: "append"; readonly at: Address; readonly value: PlainValue }
  /** Removes the key or the item at the address, with its lines and the comments on them. */
  | { readonly change: "remove"; readonly at: Address }
  /** Gives the key at the address another name. Its value, its place and its comments stay; the mapping must not have that name yet. */
  | { readonly change: "rename"; readonly at: Address; readonly key: string }
  /** Adds a document to a file: after the document that starts at `after`, or at the end. */
  | { readonly change: "addDocument"; readonly file: string; readonly after?: number; readonly value: PlainValue }
  /** Removes the whole document that starts at the address's offset, with its separator. The path is ignored. */
  | { readonly change: "removeDocument"; readonly at: Address }
  /** Creates a file that must not exist yet. */
  | { readonly change: "create"; readonly file: string; readonly value: PlainValue };

/** One alternative repair of a finding. */
export interface Fix {
  /** A verb phrase: "Create a ReferenceGrant in security-certs that allows this Gateway to use Secret wildcard". */
  readonly title: string;
  /** True only where the repair cannot change meaning elsewhere; such fixes join fix-all. */
  readonly preferred: boolean;
  readonly changes: readonly Change[];
}

/** One replacement in a file, in UTF-16 code units of its present text. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** The edits of one file, or the whole text of a file to create. */
export type FileEdit = { readonly file: string; readonly edits: readonly TextEdit[] } | { readonly file: string; readonly create: string };
