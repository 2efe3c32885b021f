/** Grants to every Secret of a namespace. */
import { addressOf, type Deployed, isKnownNamespace, placeOf, qualifiedName, titleOf } from "../delivery/deployment.ts";
import type { Model } from "../gateway/model.ts";
import type { GrantTo, ReferenceGrant } from "../kube/reference-grant.ts";
import type { Change } from "../yaml/change.ts";
import { isCoreByName } from "./core-group.ts";
import { isOurs } from "./grant-faults.ts";
import { allowedBy, hasUnknownUsers } from "./grant-uses.ts";
import { isOwnText } from "./own-text.ts";
import type { Rule } from "./rule.ts";
import { joined, listOf } from "./sentences.ts";

/** One entry of a grant's `to` that names no Secret. */
interface OpenEntry {
  readonly grant: Deployed<ReferenceGrant>;
  readonly entry: GrantTo;
}

export const grantTooBroad: Rule<OpenEntry> = {
  code: "grant-too-broad",
  severity: "information",
  summary: "A ReferenceGrant opens every Secret of its namespace.",
  reference: "https://gateway-api.sigs.k8s.io/api-types/referencegrant/",
  since: "0.1.0",

  *subjects(model) {
    for (const grant of model.referenceGrants) {
      if (grant.partial) continue;
      for (const entry of grant.resource.to) {
        const isCore = entry.group?.value === "" || isCoreByName(entry);
        if (isCore && entry.kind?.value === "Secret" && entry.name === undefined) yield { grant, entry };
      }
    }
  },

  check({ grant, entry }, model) {
    const namespace = isKnownNamespace(grant.namespace) ? grant.namespace : "its namespace";
    const trusted = grant.resource.from.flatMap(({ kind, namespace: from }) =>
      kind === undefined || from === undefined ? [] : [`${kind.value}s of ${from.value}`],
    );
    const names = namesInUse({ grant, entry }, model);
    return {
      place: placeOf(grant, entry.kind ?? entry.node),
      message: joined(
        `${titleOf(grant)} names no Secret, so it is for every Secret of ${namespace}, private keys included, those of tomorrow as well.`,
        trusted.length === 0 ? "" : `Whoever may write ${listOf(trusted, 2)} may use any of them.`,
        names.length === 0 ? "Name those that are meant." : `Name those that are in use: ${listOf(names, 4)}.`,
      ),
    };
  },

  fixes(open, model) {
    const { grant, entry } = open;
    const [first, ...others] = namesInUse(open, model);
    const path = ["spec", "to", entry.index];
    // What other kinds use is not known here, and what may use more than is seen would lose it.
    if (first === undefined || !grant.resource.from.every(isOurs) || hasUnknownUsers(grant, model) || !isOwnText(grant, path)) return [];
    const changes: Change[] = [{ change: "set", at: addressOf(grant, ...path, "name"), value: first }];
    const group = entry.group?.value ?? "";
    for (const name of others)
      changes.push({ change: "append", at: addressOf(grant, "spec", "to"), value: { group, kind: "Secret", name } });
    const title = `Narrow ReferenceGrant ${qualifiedName(grant.namespace, grant.name)} to Secret ${listOf([first, ...others], 4)}`;
    return [{ title, preferred: false, changes }];
  },
};

/** The Secrets for which this entry is needed, by name. */
function namesInUse({ grant, entry }: OpenEntry, model: Model): readonly string[] {
  if (entry.group?.value !== "") return [];
  const names = allowedBy(grant, model).flatMap(({ target }) => (target.group === "" && target.kind === "Secret" ? [target.name] : []));
  const named = new Set(
    grant.resource.to.flatMap(({ kind, name }) => (kind?.value === "Secret" && name !== undefined ? [name.value] : [])),
  );
  return [...new Set(names)].filter((name) => !named.has(name)).sort();
}
