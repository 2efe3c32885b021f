/** What judging takes for granted besides the manifests. */
import type { Bundle } from "../kube/schema/bundle.ts";

export interface World {
  /** Absent means absent: the owner of the workspace says that everything is in it. */
  readonly complete: boolean;
  /** The profile to use for every Gateway, by name or controllerName, over what GatewayClasses say. */
  readonly controller?: string;
  /** Controller names per GatewayClass name, for classes that are not in the workspace. */
  readonly classControllers?: Readonly<Record<string, string>>;
  /** Versions of controllers by their controllerNames, over what the workspace's files install. */
  readonly controllerVersions?: Readonly<Record<string, string>>;
  /** The Gateway API that is installed, over what the workspace's files name. */
  readonly bundle?: Bundle;
  /** Features that the controller is known not to claim (`pkg/features`), such as TLSRouteModeMixed. */
  readonly withoutFeatures?: ReadonlySet<string>;
}

export const openWorld: World = { complete: false };
