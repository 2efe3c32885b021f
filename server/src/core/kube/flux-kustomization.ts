/** Flux's Kustomization: an object that applies a directory of a repository (kustomize.toolkit.fluxcd.io; fluxcd.io/flux/components/kustomize). */
import { get, itemsOf, type Node, type ScalarNode, scalarOf } from "../yaml/tree.ts";
import { type Alteration, anything, labelling, readAlterations, renames } from "./kustomization.ts";
import { type ObjectHead, readHead, text } from "./object.ts";

export interface FluxKustomization extends ObjectHead {
  readonly type: "FluxKustomization";
  /** The directory that it applies, from the root of its source; undefined for the root itself. */
  readonly directory: ScalarNode | undefined;
  /** Kind and name of what its source is, in one text. */
  readonly source: string;
  readonly targetNamespace: ScalarNode | undefined;
  /** kustomize components that are laid over the directory, relative to it. */
  readonly components: readonly string[];
  readonly alterations: readonly Alteration[];
}

/** Reads a Flux Kustomization; undefined where the document is another object. */
export function readFluxKustomization(root: Node | undefined): FluxKustomization | undefined {
  const head = root === undefined ? undefined : readHead(root, []);
  if (head?.group !== "kustomize.toolkit.fluxcd.io" || head.kind !== "Kustomization") return undefined;
  const spec = get(head.root, "spec");
  const labels = get(get(spec, "commonMetadata"), "labels");
  return {
    ...head,
    type: "FluxKustomization",
    directory: text(spec, "path"),
    source: `${text(get(spec, "sourceRef"), "kind")?.value} ${text(get(spec, "sourceRef"), "name")?.value}`,
    targetNamespace: text(spec, "targetNamespace"),
    components: itemsOf(get(spec, "components")).flatMap((item) => scalarOf(item)?.value ?? []),
    alterations: [...(renames(spec) ? [anything] : []), ...(labels === undefined ? [] : [labelling]), ...readAlterations(spec)],
  };
}
