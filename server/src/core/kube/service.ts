/** Service and Namespace of the core group. */
import { get, itemsOf, type Node, type ScalarNode } from "../yaml/tree.ts";
import { type NumberField, number, type ObjectHead, text } from "./object.ts";

export interface Service extends ObjectHead {
  readonly type: "Service";
  readonly serviceType: ScalarNode | undefined;
  readonly ports: readonly ServicePort[];
}

export interface ServicePort {
  readonly node: Node;
  readonly name: ScalarNode | undefined;
  readonly port: NumberField | undefined;
  readonly targetPort: ScalarNode | undefined;
  readonly protocol: ScalarNode | undefined;
  readonly appProtocol: ScalarNode | undefined;
}

export interface Namespace extends ObjectHead {
  readonly type: "Namespace";
}

export function readService(head: ObjectHead): Service {
  const spec = get(head.root, "spec");
  return {
    ...head,
    type: "Service",
    serviceType: text(spec, "type"),
    ports: itemsOf(get(spec, "ports")).map((node) => ({
      node,
      name: text(node, "name"),
      port: number(node, "port"),
      targetPort: text(node, "targetPort"),
      protocol: text(node, "protocol"),
      appProtocol: text(node, "appProtocol"),
    })),
  };
}
