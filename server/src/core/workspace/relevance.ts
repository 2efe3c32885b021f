/** Which files and documents the product reads at all. Cheap, because it is asked of everything that a workspace holds. */

import { controllersNamedIn } from "../kube/controller-chart.ts";
import { relevantKinds } from "../kube/kinds.ts";
import { kustomizationFileNames } from "../kube/kustomization.ts";
import { bundlesNamedIn } from "../kube/schema/bundle.ts";
import { skim } from "../yaml/skim.ts";

/** Kinds that decide where objects go; they are no part of the model. Kustomize's build file is known by its name. */
const deliveryKinds: readonly string[] = ["Kustomization"];

const kinds: readonly string[] = [...relevantKinds, ...deliveryKinds];

/** Whether a file's name says that it may hold manifests: YAML, JSON, and kustomize's build file. */
export function isManifestFile(uri: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(uri) || isKustomizationFile(uri);
}

export function isKustomizationFile(uri: string): boolean {
  return kustomizationFileNames.includes(nameOf(uri));
}

/** Whether a file marks its directory as a Helm chart, so that what is below `templates/` is no manifest yet. */
export function isChartFile(uri: string): boolean {
  return nameOf(uri) === "Chart.yaml";
}

/** Whether a text, a file's or one document's, may hold an object that the product reads. Broken YAML is judged by what can be made out. */
export function mayHoldRelevantDocument(text: string): boolean {
  return skim(text, kinds);
}

/** Whether the workspace keeps anything of a file. A host may leave out others, but has to tell when such a file was another before. */
export function isRelevantFile(uri: string, text: string): boolean {
  return isKustomizationFile(uri) || isChartFile(uri) || mayHoldRelevantDocument(text) || namesInstallation(text);
}

/** Whether a text says which Gateway API, or which version of a controller, is installed. */
function namesInstallation(text: string): boolean {
  return bundlesNamedIn(text).length > 0 || controllersNamedIn(text).length > 0;
}

function nameOf(uri: string): string {
  return uri.slice(uri.lastIndexOf("/") + 1);
}
