/** The listeners of one Gateway, its ListenerSets' included, that share a port. */
import type { Deployed } from "../delivery/deployment.ts";
import type { Listener } from "../gateway/listener.ts";
import type { Model } from "../gateway/model.ts";
import type { ListenerStatus } from "../gateway/status/listener-status.ts";
import { predicted } from "../gateway/status/predicted.ts";
import type { Gateway } from "../kube/gateway.ts";
import { isDeployed, isOnly } from "./certain.ts";

export interface SharedPort {
  readonly gateway: Deployed<Gateway>;
  readonly port: number;
  /** In the order of precedence, two or more. */
  readonly statuses: readonly ListenerStatus[];
}

const known = new WeakMap<Model, readonly SharedPort[]>();

/** All of a workspace, of objects that are sure to be deployed as they are written; ListenerSets only where their Gateway is sure to allow them. */
export function sharedPorts(model: Model): readonly SharedPort[] {
  let found = known.get(model);
  if (found === undefined) {
    found = findSharedPorts(model);
    known.set(model, found);
  }
  return found;
}

function findSharedPorts(model: Model): readonly SharedPort[] {
  const { gateways, listenerSets } = predicted(model).prediction;
  const merged = new Map<Deployed<Gateway>, ListenerStatus[]>();
  const isSure = (owner: Listener["owner"]) => isDeployed(owner) && isOnly(owner, model);
  for (const { object, listeners } of gateways) if (isSure(object)) merged.set(object, [...listeners]);
  for (const { object, conditions, listeners } of listenerSets) {
    const [gateway, another] = listeners[0]?.listener.gateways ?? [];
    const isAllowed = conditions.some(({ type, status }) => type === "Accepted" && status !== "Unknown");
    if (gateway !== undefined && another === undefined && isAllowed && isSure(object)) merged.get(gateway)?.push(...listeners);
  }
  return [...merged].flatMap(([gateway, statuses]) => {
    const byPort = new Map<number, ListenerStatus[]>();
    for (const status of statuses) {
      const { port } = status.listener;
      if (port !== undefined) byPort.set(port, [...(byPort.get(port) ?? []), status]);
    }
    return [...byPort].flatMap(([port, sharing]) => (sharing.length > 1 ? [{ gateway, port, statuses: sharing }] : []));
  });
}

/** Whether one of two listeners of protocol TLS ends it and the other passes it through. */
export function isMixedTermination(a: Listener, b: Listener): boolean {
  return a.protocol === "TLS" && b.protocol === "TLS" && a.mode !== undefined && b.mode !== undefined && a.mode !== b.mode;
}
