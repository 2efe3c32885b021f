/** The hover card for a place of a file: finds what is under the cursor and hands it to its card. */
import type { Deployed } from "../delivery/deployment.ts";
import { placeOf } from "../delivery/deployment.ts";
import type { Listener, ListenerOwner } from "../gateway/listener.ts";
import type { Model } from "../gateway/model.ts";
import type { Route } from "../kube/route.ts";
import { type Card, type CardOptions, cardMarkdown, cardPlain } from "./card.ts";
import { authorityCard, certManagerCard, secretCard } from "./cards/certificate-card.ts";
import { certificateRefCard } from "./cards/certificate-ref-card.ts";
import { gatewayCard } from "./cards/gateway-card.ts";
import { grantCard } from "./cards/grant-card.ts";
import { listenerCard } from "./cards/listener-card.ts";
import { policyCard } from "./cards/policy-card.ts";
import { backendCard, parentCard, routeCard, routeHostnameCard } from "./cards/route-card.ts";
import { type Cursor, cursorAt } from "./cursor.ts";
import type { HoverCard } from "./feature.ts";
import { allowedRoutesLesson, certificateRefsLesson, hostnameLesson, modeLesson } from "./lessons.ts";

/** What a card is drawn from; a workspace's snapshot is one. `now` in milliseconds since the epoch. */
export interface Scene {
  readonly model: Model;
  readonly now: number;
}

/**
 * The card at an offset (UTF-16 code units) of a file (URI), or undefined where there is nothing to say. Command links and pictures are
 * for clients that can do them: without the one a rule's code is only named, without the other the table has to do.
 */
export function hoverAt(
  { model, now }: Scene,
  file: string,
  offset: number,
  { commandLinks = false, pictures = true }: Partial<CardOptions> = {},
): HoverCard | undefined {
  const cursor = cursorAt(file, offset, model);
  const card = cursor && cardFor(cursor, model, now);
  if (cursor === undefined || card === undefined) return undefined;
  return {
    place: placeOf(cursor.object, cursor.node),
    markdown: cardMarkdown(card, { commandLinks, pictures }),
    plain: cardPlain(card),
  };
}

function cardFor({ object, path }: Cursor, model: Model, now: number): Card | undefined {
  const onHead = isHead(path);
  switch (object.resource.type) {
    case "Gateway":
    case "ListenerSet": {
      const owner = object as ListenerOwner;
      return onHead ? gatewayCard(owner, model, now) : listenerPart(owner, path, model, now);
    }
    case "Route":
      return routePart(object as Deployed<Route>, path, onHead, model);
    case "ReferenceGrant":
      return onHead || path[0] === "spec" ? grantCard(object as Deployed<typeof object.resource>, model) : undefined;
    case "BackendTLSPolicy":
      return onHead || path[0] === "spec" ? policyCard(object as Deployed<typeof object.resource>, model, now) : undefined;
    case "Certificate":
      return onHead || path[0] === "spec" ? certManagerCard(object as Deployed<typeof object.resource>, model) : undefined;
    case "Secret": {
      const secret = object as Deployed<typeof object.resource>;
      if (isValue(path) && path[1] === "ca.crt") return authorityCard(secret, now);
      return onHead || isValue(path) ? secretCard(secret, model, now) : undefined;
    }
    case "ConfigMap":
      return onHead || path[1] === "ca.crt" ? authorityCard(object as Deployed<typeof object.resource>, now) : undefined;
    default:
      return undefined;
  }
}

/** `kind` and `metadata.name`: the object as a whole. */
function isHead(path: Cursor["path"]): boolean {
  return path[0] === "kind" || path[0] === "type" || (path[0] === "metadata" && path[1] === "name");
}

function isValue(path: Cursor["path"]): boolean {
  const keys = ["tls.crt", "tls.key", "ca.crt"];
  return (path[0] === "data" || path[0] === "stringData") && keys.includes(String(path[1]));
}

/** Something below `spec.listeners`. */
function listenerPart(owner: ListenerOwner, path: Cursor["path"], model: Model, now: number): Card | undefined {
  const [spec, listeners, index, field, ...below] = path;
  if (spec !== "spec" || listeners !== "listeners") return undefined;
  const listener = model.listenersOf(owner).find((candidate) => candidate.spec.index === index);
  if (listener === undefined) return undefined;
  switch (field) {
    case "hostname":
      return listenerCard(listener, model, now, hostnameLesson);
    case "allowedRoutes":
      return listenerCard(listener, model, now, allowedRoutesLesson);
    case "tls":
      return tlsPart(listener, below, model, now);
    default:
      return listenerCard(listener, model, now);
  }
}

function tlsPart(listener: Listener, [field, index]: Cursor["path"], model: Model, now: number): Card {
  if (field === "mode") return listenerCard(listener, model, now, modeLesson);
  if (field !== "certificateRefs") return listenerCard(listener, model, now);
  const reference = listener.certificates.find(({ ref }) => ref.index === index);
  if (reference === undefined) return listenerCard(listener, model, now, certificateRefsLesson);
  return certificateRefCard(reference, listener, model, now);
}

function routePart(route: Deployed<Route>, path: Cursor["path"], onHead: boolean, model: Model): Card | undefined {
  if (onHead) return routeCard(route, model);
  const [spec, field, index] = path;
  if (spec !== "spec") return undefined;
  switch (field) {
    case "hostnames":
      return typeof index === "number" ? routeHostnameCard(route, index, model) : routeCard(route, model);
    case "parentRefs": {
      const parentage = model.parentagesOf(route).find(({ parentRef }) => parentRef.index === index);
      return parentage === undefined ? routeCard(route, model) : parentCard(parentage, model);
    }
    case "rules": {
      const backend = model.backendsOf(route).find(({ ref }) => ref.path.every((step, i) => path[i] === step));
      return backend === undefined ? undefined : backendCard(backend, model);
    }
    default:
      return undefined;
  }
}
