/** The last text that was read for changing. */
import type { DocumentText, ParsedDocument } from "./document.ts";
import { parseDocument } from "./parse.ts";
import { type Sheet, sheetOf } from "./sheet.ts";
import { splitDocuments } from "./split.ts";

/** A document as it is before a change. */
export interface DocumentReading {
  /** Undefined for a document without content. */
  readonly sheet: Sheet | undefined;
  readonly before: ParsedDocument;
}

/**
 * Remembers how the last file was cut, and the last of its documents that was parsed. Fixes are written one by one, each against the same text, and a
 * document of many faults would be read again for each of them. It holds a text that may have a key in it, so it must go with what it was made for.
 */
export class LatestReading {
  #file: { readonly text: string; readonly documents: readonly DocumentText[] } | undefined;
  #document: { readonly start: number; readonly json: boolean; readonly reading: DocumentReading } | undefined;

  /** The documents of a file's text. */
  documentsOf(text: string): readonly DocumentText[] {
    if (this.#file?.text !== text) {
      this.#file = { text, documents: splitDocuments(text) };
      this.#document = undefined;
    }
    return this.#file.documents;
  }

  /** One document of a file's text, parsed. */
  read(text: string, document: DocumentText, json: boolean): DocumentReading {
    this.documentsOf(text);
    if (this.#document?.start !== document.start || this.#document.json !== json) {
      const reading = { sheet: sheetOf(document.text, text, json), before: parseDocument(document.text) };
      this.#document = { start: document.start, json, reading };
    }
    return this.#document.reading;
  }
}
