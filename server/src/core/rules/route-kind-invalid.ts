/** Kinds of routes that a listener lists and its protocol cannot carry. */
import { addressOf, placeOf } from "../delivery/deployment.ts";
import { kindsOf } from "../gateway/attachment.ts";
import { listenerPath } from "../gateway/listener.ts";
import type { ListenerStatus } from "../gateway/status/listener-status.ts";
import { predicted } from "../gateway/status/predicted.ts";
import { type AllowedRoutes, gatewayApiGroup } from "../kube/gateway.ts";
import { routeKinds } from "../kube/route.ts";
import { nearName } from "../kube/schema/near-name.ts";
import type { Fix } from "../yaml/change.ts";
import { isOpaque } from "../yaml/template.ts";
import { isDeployed } from "./certain.ts";
import { isOwnText } from "./own-text.ts";
import type { Rule } from "./rule.ts";
import { fullListenerTitle, joined, listOf, sentence } from "./sentences.ts";

interface ListedKind {
  readonly status: ListenerStatus;
  readonly entry: AllowedRoutes["kinds"][number];
  readonly index: number;
  readonly group: string;
  readonly kind: string;
}

export const routeKindInvalid: Rule<ListedKind> = {
  code: "route-kind-invalid",
  severity: "error",
  summary: "A listener lists a kind of route that its protocol cannot carry.",
  reference: "https://gateway-api.sigs.k8s.io/reference/spec/#allowedroutes",
  since: "0.1.0",

  *subjects(model) {
    for (const listener of model.listeners) {
      const listed = listener.spec.allowedRoutes?.kinds ?? [];
      const status = listed.length === 0 || !isDeployed(listener.owner) ? undefined : predicted(model).listener(listener);
      if (status === undefined || status.supportedKinds.length === listed.length) continue;
      for (const [index, entry] of listed.entries()) {
        const kind = entry.kind?.value;
        if (kind !== undefined) yield { status, entry, index, group: entry.group?.value ?? gatewayApiGroup, kind };
      }
    }
  },

  check({ status, entry, group, kind }) {
    const { listener, supportedKinds, standing } = status;
    const possible: readonly string[] = kindsOf(listener.protocol);
    if (possible.length === 0 || isOpaque(kind) || isOpaque(group)) return undefined;
    if (group === gatewayApiGroup && possible.includes(kind)) return undefined;
    // Another project's kind is for its controller to know.
    if (group !== gatewayApiGroup && standing.profile.name === "generic") return undefined;
    return {
      place: placeOf(listener.owner, entry.kind ?? entry.node),
      message: joined(
        `${sentence(fullListenerTitle(listener))} lists ${group === gatewayApiGroup ? kind : `${group}/${kind}`} among its allowedRoutes.kinds, but protocol ${listener.protocol} carries ${listOf(possible)} only.`,
        supportedKinds.length === 0 ? "That leaves none, so no route attaches." : "No such route attaches.",
        standing.profile.programmedWithBadKinds === "False"
          ? "Envoy Gateway serves no client of the listener either: Programmed=False."
          : "",
        "Controllers report ResolvedRefs=False, InvalidRouteKinds.",
      ),
    };
  },

  fixes({ status: { listener, supportedKinds }, index, group, kind }) {
    const { owner } = listener;
    const kinds = listenerPath(listener, "allowedRoutes", "kinds");
    const at = [...kinds, index];
    if (!isOwnText(owner, [...at, "kind"])) return [];
    const fixes: Fix[] = [];
    const listed = (listener.spec.allowedRoutes?.kinds ?? []).flatMap((one) => one.kind?.value ?? []);
    const candidates = kindsOf(listener.protocol).filter((one) => !listed.includes(one));
    // A kind that exists was meant for another listener.
    const isMisspelt = group === gatewayApiGroup && !routeKinds.some((one) => one === kind);
    const near = isMisspelt ? nearName(kind, candidates) : undefined;
    if (near !== undefined) {
      fixes.push({
        title: `Change ${kind} to ${near}`,
        preferred: false,
        changes: [{ change: "set", at: addressOf(owner, ...at, "kind"), value: near }],
      });
    }
    if (supportedKinds.length > 0) {
      fixes.push({
        title: `Remove ${kind} from allowedRoutes.kinds`,
        preferred: false,
        changes: [{ change: "remove", at: addressOf(owner, ...at) }],
      });
    }
    return fixes;
  },
};
