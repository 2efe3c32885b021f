/** A prediction in the API's own form: what `kubectl get -o yaml` would show of each object's status, without the times. */
import { type Deployed, isKnownNamespace } from "../../delivery/deployment.ts";
import type { ObjectRef } from "../../kube/gateway.ts";
import { gatewayApiGroup } from "../../kube/gateway.ts";
import type { Condition } from "./condition.ts";
import type { ListenerStatus } from "./listener-status.ts";
import type { AncestorRef } from "./policy-status.ts";
import type { Prediction } from "./predict.ts";

/** One object with its predicted status, or with the rules that make the API server refuse it. */
export interface StatusObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly namespace?: string; readonly name: string };
  readonly refused?: readonly { readonly path: string; readonly message: string }[];
  readonly status?: object;
}

/** All objects of a prediction: Gateways, ListenerSets, routes, policies, those that are refused; each in the order of the workspace's files. */
export function render(prediction: Prediction): readonly StatusObject[] {
  return [
    ...prediction.gateways.map(({ object, conditions, listeners, attachedListenerSets }) => ({
      ...head(object),
      status: { conditions, listeners: listeners.map(listenerOf), attachedListenerSets },
    })),
    ...prediction.listenerSets.map(({ object, conditions, listeners }) => ({
      ...head(object),
      status: { conditions, listeners: listeners.map(listenerOf) },
    })),
    ...prediction.routes.map(({ object, parents }) => ({
      ...head(object),
      status: {
        parents: parents.map(({ parentRef, controllerName, conditions }) => ({
          parentRef: parentRefOf(parentRef),
          ...(controllerName === undefined ? {} : { controllerName }),
          conditions,
        })),
      },
    })),
    ...prediction.policies.map(({ object, ancestors }) => ({
      ...head(object),
      status: {
        ancestors: ancestors.map(({ ancestorRef, controllerName, conditions }) => ({
          ancestorRef: ancestorOf(ancestorRef),
          ...(controllerName === undefined ? {} : { controllerName }),
          conditions,
        })),
      },
    })),
    ...prediction.refused.map(({ object, reasons }) => ({ ...head(object), refused: reasons })),
  ];
}

function head(object: Deployed): Pick<StatusObject, "apiVersion" | "kind" | "metadata"> {
  const { group, version, kind } = object.resource;
  const namespace = isKnownNamespace(object.namespace) && object.namespace !== "" ? { namespace: object.namespace } : {};
  return { apiVersion: group === "" ? version : `${group}/${version}`, kind, metadata: { ...namespace, name: object.name } };
}

function listenerOf({ name, attachedRoutes, supportedKinds, conditions }: ListenerStatus): {
  readonly name: string;
  readonly attachedRoutes: number;
  readonly supportedKinds: readonly object[];
  readonly conditions: readonly Condition[];
} {
  return { name, attachedRoutes, supportedKinds, conditions };
}

/** A parentRef as the API server stores it: group and kind defaulted, the rest as written. */
function parentRefOf(ref: ObjectRef & { readonly sectionName?: { readonly value: string } | undefined }): object {
  return {
    group: ref.group?.value ?? gatewayApiGroup,
    kind: ref.kind?.value ?? "Gateway",
    ...(ref.namespace === undefined ? {} : { namespace: ref.namespace.value }),
    name: ref.name?.value ?? "",
    ...(ref.sectionName === undefined ? {} : { sectionName: ref.sectionName.value }),
    ...(ref.port?.value === undefined ? {} : { port: ref.port.value }),
  };
}

function ancestorOf({ group, kind, namespace, name, sectionName }: AncestorRef): object {
  return {
    group,
    kind,
    ...(isKnownNamespace(namespace) ? { namespace } : {}),
    name,
    ...(sectionName === undefined ? {} : { sectionName }),
  };
}
