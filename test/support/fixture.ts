/**
 * The one grammar of fixtures, for rule pages and tests:
 *
 * - `#- path` starts a file; a fixture without it is one file, `manifest.yaml`;
 * - a line of carets marks a span of the line above it: `#     ^^^^ error[code] message`. A span in column 0 has an arrow instead, as long as the
 *   span: `#<--- error[code] message`. A span of several lines is marked on its first one. A long message goes on behind `# |`;
 * - `$0` is the cursor;
 * - `{{pem leaf san=api.example.com expires=+10d}}` and its like become certificates and keys: see certificates.ts.
 *
 * Markers are taken out before anything reads the files, also inside a block scalar, where a line that starts with `#` would be content.
 */
import { expandPem } from "./certificates.ts";

/** What a marker says: a span by line and column, counted from zero, and what is found there. */
export interface Finding {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly severity: string;
  readonly code: string;
  readonly message: string;
}

/** One file of a fixture. */
export interface FixtureFile {
  readonly uri: string;
  /** As the fixture names it; undefined for the file of a fixture that names none. */
  readonly path: string | undefined;
  /** The lines as written, without markers and with the certificates unexpanded. */
  readonly lines: readonly string[];
  /** What is read: certificates expanded, cursor taken out. */
  readonly text: string;
}

export interface Fixture {
  readonly files: readonly FixtureFile[];
  readonly cursor: { readonly uri: string; readonly offset: number } | undefined;
  readonly hasMarks: boolean;
}

const root = "file:///workspace/";
const marker = /^#(?: *\^+|<-+) (?:error|warning|information|hint)\[[a-z-]+\] /;
const continuation = /^# \| /;
const widest = 118;

/** The URI of a path in a fixture. */
export function uriOf(path: string): string {
  return root + path.split("/").map(encodeURIComponent).join("/");
}

/** The path of a URI in a fixture's workspace. */
export function pathOf(uri: string): string {
  return decodeURIComponent(uri.slice(root.length));
}

/** Reads a fixture. Text before the first `#- path` is an error where there is one. */
export function readFixture(source: string): Fixture {
  const files: { path: string | undefined; lines: string[] }[] = [];
  let hasMarks = false;
  for (const line of source.replace(/\n$/, "").split("\n")) {
    const path = /^#- (\S.*)$/.exec(line)?.[1];
    if (path !== undefined) {
      if (files[0] !== undefined && files[0].path === undefined) throw new Error(`text before the first file: ${files[0].lines[0]}`);
      files.push({ path, lines: [] });
    } else if (marker.test(line) || continuation.test(line)) hasMarks = true;
    else if (files.length === 0) files.push({ path: undefined, lines: [line] });
    else files.at(-1)?.lines.push(line);
  }
  let cursor: Fixture["cursor"];
  const read = files.map(({ path, lines }): FixtureFile => {
    const uri = uriOf(path ?? "manifest.yaml");
    const text = `${lines.map((line) => expandPem(line)).join("\n")}\n`;
    const offset = text.indexOf("$0");
    if (offset < 0) return { uri, path, lines, text };
    cursor = { uri, offset };
    return { uri, path, lines, text: text.slice(0, offset) + text.slice(offset + 2) };
  });
  return { files: read, cursor, hasMarks };
}

/** The texts of a fixture's files by URI. */
export function textsOf({ files }: Fixture): Map<string, string> {
  return new Map(files.map(({ uri, text }) => [uri, text]));
}

/** Writes a fixture with the markers of these findings and no others. A finding outside the fixture's files is an error. */
export function writeFixture({ files }: Fixture, findings: readonly Finding[]): string {
  const strangers = findings.filter(({ file }) => !files.some(({ uri }) => uri === file));
  if (strangers.length > 0) throw new Error(`findings outside the fixture: ${strangers.map(({ file, code }) => `${code} in ${file}`)}`);
  return files
    .map((file) =>
      writeFile(
        file,
        findings.filter(({ file: uri }) => uri === file.uri),
      ),
    )
    .join("\n");
}

function writeFile({ path, lines }: FixtureFile, findings: readonly Finding[]): string {
  const written = path === undefined ? [] : [`#- ${path}`];
  let offset = 0;
  for (const line of lines) {
    const text = expandPem(line).replace("$0", "");
    written.push(line);
    for (const finding of findings) {
      if (finding.start < offset || finding.start > offset + text.length) continue;
      if (text.includes("\n")) throw new Error(`${finding.code} stands within what one marker expands to: ${line.trim()}`);
      const end = Math.max(finding.start + 1, Math.min(finding.end, offset + text.length));
      written.push(...marksOf(finding, finding.start - offset, end - offset));
    }
    offset += text.length + 1;
  }
  return written.join("\n");
}

function marksOf({ severity, code, message }: Finding, start: number, end: number): string[] {
  const pointer = start === 0 ? `#<${"-".repeat(end)}` : `#${" ".repeat(start - 1)}${"^".repeat(end - start)}`;
  const [first = "", ...rest] = wrapped(`${severity}[${code}] ${message}`, widest - pointer.length - 1);
  return [`${pointer} ${first}`, ...wrapped(rest.join(" "), widest - 4).map((words) => `# | ${words}`)];
}

/** Breaks words into lines; the first one is never empty. */
function wrapped(words: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of words.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > Math.max(width, 40)) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, line];
}

/** Puts the certificates of a fixture back into markers, in a text that was made from it. */
export function withMarkers({ files }: Fixture, text: string): string {
  let written = text;
  for (const line of files.flatMap((file) => file.lines)) {
    const expanded = expandPem(line);
    if (expanded !== line) written = written.replaceAll(expanded, line);
  }
  return written;
}
