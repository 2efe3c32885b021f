/** Label selectors (Kubernetes `metav1.LabelSelector`), with the verdict left open where the labels are not known. */
import { get, itemsOf, type Node } from "../yaml/tree.ts";
import { stringsOf, text } from "./object.ts";

export interface LabelSelector {
  readonly node: Node;
  readonly matchLabels: ReadonlyMap<string, string>;
  readonly matchExpressions: readonly Requirement[];
}

export interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

/** Reads a label selector; undefined where there is none. */
export function readSelector(node: Node | undefined): LabelSelector | undefined {
  if (node?.kind !== "map") return undefined;
  return {
    node,
    matchLabels: stringsOf(get(node, "matchLabels")),
    matchExpressions: itemsOf(get(node, "matchExpressions")).map((item) => ({
      key: text(item, "key")?.value ?? "",
      operator: text(item, "operator")?.value ?? "",
      values: itemsOf(get(item, "values")).flatMap((value) => (value.kind === "scalar" ? [value.value] : [])),
    })),
  };
}

/** The labels of something: those that are known, and whether there may be others. */
export interface KnownLabels {
  readonly labels: ReadonlyMap<string, string>;
  readonly complete: boolean;
}

/**
 * Whether a selector takes something with these labels: yes, no, or unknown where a label that decides is not known.
 * An empty selector takes everything; an unknown operator takes nothing (the API server refuses it).
 */
export function selects(selector: LabelSelector, known: KnownLabels): "yes" | "no" | "unknown" {
  let verdict: "yes" | "unknown" = "yes";
  const requirements: Requirement[] = [...selector.matchLabels].map(([key, value]) => ({ key, operator: "In", values: [value] }));
  for (const requirement of [...requirements, ...selector.matchExpressions]) {
    const value = known.labels.get(requirement.key);
    if (value === undefined && !known.complete) {
      verdict = "unknown";
    } else if (!meets(requirement, value)) {
      return "no";
    }
  }
  return verdict;
}

function meets(requirement: Requirement, value: string | undefined): boolean {
  switch (requirement.operator) {
    case "In":
      return value !== undefined && requirement.values.includes(value);
    case "NotIn":
      return value === undefined || !requirement.values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      return false;
  }
}
