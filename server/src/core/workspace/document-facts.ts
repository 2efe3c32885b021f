/** What is kept of a document: its objects and its faults, never its text. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { type FluxKustomization, readFluxKustomization } from "../kube/flux-kustomization.ts";
import { type Resource, resourcesOf } from "../kube/kinds.ts";
import { type Kustomization, readKustomization } from "../kube/kustomization.ts";
import type { DuplicateKey, Suppression, SyntaxProblem } from "../yaml/document.ts";
import { parseDocument } from "../yaml/parse.ts";
import { isTemplate } from "../yaml/template.ts";
import { mayHoldRelevantDocument } from "./relevance.ts";

/** Offsets count from the start of the document, so that a document that only moved keeps its facts. */
export interface DocumentFacts {
  readonly resources: readonly Resource[];
  readonly fluxKustomization: FluxKustomization | undefined;
  /** Set where the document is kustomize's build file. */
  readonly kustomization: Kustomization | undefined;
  readonly problems: readonly SyntaxProblem[];
  readonly duplicates: readonly DuplicateKey[];
  readonly suppressions: readonly Suppression[];
}

/** Facts of a document that something has to render first, and of one without a relevant object. */
const template = "template";
const irrelevant = "irrelevant";

/** What a document is to the workspace. */
export type Reading = DocumentFacts | typeof template | typeof irrelevant;

/**
 * Readings by what was read, so that an edit parses again only the document that it touches. Documents are remembered by the SHA-256 of
 * their text, because the text may hold a private key. A reading lives as long as a file holds it: `keep` and `release` count.
 */
export class Readings {
  readonly #byHash = new Map<string, { readonly reading: Reading; holders: number }>();

  /** The reading of a document's text and the key under which it is held; undefined for a text that is not worth remembering. */
  hold(text: string, isKustomization: boolean): { readonly key: string; readonly reading: Reading } | undefined {
    const isRelevant = isKustomization || mayHoldRelevantDocument(text);
    if (!isRelevant && !mayBeTemplate(text)) return undefined;
    const key = `${isKustomization ? "kustomization" : ""} ${bytesToHex(sha256(utf8ToBytes(text)))}`;
    let held = this.#byHash.get(key);
    if (held === undefined) {
      held = { reading: read(text, isRelevant, isKustomization), holders: 0 };
      this.#byHash.set(key, held);
    }
    held.holders++;
    return { key, reading: held.reading };
  }

  release(key: string): void {
    const held = this.#byHash.get(key);
    if (held !== undefined && --held.holders === 0) this.#byHash.delete(key);
  }
}

/** Whether it is worth asking whether a text is a template. */
function mayBeTemplate(text: string): boolean {
  return /\{[{%#]/.test(text);
}

function read(text: string, isRelevant: boolean, isKustomization: boolean): Reading {
  if (isTemplate(text)) return template;
  if (!isRelevant) return irrelevant;
  const { root, problems, duplicates, suppressions } = parseDocument(text);
  const resources = resourcesOf(root);
  const fluxKustomization = readFluxKustomization(root);
  const kustomization = isKustomization && fluxKustomization === undefined ? readKustomization(root) : undefined;
  if (resources.length === 0 && fluxKustomization === undefined && kustomization === undefined) return irrelevant;
  return { resources, fluxKustomization, kustomization, problems, duplicates, suppressions };
}
