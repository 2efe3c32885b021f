/** From the facts of all files to the linked model. */
import { type Deployed, deploy } from "../delivery/deployment.ts";
import { directoryOf } from "../delivery/path.ts";
import { type Circumstances, link, type Model } from "../gateway/model.ts";
import type { Deliveries } from "./deliveries.ts";
import type { FileFacts } from "./file-facts.ts";

/** What a set of files comes to. */
export interface Linked {
  /** The files that take part, in the order of their names. */
  readonly files: readonly FileFacts[];
  readonly objects: readonly Deployed[];
  readonly model: Model;
}

/** Links the files, which must be in the order of their names, so that it does not matter in which order they came. */
export function* linkFiles(all: readonly FileFacts[], deliveries: Deliveries, circumstances: Circumstances): Generator<void, Linked> {
  const files = withoutChartTemplates(all);
  const delivery = deliveries.of(files);
  yield;
  const objects = inOrderOfNames(deploy(files, delivery));
  yield;
  const model = yield* link(objects, circumstances);
  return { files, objects, model };
}

/** The objects of each file by name instead of as its documents come, so that moving a document changes no word anywhere. */
function inOrderOfNames(objects: readonly Deployed[]): readonly Deployed[] {
  const sorted: Deployed[] = [];
  for (let start = 0; start < objects.length; ) {
    let end = start + 1;
    while (end < objects.length && objects[end]?.file === objects[start]?.file) end++;
    if (end - start === 1) sorted.push(...objects.slice(start, end));
    else sorted.push(...objects.slice(start, end).sort(byName));
    start = end;
  }
  return sorted;
}

function byName(a: Deployed, b: Deployed): number {
  return compare(a.resource.kind, b.resource.kind) || compare(a.name, b.name) || compare(a.namespace, b.namespace) || a.offset - b.offset;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A chart's templates are no manifests before Helm has rendered them, even where they happen to be valid YAML. */
function withoutChartTemplates(files: readonly FileFacts[]): readonly FileFacts[] {
  const templates = files.filter(({ isChart }) => isChart).map(({ file }) => `${directoryOf(file)}/templates/`);
  return files.filter(({ file, isChart }) => !isChart && !templates.some((folder) => file.startsWith(folder)));
}
