/** From the facts of all files to the linked model. */
import type { Deployed } from "../delivery/deployment.ts";
import { directoryOf } from "../delivery/path.ts";
import { type Circumstances, link, type Model } from "../gateway/model.ts";
import { installedControllers } from "../kube/controller-chart.ts";
import { installedBundle } from "../kube/schema/bundle.ts";
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
  const objects = deliveries.objectsOf(files);
  yield;
  const installed = installedBundle(files.flatMap(({ bundles }) => bundles));
  const controllers = installedControllers(files.flatMap((file) => file.controllers));
  const model = yield* link(objects, { ...circumstances, installed, controllers });
  return { files, objects, model };
}

/** A chart's templates are no manifests before Helm has rendered them, even where they happen to be valid YAML. */
function withoutChartTemplates(files: readonly FileFacts[]): readonly FileFacts[] {
  const templates = files.filter(({ isChart }) => isChart).map(({ file }) => `${directoryOf(file)}/templates/`);
  return files.filter(({ file, isChart }) => !isChart && !templates.some((folder) => file.startsWith(folder)));
}
