/** Listeners that take any name, or any name below a domain, from any namespace. */
import { addressOf, isKnownNamespace, placeOf } from "../delivery/deployment.ts";
import { isWildcard } from "../gateway/hostname.ts";
import { type Listener, listenerPath } from "../gateway/listener.ts";
import type { Model } from "../gateway/model.ts";
import type { Change, Fix } from "../yaml/change.ts";
import { isDeployed } from "./certain.ts";
import { isOwnText } from "./own-text.ts";
import type { Rule } from "./rule.ts";
import { fullListenerTitle, joined, listenerTitle, listOf, sentence } from "./sentences.ts";

/** A policy of teams that share a Gateway, and so off by default. */
export const listenerTooBroad: Rule<Listener> = {
  code: "listener-too-broad",
  severity: "warning",
  summary: "A listener takes routes of every namespace for every name, or for every name below a domain.",
  reference: "https://gateway-api.sigs.k8s.io/concepts/security/",
  since: "0.1.0",
  optIn: true,

  subjects: (model) => model.listeners.filter(({ owner, protocol }) => isDeployed(owner) && /^(?:HTTPS?|TLS)$/.test(protocol)),

  check(listener) {
    const { hostname, spec, owner } = listener;
    const from = spec.allowedRoutes?.namespaces?.from;
    if (from?.value !== "All" || (hostname !== undefined && !isWildcard(hostname))) return undefined;
    const names = hostname === undefined ? "any name" : `any name below ${hostname.slice(2)}`;
    return {
      place: placeOf(owner, from),
      message: joined(
        `${sentence(fullListenerTitle(listener))} takes routes of every namespace for ${names}: whoever may create a route anywhere can answer for a name of somebody else.`,
        hostname === undefined
          ? "Give it a hostname, or select the namespaces."
          : "Select the namespaces, or have a listener for each name.",
      ),
    };
  },

  fixes: (listener, model) => [...selectNamespaces(listener), ...setHostname(listener, model)],
};

/** Takes only the namespaces whose routes attach now. */
function selectNamespaces(listener: Listener): readonly Fix[] {
  const { owner, attachments } = listener;
  const path = listenerPath(listener, "allowedRoutes", "namespaces");
  const attached = attachments.filter(({ verdict }) => verdict !== "no");
  const namespaces = [...new Set(attached.map(({ route }) => route.namespace))].sort();
  if (namespaces.length === 0 || !namespaces.every(isKnownNamespace) || !isOwnText(owner, path)) return [];
  const selector = { matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: namespaces }] };
  const changes: Change[] = [
    { change: "set", at: addressOf(owner, ...path, "from"), value: "Selector" },
    { change: "set", at: addressOf(owner, ...path, "selector"), value: selector },
  ];
  const title = `Let ${listenerTitle(listener)} take routes of ${namespaces.length === 1 ? "namespace" : "namespaces"} ${listOf(namespaces)} only`;
  return [{ title, preferred: false, changes }];
}

/** Gives the listener the one name under which all its routes are served. */
function setHostname(listener: Listener, model: Model): readonly Fix[] {
  const { owner, attachments } = listener;
  const path = listenerPath(listener, "hostname");
  const attached = attachments.filter(({ verdict }) => verdict !== "no");
  const [name, another] = new Set(attached.flatMap(({ hostnames }) => hostnames.map(({ hostname }) => hostname)));
  if (name === undefined || another !== undefined || isWildcard(name) || attached.some(({ verdict }) => verdict !== "yes")) return [];
  const isTaken = model.siblings(listener).some((other) => other !== listener && other.port === listener.port && other.hostname === name);
  if (isTaken || !isOwnText(owner, path)) return [];
  const change: Change = { change: "set", at: addressOf(owner, ...path), value: name };
  return [{ title: `Set the hostname of ${listenerTitle(listener)} to ${name}`, preferred: false, changes: [change] }];
}
