/** The prediction of a model, made once and asked by object. */
import type { Deployed } from "../../delivery/deployment.ts";
import type { BackendTlsPolicy } from "../../kube/backend-tls-policy.ts";
import type { Route } from "../../kube/route.ts";
import type { Refused } from "../admission.ts";
import type { Listener, ListenerOwner } from "../listener.ts";
import type { Model } from "../model.ts";
import type { GatewayStatus, ListenerSetStatus } from "./gateway-status.ts";
import type { ListenerStatus } from "./listener-status.ts";
import type { PolicyStatus } from "./policy-status.ts";
import { type Prediction, predict } from "./predict.ts";
import type { RouteStatus } from "./route-status.ts";

/** What is predicted of each object; undefined for an object that the API server refuses, or that has no status. */
export interface Predicted {
  readonly prediction: Prediction;
  owner(object: ListenerOwner): GatewayStatus | ListenerSetStatus | undefined;
  listener(listener: Listener): ListenerStatus | undefined;
  route(object: Deployed<Route>): RouteStatus | undefined;
  policy(object: Deployed<BackendTlsPolicy>): PolicyStatus | undefined;
  refused(object: Deployed): Refused | undefined;
}

const known = new WeakMap<Model, Predicted>();

/** The prediction of a model, made in slices where it is not there yet. */
export function* predictOnce(model: Model): Generator<void, Predicted> {
  const made = known.get(model) ?? indexed(yield* predict(model));
  known.set(model, made);
  return made;
}

/** The same at once. */
export function predicted(model: Model): Predicted {
  const work = predictOnce(model);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

function indexed(prediction: Prediction): Predicted {
  const owners = new Map<Deployed, GatewayStatus | ListenerSetStatus>();
  const listeners = new Map<string, ListenerStatus>();
  for (const status of [...prediction.gateways, ...prediction.listenerSets]) {
    owners.set(status.object, status);
    for (const one of status.listeners) listeners.set(keyOf(one.listener), one);
  }
  const routes = new Map(prediction.routes.map((status) => [status.object, status]));
  const policies = new Map(prediction.policies.map((status) => [status.object, status]));
  const refused = new Map(prediction.refused.map((status) => [status.object, status]));
  return {
    prediction,
    owner: (object) => owners.get(object),
    listener: (listener) => listeners.get(keyOf(listener)),
    route: (object) => routes.get(object),
    policy: (object) => policies.get(object),
    refused: (object) => refused.get(object),
  };
}

/** Names a listener by its place: a model without the refused objects has listeners of its own. */
function keyOf({ owner, spec }: Listener): string {
  return `${owner.file} ${owner.offset} ${owner.resource.path.join(".")} ${spec.index}`;
}
