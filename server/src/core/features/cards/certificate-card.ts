/** The cards of what holds or asks for a certificate: a Secret, a ConfigMap with a CA, a cert-manager Certificate. */
import type { Deployed } from "../../delivery/deployment.ts";
import { qualifiedName } from "../../delivery/deployment.ts";
import { issuanceOf } from "../../gateway/issuance.ts";
import type { Listener } from "../../gateway/listener.ts";
import type { Model } from "../../gateway/model.ts";
import { knowledgeFrom } from "../../gateway/presented.ts";
import type { CertManagerCertificate } from "../../kube/cert-manager.ts";
import type { ConfigMap, Secret } from "../../kube/secret.ts";
import type { CertificateFacts } from "../../x509/facts.ts";
import { isFault } from "../../x509/fault.ts";
import { isExpired } from "../../x509/validity.ts";
import type { Card, Fact, Table } from "../card.ts";
import { authorityLesson, certificateLesson, issuanceLesson } from "../lessons.ts";
import { explain, few, join, names, type Prose, say, text } from "../prose.ts";
import { expiryWords, issuanceWords, lifetimeWords, listenerName, namesIn, objectName } from "../words.ts";
import { certificateFacts, membersOf, memberWords, privateKeyWords } from "./certificate-facts.ts";

/** The card of a TLS Secret; undefined for a Secret that has nothing to do with TLS. */
export function secretCard(secret: Deployed<Secret>, model: Model, now: number): Card | undefined {
  const { entries, secretType } = secret.resource;
  const holds = ["tls.crt", "tls.key", "ca.crt"].some((key) => entries.has(key));
  if (!holds && secretType?.value !== "kubernetes.io/tls") return undefined;
  const knowledge = knowledgeFrom({ source: "Secret", object: secret }, model);
  const used: Fact = ["Used by", usersOf(model.listenersUsing(secret.namespace, secret.name))];
  const key: Fact = ["Private key", privateKeyWords(secret)];
  if (knowledge.known !== "certificate") {
    if (!entries.has("tls.crt") && entries.has("ca.crt")) return authorityCard(secret, now);
    const because = knowledge.known === "no" ? knowledge.because : "";
    return {
      headline: say`${objectName(secret)}: expiry unknown, because ${text(because)}`,
      facts: [["Certificate", say`unknown`], key, used],
      tables: chainTables(secret, now, 1),
      notes: entries.get("tls.crt")?.content.is === "fault" ? [explain("secret-malformed")] : [],
      ...certificateLesson,
    };
  }
  const { leaf } = knowledge;
  const [validity, san, issuer, ...rest] = certificateFacts(leaf, now);
  return {
    headline: headlineOf(secret, leaf, now),
    facts: [validity, san, issuer, key, used, ...rest].filter((fact) => fact !== undefined),
    tables: chainTables(secret, now, 2),
    notes: isExpired(leaf, now) ? [say`Clients refuse it: ${explain("certificate-expired")}`] : [],
    ...certificateLesson,
  };
}

function headlineOf(object: Deployed, facts: CertificateFacts, now: number): Prose {
  return say`${objectName(object)}: ${join([expiryWords(facts, now), names(namesIn(facts), 2), text(facts.issuerTitle)], " · ")}`;
}

function chainTables(secret: Deployed<Secret>, now: number, fewest: number): readonly Table[] {
  const members = membersOf(secret.resource.entries.get("tls.crt"));
  if (members.length < fewest) return [];
  return [
    {
      head: ["", "Certificates in tls.crt, in the order in which they are sent"],
      rows: members.slice(0, 6).map((member, i) => [say`${i + 1}`, memberWords(member, now)]),
    },
  ];
}

/** The card of a ConfigMap or Secret whose ca.crt says whom to trust; undefined where it has none. */
export function authorityCard(object: Deployed<Secret> | Deployed<ConfigMap>, now: number): Card | undefined {
  const entry = object.resource.entries.get("ca.crt");
  if (entry === undefined) return undefined;
  const members = membersOf(entry);
  const [first] = members;
  if (first === undefined || isFault(first)) {
    const because = entry.content.is === "fault" ? entry.content.fault.message : (first?.message ?? "Its value is not known here.");
    return { headline: say`${objectName(object)}: ca.crt cannot be read`, facts: [["Because", text(because)]], ...authorityLesson };
  }
  return {
    headline: headlineOf(object, first, now),
    facts: certificateFacts(first, now),
    tables: [
      { head: ["", "Certificates in ca.crt"], rows: members.slice(0, 6).map((member, i) => [say`${i + 1}`, memberWords(member, now)]) },
    ],
    ...authorityLesson,
  };
}

/** The card of a cert-manager Certificate. */
export function certManagerCard(certificate: Deployed<CertManagerCertificate>, model: Model): Card {
  const issuance = issuanceOf(certificate, model);
  const { secretName } = certificate.resource;
  const listeners = secretName === undefined ? [] : model.listenersUsing(certificate.namespace, secretName.value);
  const { issuer } = issuance;
  const method = issuer?.object?.resource.method;
  const server = issuer?.object?.resource.acmeServer?.value;
  const asked = server === undefined ? [] : say`, at ${server}`;
  return {
    headline: say`${objectName(certificate)}: ${text(issuanceWords(issuance))}`,
    facts: [
      ["Names", issuance.names.length === 0 ? say`none written` : names(issuance.names, 6)],
      ["Expiry", say`unknown until it is issued; lifetime ${text(lifetimeWords(issuance.lifetime))}`],
      [
        "Issuer",
        issuer === undefined
          ? say`none written`
          : say`${text(issuer.kind)} ${issuer.name}${method === undefined ? [] : say` (${text(method)}${asked})`}`,
      ],
      [
        "Private key",
        secretName === undefined
          ? say`no secretName is written`
          : say`in Secret ${qualifiedName(certificate.namespace, secretName.value)}, made by cert-manager`,
      ],
      ["Used by", usersOf(listeners)],
    ],
    notes: server?.includes("staging") ? [say`A staging issuer: browsers do not trust what it signs.`] : [],
    ...issuanceLesson,
  };
}

function usersOf(listeners: readonly Listener[]): Prose {
  return listeners.length === 0 ? say`no listener of this workspace` : few(listeners.map(listenerName), 3);
}
