/** Which version of its controller serves a Gateway, as far as somebody declares it. */
import type { Deployed } from "../../delivery/deployment.ts";
import type { Gateway } from "../../kube/gateway.ts";
import type { Model } from "../model.ts";
import { controllerOf } from "../status/world.ts";

export interface DeclaredController {
  readonly controllerName: string;
  readonly version: string;
}

/**
 * The controller of a Gateway with its version: from the settings, from the label `app.kubernetes.io/version` that charts put on the GatewayClass, or from the
 * chart that the workspace installs. Undefined where nobody says it.
 */
export function declaredController(gateway: Deployed<Gateway>, model: Model): DeclaredController | undefined {
  const controllerName = controllerOf(gateway, model, model.world);
  if (controllerName === undefined) return undefined;
  const className = gateway.resource.className?.value ?? "";
  const [gatewayClass, another] = model.find("GatewayClass", "", className);
  const label = another === undefined ? gatewayClass?.resource.labels.get("app.kubernetes.io/version") : undefined;
  const version = model.world.controllerVersions?.[controllerName] ?? label ?? model.controllers?.get(controllerName);
  return version === undefined ? undefined : { controllerName, version };
}
