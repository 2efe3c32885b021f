/** Secrets that other software puts into namespaces where no manifest shows them. */
import type { Deployed } from "../delivery/deployment.ts";
import { at, itemsOf, type Node } from "../yaml/tree.ts";
import type { Model } from "./model.ts";

/** Annotations by which a Secret is copied into other namespaces, under its own name. */
const copying =
  /^(?:reflector\.v1\.k8s\.emberstack\.com|replicator\.v1\.mittwald\.de|v1\.kubernetes-replicator\.olli\.com|kubed\.appscode\.com)\//;

const known = new WeakMap<Model, ReadonlyMap<string, Deployed>>();

/** What may put a Secret of this name into any namespace: an object whose Secret is copied, or one that makes it for a whole cluster. */
export function copierOf(secretName: string, model: Model): Deployed | undefined {
  let copiers = known.get(model);
  if (copiers === undefined) {
    copiers = new Map(model.objects.flatMap((object) => copiesOf(object).map((name): [string, Deployed] => [name, object])));
    known.set(model, copiers);
  }
  return copiers.get(secretName);
}

function copiesOf({ resource, name }: Deployed): readonly string[] {
  switch (resource.type) {
    case "Secret":
      return isCopied(at(resource.root, "metadata", "annotations")) ? [name] : [];
    case "Certificate":
      return resource.secretName !== undefined && isCopied(at(resource.root, "spec", "secretTemplate", "annotations"))
        ? [resource.secretName.value]
        : [];
    case "SecretMaker": {
      const { root, makes, elsewhere } = resource;
      const templates = [
        at(root, "spec", "target", "template", "metadata", "annotations"),
        at(root, "spec", "template", "metadata", "annotations"),
        at(root, "spec", "destination", "annotations"),
        ...itemsOf(at(root, "spec", "secretTemplates")).map((template) => at(template, "annotations")),
      ];
      return elsewhere || templates.some(isCopied) ? makes : [];
    }
    default:
      return [];
  }
}

function isCopied(annotations: Node | undefined): boolean {
  return (
    annotations?.kind === "map" &&
    annotations.pairs.some(({ key }) => copying.test(key.value) && !/\/(?:reflects|replicate-from)$/.test(key.value))
  );
}
