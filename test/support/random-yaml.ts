/** Random documents in the styles that people and tools write, made without the code under test, each with the value that it holds. */
import fc from "fast-check";

export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };

export interface Style {
  readonly form: "block" | "json" | "compact json" | "kyaml";
  readonly width: 2 | 4;
  readonly seqIndent: 0 | 2;
  readonly crlf: boolean;
  readonly ended: boolean;
  /** Decide comments, quotes, flow collections and blank lines, one after the other. */
  readonly dice: readonly number[];
}

const key = fc.constantFrom("name", "spec", "tls", "hosts", "a/b.c", "on", "x", "listeners", "443", "key with blanks");
const text = fc.constantFrom(
  "web",
  "*.example.com",
  "",
  "yes",
  "0777",
  "a: b",
  "#no",
  "it's",
  "two\nlines\n",
  "three\nlines\nhere",
  "ends\n\n",
  "é😀",
  "- x",
  "null",
  "~",
  "{x}",
  " lead",
  '"q"',
  "back\\slash",
);
const scalar: fc.Arbitrary<Value> = fc.oneof(text, text, fc.integer({ min: -5, max: 70_000 }), fc.boolean(), fc.constant(null));

export const value: fc.Arbitrary<{ [key: string]: Value }> = fc.letrec<{ any: Value; map: { [key: string]: Value } }>((tie) => ({
  any: fc.oneof({ maxDepth: 4, depthSize: "small" }, scalar, fc.array(tie("any"), { maxLength: 3 }), tie("map")),
  map: fc.dictionary(key, tie("any"), { maxKeys: 4, noNullPrototype: true }),
})).map;

export const style: fc.Arbitrary<Style> = fc.record({
  form: fc.constantFrom("block", "block", "block", "json", "compact json", "kyaml"),
  width: fc.constantFrom(2, 4),
  seqIndent: fc.constantFrom(0, 2),
  crlf: fc.boolean(),
  ended: fc.boolean(),
  dice: fc.array(fc.nat(9), { minLength: 1, maxLength: 40 }),
});

/** The value as a document in a style. Comments read `# c1`, `# c2`, … */
export function write(root: { [key: string]: Value }, { form, width, seqIndent, crlf, ended, dice }: Style): string {
  let rolls = 0;
  let comments = 0;
  const roll = () => dice[rolls++ % dice.length] ?? 0;
  /** After a text block that keeps its blank lines, another would belong to it. */
  const keepsBlankLines = JSON.stringify(root).includes('\\n\\n"');
  const comment = () => `# c${++comments}`;
  const trailing = () => (roll() > 6 ? ` ${comment()}` : "");
  const above = (indent: string) => {
    const thrown = keepsBlankLines ? Math.min(roll(), 8) : roll();
    if (keepsBlankLines && thrown === 7) return "";
    return thrown === 9 ? `\n${indent}${comment()}\n` : thrown === 8 ? `${indent}${comment()}\n` : thrown === 7 ? "\n" : "";
  };

  const scalarIn = (item: string | number | boolean | null, indent: string | undefined): string => {
    if (typeof item !== "string") return String(item);
    const thrown = roll();
    if (indent !== undefined && /^\S/.test(item) && item.includes("\n") && thrown > 2) {
      const chomp = item.endsWith("\n\n") ? "+" : item.endsWith("\n") ? "" : "-";
      const lines = (item.endsWith("\n") ? item.slice(0, -1) : item).split("\n");
      return `|${chomp}${trailing()}\n${lines.map((line) => (line === "" ? "" : indent + line)).join("\n")}`;
    }
    if (/^[a-z][\w-]*$/.test(item) && !/^(?:yes|null)$/.test(item) && thrown > 2) return item;
    return thrown % 2 === 0 && !/[\n]/.test(item) ? `'${item.replaceAll("'", "''")}'` : JSON.stringify(item);
  };
  const keyText = (name: string) => (/^[a-z][\w/.]*$/.test(name) && name !== "on" ? name : JSON.stringify(name));

  const flow = (item: Value): string => {
    if (Array.isArray(item)) return `[${item.map(flow).join(", ")}]`;
    if (item === null || typeof item !== "object") return scalarIn(item, undefined);
    const pairs = Object.entries(item).map(([name, each]) => `${keyText(name)}: ${flow(each)}`);
    return roll() > 5 && pairs.length > 0 ? `{ ${pairs.join(", ")} }` : `{${pairs.join(", ")}}`;
  };

  const block = (item: Value, indent: string, first: string): string => {
    if (Array.isArray(item)) {
      return item
        .map((each, i) => (i === 0 ? "" : above(indent) + indent) + after("-", each, `${indent}  `, `${indent}  `, true))
        .reduce((all, each) => all + each, first);
    }
    return Object.entries(item as object)
      .map(([name, each]) => {
        const deeper = indent + " ".repeat(width);
        return after(`${keyText(name)}:`, each as Value, Array.isArray(each) ? indent + " ".repeat(seqIndent) : deeper, deeper, false);
      })
      .reduce((all, each, i) => all + (i === 0 ? "" : above(indent) + indent) + each, first);
  };

  /** What follows a colon or dash, to the end of its last line. */
  const after = (label: string, item: Value, indent: string, textIndent: string, compact: boolean): string => {
    if (item === null && roll() > 4) return `${label}${trailing()}\n`;
    if (item === null || typeof item !== "object") {
      const written = scalarIn(item, textIndent);
      return `${label} ${written}${written.startsWith("|") ? "" : trailing()}\n`;
    }
    if (Object.keys(item).length === 0 || roll() > 7) return `${label} ${flow(item)}${trailing()}\n`;
    if (compact && roll() > 1) return block(item, indent, `${label} `);
    return `${label}${trailing()}\n${above(indent)}${block(item, indent, indent)}`;
  };

  const kyaml = (item: Value, indent: string): string => {
    if (item === null || typeof item !== "object") return typeof item === "string" ? JSON.stringify(item) : String(item);
    const deeper = `${indent}  `;
    const [open, close] = Array.isArray(item) ? "[]" : "{}";
    const entries = Array.isArray(item)
      ? item.map((each) => kyaml(each, deeper))
      : Object.entries(item).map(([name, each]) => `${keyText(name)}: ${kyaml(each, deeper)}`);
    if (entries.length === 0) return `${open}${close}`;
    if (Array.isArray(item) && roll() > 6) return `[${item.map((each) => kyaml(each, indent)).join(", ")}]`;
    return `${open}\n${entries.map((entry) => `${roll() > 7 ? `${deeper}${comment()}\n` : ""}${deeper}${entry},${trailing()}\n`).join("")}${indent}${close}`;
  };

  const forms = {
    json: () => `${JSON.stringify(root, null, width)}\n`,
    "compact json": () => `${JSON.stringify(root)}\n`,
    kyaml: () => `${kyaml(root, "")}\n`,
    block: () =>
      Object.keys(root).length === 0
        ? "{}\n"
        : (roll() > 7 ? `${comment()}\n` : "") + block(root, "", "") + (roll() > 7 ? `${comment()}\n` : ""),
  };
  const whole = forms[form]();
  // A text block that keeps its blank lines needs them.
  const complete = ended || whole.includes("|+") ? whole : whole.slice(0, -1);
  return crlf ? complete.replaceAll("\n", "\r\n") : complete;
}
