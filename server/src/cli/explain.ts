/** `gateway-tls explain <code>`: prints the page of a rule. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { productFolder } from "../files/product-folder.ts";
import { exit, type Terminal, UsageError } from "./terminal.ts";

/** `gateway-tls explain <code>`: prints the rule's page, and answers with the exit status. */
export function explain(args: readonly string[], terminal: Terminal): number {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
  const [code, ...more] = positionals;
  if (code === undefined || more.length > 0) throw new UsageError("explain takes one rule's code, as in: gateway-tls explain san-mismatch");
  const folder = productFolder();
  const pages = folder === undefined ? undefined : join(folder, "docs", "rules");
  const codes = pages === undefined ? [] : codesIn(pages);
  if (pages === undefined || codes.length === 0) {
    terminal.err("The pages of the rules (docs/rules) are not installed beside this program.\n");
    return exit.trouble;
  }
  if (!codes.includes(code)) {
    const near = nearest(code, codes);
    const choice = near.length > 0 ? `Did you mean ${near.join(" or ")}?` : `There are ${codes.join(", ")}.`;
    throw new UsageError(`There is no rule "${code}". ${choice}`);
  }
  const page = readFileSync(join(pages, `${code}.md`), "utf8");
  terminal.out(page.endsWith("\n") ? page : `${page}\n`);
  return exit.clean;
}

function codesIn(pages: string): readonly string[] {
  try {
    return readdirSync(pages)
      .filter((name) => name.endsWith(".md"))
      .map((name) => name.slice(0, -3))
      .sort();
  } catch {
    return [];
  }
}

/** Up to three codes that the text may have meant: it is part of them, or few edits away. */
export function nearest(text: string, codes: readonly string[]): readonly string[] {
  const limit = Math.max(2, Math.floor(text.length / 3));
  return codes
    .map((code) => ({ code, distance: text.length > 2 && code.includes(text) ? 0 : editDistance(text, code) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || a.code.localeCompare(b.code))
    .slice(0, 3)
    .map(({ code }) => code);
}

/** Levenshtein's distance: how many characters to insert, delete or replace. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
