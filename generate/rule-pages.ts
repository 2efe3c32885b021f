/**
 * What ships of the rules' pages: `docs/rules/<code>.md`, each with its head, and the table `docs/rules.md`. `npm run docs` writes them; a test sees that they
 * are what the rules say.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { allRules } from "../server/src/core/rules/index.ts";
import type { Rule, RuleFacts } from "../server/src/core/rules/rule.ts";

const root = join(import.meta.dirname, "..");
const sources = join(root, "server/src/core/rules");

/** Every generated file, by its path from the project's root. */
export function rulePages(): ReadonlyMap<string, string> {
  const pages = allRules.map((rule): [string, string] => [`docs/rules/${rule.code}.md`, page(rule)]);
  return new Map([["docs/rules.md", table()], ...pages]);
}

function table(): string {
  const rows = allRules.map(
    (rule) =>
      `| [${rule.code}](rules/${rule.code}.md) | ${rule.optIn ? "off" : rule.severity} | ${rule.summary} | ${hasFix(rule)} | ${rule.since} |`,
  );
  return `# Rules

What the product says, with the severity that it gives by default. Each can have another one, or be turned off, in the settings (\`gatewayTls.rules\`), and be silenced at one place with a
comment: see [suppression-unused](rules/suppression-unused.md). Where a rule speaks louder or more softly than this, its page says when. A rule that is off by default is a policy that
not every team shares; the settings turn it on.

| code | severity | says | fix | since |
| --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
}

function page(rule: RuleFacts): string {
  const text = readFileSync(join(sources, `${rule.code}.md`), "utf8");
  const reference = rule.reference === undefined ? "" : ` · [reference](${rule.reference})`;
  return `# ${rule.code}

**${rule.summary}**

${when(rule)} · fix: ${hasFix(rule)} · since ${rule.since}${reference}

${readable(text)}`;
}

function when({ severity, optIn, onlyWhenComplete }: RuleFacts): string {
  if (optIn) return "off by default: turn it on in the settings (`gatewayTls.rules`)";
  return onlyWhenComplete ? `${severity}, in a workspace that is declared complete (\`gatewayTls.workspace.complete\`)` : severity;
}

function hasFix(rule: RuleFacts): string {
  return (rule as Partial<Rule<unknown>>).fixes === undefined ? "no" : "yes";
}

/** The examples as a reader wants them: certificates are short, and the lines that start a file are comments like others. */
function readable(text: string): string {
  return text.replace(/^```yaml\n(.*?)^```$/gms, (_, block: string) => `\`\`\`yaml\n${example(block)}\`\`\``);
}

function example(block: string): string {
  return block
    .replace(/^#- (.*)$/gm, "# file: $1")
    .replace(/^( *)\{\{(pem|key) (leaf|ca) ?([^{}]*)\}\}$/gm, (_, indent: string, kind: string, role: string, words: string) => {
      const label = kind === "key" ? "PRIVATE KEY" : "CERTIFICATE";
      const told = [role === "ca" ? "a certificate authority" : "", ...words.split(" ")].filter((word) => word !== "").join(", ");
      return [`-----BEGIN ${label}-----`, `…${told === "" ? "" : ` (${told.replaceAll("=", " ")})`}`, `-----END ${label}-----`]
        .map((line) => indent + line)
        .join("\n");
    })
    .replace(/\{\{base64 text ([^{}]*)\}\}/g, (_, words: string) => Buffer.from(words).toString("base64"))
    .replace(/\{\{base64 (pem|key) (?:leaf|ca) ?([^{}]*)\}\}/g, (_, kind: string, words: string) => {
      const told = words === "" ? "" : ` # ${words.replaceAll("=", " ")}`;
      return `${Buffer.from(`-----BEGIN ${kind === "key" ? "PRIVATE" : "CERTIFICATE"}`)
        .toString("base64")
        .slice(0, 20)}…${told}`;
    });
}

if (process.argv[1] === import.meta.filename) {
  const folder = join(root, "docs/rules");
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
  for (const [path, text] of rulePages()) writeFileSync(join(root, path), text);
}
