/** ListenerSets that their Gateway does not take. */
import { type Deployed, isKnownNamespace, placeOf, qualifiedName, titleOf } from "../delivery/deployment.ts";
import type { Model } from "../gateway/model.ts";
import { predicted } from "../gateway/status/predicted.ts";
import type { Gateway, ListenerSet, NamespaceRule } from "../kube/gateway.ts";
import { headNode } from "../kube/object.ts";
import { hasKnownListeners, isDeployed, isOnly } from "./certain.ts";
import { namespaceRepairs } from "./namespace-repairs.ts";
import type { Rule } from "./rule.ts";
import { joined } from "./sentences.ts";

interface RefusedSet {
  readonly set: Deployed<ListenerSet>;
  readonly gateway: Deployed<Gateway>;
}

export const listenerSetNotAllowed: Rule<RefusedSet> = {
  code: "listenerset-not-allowed",
  severity: "error",
  summary: "A Gateway's allowedListeners do not take the ListenerSet.",
  reference: "https://gateway-api.sigs.k8s.io/geps/gep-1713/",
  since: "0.1.0",

  *subjects(model) {
    for (const { object, conditions } of predicted(model).prediction.listenerSets) {
      const gateway = gatewayOf(object, model);
      const isRefused = conditions.some(({ type, reason }) => type === "Accepted" && reason === "NotAllowed");
      if (isRefused && gateway !== undefined && isDeployed(object)) yield { set: object, gateway };
    }
  },

  check({ set, gateway }) {
    const rule = gateway.resource.allowedListeners;
    const parent = set.resource.parentRef;
    return {
      place: placeOf(set, parent?.name ?? parent?.node ?? headNode(set.resource)),
      message: joined(
        `${titleOf(gateway)} does not take ${titleOf(set)}: ${whomItTakes(rule, gateway)}.`,
        "None of the listeners of this set serves anybody.",
        "Controllers report Accepted=False, NotAllowed.",
      ),
      related: [
        {
          place: placeOf(gateway, rule?.from ?? rule?.node ?? headNode(gateway.resource)),
          message: `${titleOf(gateway)} says here whose listeners it takes.`,
        },
      ],
    };
  },

  fixes: ({ set, gateway }, model) =>
    namespaceRepairs(
      {
        owner: gateway,
        path: ["spec", "allowedListeners", "namespaces"],
        rule: gateway.resource.allowedListeners,
        byDefault: "None",
        keeper: `Gateway ${gateway.name}`,
        guests: "ListenerSets",
      },
      set.namespace,
      model,
    ),
};

/** The Gateway that a ListenerSet names, if it is the only one of that name and all of it is known. */
function gatewayOf(set: Deployed<ListenerSet>, model: Model): Deployed<Gateway> | undefined {
  const [gateway] = model.listenersOf(set)[0]?.gateways ?? [];
  return gateway !== undefined && isOnly(gateway, model) && hasKnownListeners(gateway, model) ? gateway : undefined;
}

function whomItTakes(rule: NamespaceRule | undefined, gateway: Deployed<Gateway>): string {
  switch (rule?.from?.value) {
    case "Same":
      return `its allowedListeners take ListenerSets of ${isKnownNamespace(gateway.namespace) ? `namespace ${gateway.namespace}` : "its own namespace"} only (from: Same)`;
    case "Selector":
      return "the labels of the set's namespace do not fit the selector of its allowedListeners";
    case "None":
      return "its allowedListeners take none (from: None)";
    default:
      return `it has no allowedListeners, and without them ${qualifiedName(gateway.namespace, gateway.name)} takes none`;
  }
}
