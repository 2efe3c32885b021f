/** The status of every object of a model, predicted; a generator so that the host can pace it. */
import type { Deployed } from "../../delivery/deployment.ts";
import type { Gateway, ListenerSet } from "../../kube/gateway.ts";
import type { Route } from "../../kube/route.ts";
import { askAll, type Refused, refusedObjects } from "../admission.ts";
import { backendPolicy } from "../backend-policy.ts";
import { link, type Model } from "../model.ts";
import type { World } from "../world.ts";
import type { Judged } from "./condition.ts";
import { unknown } from "./condition.ts";
import { type GatewayStatus, gatewayStatus, type ListenerSetStatus } from "./gateway-status.ts";
import { listenerStatus } from "./listener-status.ts";
import { type PolicyStatus, policyFault, policyStatus } from "./policy-status.ts";
import { type RouteStatus, routeStatus } from "./route-status.ts";
import { profileFor } from "./world.ts";

export interface Prediction {
  /** Objects of any kind that the API server refuses: they have no status, and take no part in that of others. */
  readonly refused: readonly Refused[];
  readonly gateways: readonly GatewayStatus[];
  readonly listenerSets: readonly ListenerSetStatus[];
  readonly routes: readonly RouteStatus[];
  readonly policies: readonly PolicyStatus[];
}

/** Predicts all statuses. Yields between objects. */
export function* predict(all: Model): Generator<void, Prediction> {
  yield* askAll(all);
  const refused = refusedObjects(all);
  yield;
  const model = refused.length === 0 ? all : yield* without(refused, all);
  const { world } = model;
  const gateways: GatewayStatus[] = [];
  const listenerSets: ListenerSetStatus[] = [];
  const setsOf = new Map<Deployed<Gateway>, Deployed<ListenerSet>[]>();
  for (const set of model.listenerSets) {
    const parent = model.listenersOf(set)[0]?.gateways[0];
    if (parent === undefined) {
      listenerSets.push(orphan(set, world, model));
    } else {
      setsOf.set(parent, [...(setsOf.get(parent) ?? []), set]);
    }
  }
  for (const gateway of model.gateways) {
    const profile = profileFor(gateway, model, world);
    const status = gatewayStatus(gateway, setsOf.get(gateway) ?? [], profile, world, model);
    gateways.push(status.gateway);
    listenerSets.push(...status.sets);
    yield;
  }
  const routes: RouteStatus[] = [];
  for (const route of model.routes) {
    routes.push(routeStatus(route, (one) => faultOfPolicies(one, world, model), world, model));
    yield;
  }
  const policies: PolicyStatus[] = [];
  for (const policy of model.policies) {
    policies.push(policyStatus(policy, world, model));
    yield;
  }
  return { refused, gateways, listenerSets, routes, policies };
}

/** The model of a cluster that these objects never entered. */
function* without(refused: readonly Refused[], { objects, now, expiring, world, installed, controllers }: Model): Generator<void, Model> {
  const outside = new Set(refused.map(({ object }) => object));
  const admitted = objects.filter((object) => !outside.has(object));
  return yield* link(admitted, { now, expiring, world, installed, controllers });
}

function orphan(set: Deployed<ListenerSet>, world: World, model: Model): ListenerSetStatus {
  const because = "its Gateway is not in this workspace";
  const profile = profileFor(undefined, model, world);
  return {
    object: set,
    conditions: [unknown("Accepted", because), unknown("Programmed", because)],
    listeners: model
      .listenersOf(set)
      .map((listener) => listenerStatus(listener, { profile, conflict: undefined, overlap: undefined }, world, model)),
  };
}

function faultOfPolicies(route: Deployed<Route>, world: World, model: Model): Judged | undefined {
  const profile = profileFor(model.parentagesOf(route)[0]?.attachments[0]?.listener.gateways[0], model, world);
  for (const backend of model.backendsOf(route)) {
    const applied = backendPolicy(backend, model);
    const fault = applied.verdict === "yes" ? policyFault(applied.policy.object, profile, world, model) : undefined;
    if (fault !== undefined) return fault;
  }
  return undefined;
}
