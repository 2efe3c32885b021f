/**
 * How a namespace comes to be allowed by `allowedRoutes.namespaces` or `allowedListeners.namespaces`: it gets the labels that the selector asks for, or the
 * rule takes in more. Both open something to others, so neither is ever preferred.
 */
import { addressOf, type Deployed, type EffectiveNamespace, isKnownNamespace } from "../delivery/deployment.ts";
import type { Model } from "../gateway/model.ts";
import type { NamespaceRule } from "../kube/gateway.ts";
import { selects } from "../kube/selector.ts";
import type { Change, Fix } from "../yaml/change.ts";
import { isDeployed } from "./certain.ts";
import { isOwnText } from "./own-text.ts";

/** The label that the API server gives every namespace: its own name. */
const nameLabel = "kubernetes.io/metadata.name";

/** A rule that says which namespaces may come in, and where it stands. */
export interface NamespaceGate {
  readonly owner: Deployed;
  /** The path of `namespaces`, whether it is written or not. */
  readonly path: readonly (string | number)[];
  readonly rule: NamespaceRule | undefined;
  readonly byDefault: "Same" | "None";
  /** Who takes whom, for titles: "listener https", "routes". */
  readonly keeper: string;
  readonly guests: string;
}

/** Everything that lets a namespace through, the narrowest first. */
export function namespaceRepairs(gate: NamespaceGate, namespace: EffectiveNamespace, model: Model): readonly Fix[] {
  if (!isKnownNamespace(namespace)) return [];
  return [labelNamespace(gate.rule, namespace, model), admit(gate, namespace), admitAll(gate)].filter((fix) => fix !== undefined);
}

/** Gives the Namespace the labels that the selector's matchLabels ask for, where it has none by these names and nothing else is asked. */
function labelNamespace(rule: NamespaceRule | undefined, namespace: EffectiveNamespace, model: Model): Fix | undefined {
  const selector = rule?.from?.value === "Selector" ? rule.selector : undefined;
  const [object, another] = model.find("Namespace", "", namespace);
  if (selector === undefined || object === undefined || another !== undefined || !isDeployed(object)) return undefined;
  const { labels } = model.labelsOf(namespace);
  const missing = [...selector.matchLabels].filter(([key]) => !labels.has(key));
  const after = new Map([...labels, ...missing]);
  if (missing.length === 0 || selects(selector, { labels: after, complete: true }) !== "yes") return undefined;
  if (!isOwnText(object, ["metadata", "labels"])) return undefined;
  return {
    title: `Label Namespace ${namespace} with ${missing.map(([key, value]) => `${key}=${value}`).join(" and ")}`,
    preferred: false,
    changes: missing.map(([key, value]): Change => ({ change: "set", at: addressOf(object, "metadata", "labels", key), value })),
  };
}

/** Lets one more namespace in by its name, and nobody else. */
function admit(gate: NamespaceGate, namespace: EffectiveNamespace): Fix | undefined {
  const { owner, path, rule, byDefault, keeper, guests } = gate;
  if (!isOwnText(owner, [...path, "selector"]) || !isOwnText(owner, [...path, "from"])) return undefined;
  const title = `Let ${keeper} take ${guests} of namespace ${namespace}`;
  const fix = (changes: readonly Change[]): Fix => ({ title, preferred: false, changes });
  const from = rule?.from?.value ?? byDefault;
  if (from === "None" && namespace === owner.namespace)
    return fix([{ change: "set", at: addressOf(owner, ...path, "from"), value: "Same" }]);
  const names = from === "Selector" ? selectedNames(rule) : from === "None" ? [] : [owner.namespace];
  if (names === undefined || !names.every(isKnownNamespace)) return undefined;
  const selector = { matchExpressions: [{ key: nameLabel, operator: "In", values: [...names, namespace] }] };
  if (from === "Selector") return fix([{ change: "set", at: addressOf(owner, ...path, "selector"), value: selector }]);
  if (rule === undefined) return fix([{ change: "set", at: addressOf(owner, ...path), value: { from: "Selector", selector } }]);
  return fix([
    { change: "set", at: addressOf(owner, ...path, "from"), value: "Selector" },
    { change: "set", at: addressOf(owner, ...path, "selector"), value: selector },
  ]);
}

/** The namespaces that a selector takes by their names and by nothing else; undefined for one that asks for more. */
function selectedNames(rule: NamespaceRule | undefined): readonly string[] | undefined {
  const { matchLabels, matchExpressions } = rule?.selector ?? {};
  if (matchLabels === undefined || matchExpressions === undefined) return undefined;
  const named = matchLabels.get(nameLabel);
  if (named !== undefined) return matchLabels.size === 1 && matchExpressions.length === 0 ? [named] : undefined;
  const [only, another] = matchExpressions;
  if (only === undefined || another !== undefined || matchLabels.size > 0) return undefined;
  return only.key === nameLabel && only.operator === "In" ? only.values : undefined;
}

function admitAll({ owner, path, rule, keeper, guests }: NamespaceGate): Fix | undefined {
  if (!isOwnText(owner, [...path, "from"]) || !isOwnText(owner, [...path, "selector"])) return undefined;
  const all: Change = { change: "set", at: addressOf(owner, ...path, "from"), value: "All" };
  const rest: Change[] = rule?.selector === undefined ? [] : [{ change: "remove", at: addressOf(owner, ...path, "selector") }];
  return { title: `Let ${keeper} take ${guests} of every namespace`, preferred: false, changes: [all, ...rest] };
}
