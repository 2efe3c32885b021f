/** Why a listener does not take a route, in words and with the place that says so. */
import { isKnownNamespace, placeOf, qualifiedName, titleOf } from "../delivery/deployment.ts";
import { type Attachment, kindsOf, type Parentage } from "../gateway/attachment.ts";
import type { Listener } from "../gateway/listener.ts";
import type { Model } from "../gateway/model.ts";
import type { Place } from "../kube/object.ts";
import type { Node } from "../yaml/tree.ts";
import type { Related } from "./rule.ts";
import { listenerTitle, listOf } from "./sentences.ts";

/** Whether the parentRef means this listener at all. */
export function isSelected({ refusal }: Attachment): boolean {
  return refusal !== "sectionName" && refusal !== "port";
}

/** A clause about a listener that the parentRef means, such as "listener https: {a.example.org} ∩ {*.example.com} = {}". */
export function whatRefuses(attachment: Attachment): string {
  const { listener, route, refusal } = attachment;
  const title = listenerTitle(listener);
  switch (refusal) {
    case "hostname":
      return `${title}: ${intersectionText(attachment)}`;
    case "namespace":
      return `${title} takes routes only of ${whoseItTakes(listener)}${isKnownNamespace(route.namespace) ? `, not of ${route.namespace}` : ""}`;
    default: {
      const listed = (listener.spec.allowedRoutes?.kinds ?? []).flatMap(({ kind }) => kind?.value ?? []);
      const possible: readonly string[] = kindsOf(listener.protocol);
      if (possible.includes(route.resource.kind)) return `${title} takes only ${listOf(listed)} (allowedRoutes.kinds)`;
      const protocol = listener.protocol === "" ? "an unknown protocol" : `protocol ${listener.protocol}`;
      return possible.length === 0 ? `${title} has ${protocol}` : `${title} has ${protocol}, which carries ${listOf(possible)}`;
    }
  }
}

/** "{a.example.org, b.example.org} ∩ {*.example.com} = {}": the names of the route, those of the listener, and those that both have. */
export function intersectionText({ listener, route, hostnames }: Attachment): string {
  const set = (names: readonly (string | undefined)[]) =>
    `{${(names.length > 5 ? [...names.slice(0, 4), `${names.length - 4} more`] : names).map((name) => name ?? "every name").join(", ")}}`;
  const own = route.resource.hostnames.map(({ value }) => value);
  return `${set(own.length === 0 ? [undefined] : own)} ∩ ${set([listener.hostname])} = ${set(hostnames.map(({ hostname }) => hostname))}`;
}

/** "namespace ingress (from: Same)". */
function whoseItTakes({ spec, owner }: Listener): string {
  const rule = spec.allowedRoutes?.namespaces;
  if (rule?.from?.value !== "Selector") {
    const own = isKnownNamespace(owner.namespace) ? `namespace ${owner.namespace}` : "its own namespace";
    return `${own} (from: Same${rule?.from === undefined ? ", the default" : ""})`;
  }
  const { matchLabels, matchExpressions } = rule.selector ?? { matchLabels: new Map<string, string>(), matchExpressions: [] };
  const wanted = [
    ...[...matchLabels].map(([key, value]) => `${key}=${value}`),
    ...matchExpressions.map(({ key, operator, values }) => `${key} ${operator}${values.length === 0 ? "" : ` ${values.join(", ")}`}`),
  ];
  return wanted.length === 0 ? "no namespace (there is no selector)" : `namespaces with ${listOf(wanted)}`;
}

/** The place of the field by which a listener refuses. */
export function refusalPlace({ listener, refusal }: Attachment): Place {
  const { spec, owner } = listener;
  const { allowedRoutes } = spec;
  const own: Node = spec.name ?? spec.node;
  switch (refusal) {
    case "hostname":
      return placeOf(owner, spec.hostname ?? own);
    case "namespace":
      return placeOf(owner, allowedRoutes?.namespaces?.from ?? own);
    default:
      return placeOf(owner, allowedRoutes?.kinds[0]?.kind ?? spec.protocol ?? own);
  }
}

/** Why a parentRef means none of its parent's listeners: what it asks for, what there is, and where that would be found. */
export function whatSelects(
  { route, parentRef, kind, namespace, name, attachments }: Parentage,
  model: Model,
): { readonly node: Node; readonly sentences: readonly string[]; readonly related: readonly Related[] } {
  const { sectionName, port } = parentRef;
  const parent = `${kind} ${qualifiedName(namespace, name)}`;
  const listeners = attachments.map(({ listener }) => listener);
  const related = listeners.map((listener) => ({
    place: placeOf(listener.owner, listener.spec.name ?? listener.spec.node),
    message: `${titleOf(listener.owner)} has ${listenerTitle(listener)}, port ${listener.port}.`,
  }));
  const named = listeners.filter((listener) => sectionName === undefined || listener.name === sectionName.value);
  if (sectionName !== undefined && named.length === 0) {
    const there = listOf(
      listeners.map((listener) => listener.name),
      5,
    );
    const elsewhere = entriesOfSets(sectionName.value, { kind, namespace, name }, model);
    const sentences = [
      `${titleOf(route)} names listener ${sectionName.value} of ${parent}, which has none of that name: it has ${there}.`,
      ...elsewhere.slice(0, 1).map(({ owner }) => `${titleOf(owner)} has one, which a parentRef reaches with kind ListenerSet.`),
    ];
    return { node: sectionName, sentences, related };
  }
  const ports = [...new Set(named.map((listener) => String(listener.port)))];
  const whose =
    sectionName === undefined
      ? `whose listeners have port ${listOf(ports, 5)}`
      : `whose listener ${sectionName.value} has port ${listOf(ports)}`;
  return {
    node: port?.node ?? parentRef.name ?? parentRef.node,
    sentences: [`${titleOf(route)} names port ${port?.value} of ${parent}, ${whose}.`],
    related,
  };
}

/** The entries of this name in ListenerSets of a Gateway: the Gateway's own parentRefs do not reach them (GEP-1713). */
export function entriesOfSets(
  entry: string,
  { kind, namespace, name }: Pick<Parentage, "kind" | "namespace" | "name">,
  model: Model,
): readonly Listener[] {
  if (kind !== "Gateway") return [];
  const [gateway, another] = model.find("Gateway", namespace, name);
  if (gateway === undefined || another !== undefined) return [];
  return model
    .mergedListenersOf(gateway)
    .filter((listener) => listener.owner !== gateway && listener.name === entry && listener.owner.resource.kind === "ListenerSet");
}
