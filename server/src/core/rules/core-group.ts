/** The core group, whose name is empty, and the names that people give it. */
import type { Model } from "../gateway/model.ts";
import { takesCoreByName } from "../gateway/profiles/controller-facts.ts";
import { servedBy } from "../gateway/status/world.ts";
import type { ScalarNode } from "../yaml/tree.ts";

/** Whether a field calls the core group by a name, which it has not. */
export function isCoreByName({ group }: { readonly group: ScalarNode | undefined }): boolean {
  return group?.value === "core" || group?.value === "v1";
}

/** Whether any controller of this workspace, as far as it tells, takes `core` for the core group: which of them reads an object is not always known. */
export function coreHasName(model: Model): boolean {
  const { objects, gateways, world } = model;
  if (gateways.some((gateway) => servedBy(gateway, takesCoreByName, model) !== undefined)) return true;
  const controllers = new Set([world.controller, ...Object.values(world.classControllers ?? {})]);
  for (const { resource } of objects) if (resource.type === "GatewayClass") controllers.add(resource.controllerName?.value);
  return takesCoreByName.some(({ controllerNames }) => controllerNames.some((name) => controllers.has(name)));
}
