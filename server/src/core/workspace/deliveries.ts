/** The workspace's delivery, made anew only when something has changed that it depends on: most edits do not touch a kustomization. */
import type { Delivery } from "../delivery/deployment.ts";
import { deliveryOf } from "../delivery/namespaces.ts";
import type { FileFacts, PlacedDocument } from "./file-facts.ts";

export class Deliveries {
  #last: { readonly files: readonly FileFacts[]; readonly delivery: Delivery } | undefined;

  /** The delivery of these files, which are in the order of their names. */
  of(files: readonly FileFacts[]): Delivery {
    const last = this.#last;
    const delivery = last !== undefined && isUntouched(last.files, files, last.delivery) ? last.delivery : deliveryOf(files);
    this.#last = { files, delivery };
    return delivery;
  }
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
