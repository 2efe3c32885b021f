/**
 * How a route comes to be taken: its parentRef names a listener that takes it, or a listener takes in its namespace or its kind. A repair that would bring
 * names to a listener whose certificates do not cover them is not offered. None is preferred: which listener was meant, only its author knows.
 */
import { addressOf, isKnownNamespace } from "../delivery/deployment.ts";
import { type Attachment, attach, type Parentage } from "../gateway/attachment.ts";
import { covers } from "../gateway/certificates.ts";
import { type Listener, listenerPath } from "../gateway/listener.ts";
import type { Model } from "../gateway/model.ts";
import type { ParentRef } from "../kube/gateway.ts";
import { nearName } from "../kube/schema/near-name.ts";
import type { Change, Fix } from "../yaml/change.ts";
import { entriesOfSets, isSelected } from "./attachment-words.ts";
import { namesOnListener } from "./coverage.ts";
import { namespaceRepairs } from "./namespace-repairs.ts";
import { isOwnText } from "./own-text.ts";
import { listenerTitle } from "./sentences.ts";

/** More alternatives of one kind than these are no help. */
const mostOfAKind = 2;

/** The repairs of a parentRef whose parent is here and refuses it. */
export function attachmentRepairs(parentage: Parentage, model: Model): readonly Fix[] {
  const { parents, attachments } = parentage;
  if (parents.length !== 1) return [];
  const selected = attachments.filter(isSelected);
  if (selected.length === 0)
    return [...correctSection(parentage, model), ...referToSet(parentage, model), ...correctPort(parentage, model)];
  return [
    ...openToNamespace(selected, parentage, model),
    ...selected.flatMap((attachment) => openToKind(attachment, model)).slice(0, mostOfAKind),
  ];
}

/** The attachment of a route to a listener as it would be if the parentRef chose no listener by name. */
function withoutSection({ route, parentRef }: Parentage, listener: Listener, model: Model, more: Partial<ParentRef> = {}): Attachment {
  return attach(route, { ...parentRef, sectionName: undefined, ...more }, listener, model.labelsOf);
}

/** Whether the names that an attachment brings to its listener are covered there, as far as that is known. */
function isCovered({ listener, hostnames }: Attachment, model: Model): boolean {
  const covered = namesOnListener(listener, model);
  return !covered.known || hostnames.every(({ hostname }) => hostname === undefined || covers(covered.names, hostname) !== "no");
}

function correctSection(parentage: Parentage, model: Model): readonly Fix[] {
  const { route, parentRef, attachments } = parentage;
  const path = [...parentRefPath(parentRef), "sectionName"];
  if (parentRef.sectionName === undefined || !isOwnText(route, path)) return [];
  const names = attachments.flatMap(({ listener }) => {
    const attachment = withoutSection(parentage, listener, model);
    return attachment.verdict === "yes" && listener.name !== "" && isCovered(attachment, model) ? [listener.name] : [];
  });
  const near = nearName(parentRef.sectionName.value, names);
  const ordered = near === undefined ? names : [near, ...names.filter((name) => name !== near)];
  return ordered.slice(0, mostOfAKind).map((name) => ({
    title: `Set sectionName to ${name}`,
    preferred: false,
    changes: [{ change: "set", at: addressOf(route, ...path), value: name }],
  }));
}

/** Refers to the ListenerSet that has the entry, instead of to the Gateway that it extends. */
function referToSet(parentage: Parentage, model: Model): readonly Fix[] {
  const { route, parentRef } = parentage;
  const path = parentRefPath(parentRef);
  if (parentRef.sectionName === undefined || !["kind", "name", "namespace"].every((key) => isOwnText(route, [...path, key]))) return [];
  return entriesOfSets(parentRef.sectionName.value, parentage, model).flatMap((listener): readonly Fix[] => {
    const { owner } = listener;
    const attachment = attach(route, parentRef, listener, model.labelsOf);
    const isReachable = isKnownNamespace(owner.namespace) || owner.namespace === route.namespace;
    if (!isReachable || attachment.verdict !== "yes" || !isCovered(attachment, model)) return [];
    const at = (key: string) => addressOf(route, ...path, key);
    const changes: Change[] = [
      { change: "set", at: at("kind"), value: "ListenerSet" },
      { change: "set", at: at("name"), value: owner.name },
    ];
    if (owner.namespace !== route.namespace) changes.push({ change: "set", at: at("namespace"), value: owner.namespace });
    else if (parentRef.namespace !== undefined) changes.push({ change: "remove", at: at("namespace") });
    return [{ title: `Refer to ListenerSet ${owner.name}, which has listener ${listener.name}`, preferred: false, changes }];
  });
}

function correctPort(parentage: Parentage, model: Model): readonly Fix[] {
  const { route, parentRef, attachments } = parentage;
  const path = [...parentRefPath(parentRef), "port"];
  if (parentRef.port === undefined || !isOwnText(route, path)) return [];
  const ports = attachments.flatMap(({ listener }) => {
    const attachment = attach(route, { ...parentRef, port: undefined }, listener, model.labelsOf);
    return attachment.verdict === "yes" && isCovered(attachment, model) && listener.port !== undefined ? [listener.port] : [];
  });
  return [...new Set(ports)].slice(0, mostOfAKind).map((port) => ({
    title: `Set port to ${port}`,
    preferred: false,
    changes: [{ change: "set", at: addressOf(route, ...path), value: port }],
  }));
}

/** Whether a listener would take the route if it were this other one. */
function wouldFit({ listener, route, parentRef }: Attachment, other: Listener, model: Model): boolean {
  const attachment = attach(route, parentRef, other, model.labelsOf);
  return attachment.verdict === "yes" && isCovered({ ...attachment, listener }, model);
}

function openToNamespace(selected: readonly Attachment[], { route }: Parentage, model: Model): readonly Fix[] {
  const refusing = selected.filter((attachment) => {
    const { listener, refusal } = attachment;
    const { spec, owner } = listener;
    // Beside its own Gateway the route would be in the right namespace.
    const beside = { ...listener, owner: { ...owner, namespace: route.namespace }, spec: { ...spec, allowedRoutes: undefined } };
    return refusal === "namespace" && wouldFit(attachment, beside, model);
  });
  // Where cleartext and TLS both refuse, it is TLS that a route in another namespace was meant for.
  const [first] = [...refusing].sort((a, b) => Number(a.listener.protocol === "HTTP") - Number(b.listener.protocol === "HTTP"));
  if (first === undefined) return [];
  const { listener } = first;
  return namespaceRepairs(
    {
      owner: listener.owner,
      path: listenerPath(listener, "allowedRoutes", "namespaces"),
      rule: listener.spec.allowedRoutes?.namespaces,
      byDefault: "Same",
      keeper: listenerTitle(listener),
      guests: "routes",
    },
    route.namespace,
    model,
  );
}

function openToKind(attachment: Attachment, model: Model): readonly Fix[] {
  const { listener, route } = attachment;
  const { kind } = route.resource;
  const { allowedRoutes } = listener.spec;
  const path = listenerPath(listener, "allowedRoutes", "kinds");
  if (allowedRoutes === undefined || attachment.refusal !== "kind" || allowedRoutes.kinds.length === 0) return [];
  const unlimited = { ...listener, spec: { ...listener.spec, allowedRoutes: { ...allowedRoutes, kinds: [] } } };
  if (!wouldFit(attachment, unlimited, model) || !isOwnText(listener.owner, path)) return [];
  const change: Change = { change: "append", at: addressOf(listener.owner, ...path), value: { kind } };
  return [{ title: `Let ${listenerTitle(listener)} take routes of kind ${kind}`, preferred: false, changes: [change] }];
}

/** The repairs of a parentRef whose parent does not exist: the one of a like name, or of the same name in another namespace, that takes the route. */
export function parentRepairs(parentage: Parentage, model: Model): readonly Fix[] {
  const { route, parentRef, kind, namespace, name } = parentage;
  const path = parentRefPath(parentRef);
  if (!["name", "namespace"].every((key) => isOwnText(route, [...path, key]))) return [];
  const owners = [...model.gateways, ...model.listenerSets].filter(
    (owner) =>
      owner.resource.kind === kind &&
      isKnownNamespace(owner.namespace) &&
      model.listenersOf(owner).some((listener) => {
        const attachment = attach(route, parentRef, listener, model.labelsOf);
        return attachment.verdict === "yes" && isCovered(attachment, model);
      }),
  );
  const beside = owners.filter((owner) => owner.namespace === namespace);
  const near = nearName(
    name,
    beside.map((owner) => owner.name),
  );
  const meant = [...beside.filter((owner) => owner.name === near), ...owners.filter((owner) => owner.name === name)];
  return meant.slice(0, mostOfAKind).map((owner) => {
    const changes: Change[] = [{ change: "set", at: addressOf(route, ...path, "name"), value: owner.name }];
    if (owner.namespace !== namespace) changes.push({ change: "set", at: addressOf(route, ...path, "namespace"), value: owner.namespace });
    return { title: `Refer to ${kind} ${owner.namespace}/${owner.name}`, preferred: false, changes };
  });
}

function parentRefPath({ index }: ParentRef): readonly (string | number)[] {
  return ["spec", "parentRefs", index];
}
