/** ReferenceGrant, and ReferencePolicy as it was called until Gateway API 0.5 (`apis/v1/referencegrant_types.go`). */
import { get, itemsOf, type Node, type ScalarNode, scalarOf } from "../yaml/tree.ts";
import { type ObjectHead, text } from "./object.ts";

export interface ReferenceGrant extends ObjectHead {
  readonly type: "ReferenceGrant";
  readonly from: readonly GrantFrom[];
  readonly to: readonly GrantTo[];
}

export interface GrantFrom {
  readonly node: Node;
  readonly index: number;
  readonly group: ScalarNode | undefined;
  readonly kind: ScalarNode | undefined;
  readonly namespace: ScalarNode | undefined;
}

export interface GrantTo {
  readonly node: Node;
  readonly index: number;
  readonly group: ScalarNode | undefined;
  readonly kind: ScalarNode | undefined;
  readonly name: ScalarNode | undefined;
}

export function readReferenceGrant(head: ObjectHead): ReferenceGrant {
  const spec = get(head.root, "spec");
  return {
    ...head,
    type: "ReferenceGrant",
    from: itemsOf(get(spec, "from")).map((node, index) => ({
      node,
      index,
      group: scalarOf(get(node, "group")),
      kind: text(node, "kind"),
      namespace: text(node, "namespace"),
    })),
    to: itemsOf(get(spec, "to")).map((node, index) => ({
      node,
      index,
      group: scalarOf(get(node, "group")),
      kind: text(node, "kind"),
      name: text(node, "name"),
    })),
  };
}
