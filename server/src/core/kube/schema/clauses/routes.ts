/** The clauses that routes share (`apis/v1/shared_types.go`, `tlsroute_types.go`, `grpcroute_types.go`). */
import { fieldOf, has, isEmpty, itemsIn, pathOf, pathText, repeated, sameness, samenessOf, textOf, type Value } from "../value.ts";
import type { Clause, Tell } from "./clause.ts";

const parent = ["group", "kind", "namespace", "name"];

/**
 * The two clauses of `spec.parentRefs` in the standard channel: entries for one parent must all have a sectionName or none, and no two may agree in it.
 * A namespace that is not written equals only one that is not written either.
 */
export const parentsDistinctBySection: Clause = (list, tell) => parentsDistinct(list, ["sectionName"], tell);

/** The same of the experimental channel, where either `sectionName` or `port` may tell two entries apart, if both have it. */
export const parentsDistinctBySectionOrPort: Clause = (list, tell) => parentsDistinct(list, ["sectionName", "port"], tell);

function parentsDistinct(list: Value, tellingApart: readonly string[], tell: Tell): void {
  const written = (ref: Value, name: string): boolean => !isEmpty(ref, name);
  for (const [first, again] of repeated(itemsIn(list), (ref) => samenessOf(ref, parent))) {
    if (tellingApart.every((name) => written(first, name) === written(again, name))) continue;
    const title = `${textOf(again, "kind")} ${textOf(again, "name")}`;
    tell(again.at, `${title} is a parent twice, once with and once without ${tellingApart.join(" or ")}.`, alsoHere(first, again));
  }
  for (const [first, again] of repeated(itemsIn(list), (ref) => samenessOf(ref, [...parent, ...tellingApart]))) {
    const title = `${textOf(again, "kind")} ${textOf(again, "name")}`;
    const section = textOf(again, "sectionName");
    const what = section === undefined ? `without ${tellingApart.join(" or ")} to tell them apart` : `with the sectionName ${section}`;
    tell(again.at, `${title} is a parent twice ${what}.`, alsoHere(first, again));
  }
}

function alsoHere(first: Value, again: Value) {
  return {
    node: fieldOf(again, "name")?.at.node ?? again.at.node,
    related: [{ node: fieldOf(first, "name")?.at.node ?? first.at.node, message: "It is a parent here as well." }],
  };
}

/** Clause "Must have port for Service reference" of every backend reference. */
export const serviceNeedsPort: Clause = (ref, tell) => {
  if (textOf(ref, "group") !== "" || textOf(ref, "kind") !== "Service" || has(ref, "port")) return;
  tell(ref.at, `${pathText(pathOf(ref.at))} names Service ${textOf(ref, "name") ?? ""} without a port.`, {
    node: fieldOf(ref, "name")?.at.node ?? ref.at.node,
  });
};

/** Clause "Rule name must be unique within the route" of `spec.rules`. */
export const ruleNamesUnique: Clause = (list, tell) => {
  const named = itemsIn(list).filter((rule) => has(rule, "name"));
  for (const [, again] of repeated(named, (rule) => sameness(fieldOf(rule, "name")))) {
    tell(again.at, `Two rules have the name ${textOf(again, "name")}.`, { node: fieldOf(again, "name")?.at.node ?? again.at.node });
  }
};

/** Clause "Hostnames cannot contain an IP" of a TLSRoute's `spec.hostnames`; of addresses, only IPv4 fits the pattern of a hostname. */
export const noAddressAsHostname: Clause = (list, tell) => {
  for (const hostname of itemsIn(list)) {
    if (hostname.type !== "text" || !isIpv4(hostname.text)) continue;
    tell(hostname.at, `${pathText(pathOf(hostname.at))} is the IP address ${hostname.text}, and clients do not send addresses in SNI.`);
  }
};

/** Dotted decimal without leading zeros, as Go's `netip.ParseAddr` takes it. */
export function isIpv4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
}
