/**
 * The namespace that each object will have, as far as the workspace tells, and which objects will not be what their file says.
 *
 * A written namespace counts unless a kustomization with `namespace:` or a Flux Kustomization with a targetNamespace covers the file: the
 * outermost of those replaces it (kustomize `namespace`, fluxcd.io/flux/components/kustomize, `.spec.targetNamespace`), and which one is the
 * outermost depends on what is applied where. So a covered object's namespace is unknown here.
 */
import type { Resource } from "../kube/kinds.ts";
import { Coverages } from "./coverage.ts";
import { type Delivery, type EffectiveNamespace, type ManifestFile, writtenNamespace } from "./deployment.ts";
import { directoryOf, pathOf } from "./path.ts";

/** Reads the delivery out of all relevant files. The order of the files does not matter. */
export function deliveryOf(files: Iterable<ManifestFile>): Delivery {
  const all = [...files];
  const coverages = new Coverages(all);
  const paths = new Map(all.map(({ file }) => [file, pathOf(file)]));
  const keys = new Map<string, string>();
  const path = (file: string): string => paths.get(file) ?? pathOf(file);
  return {
    namespaceOf: (file, resource) => {
      let key = keys.get(file);
      if (key === undefined) {
        key = [...coverages.of(path(file)).placedBy].sort().join(" ");
        keys.set(file, key);
      }
      return namespaceIn(key, path(file), resource);
    },
    isPatch: (file) => coverages.isPatch(path(file)),
    isAltered: (file, resource) => coverages.isAltered(path(file), resource),
    leftOutBy: (file) => coverages.leftOutBy(path(file)),
  };
}

/**
 * Two objects surely share an unknown namespace where the same kustomizations cover both and they write the same, be it nothing: whichever
 * of them is the outermost in a cluster, and even where none is in effect, both come out alike. Uncovered ones that write none share that
 * of their directory.
 */
function namespaceIn(placedBy: string, path: string, resource: Resource): EffectiveNamespace {
  const written = resource.namespace?.value || undefined;
  if (placedBy !== "") return `?${placedBy} ${written ?? ""}`;
  return written === undefined ? `?${directoryOf(path)}` : writtenNamespace(written);
}
