/**
 * kustomize's build file: which files and directories it takes, and what it changes in them. Read as far as it decides what the
 * product may say: namespaces, names, and which objects are not in the cluster as their file writes them.
 * Source: kustomize `api/types/kustomization.go`; kubectl.docs.kubernetes.io, "Kustomization File".
 */
import { get, itemsOf, type Node, type ScalarNode, scalarOf } from "../yaml/tree.ts";
import { text } from "./object.ts";

/** What one patch, replacement or transformer changes. */
export interface Alteration {
  /** Which objects: anchored regular expressions (kustomize `Selector`); undefined matches every object. */
  readonly kind: string | undefined;
  readonly name: string | undefined;
  /** The file that holds the patch, as written; without kind and name it changes the objects that bear the names in this file. */
  readonly file: string | undefined;
  /** Whether it may write `spec.targetNamespace`, the field by which Flux places what it applies. */
  readonly mayTarget: boolean;
}

export interface Kustomization {
  /** `kind: Component`: what it sets acts on the whole set of the kustomization that takes it. */
  readonly isComponent: boolean;
  readonly namespace: ScalarNode | undefined;
  /** A transformer other than `namespace:` may set namespaces too. */
  readonly mayPlace: boolean;
  /** Files and directories whose objects it takes, as written; addresses of other repositories included. */
  readonly resources: readonly string[];
  readonly components: readonly string[];
  readonly alterations: readonly Alteration[];
}

/** The names under which kustomize finds its build file, in this order of preference. */
export const kustomizationFileNames: readonly string[] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/** Reads a kustomize build file; a document that is no mapping is one that does nothing. */
export function readKustomization(root: Node | undefined): Kustomization {
  const transformers = itemsOf(get(root, "transformers")).flatMap(readTransformer);
  return {
    isComponent: text(root, "kind")?.value === "Component",
    namespace: text(root, "namespace"),
    mayPlace: transformers.some((transformer) => transformer.mayPlace),
    resources: [...strings(get(root, "resources")), ...strings(get(root, "bases"))],
    components: strings(get(root, "components")),
    alterations: [
      ...(renames(root) ? [anything] : []),
      ...(labels(root) ? [labelling] : []),
      ...transformers.map((transformer) => transformer.alteration),
      ...itemsOf(get(root, "secretGenerator")).flatMap((generator) => readGenerator(generator, "Secret")),
      ...itemsOf(get(root, "configMapGenerator")).flatMap((generator) => readGenerator(generator, "ConfigMap")),
      ...readAlterations(root),
    ],
  };
}

/** The patches and replacements of a kustomization, or of a Flux Kustomization's `spec`, which has the same fields. */
export function readAlterations(root: Node | undefined): readonly Alteration[] {
  return [
    ...itemsOf(get(root, "patches")).map(readPatch),
    ...itemsOf(get(root, "patchesJson6902")).map(readPatch),
    ...itemsOf(get(root, "patchesStrategicMerge")).map(readStrategicMerge),
    ...itemsOf(get(root, "replacements")).flatMap(readReplacement),
  ];
}

/** Whether the names of the objects change. */
export function renames(root: Node | undefined): boolean {
  return text(root, "namePrefix") !== undefined || text(root, "nameSuffix") !== undefined;
}

/** Whether the objects get labels beyond their own. */
function labels(root: Node | undefined): boolean {
  return get(root, "commonLabels") !== undefined || itemsOf(get(root, "labels")).length > 0;
}

/** More labels for all objects: they matter only to what selects namespaces. */
export const labelling: Alteration = { kind: "Namespace", name: undefined, file: undefined, mayTarget: false };

/** A change of which nothing is known but that it may concern every object. */
export const anything: Alteration = { kind: undefined, name: undefined, file: undefined, mayTarget: true };

function readPatch(patch: Node): Alteration {
  const target = get(patch, "target");
  const file = text(patch, "path")?.value;
  const inline = text(patch, "patch")?.value;
  const mayTarget = inline === undefined || inline.includes("targetNamespace");
  if (target !== undefined) return { ...selected(target), file, mayTarget };
  if (inline !== undefined) return { ...ownTarget(inline), file: undefined, mayTarget };
  return { kind: undefined, name: undefined, file, mayTarget };
}

/** An entry of patchesStrategicMerge is the name of a file, or the patch itself. */
function readStrategicMerge(patch: Node): Alteration {
  const written = scalarOf(patch)?.value ?? "";
  if (!written.includes("\n")) return { kind: undefined, name: undefined, file: written, mayTarget: true };
  return { ...ownTarget(written), file: undefined, mayTarget: written.includes("targetNamespace") };
}

/** A generator that merges into an object, or replaces it, changes what the object's own file says. */
function readGenerator(generator: Node, kind: string): Alteration[] {
  const behavior = text(generator, "behavior")?.value;
  if (behavior !== "merge" && behavior !== "replace") return [];
  return [{ kind, name: text(generator, "name")?.value.replaceAll(".", "\\."), file: undefined, mayTarget: false }];
}

/** The object that an inline patch names. It is YAML within YAML, and only these two lines of it matter. */
function ownTarget(patch: string): Pick<Alteration, "kind" | "name"> {
  const kind = /^ *kind: *["']?([\w.-]+)/m.exec(patch)?.[1];
  const name = /^ *metadata:[^\n]*\n(?: +[^\n]*\n)*? +name: *["']?([\w.-]+)/m.exec(patch)?.[1];
  return { kind, name: name?.replaceAll(".", "\\.") };
}

/** kustomize's Selector by kind and name. What else it asks (group, namespace, labels) narrows it, and is not looked at. */
function selected(selector: Node | undefined): Pick<Alteration, "kind" | "name"> {
  return { kind: text(selector, "kind")?.value || undefined, name: text(selector, "name")?.value || undefined };
}

function readReplacement(replacement: Node): Alteration[] {
  const targets = itemsOf(get(replacement, "targets"));
  if (targets.length === 0) return [anything];
  return targets.map((target) => {
    return {
      ...selected(get(target, "select")),
      file: undefined,
      mayTarget: strings(get(target, "fieldPaths")).some((path) => path.includes("targetNamespace")),
    };
  });
}

/** Transformers that change nothing the product reads. */
const harmless = /^ *kind: *(?:AnnotationsTransformer|ImageTagTransformer|ReplicaCountTransformer)\b/m;

/** An entry is the name of a file, of which nothing is known, or the transformer itself. */
function readTransformer(transformer: Node): { readonly mayPlace: boolean; readonly alteration: Alteration }[] {
  const written = scalarOf(transformer)?.value;
  if (written === undefined || harmless.test(written)) return [];
  const isInline = written.includes("\n");
  const mayTarget = !isInline || written.includes("targetNamespace");
  return [{ mayPlace: !isInline || /^ *kind: *NamespaceTransformer\b/m.test(written), alteration: { ...anything, mayTarget } }];
}

function strings(node: Node | undefined): readonly string[] {
  return itemsOf(node).flatMap((item) => scalarOf(item)?.value ?? []);
}
