/** What the API server takes of a model's objects, and what it refuses. */
import type { Deployed } from "../delivery/deployment.ts";
import { assumedBundle, type Bundle, bundleTitle } from "../kube/schema/bundle.ts";
import type { Refusal } from "../kube/schema/refusal.ts";
import { firmRefusals, refusals } from "../kube/schema/refusals.ts";
import { servingOf } from "../kube/schema/served.ts";
import { pathText } from "../kube/schema/value.ts";
import type { Circumstances, Model } from "./model.ts";

/** The Gateway API that is installed: declared, else the one that the workspace's files name, else assumed. */
export function bundleOf({ world, installed }: Circumstances): Bundle {
  return world.bundle ?? installed ?? assumedBundle;
}

/** What `kubectl apply` refuses about an object; nothing of one that may be another than its file says. */
export function refusalsOf({ resource, partial }: Deployed, model: Model): readonly Refusal[] {
  return partial ? [] : refusals(resource, bundleOf(model));
}

/** Asks every object once, with a pause after each, so that whoever asks for all of them later finds the answers ready. */
export function* askAll(model: Model): Generator<void, void> {
  for (const object of model.objects) {
    refusalsOf(object, model);
    yield;
  }
}

/** An object that does not come into the cluster, and why. */
export interface Refused {
  readonly object: Deployed;
  /** From the object's root, such as `spec.listeners[0].port`. */
  readonly reasons: readonly { readonly path: string; readonly message: string }[];
}

/**
 * The objects of a model that the API server refuses. Fields that they do not have are no reason: many clients ask the API server to drop them. A
 * version is one only where it is known which Gateway API is installed.
 */
export function refusedObjects(model: Model): readonly Refused[] {
  const bundle = bundleOf(model);
  return model.objects.flatMap((object): Refused[] => {
    const { resource, partial } = object;
    if (partial) return [];
    if (!bundle.assumed && servingOf(resource, bundle) === "not served") {
      return [
        {
          object,
          reasons: [{ path: "apiVersion", message: `${bundleTitle(bundle)} does not serve ${resource.kind} ${resource.version}.` }],
        },
      ];
    }
    const reasons = firmRefusals(resource, bundle).map(({ path, message }) => ({ path: pathText(path), message }));
    return reasons.length === 0 ? [] : [{ object, reasons }];
  });
}
