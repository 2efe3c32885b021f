/** Listeners to which nothing attaches. */
import { placeOf } from "../delivery/deployment.ts";
import type { Listener } from "../gateway/listener.ts";
import type { Model } from "../gateway/model.ts";
import type { ListenerStatus } from "../gateway/status/listener-status.ts";
import { predicted } from "../gateway/status/predicted.ts";
import { at, itemsOf } from "../yaml/tree.ts";
import { hasKnownListeners, isOnly, mayMean } from "./certain.ts";
import type { Rule } from "./rule.ts";
import { fullListenerTitle, joined } from "./sentences.ts";

/** Where a route was to attach and is refused, that is told at the route. */
export const listenerWithoutRoutes: Rule<ListenerStatus> = {
  code: "listener-without-routes",
  severity: "hint",
  summary: "No route attaches to a listener.",
  reference: "https://gateway-api.sigs.k8s.io/reference/spec/#listener",
  since: "0.1.0",
  onlyWhenComplete: true,

  *subjects(model) {
    // What changes a route may change its parents.
    if (model.routes.some(({ partial }) => partial)) return;
    const refused = ownersThatRefuse(model);
    const { gateways, listenerSets } = predicted(model).prediction;
    for (const { object, listeners } of [...gateways, ...listenerSets]) {
      if (!hasKnownListeners(object, model) || !isOnly(object, model) || refused.has(object)) continue;
      if (model.parentages.some((parentage) => parentage.parents.length === 0 && mayMean(parentage, object))) continue;
      for (const status of listeners) if (status.accepted === "yes") yield status;
    }
  },

  check({ listener, attachedRoutes }, model) {
    if (attachedRoutes > 0 || listener.attachments.some(({ verdict }) => verdict !== "no") || maySolveChallenges(listener, model))
      return undefined;
    return {
      place: placeOf(listener.owner, listener.spec.name ?? listener.spec.node),
      message: joined(`Nothing attaches to ${fullListenerTitle(listener)}.`, answer(listener), "Attach a route, or remove the listener."),
    };
  },
};

/** The objects that refuse a route which names them. */
function ownersThatRefuse(model: Model): ReadonlySet<unknown> {
  const { routes } = predicted(model).prediction;
  return new Set(
    routes.flatMap(({ parents }) =>
      parents.flatMap(({ parentage, conditions }) =>
        conditions.some(({ type, status }) => type === "Accepted" && status === "False") ? parentage.parents : [],
      ),
    ),
  );
}

/** Whether cert-manager may attach routes of its own while it solves HTTP-01 challenges. */
function maySolveChallenges({ protocol }: Listener, { objects }: Model): boolean {
  if (protocol !== "HTTP") return false;
  return objects.some(
    ({ resource }) =>
      resource.type === "Issuer" &&
      itemsOf(at(resource.root, "spec", "acme", "solvers")).some((solver) => at(solver, "http01", "gatewayHTTPRoute") !== undefined),
  );
}

function answer({ protocol }: Listener): string {
  return protocol === "HTTP" || protocol === "HTTPS" ? "Clients get status 404." : "Clients are turned away.";
}
