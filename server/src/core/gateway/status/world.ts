/** Which controller serves a Gateway, and the profile that judges it. */
import type { Deployed } from "../../delivery/deployment.ts";
import type { Gateway } from "../../kube/gateway.ts";
import type { Model } from "../model.ts";
import type { ControllerIdentity } from "../profiles/controller-facts.ts";
import { generic } from "../profiles/generic.ts";
import type { Profile } from "../profiles/profile.ts";
import { profileOf } from "../profiles/select.ts";
import type { World } from "../world.ts";

/** The controllerName that serves a Gateway, from the world's choice, its GatewayClass or the class's setting; undefined if unknown. */
export function controllerOf(gateway: Deployed<Gateway>, model: Model, world: World): string | undefined {
  if (world.controller !== undefined) return profileOf(world.controller)?.controllerNames[0] ?? world.controller;
  const className = gateway.resource.className?.value;
  if (className === undefined) return undefined;
  const names = new Set(model.find("GatewayClass", "", className).flatMap(({ resource }) => resource.controllerName?.value ?? []));
  const [only] = names;
  return names.size === 1 ? only : world.classControllers?.[className];
}

/** Which of some controllers serves a Gateway: by the controllerName, or, where no GatewayClass tells it, by the name of the class. */
export function servedBy<Identity extends ControllerIdentity>(
  gateway: Deployed<Gateway> | undefined,
  identities: readonly Identity[],
  model: Model,
): Identity | undefined {
  if (gateway === undefined) return undefined;
  const controller = controllerOf(gateway, model, model.world);
  if (controller !== undefined) return identities.find(({ controllerNames }) => controllerNames.includes(controller));
  const className = gateway.resource.className?.value ?? "";
  return identities.find(({ classNames }) => classNames.test(className));
}

/** The profile that judges a Gateway; the specification alone where the controller is not known. */
export function profileFor(gateway: Deployed<Gateway> | undefined, model: Model, world: World): Profile {
  if (world.controller !== undefined) return limited(profileOf(world.controller) ?? generic, world);
  const controller = gateway === undefined ? undefined : controllerOf(gateway, model, world);
  return limited((controller === undefined ? undefined : profileOf(controller)) ?? generic, world);
}

function limited(profile: Profile, world: World): Profile {
  const without = world.withoutFeatures;
  if (without === undefined) return profile;
  return {
    ...profile,
    mixedTermination: without.has("TLSRouteModeMixed") ? "refused" : "accepted",
    terminatesTlsRoutes: !without.has("TLSRouteModeTerminate"),
  };
}
