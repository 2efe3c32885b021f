/** What is kept of a file: its documents' facts with their offsets, and where its lines start. */
import type { ManifestDocument, ManifestFile } from "../delivery/deployment.ts";
import { controllersNamedIn, type InstalledController } from "../kube/controller-chart.ts";
import { type Bundle, bundlesNamedIn, bundleTitle } from "../kube/schema/bundle.ts";
import { lineStartsOf, splitDocuments } from "../yaml/split.ts";
import type { DocumentFacts, Readings } from "./document-facts.ts";
import { isChartFile, isKustomizationFile, isRelevantFile } from "./relevance.ts";

export interface PlacedDocument extends ManifestDocument {
  /** One past the document's last character, in the file. */
  readonly end: number;
  readonly facts: DocumentFacts;
}

export interface FileFacts extends ManifestFile {
  readonly documents: readonly PlacedDocument[];
  readonly lineStarts: readonly number[];
  /** Set where the file marks its directory as a Helm chart. */
  readonly isChart: boolean;
  /** The releases of the Gateway API that the file names: as a vendored CRD, or by an address. */
  readonly bundles: readonly Bundle[];
  /** The controllers that the file installs, with their versions. */
  readonly controllers: readonly InstalledController[];
  /** Under which its documents are held in the readings. */
  readonly held: readonly string[];
}

/**
 * Reads a file; undefined where it has nothing for the model. One document that is a template makes the file a template: what the lines
 * between documents say about the other ones is not known before it is rendered.
 */
export function readFile(file: string, text: string, readings: Readings): FileFacts | undefined {
  if (isChartFile(file)) return { file, documents: [], lineStarts: [], isChart: true, bundles: [], controllers: [], held: [] };
  if (!isRelevantFile(file, text)) return undefined;
  const documents: PlacedDocument[] = [];
  const held: string[] = [];
  let isTemplate = false;
  for (const { start, end, text: document } of splitDocuments(text)) {
    const holding = readings.hold(document, isKustomizationFile(file));
    if (holding === undefined) continue;
    held.push(holding.key);
    if (holding.reading === "template") isTemplate = true;
    else if (holding.reading !== "irrelevant") documents.push(placed(holding.reading, start, end));
  }
  const bundles = isTemplate ? [] : bundlesNamedIn(text);
  const controllers = isTemplate ? [] : controllersNamedIn(text);
  if (isTemplate || documents.length === 0) {
    for (const key of held) readings.release(key);
    return bundles.length + controllers.length === 0
      ? undefined
      : { file, documents: [], lineStarts: [], isChart: false, bundles, controllers, held: [] };
  }
  const kustomization = documents.find(({ facts }) => facts.kustomization !== undefined)?.facts.kustomization;
  return {
    file,
    documents,
    lineStarts: lineStartsOf(text),
    isChart: false,
    bundles,
    controllers,
    held,
    ...(kustomization === undefined ? {} : { kustomization }),
  };
}

function placed(facts: DocumentFacts, offset: number, end: number): PlacedDocument {
  const { resources, fluxKustomization, problems } = facts;
  return {
    offset,
    end,
    facts,
    resources,
    ...(fluxKustomization === undefined ? {} : { fluxKustomization }),
    ...(problems.length > 0 ? { broken: true } : {}),
  };
}

/** Whether two readings of a file put the same objects and faults in the same places, so that nothing has to be linked again. */
export function saysTheSame(a: FileFacts | undefined, b: FileFacts | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.isChart === b.isChart &&
    installs(a) === installs(b) &&
    a.documents.length === b.documents.length &&
    a.documents.every((document, i) => {
      const other = b.documents[i];
      return document.facts === other?.facts && document.offset === other.offset;
    })
  );
}

function installs({ bundles, controllers }: FileFacts): string {
  return [...bundles.map(bundleTitle), ...controllers.map(({ controllerName, version }) => `${controllerName} ${version}`)].join();
}
