/** Whether a controller comes as far as asking for a grant: it does not for what nothing reads, and not for what it could not use anyway. */

import type { Deployed } from "../delivery/deployment.ts";
import type { Model } from "../gateway/model.ts";
import type { Reference } from "../gateway/reference.ts";
import { profileFor } from "../gateway/status/world.ts";
import type { Route } from "../kube/route.ts";

/**
 * Whether the grant decides about a reference. The kind of the target comes first in the specification: what is of a kind that the field does not take is
 * refused for that, and which kinds beside the core ones it takes is up to the controller.
 */
export function asksForGrant({ owner, purpose, listeners, target }: Reference, model: Model): boolean {
  const kind = `${target.group}/${target.kind}`;
  switch (purpose) {
    case "certificate":
      return kind === "/Secret" && listeners.some(({ mode }) => mode === "Terminate");
    case "frontend-ca":
      return kind === "/ConfigMap" && listeners.length > 0;
    case "client-certificate":
      return kind === "/Secret";
    default:
      return kind === "/Service" || profilesOf(owner as Deployed<Route>, model).some(({ backendKinds }) => backendKinds.has(kind));
  }
}

/** The profiles that judge a route: those of the Gateways among its parents. */
function profilesOf(route: Deployed<Route>, model: Model) {
  const gateways = model
    .parentagesOf(route)
    .flatMap(({ parents }) => parents.flatMap((parent) => model.listenersOf(parent)[0]?.gateways ?? []));
  return gateways.map((gateway) => profileFor(gateway, model, model.world));
}
