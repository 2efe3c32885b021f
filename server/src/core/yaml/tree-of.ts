/** From the parser's nodes to the compact tree: aliases and merge keys resolved, spans trimmed, duplicate keys noted. */
import { isAlias, isMap, isScalar, isSeq, type Node as YamlNode } from "yaml";
import { detached } from "./detached.ts";
import type { DuplicateKey, SyntaxProblem } from "./document.ts";
import { badMerge, cyclicAlias, danglingAlias, excessiveAliases } from "./syntax-words.ts";
import type { MapNode, Node, Pair, ScalarNode, SeqNode, Span } from "./tree.ts";

/** How many values the aliases of one document may stand for; go-yaml's guard against alias bombs has the same order of magnitude. */
const mostExpanded = 400_000;

const typedTag = /^tag:yaml\.org,2002:(?:int|float|bool|null)$/;

export interface Tree {
  readonly root: Node | undefined;
  readonly problems: readonly SyntaxProblem[];
  readonly duplicates: readonly DuplicateKey[];
}

/**
 * Reads the parser's nodes, whose offsets are those of `text`. With `merge` false, `<<` stays an ordinary key; an editor needs to see
 * where it stands. An alias shares the pairs or items of what it refers to, so that alias bombs cost nothing here; beyond `mostExpanded` an
 * alias is null and a problem says so.
 */
export function treeOf(contents: YamlNode | null, text: string, merge: boolean): Tree {
  const problems: SyntaxProblem[] = [];
  const duplicates: DuplicateKey[] = [];
  /** The latest anchored value of each name; undefined while the value is being read. */
  const anchors = new Map<string, { readonly node: Node; readonly size: number } | undefined>();
  let size = 0;
  let expanded = 0;

  const problem = (span: Span, message: string) => problems.push({ start: span.start, end: span.end, message });

  function read(node: YamlNode): Node {
    if (isAlias(node)) return dereference(node.source, spanOf(node));
    size++;
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor === undefined) return readUnnamed(node);
    const before = size;
    anchors.set(anchor, undefined);
    const value = readUnnamed(node);
    anchors.set(anchor, { node: value, size: size - before + 1 });
    return value;
  }

  function readUnnamed(node: YamlNode): Node {
    if (isMap(node)) return readMap(node);
    if (isSeq(node)) return readSeq(node);
    return readScalar(node);
  }

  function readScalar(node: YamlNode): ScalarNode {
    const { start, end } = spanOf(node);
    if (!isScalar(node)) return missingAt(start);
    const source = detached(node.source ?? "");
    switch (node.type) {
      case "PLAIN": {
        if (start === end && node.tag === undefined && node.anchor === undefined) return missingAt(afterIndicator(text, start));
        return { kind: "scalar", value: source, plain: node.tag === undefined || typedTag.test(node.tag), start, end };
      }
      case "BLOCK_LITERAL":
      case "BLOCK_FOLDED":
        return { kind: "scalar", value: source, plain: false, block: true, start, end: lastLineEnd(text, start, end) };
      default: {
        const typed = node.tag !== undefined && typedTag.test(node.tag);
        if (!isUnclosed(text, start, end)) return { kind: "scalar", value: source, plain: typed, start, end };
        const typedSoFar = beforeBlanks(text, end);
        const rest = text.slice(start + 1, typedSoFar);
        const value = text[start] === "'" ? rest.replaceAll("''", "'") : rest;
        return { kind: "scalar", value, plain: false, start, end: typedSoFar };
      }
    }
  }

  function readSeq(node: YamlNode & { items: unknown[]; flow?: boolean }): SeqNode {
    const { start: opening, end } = spanOf(node);
    const items = node.items.map((item) => read(item as YamlNode));
    const start = Math.min(opening, items[0]?.start ?? opening);
    const last = items.at(-1)?.end ?? start;
    return node.flow ? { kind: "seq", items, flow: true, start, end: flowEnd(text, end, last) } : { kind: "seq", items, start, end: last };
  }

  function readMap(node: YamlNode & { items: { key: unknown; value: unknown }[]; flow?: boolean }): MapNode {
    const { start: opening, end } = spanOf(node);
    const pairs: Pair[] = [];
    const sources: Node[] = [];
    const seen = new Map<string, Span>();
    let start = opening;
    let last = opening;
    for (const item of node.items) {
      const { key, simple } = readKey(item.key as YamlNode);
      const value = item.value === null || item.value === undefined ? missingAt(key.end) : read(item.value as YamlNode);
      // In broken text the parser may find parts outside of what they belong to.
      start = Math.min(start, key.start, value.start);
      last = Math.max(last, key.end, value.end);
      if (merge && key.plain && key.value === "<<" && mergeable(value)) {
        for (const source of value.kind === "seq" ? value.items : [value]) sources.push(source);
        continue;
      }
      pairs.push({ key, value });
      const first = simple ? seen.get(key.value) : undefined;
      if (first) duplicates.push({ start: key.start, end: key.end, key: key.value, first });
      else if (simple) seen.set(key.value, { start: key.start, end: key.end });
    }
    if (sources.length > 0) mergeInto(pairs, sources);
    return node.flow ? { kind: "map", pairs, flow: true, start, end: flowEnd(text, end, last) } : { kind: "map", pairs, start, end: last };
  }

  /** A key as text. A collection as key, which is what an unquoted `{{ x }}` parses as, becomes its source text and is never a duplicate. */
  function readKey(node: YamlNode): { readonly key: ScalarNode; readonly simple: boolean } {
    const key = read(node);
    if (key.kind === "scalar") return { key: key.start === key.end ? missingAt(spanOf(node).start) : key, simple: true };
    const { start, end } = key;
    return { key: { kind: "scalar", value: detached(text.slice(start, end)), plain: false, start, end }, simple: false };
  }

  function dereference(name: string, { start, end }: Span): Node {
    const target = anchors.get(name);
    if (target !== undefined) {
      expanded += target.size;
      size += target.size;
      if (expanded <= mostExpanded) return { ...target.node, start, end, aliased: true };
      if (expanded - target.size <= mostExpanded) problem({ start, end }, excessiveAliases);
    } else problem({ start, end }, anchors.has(name) ? cyclicAlias : danglingAlias);
    return { ...missingAt(start), end, aliased: true };
  }

  function mergeable(value: Node): boolean {
    if (value.kind === "map") return true;
    if (value.kind === "seq" && value.items.every((item) => item.kind === "map")) return true;
    // A dangling alias has been reported already.
    if (!(value.kind === "scalar" && value.aliased)) problem(value, badMerge);
    return false;
  }

  /** Adds the pairs of `sources` that the mapping lacks; of two sources the earlier wins (YAML merge key, 1.1). */
  function mergeInto(pairs: Pair[], sources: readonly Node[]) {
    const taken = new Set(pairs.map(({ key }) => key.value));
    for (const source of sources) {
      if (source.kind !== "map") continue;
      expanded += source.pairs.length;
      size += source.pairs.length;
      if (expanded > mostExpanded) {
        if (expanded - source.pairs.length <= mostExpanded) problem(source, excessiveAliases);
        return;
      }
      const fresh = new Map<string, Pair>();
      for (const { key, value } of source.pairs) if (!taken.has(key.value)) fresh.set(key.value, { key, value, merged: true });
      for (const [name, pair] of fresh) {
        taken.add(name);
        pairs.push(pair);
      }
    }
  }

  const root = contents === null ? undefined : read(contents);
  // A document without content is composed as an empty scalar.
  const empty =
    root?.kind === "scalar" && root.plain && root.start === root.end && text.slice(0, root.start).replace(/#.*/g, "").trim() === "";
  return { root: empty ? undefined : root, problems, duplicates };
}

function spanOf(node: YamlNode): Span {
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}

function missingAt(offset: number): ScalarNode {
  return { kind: "scalar", value: "", plain: true, start: offset, end: offset };
}

/** Where a missing value stands: right after its colon or dash, where the parser may put it after the blanks that follow. */
function afterIndicator(text: string, offset: number): number {
  const end = beforeBlanks(text, offset);
  return /[:-]/.test(text.charAt(end - 1)) ? end : offset;
}

/** Where a flow collection ends: behind its bracket, and in any case behind its last part, which the parser may find after it. */
function flowEnd(text: string, end: number, lastPart: number): number {
  return Math.max(beforeBlanks(text, end), lastPart);
}

/** The offset after the last character before `offset` that is not blank. */
function beforeBlanks(text: string, offset: number): number {
  let end = offset;
  while (end > 0 && /\s/.test(text.charAt(end - 1))) end--;
  return end;
}

/** Where the text of a block scalar ends: without its last newline and without blank lines after it. */
function lastLineEnd(text: string, start: number, end: number): number {
  let last = end;
  for (;;) {
    let before = last;
    while (before > start && (text[before - 1] === " " || text[before - 1] === "\t")) before--;
    if (before <= start || text[before - 1] !== "\n") return last;
    last = text[before - 2] === "\r" ? before - 2 : before - 1;
  }
}

function isUnclosed(text: string, start: number, end: number): boolean {
  return end - start < 2 || text[end - 1] !== text[start];
}
