/** Lenses of the predicted status: how many routes a listener has and what refuses it, and how many parents take a route. */
import { type Deployed, placeOf } from "../delivery/deployment.ts";
import type { Listener } from "../gateway/listener.ts";
import type { Model } from "../gateway/model.ts";
import type { Condition } from "../gateway/status/condition.ts";
import { predicted } from "../gateway/status/predicted.ts";
import type { Route } from "../kube/route.ts";
import type { Lens } from "./feature.ts";

/** "2 known routes · nothing refuses it"; none for a listener of an object that the API server refuses. */
export function listenerStatusLens(listener: Listener, model: Model): readonly Lens[] {
  const status = predicted(model).listener(listener);
  if (status === undefined || listener.owner.partial) return [];
  const { attachedRoutes, conditions } = status;
  const routes = `${attachedRoutes} known ${attachedRoutes === 1 ? "route" : "routes"}`;
  const failing = conditions.find(({ status: verdict }) => verdict === "False");
  const place = placeOf(listener.owner, { start: listener.spec.node.start, end: listener.spec.node.start });
  if (failing !== undefined) return [{ place, title: `${routes} · ${told(failing)}`, icon: "warning" }];
  return [{ place, title: `${routes} · nothing refuses it` }];
}

/**
 * "accepted by 1 of 2 parents", and what else fails; none where no parent is known, which is the case of most routes of a repository that
 * holds no Gateway.
 */
export function routeStatusLens(route: Deployed<Route>, model: Model): readonly Lens[] {
  const parents = predicted(model).route(route)?.parents ?? [];
  const verdicts = parents.map(({ conditions }) => conditions.find(({ type }) => type === "Accepted")?.status);
  const decided = verdicts.filter((verdict) => verdict === "True" || verdict === "False");
  if (decided.length === 0 || route.partial) return [];
  const accepted = verdicts.filter((verdict) => verdict === "True").length;
  const open = verdicts.length - decided.length;
  const failing = parents.flatMap(({ conditions }) => conditions).find(({ status }) => status === "False");
  const { start } = route.resource.root;
  const place = placeOf(route, { start, end: start });
  const title = [
    `accepted by ${accepted} of ${parents.length} ${parents.length === 1 ? "parent" : "parents"}${open === 0 ? "" : `, ${open} unknown`}`,
    ...(failing === undefined ? [] : [told(failing)]),
  ].join(" · ");
  return [failing === undefined ? { place, title } : { place, title, icon: "warning" }];
}

function told({ type, status, reason }: Condition): string {
  return `${type}=${status}, ${reason}`;
}
