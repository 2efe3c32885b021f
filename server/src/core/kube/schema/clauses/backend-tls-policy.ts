/** The clauses of BackendTLSPolicy (`apis/v1/backendtlspolicy_types.go`). */
import { fieldOf, has, isEmpty, itemsIn, pathOf, pathText, repeated, samenessOf, textOf } from "../value.ts";
import type { Clause } from "./clause.ts";

const target = ["group", "kind", "name"];

/**
 * The two clauses of `spec.targetRefs`: entries for one target must all have a sectionName or none, and no two may agree in it ("sectionName must be
 * specified …", "sectionName must be unique when targetRefs includes 2 or more references to the same target").
 */
export const targetsDistinct: Clause = (list, tell) => {
  for (const [first, again] of repeated(itemsIn(list), (ref) => samenessOf(ref, target))) {
    const title = `${textOf(again, "kind")} ${textOf(again, "name")}`;
    const related = [{ node: first.at.node, message: `${title} is targeted here as well.` }];
    const node = fieldOf(again, "sectionName")?.at.node ?? fieldOf(again, "name")?.at.node ?? again.at.node;
    if (isEmpty(first, "sectionName") !== isEmpty(again, "sectionName")) {
      tell(again.at, `${title} is a target both with and without a sectionName.`, { node, related });
    } else if (isEmpty(again, "sectionName")) {
      tell(again.at, `${title} is a target twice.`, { node, related });
    }
  }
  const withSection = itemsIn(list).filter((ref) => textOf(ref, "sectionName"));
  for (const [first, again] of repeated(withSection, (ref) => samenessOf(ref, [...target, "sectionName"]))) {
    const title = `${textOf(again, "kind")} ${textOf(again, "name")}, section ${textOf(again, "sectionName")},`;
    tell(again.at, `${title} is a target twice.`, {
      node: fieldOf(again, "sectionName")?.at.node ?? again.at.node,
      related: [{ node: first.at.node, message: "It is targeted here as well." }],
    });
  }
};

/**
 * The two clauses of `spec.validation`: exactly one of caCertificateRefs (with an entry) and wellKnownCACertificates ("must not contain both …",
 * "must specify either CACertificateRefs or WellKnownCACertificates").
 */
export const oneTrustAnchor: Clause = (validation, tell) => {
  const references = fieldOf(validation, "caCertificateRefs");
  const wellKnown = fieldOf(validation, "wellKnownCACertificates");
  if (references?.type === "unknown" || wellKnown?.type === "unknown") return;
  const hasReferences = itemsIn(references).length > 0;
  const hasWellKnown = !isEmpty(validation, "wellKnownCACertificates");
  const path = pathText(pathOf(validation.at));
  if (hasReferences && hasWellKnown && wellKnown !== undefined) {
    tell(wellKnown.at, `${path} has both caCertificateRefs and wellKnownCACertificates, and may have only one of them.`, {
      ...(wellKnown.at.key === undefined ? {} : { node: wellKnown.at.key }),
    });
  } else if (!hasReferences && !hasWellKnown) {
    tell(validation.at, `${path} says nowhere whom to trust: it needs caCertificateRefs or wellKnownCACertificates.`, {
      ...(validation.at.key === undefined ? {} : { node: validation.at.key }),
    });
  }
};

/** The four clauses of `spec.validation.subjectAltNames[]`: type Hostname has `hostname` and no `uri`, type URI the other way round. */
export const nameFitsType: Clause = (name, tell) => {
  const type = textOf(name, "type");
  if (type === undefined) return;
  const [wanted, other] = type === "URI" ? ["uri", "hostname"] : ["hostname", "uri"];
  const path = pathText(pathOf(name.at));
  if (isEmpty(name, wanted)) {
    tell(name.at, `${path} has the type ${type} and no ${wanted}.`, { node: fieldOf(name, "type")?.at.node ?? name.at.node });
  }
  if (has(name, other) && !isEmpty(name, other)) {
    const stray = fieldOf(name, other);
    tell(stray?.at ?? name.at, `${path} has the type ${type} and a ${other}.`, { node: stray?.at.key ?? name.at.node });
  }
};
