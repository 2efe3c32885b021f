/** Helpers of the YAML tests: a tree as plain values, and what must hold of every tree's spans. */
import assert from "node:assert/strict";
import type { FileEdit } from "../../server/src/core/yaml/change.ts";
import { isNull, type Node } from "../../server/src/core/yaml/tree.ts";

/** A tree as plain values: text for scalars, null for YAML null; of duplicate keys the last, and own pairs before merged ones. */
export function plain(node: Node | undefined): unknown {
  if (node === undefined) return undefined;
  if (node.kind === "scalar") return isNull(node) ? null : node.value;
  if (node.kind === "seq") return node.items.map(plain);
  return Object.fromEntries(node.pairs.map(({ key, value }) => [key.value, plain(value)]));
}

/**
 * Checks that every span lies in the text and inside its parent's and, unless `textsToo` is false, that scalars stand where their text is:
 * of broken documents only the former is promised.
 */
export function checkSpans(text: string, root: Node | undefined, textsToo = true): void {
  if (root !== undefined) checkNode(text, root, 0, text.length, textsToo);
}

function checkNode(text: string, node: Node, from: number, to: number, textsToo: boolean): void {
  assert.ok(from <= node.start && node.start <= node.end && node.end <= to, `[${node.start}, ${node.end}) within [${from}, ${to})`);
  // What an alias refers to stands elsewhere and was checked there.
  if (node.aliased) return;
  const check = (child: Node) => checkNode(text, child, node.start, node.end, textsToo);
  if (node.kind === "seq") node.items.forEach(check);
  else if (node.kind === "map") {
    for (const { key, value, merged } of node.pairs) {
      if (merged) continue;
      check(key);
      check(value);
    }
  } else if (textsToo) checkScalar(text.slice(node.start, node.end), node.value);
}

function checkScalar(source: string, value: string): void {
  if (/^".*[\\\n]/s.test(source)) return;
  const unquoted = source.startsWith("'") ? source.replaceAll("''", "'") : source;
  for (const line of value.split("\n")) {
    for (const word of line.split(" ")) assert.ok(unquoted.includes(word.trim()), "a scalar's span must hold its text");
  }
}

/** A text after the edits of its file; nothing else may be among them, and they must be sorted and apart. */
export function applied(text: string, files: readonly FileEdit[]): string {
  const [file, ...others] = files;
  assert.equal(others.length, 0);
  if (file === undefined) return text;
  if ("create" in file) return file.create;
  let result = "";
  let last = 0;
  for (const { start, end, newText } of file.edits) {
    assert.ok(last <= start && start <= end && end <= text.length);
    result += text.slice(last, start) + newText;
    last = end;
  }
  return result + text.slice(last);
}
