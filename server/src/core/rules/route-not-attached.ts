/** Routes that no listener of their parent takes. */
import { type Deployed, isKnownNamespace, placeOf, qualifiedName, titleOf } from "../delivery/deployment.ts";
import type { Attachment, Parentage } from "../gateway/attachment.ts";
import type { Model } from "../gateway/model.ts";
import { predicted } from "../gateway/status/predicted.ts";
import { gatewayApiGroup } from "../kube/gateway.ts";
import type { Route } from "../kube/route.ts";
import { isOpaque } from "../yaml/template.ts";
import { attachmentRepairs, parentRepairs } from "./attachment-repairs.ts";
import { isSelected, refusalPlace, whatRefuses, whatSelects } from "./attachment-words.ts";
import { hasKnownListeners, isDeployed, mayMean } from "./certain.ts";
import type { Rule } from "./rule.ts";
import { joined, sentence } from "./sentences.ts";

/** One parentRef that is refused, and the reason that a controller reports; undefined for a parent that does not exist. */
interface RefusedParent {
  readonly parentage: Parentage;
  readonly reason: string | undefined;
}

export const routeNotAttached: Rule<RefusedParent> = {
  code: "route-not-attached",
  severity: "error",
  summary: "No listener of a parent takes the route.",
  reference: "https://gateway-api.sigs.k8s.io/reference/spec/#parentreference",
  since: "0.1.0",

  *subjects(model) {
    for (const route of model.routes) {
      if (!isDeployed(route)) continue;
      for (const { parentage, conditions } of predicted(model).route(route)?.parents ?? []) {
        const accepted = conditions.find(({ type }) => type === "Accepted");
        if (accepted?.status === "False" && parentage.parents.every((parent) => hasKnownListeners(parent, model))) {
          yield { parentage, reason: accepted.reason };
        }
      }
      if (!model.world.complete) continue;
      for (const parentage of model.parentagesOf(route)) if (isMissing(parentage, model)) yield { parentage, reason: undefined };
    }
  },

  check({ parentage, reason }, model) {
    const { route, parentRef, kind, namespace, name } = parentage;
    const parent = `${kind} ${qualifiedName(namespace, name)}`;
    const node = parentRef.name ?? parentRef.node;
    if (reason === undefined) {
      const message = joined(
        `${titleOf(route)} names ${parent}, which does not exist.`,
        effect(parentage, model),
        "No controller reports it.",
      );
      return { place: placeOf(route, node), message };
    }
    const condition = `Controllers report Accepted=False, ${reason}.`;
    if (!parentage.attachments.some(isSelected)) {
      const words = whatSelects(parentage, model);
      return {
        place: placeOf(route, words.node),
        message: joined(...words.sentences, effect(parentage, model), condition),
        related: words.related,
      };
    }
    const selected = parentage.attachments.filter(isSelected);
    const hostname = route.resource.hostnames[0];
    return {
      place: placeOf(route, hostname !== undefined && selected.every(({ refusal }) => refusal === "hostname") ? hostname : node),
      message: joined(
        `${titleOf(route)} attaches to no listener of ${parent}: ${refusals(selected)}.`,
        effect(parentage, model),
        // Where one listener refuses for this and another one for that, no rule says which of the two is reported.
        new Set(selected.map(({ refusal }) => refusal)).size === 1 ? condition : "Controllers report Accepted=False.",
      ),
      related: selected.map((attachment) => ({
        place: refusalPlace(attachment),
        message: `${sentence(whatRefuses(attachment))}.`,
      })),
    };
  },

  fixes: ({ parentage, reason }, model) => (reason === undefined ? parentRepairs(parentage, model) : attachmentRepairs(parentage, model)),
};

/** What each listener says, the first ones of many. */
function refusals(selected: readonly Attachment[]): string {
  const told = selected.slice(0, 4).map(whatRefuses);
  return [...told, ...(selected.length > told.length ? [`${selected.length - told.length} more refuse it`] : [])].join("; ");
}

/** Whether a parentRef names a Gateway or ListenerSet that a complete workspace would have to hold, and that none there may be. */
function isMissing(parentage: Parentage, model: Model): boolean {
  const { parents, kind, namespace, parentRef, name } = parentage;
  if (parents.length > 0 || (kind !== "Gateway" && kind !== "ListenerSet")) return false;
  if (!isKnownNamespace(namespace) || isOpaque(name) || (parentRef.group?.value ?? gatewayApiGroup) !== gatewayApiGroup) return false;
  return ![...model.gateways, ...model.listenerSets].some((owner) => mayMean(parentage, owner));
}

/** What it does to traffic. */
function effect({ route, parentRef }: Parentage, model: Model): string {
  const others = model.parentagesOf(route).filter((other) => other.parentRef !== parentRef);
  const unit = unitOf(route);
  const reaches = others.some(({ attachments, parents }) => parents.length === 0 || attachments.some(takes));
  return reaches ? `No ${unit} reaches its backends by way of this parent.` : `No ${unit} reaches its backends.`;
}

function takes({ verdict }: Attachment): boolean {
  return verdict !== "no";
}

function unitOf({ resource }: Deployed<Route>): string {
  switch (resource.kind) {
    case "HTTPRoute":
      return "request";
    case "GRPCRoute":
      return "call";
    case "UDPRoute":
      return "packet";
    default:
      return "connection";
  }
}
