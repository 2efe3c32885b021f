/**
 * Secret and ConfigMap: which keys they hold, and what the TLS ones hold.
 *
 * A Secret's values never leave this file but as facts: its certificates (which are public), the public half of its key, or a
 * fault in words. The tree that other rooms see has every value emptied.
 */
import { decodeDataValue } from "../x509/base64.ts";
import { readBundle } from "../x509/bundle.ts";
import type { CertificateBundle, Fault, PrivateKeyFacts } from "../x509/facts.ts";
import { readPrivateKey } from "../x509/key.ts";
import { isOpaque } from "../yaml/template.ts";
import { get, type MapNode, type Node, type ScalarNode, type Span } from "../yaml/tree.ts";
import { type ObjectHead, text } from "./object.ts";

export interface Secret extends ObjectHead {
  readonly type: "Secret";
  readonly secretType: ScalarNode | undefined;
  readonly entries: ReadonlyMap<string, Entry>;
  /** A `sops` block: the values are encrypted, nothing may be said of them. */
  readonly encrypted: boolean;
}

export interface ConfigMap extends ObjectHead {
  readonly type: "ConfigMap";
  readonly entries: ReadonlyMap<string, Entry>;
}

/** One key of a Secret or ConfigMap. */
export interface Entry {
  readonly key: ScalarNode;
  readonly field: "data" | "stringData" | "binaryData";
  /** Where the value stands, within the document. */
  readonly value: Span;
  readonly content: EntryContent;
}

export type EntryContent =
  | { readonly is: "certificates"; readonly bundle: CertificateBundle }
  | { readonly is: "private-key"; readonly key: PrivateKeyFacts }
  /** Present and wrong: no base64, no key where a key is expected. */
  | { readonly is: "fault"; readonly fault: Fault }
  /** A placeholder or an encrypted value: nothing can be known. */
  | { readonly is: "opaque" }
  /** A key that TLS does not use; its value was not looked at. */
  | { readonly is: "other" };

/** Reads a Secret. `stringData` hides a `data` entry of the same key, as the API server merges them. */
export function readSecret(head: ObjectHead): Secret {
  const encrypted = get(head.root, "sops") !== undefined;
  const entries = new Map<string, Entry>();
  for (const field of ["data", "stringData"] as const) {
    for (const entry of readEntries(get(head.root, field), field, field === "data", encrypted)) entries.set(entry.key.value, entry);
  }
  return { ...withoutValues(head), type: "Secret", secretType: text(head.root, "type"), entries, encrypted };
}

export function readConfigMap(head: ObjectHead): ConfigMap {
  const encrypted = get(head.root, "sops") !== undefined;
  const entries = new Map<string, Entry>();
  for (const field of ["data", "binaryData"] as const) {
    for (const entry of readEntries(get(head.root, field), field, field === "binaryData", encrypted)) entries.set(entry.key.value, entry);
  }
  return { ...withoutValues(head), type: "ConfigMap", entries };
}

function readEntries(node: Node | undefined, field: Entry["field"], encoded: boolean, encrypted: boolean): Entry[] {
  if (node?.kind !== "map") return [];
  return node.pairs.map(({ key, value }) => ({
    key,
    field,
    value: { start: value.start, end: value.end },
    content: encrypted ? { is: "opaque" } : contentOf(key.value, value, encoded),
  }));
}

function contentOf(key: string, value: Node, encoded: boolean): EntryContent {
  if (key !== "tls.crt" && key !== "ca.crt" && key !== "tls.key") return { is: "other" };
  if (value.kind !== "scalar") return { is: "fault", fault: { fault: "not-pem", message: "The value is not a text." } };
  if (value.value.trim() === "") return { is: "fault", fault: { fault: "empty", message: "The value is empty." } };
  if (isOpaque(value.value)) return { is: "opaque" };
  let pem = value.value;
  if (encoded) {
    if (isPlainText(value.value)) return { is: "fault", fault: { fault: "bad-base64", message: plainTextUnderData } };
    const decoded = decodeDataValue(value.value);
    if (decoded === undefined) return { is: "fault", fault: { fault: "bad-base64", message: "The value is not valid base64." } };
    pem = decoded;
  }
  if (key === "tls.key") {
    const read = readPrivateKey(pem);
    return "fault" in read ? { is: "fault", fault: read } : { is: "private-key", key: read };
  }
  return { is: "certificates", bundle: readBundle(pem) };
}

const plainTextUnderData = "The value is PEM text, but values under `data` must be base64; write it under `stringData` instead.";

function isPlainText(value: string): boolean {
  return value.includes("-----BEGIN");
}

/** The head with every value under data and stringData emptied, and without the annotation in which kubectl repeats them. */
function withoutValues(head: ObjectHead): ObjectHead {
  const annotations = new Map(head.annotations);
  annotations.delete(lastApplied);
  return { ...head, annotations, root: emptied(head.root) };
}

const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

/** Fields that hold no value of a Secret, wherever an indentation that went wrong may have put one. */
const harmless: ReadonlySet<string> = new Set(["apiVersion", "kind", "type", "immutable"]);

function emptied(root: MapNode): MapNode {
  const pairs = root.pairs.map((pair) => {
    if (pair.key.value === "metadata") return { ...pair, value: withoutLastApplied(pair.value) };
    return harmless.has(pair.key.value) ? pair : { ...pair, value: emptyScalars(pair.value) };
  });
  return { ...root, pairs };
}

function emptyScalars(node: Node): Node {
  if (node.kind !== "map") return { kind: "scalar", value: "", plain: true, start: node.start, end: node.end };
  return { ...node, pairs: node.pairs.map((pair) => ({ ...pair, value: blank(pair.value) })) };
}

function withoutLastApplied(metadata: Node): Node {
  if (metadata.kind !== "map") return metadata;
  return {
    ...metadata,
    pairs: metadata.pairs.map((pair) =>
      pair.key.value === "annotations" && pair.value.kind === "map"
        ? { ...pair, value: { ...pair.value, pairs: pair.value.pairs.filter((annotation) => annotation.key.value !== lastApplied) } }
        : pair,
    ),
  };
}

function blank(node: Node): ScalarNode {
  return { kind: "scalar", value: "", plain: false, start: node.start, end: node.end };
}
