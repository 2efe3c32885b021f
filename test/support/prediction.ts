/** Predicts the status of manifests in a test: text in, the API's own status form out. */
import { deploy } from "../../server/src/core/delivery/deployment.ts";
import { link, type Model } from "../../server/src/core/gateway/model.ts";
import { predict } from "../../server/src/core/gateway/status/predict.ts";
import { render, type StatusObject } from "../../server/src/core/gateway/status/render.ts";
import { openWorld, type World } from "../../server/src/core/gateway/world.ts";
import { resourcesOf } from "../../server/src/core/kube/kinds.ts";
import { parseDocument } from "../../server/src/core/yaml/parse.ts";
import { splitDocuments } from "../../server/src/core/yaml/split.ts";

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
}

/** The parts of a status that tests ask for. */
export interface ApiStatus {
  readonly conditions?: readonly Condition[];
  readonly listeners?: readonly {
    readonly name: string;
    readonly attachedRoutes: number;
    readonly supportedKinds: readonly { readonly group: string; readonly kind: string }[];
    readonly conditions: readonly Condition[];
  }[];
  readonly attachedListenerSets?: number;
  readonly parents?: readonly { readonly parentRef: StatusRef; readonly conditions: readonly Condition[] }[];
  readonly ancestors?: readonly { readonly ancestorRef: StatusRef; readonly conditions: readonly Condition[] }[];
}

export interface StatusRef {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly sectionName?: string;
}

/** Runs a generator of the core to its end. */
export function finish<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** The model of some files, every object in the namespace that it writes. */
export function modelOf(files: readonly (readonly [file: string, text: string])[], now: number, world: World = openWorld): Model {
  const manifests = files.map(([file, text]) => ({
    file,
    documents: splitDocuments(text).map((document) => ({
      offset: document.start,
      resources: resourcesOf(parseDocument(document.text).root),
    })),
  }));
  const objects = deploy(manifests, (_, resource) => resource.namespace?.value ?? "?none");
  return finish(link(objects, { now, expiring: { days: 30, share: 1 / 3 }, world }));
}

export function predicted(files: readonly (readonly [file: string, text: string])[], now: number, world: World): readonly StatusObject[] {
  return render(finish(predict(modelOf(files, now, world))));
}
