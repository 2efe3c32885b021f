/** BackendTLSPolicy in all its versions (`apis/v1/backendtlspolicy_types.go`; v1alpha2 knew `targetRef` and `tls`). */
import { get, itemsOf, type Node, type ScalarNode } from "../yaml/tree.ts";
import { type ObjectRef, type ParentRef, readParentRef, readRef } from "./gateway.ts";
import { type ObjectHead, text } from "./object.ts";

export interface BackendTlsPolicy extends ObjectHead {
  readonly type: "BackendTLSPolicy";
  readonly targetRefs: readonly ParentRef[];
  readonly hostname: ScalarNode | undefined;
  readonly caCertificateRefs: readonly ObjectRef[];
  readonly wellKnownCaCertificates: ScalarNode | undefined;
  readonly subjectAltNames: readonly {
    readonly node: Node;
    readonly type: ScalarNode | undefined;
    readonly hostname: ScalarNode | undefined;
    readonly uri: ScalarNode | undefined;
  }[];
}

export function readBackendTlsPolicy(head: ObjectHead): BackendTlsPolicy {
  const spec = get(head.root, "spec");
  const validation = get(spec, "validation") ?? get(spec, "tls");
  const single = get(spec, "targetRef");
  return {
    ...head,
    type: "BackendTLSPolicy",
    targetRefs: single?.kind === "map" ? [readParentRef(single, 0)] : itemsOf(get(spec, "targetRefs")).map(readParentRef),
    hostname: text(validation, "hostname"),
    caCertificateRefs: itemsOf(get(validation, "caCertificateRefs") ?? get(validation, "caCertRefs")).map(readRef),
    wellKnownCaCertificates: text(validation, "wellKnownCACertificates") ?? text(validation, "wellKnownCACerts"),
    subjectAltNames: itemsOf(get(validation, "subjectAltNames")).map((node) => ({
      node,
      type: text(node, "type"),
      hostname: text(node, "hostname"),
      uri: text(node, "uri"),
    })),
  };
}
