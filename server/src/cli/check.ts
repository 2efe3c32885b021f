/** `gateway-tls check`: analyses files and folders once and prints what was found. */
import { parseArgs } from "node:util";
import type { Finding, Severity } from "../core/rules/rule.ts";
import { defaultSettings } from "../core/workspace/settings.ts";
import { lineStartsOf } from "../core/yaml/split.ts";
import { disk } from "../files/disk.ts";
import { readInputs } from "./inputs.ts";
import { bundle, finished, instant, oneOf } from "./options.ts";
import { pathIn, reportOf } from "./report.ts";
import { exit, printable, type Terminal } from "./terminal.ts";
import { findingAsText, summaryAsText } from "./text-report.ts";

/** Severities from the gravest down; `--fail-on` names one of the first three, or never. */
const severities: readonly Severity[] = ["error", "warning", "information", "hint"];

export async function check(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: "string", default: "text" },
      bundle: { type: "string" },
      complete: { type: "boolean", default: false },
      now: { type: "string" },
      "fail-on": { type: "string", default: "error" },
      color: { type: "string", default: "auto" },
    },
  });
  const format = oneOf("--format", values.format, ["text", "json"]);
  const failOn = oneOf("--fail-on", values["fail-on"], ["error", "warning", "information", "never"]);
  const color = oneOf("--color", values.color, ["auto", "always", "never"]);
  const now = values.now === undefined ? Date.now() : instant(values.now);

  const tell = (words: string): void => terminal.err(`${printable(words)}\n`);
  const { workingDirectory } = terminal;
  const inputs = await readInputs(
    positionals.length > 0 ? positionals : ["."],
    workingDirectory,
    { ...defaultSettings, world: { complete: values.complete, ...(values.bundle === undefined ? {} : { bundle: bundle(values.bundle) }) } },
    now,
    tell,
  );
  const { snapshot, files, unreadable } = inputs;
  for (const { file, why } of [...unreadable, ...inputs.passedOver]) tell(`Passed over ${pathIn(workingDirectory, file)}: ${why}.`);

  const findings = inOrder(finished(snapshot.judge()), (file) => pathIn(workingDirectory, file));
  if (format === "json") {
    const report = await reportOf(
      findings,
      snapshot,
      files,
      unreadable.map(({ file }) => file),
      workingDirectory,
      disk,
    );
    terminal.out(`${JSON.stringify(report, undefined, 2)}\n`);
  } else {
    const colored = color === "always" || (color === "auto" && wantsColor(terminal));
    const lines = await linesOf(findings.filter(({ quotable }) => quotable).map(({ place }) => place.file));
    for (const finding of findings) terminal.out(`${findingAsText(finding, snapshot, workingDirectory, lines, colored)}\n`);
    terminal.out(summaryAsText(findings, files, colored));
  }
  if (unreadable.length > 0) return exit.trouble;
  const grave: readonly Severity[] = failOn === "never" ? [] : severities.slice(0, severities.indexOf(failOn) + 1);
  return findings.some(({ severity }) => grave.includes(severity)) ? exit.findings : exit.clean;
}

/** All findings, by file as a person reads the list, then by place. */
function inOrder(byFile: ReadonlyMap<string, readonly Finding[]>, path: (file: string) => string): readonly Finding[] {
  const files = [...byFile.keys()].map((file) => ({ file, path: path(file) })).sort((a, b) => (a.path < b.path ? -1 : 1));
  return files.flatMap(({ file }) =>
    [...(byFile.get(file) ?? [])].sort((a, b) => a.place.start - b.place.start || a.place.end - b.place.end || (a.code < b.code ? -1 : 1)),
  );
}

/** Reads the files whose lines will be quoted. */
async function linesOf(files: readonly string[]): Promise<(file: string, number: number) => string | undefined> {
  const texts = new Map<string, { readonly text: string; readonly starts: readonly number[] }>();
  for (const file of new Set(files)) {
    const reading = await disk.read(file);
    if ("text" in reading) texts.set(file, { text: reading.text, starts: lineStartsOf(reading.text) });
  }
  return (file, number) => {
    const read = texts.get(file);
    const start = read?.starts[number];
    return start === undefined ? undefined : read?.text.slice(start, read.starts[number + 1]).replace(/[\r\n]+$/, "");
  };
}

function wantsColor({ isInteractive, environment }: Terminal): boolean {
  if (environment.NO_COLOR) return false;
  return isInteractive && environment.TERM !== "dumb";
}
