/** The card of a BackendTLSPolicy: which second hops it encrypts, and whom it makes the Gateway believe. */
import type { Deployed } from "../../delivery/deployment.ts";
import { backendPolicy, validationOf } from "../../gateway/backend-policy.ts";
import type { Model } from "../../gateway/model.ts";
import { predicted } from "../../gateway/status/predicted.ts";
import type { BackendTlsPolicy } from "../../kube/backend-tls-policy.ts";
import { isFault } from "../../x509/fault.ts";
import type { Card } from "../card.ts";
import { policyLesson } from "../lessons.ts";
import { few, names, type Prose, say, strong, text } from "../prose.ts";
import { expiryWords, objectName } from "../words.ts";
import { membersOf } from "./certificate-facts.ts";
import { conditionRows, partsTable, refusalNotes } from "./status-table.ts";

/** Draws the card; `now` in milliseconds since the epoch dates the CA. */
export function policyCard(policy: Deployed<BackendTlsPolicy>, model: Model, now: number): Card {
  const { sni, verifies } = validationOf(policy, model);
  const targets = policy.resource.targetRefs.flatMap(({ kind, name, sectionName }) => {
    if (name === undefined) return [];
    const port = sectionName === undefined ? [] : say`, port ${sectionName.value}`;
    return [say`${text(kind?.value ?? "")} ${name.value}${port}`];
  });
  const services = new Set(policy.resource.targetRefs.map(({ name }) => name?.value));
  const routes = new Set(
    model.backends.flatMap((backend) => {
      if (backend.target.namespace !== policy.namespace || !services.has(backend.target.name)) return [];
      const applied = backendPolicy(backend, model);
      return applied.verdict === "yes" && applied.policy.object === policy ? [backend.route] : [];
    }),
  );
  return {
    headline: say`${objectName(policy)}: the Gateway speaks TLS to ${few(targets, 2)}`,
    facts: [
      ["Sends as SNI", sni === undefined ? say`nothing, hostname is missing` : say`${sni}`],
      ["Verifies", verifies.length === 0 ? say`no name` : say`that the backend's certificate carries ${names(verifies, 3)}`],
      ["Against", trustWords(policy, model, now)],
      ["Used by", routes.size === 0 ? say`no route of this workspace` : few([...routes].map(objectName), 4)],
    ],
    tables: partsTable("Ancestor", ancestorRows(policy, model)),
    notes: refusalNotes(predicted(model).refused(policy)?.reasons ?? []),
    ...policyLesson,
  };
}

function ancestorRows(policy: Deployed<BackendTlsPolicy>, model: Model): readonly (readonly Prose[])[] {
  const ancestors = predicted(model).policy(policy)?.ancestors ?? [];
  return ancestors.flatMap(({ ancestorRef, conditions }) => conditionRows(conditions, say`${ancestorRef.name}`)).slice(0, 8);
}

function trustWords(policy: Deployed<BackendTlsPolicy>, model: Model, now: number): Prose {
  const { trust } = validationOf(policy, model);
  switch (trust.trust) {
    case "none":
      return strong("no CA, which the API refuses");
    case "system":
      return say`the ${trust.name} CAs, if the controller supports them`;
    case "references":
      return few(
        trust.references.map(({ kind, name, object }) => {
          const [first] = membersOf(object?.resource.entries.get("ca.crt"));
          const expiry =
            first === undefined || isFault(first)
              ? []
              : say` (${text(first.subjectCommonName ?? first.subject)}, ${expiryWords(first, now)})`;
          const missing = object === undefined ? say`, whose content is not in this workspace` : [];
          return say`${text(kind)} ${name}${expiry}${missing}`;
        }),
        2,
      );
  }
}
