/** What the YAML layer finds in one document. Contract: `parse.ts` makes these, `kube/` reads them. */
import type { Node, Span } from "./tree.ts";

/** A fault of syntax, in our own words; never quotes the document's text, which may hold a key. */
export interface SyntaxProblem extends Span {
  readonly message: string;
}

/** A key that one mapping has more than once. */
export interface DuplicateKey extends Span {
  readonly key: string;
  /** Where the same key stood first. */
  readonly first: Span;
}

/** `# gateway-tls: ignore <code> -- reason`, on the line it speaks of or on the line above. */
export interface Suppression extends Span {
  readonly codes: readonly string[];
  readonly reason: string | undefined;
  /** The span of the lines that it covers: its own line, and the next one when it stands alone on its line. */
  readonly covers: Span;
}

/** One YAML document, parsed. `root` is undefined for an empty or comment-only document. */
export interface ParsedDocument {
  readonly root: Node | undefined;
  readonly problems: readonly SyntaxProblem[];
  readonly duplicates: readonly DuplicateKey[];
  readonly suppressions: readonly Suppression[];
}

/** A document's text within its file: `[start, end)` in UTF-16 code units of the file, without the `---` line before it. */
export interface DocumentText extends Span {
  readonly text: string;
}
