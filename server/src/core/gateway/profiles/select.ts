/** Which profile judges a Gateway. To add one: a file beside this one, and a line in this list. */
import { envoyGateway } from "./envoy-gateway.ts";
import { generic } from "./generic.ts";
import { istio } from "./istio.ts";
import type { Profile } from "./profile.ts";

export const profiles: readonly Profile[] = [generic, envoyGateway, istio];

/** The profile of a name, or of a controllerName; undefined where none is known. */
export function profileOf(nameOrController: string): Profile | undefined {
  return profiles.find(({ name, controllerNames }) => name === nameOrController || controllerNames.includes(nameOrController));
}
