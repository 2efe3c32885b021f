/** The workspace's delivery, made anew only when something has changed that it depends on: most edits do not touch a kustomization. */
import { type Delivery, type Deployed, deploy } from "../delivery/deployment.ts";
import { deliveryOf } from "../delivery/namespaces.ts";
import type { FileFacts, PlacedDocument } from "./file-facts.ts";

/** What the files come to: their objects, each as it will be in a cluster. */
export class Deliveries {
  #last: { readonly files: readonly FileFacts[]; readonly delivery: Delivery } | undefined;
  /** The objects of files under the last delivery. */
  #deployed = new WeakMap<FileFacts, readonly Deployed[]>();

  /**
   * The objects of these files, which are in the order of their names; within a file by name instead of as its documents come, so that moving
   * a document changes no word anywhere. Files that are the same and delivered alike give the same objects as before.
   */
  objectsOf(files: readonly FileFacts[]): readonly Deployed[] {
    const last = this.#last;
    if (last === undefined || !isUntouched(last.files, files, last.delivery)) {
      this.#deployed = new WeakMap();
      this.#last = { files, delivery: deliveryOf(files) };
    } else this.#last = { files, delivery: last.delivery };
    const { delivery } = this.#last;
    const objects: Deployed[] = [];
    for (const file of files) {
      let own = this.#deployed.get(file);
      if (own === undefined) {
        own = [...deploy([file], delivery)].sort(byName);
        this.#deployed.set(file, own);
      }
      for (const object of own) objects.push(object);
    }
    return objects;
  }
}

function byName(a: Deployed, b: Deployed): number {
  return compare(a.resource.kind, b.resource.kind) || compare(a.name, b.name) || compare(a.namespace, b.namespace) || a.offset - b.offset;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether the same files deliver the same: nothing came or went, and no kustomization, Flux Kustomization or patch is another. */
function isUntouched(before: readonly FileFacts[], after: readonly FileFacts[], delivery: Delivery): boolean {
  return (
    before.length === after.length &&
    before.every((old, i) => {
      const file = after[i];
      if (old === file) return true;
      if (file === undefined || old.file !== file.file || old.kustomization !== file.kustomization) return false;
      const counts = delivery.isPatch(file.file) ? () => true : saysWhatIsApplied;
      return sameFacts(old.documents.filter(counts), file.documents.filter(counts));
    })
  );
}

function saysWhatIsApplied({ fluxKustomization }: PlacedDocument): boolean {
  return fluxKustomization !== undefined;
}

function sameFacts(before: readonly PlacedDocument[], after: readonly PlacedDocument[]): boolean {
  return before.length === after.length && before.every(({ facts }, i) => facts === after[i]?.facts);
}
