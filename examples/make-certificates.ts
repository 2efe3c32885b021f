/**
 * Makes the certificates and keys of the examples. Each stands below a comment that is its recipe, one of the markers of
 * test/support/certificates.ts without its braces:
 *
 *     # make-certificates: pem leaf san=www.example.com starts=2025-01-01 expires=2125-01-01 key=p256
 *     tls.crt: |
 *
 * The same recipe gives the same bytes on every machine, so remaking changes nothing until a recipe changes. A recipe whose dates count from
 * today (`expires=+20d`) is left alone unless it is asked for; one that ends in a remark such as "(cut short by hand)" always is.
 *
 * Usage: node examples/make-certificates.ts [--expiring [--now ISO-8601]] [--check] [folder]
 *   (nothing)    make those whose dates are written out
 *   --expiring   make those whose dates count from today (or from --now) instead
 *   --check      write nothing; end with status 1 if something would change
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { expandPem } from "../test/support/certificates.ts";

/** Which recipes to follow: those with dates written out, or those that count from an instant. */
export type Choice = "fixed" | { readonly countFrom: number };

/**
 * The text of a manifest with the values below its recipes made anew. What stands below a recipe is one key at the recipe's own indentation,
 * and its lines.
 */
export function remake(manifest: string, choice: Choice): string {
  const recipes = /^([ \t]*)# make-certificates: (.*)\n(?:(\1[\w.-]+):.*\n((?:\1[ \t]+.*\n)*))?/gm;
  return manifest.replace(recipes, (whole, indent: string, recipe: string, key: string | undefined) => {
    if (key === undefined) throw new Error(`no key below the recipe "${recipe}"`);
    if (recipe.endsWith("by hand)")) return whole;
    const counts = /(?:expires|starts)=[+-]/.test(recipe);
    if (counts !== (choice !== "fixed")) return whole;
    const now = choice === "fixed" ? undefined : choice.countFrom;
    const comment = `${indent}# make-certificates: ${recipe}\n`;
    if (recipe.startsWith("base64 ")) return `${comment}${key}: ${expandPem(`{{${recipe}}}`, now)}\n`;
    return `${comment}${key}: |\n${expandPem(`${indent}  {{${recipe}}}`, now)}\n`;
  });
}

/** The manifests of a folder, with its subfolders. */
export function manifestsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => join(folder, file))
    .sort();
}

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { expiring: { type: "boolean" }, now: { type: "string" }, check: { type: "boolean" } },
  });
  // Counted from the day's beginning, so that making them twice on one day changes nothing the second time.
  const today = new Date(values.now ?? Date.now()).setUTCHours(0, 0, 0, 0);
  if (Number.isNaN(today)) throw new Error(`--now ${values.now} is no date`);
  let changes = 0;
  for (const file of manifestsIn(positionals[0] ?? import.meta.dirname)) {
    const before = readFileSync(file, "utf8");
    const after = remake(before, values.expiring ? { countFrom: today } : "fixed");
    if (after === before) continue;
    changes++;
    console.log(`${values.check ? "would change" : "made"} ${relative(process.cwd(), file)}`);
    if (!values.check) writeFileSync(file, after);
  }
  return values.check && changes > 0 ? 1 : 0;
}

if (import.meta.main) process.exitCode = main();
