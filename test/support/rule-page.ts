/** The examples of a rule's page: what is reported, what is accepted, and what the first fix makes of it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../../server/src/core/rules");

/** One fenced block of YAML; `start` and `end` enclose its text within the page. */
export interface Block {
  readonly source: string;
  readonly start: number;
  readonly end: number;
  /** The line of the page on which the block starts, for messages. */
  readonly line: number;
}

export interface RulePage {
  readonly path: string;
  readonly text: string;
  readonly reported: readonly Block[];
  readonly repaired: readonly Block[];
  readonly accepted: readonly Block[];
}

/** Reads the page of a rule. */
export function readPage(code: string): RulePage {
  const path = join(folder, `${code}.md`);
  const text = readFileSync(path, "utf8");
  return { path, text, reported: blocks(text, "Reported"), repaired: blocks(text, "Repaired"), accepted: blocks(text, "Accepted") };
}

function blocks(text: string, heading: string): Block[] {
  const found: Block[] = [];
  let section = "";
  let open: number | undefined;
  let offset = 0;
  for (const line of text.split("\n")) {
    if (open !== undefined && line === "```") {
      const source = text.slice(open, Math.max(open, offset - 1));
      if (section === heading) found.push({ source, start: open, end: offset, line: text.slice(0, open).split("\n").length });
      open = undefined;
    } else if (open === undefined && line === "```yaml") open = offset + line.length + 1;
    else if (open === undefined && line.startsWith("## ")) section = line.slice(3).trim();
    offset += line.length + 1;
  }
  return found;
}

/** The page with some of its blocks written anew. */
export function withBlocks(page: RulePage, written: ReadonlyMap<Block, string>): string {
  let text = page.text;
  for (const [{ start, end }, source] of [...written].sort(([a], [b]) => b.start - a.start)) {
    text = `${text.slice(0, start)}${source.replace(/\n*$/, "\n")}${text.slice(end)}`;
  }
  return text;
}
