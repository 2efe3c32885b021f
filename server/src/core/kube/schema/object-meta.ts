/**
 * `metadata` of any object that a CRD describes: its fields, and what the API server insists on.
 * Source: k8s.io/apimachinery `pkg/apis/meta/v1/types.go` (ObjectMeta) and `pkg/api/validation/objectmeta.go`.
 */
import type { MapShape, Shape } from "./facts.ts";

const any: Shape = { type: "any" };
const text: Shape = { type: "text" };

export const objectMeta: MapShape = {
  type: "map",
  fields: {
    name: { type: "text", pattern: "dnsName", max: 253 },
    namespace: { type: "text", pattern: "dnsLabel", max: 63 },
    generateName: text,
    labels: { type: "texts", of: { type: "text", pattern: "labelValue", max: 63 } },
    annotations: { type: "texts", of: text },
    finalizers: { type: "list", of: text },
    ownerReferences: any,
    creationTimestamp: any,
    deletionTimestamp: any,
    deletionGracePeriodSeconds: any,
    generation: any,
    managedFields: any,
    resourceVersion: any,
    selfLink: any,
    uid: any,
  },
};
