/** Faults of syntax in our own words: what is wrong and what to do about it, never the text itself, which may hold a key. */
import type { ErrorCode } from "yaml";

export const nestedTooDeep = "This is nested too deeply to be read.";
export const unclosedQuote = "This quote is never closed.";
export const unreadable = "This document cannot be read as YAML.";
export const danglingAlias = "This alias has no anchor before it in its document.";
export const cyclicAlias = "This alias stands within the value that it refers to.";
export const excessiveAliases = "The aliases of this document multiply to more values than Kubernetes accepts.";
export const badMerge = "A merge key takes a mapping, an alias of one, or a sequence of those.";

interface Words {
  readonly code: ErrorCode;
  /** Tells apart the faults that share a code, by the parser's own message. */
  readonly when?: RegExp;
  readonly say: string;
}

const words: readonly Words[] = [
  { code: "TAB_AS_INDENT", say: "A tab is used for indentation, which YAML does not allow. Use spaces." },
  { code: "MISSING_CHAR", when: /^Missing closing/, say: unclosedQuote },
  { code: "MISSING_CHAR", when: /^Implicit map keys/, say: "A colon is missing after this key." },
  { code: "MISSING_CHAR", when: /^Flow map must end/, say: "This mapping is never closed: its } is missing." },
  { code: "MISSING_CHAR", when: /^Flow sequence must end/, say: "This sequence is never closed: its ] is missing." },
  { code: "MISSING_CHAR", when: /^Missing , or :/, say: "A comma or a colon is missing before this." },
  { code: "MISSING_CHAR", when: /^Missing ,/, say: "A comma is missing before this." },
  { code: "MISSING_CHAR", when: /^Missing space after :/, say: "A space is missing after the colon." },
  {
    code: "MISSING_CHAR",
    when: /^Sequence item without/,
    say: "This stands among the items of a sequence, but does not start with a dash and a space.",
  },
  { code: "MISSING_CHAR", when: /^Tags and anchors/, say: "A space is missing after this anchor or tag." },
  {
    code: "MISSING_CHAR",
    when: /^Missing newline after block sequence/,
    say: "A sequence must start on the line below its anchor or tag.",
  },
  { code: "MISSING_CHAR", when: /^Block scalars/, say: "This text block starts with a blank line that is indented further than its text." },
  { code: "MISSING_CHAR", when: /^Missing directives-end/, say: "A line of --- is missing between the directives and the content." },
  { code: "MISSING_CHAR", say: "A character is missing here." },
  {
    code: "BAD_INDENT",
    when: /^Flow map/,
    say: "The mapping in braces is not closed here: its } is missing, or its lines are indented too little.",
  },
  {
    code: "BAD_INDENT",
    when: /^Flow sequence/,
    say: "The sequence in brackets is not closed here: its ] is missing, or its lines are indented too little.",
  },
  { code: "BAD_INDENT", when: /^All mapping/, say: "This key is not indented like the other keys of its mapping." },
  { code: "BAD_INDENT", when: /^All sequence/, say: "This item is not indented like the other items of its sequence." },
  { code: "BAD_INDENT", when: /^Block scalar/, say: "This line of a text block is indented too little." },
  { code: "BAD_INDENT", say: "This line is not indented as YAML needs it." },
  {
    code: "MULTILINE_IMPLICIT_KEY",
    say: "This runs together with the key on the line below. Check the indentation, and whether a colon or a quote is missing.",
  },
  {
    code: "BLOCK_AS_IMPLICIT_KEY",
    when: /^Nested/,
    say: "A second key on the same line. Quote the value if its colon is text, or put the mapping on lines of its own.",
  },
  { code: "BLOCK_AS_IMPLICIT_KEY", say: "A sequence stands where a key is expected." },
  { code: "BLOCK_IN_FLOW", say: "Within braces or brackets, values cannot be nested by indentation." },
  { code: "BAD_SCALAR_START", say: "A value without quotes cannot start with this character. Quote the value." },
  { code: "BAD_DQ_ESCAPE", say: "Double quotes do not know this escape sequence. Write \\\\ for a backslash, or use single quotes." },
  { code: "BAD_ALIAS", say: "An anchor or alias needs a name." },
  { code: "ALIAS_PROPS", say: "An alias cannot have an anchor or a tag of its own." },
  { code: "MULTIPLE_ANCHORS", say: "A value can have one anchor only." },
  { code: "MULTIPLE_TAGS", say: "A value can have one tag only." },
  { code: "BAD_PROP_ORDER", say: "An anchor or tag must stand after the dash, question mark or colon." },
  { code: "BAD_DIRECTIVE", say: "This directive is not one that YAML knows." },
  { code: "KEY_OVER_1024_CHARS", say: "A key cannot be longer than 1,024 characters." },
  { code: "RESOURCE_EXHAUSTION", say: nestedTooDeep },
  { code: "UNEXPECTED_TOKEN", when: /^Unexpected block-seq-ind/, say: "A sequence must start on the line below its key." },
  { code: "UNEXPECTED_TOKEN", when: /^Unexpected flow-(?:map|seq)-end/, say: "This closing bracket has no opening one." },
  { code: "UNEXPECTED_TOKEN", when: /^Unexpected (?:,|comma|empty item)/, say: "A comma without a value before it." },
  {
    code: "UNEXPECTED_TOKEN",
    when: /^Unexpected \S+ at node end/,
    say: "The value before this has already ended. Is the indentation right, or is a quote missing?",
  },
  { code: "UNEXPECTED_TOKEN", say: "This cannot stand here. Check the indentation, colons and quotes around it." },
];

/**
 * The sentence for a fault that the parser reported, or undefined for one that does not concern us: unknown tags, which other tools resolve;
 * duplicate keys, which are reported apart; a comment without a blank before it, which Kubernetes' reader takes. `message` is the parser's, and
 * only looked at.
 */
export function wordsFor(code: ErrorCode, message: string): string | undefined {
  if (code === "TAG_RESOLVE_FAILED" || code === "BAD_COLLECTION_TYPE" || code === "DUPLICATE_KEY") return undefined;
  if (code === "MISSING_CHAR" && message.startsWith("Comments")) return undefined;
  const found = words.find((each) => each.code === code && (each.when === undefined || each.when.test(message)));
  return found?.say ?? "This is not valid YAML.";
}
