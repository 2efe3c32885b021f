/** A page of all certificates of the object at a place, decoded: what a click on a lens opens. Never a part of a private key. */
import type { Deployed } from "../delivery/deployment.ts";
import { covers } from "../gateway/certificates.ts";
import type { Listener, ListenerOwner } from "../gateway/listener.ts";
import type { Model } from "../gateway/model.ts";
import { type PresentedCertificate, presentedBy } from "../gateway/presented.ts";
import type { CertManagerCertificate } from "../kube/cert-manager.ts";
import type { Entry, Secret } from "../kube/secret.ts";
import type { CertificateFacts, Fault } from "../x509/facts.ts";
import { isFault } from "../x509/fault.ts";
import { cardMarkdown, type Fact, tableMarkdown } from "./card.ts";
import { certManagerCard } from "./cards/certificate-card.ts";
import { certificateFacts, membersOf, privateKeyWords } from "./cards/certificate-facts.ts";
import { type Cursor, objectAt, pathAt } from "./cursor.ts";
import type { Scene } from "./hover.ts";
import { names, type Prose, say, text, toMarkdown } from "./prose.ts";
import { knowledgeWords, listenerFacts, listenerName, objectName } from "./words.ts";

const told = (prose: Prose) => toMarkdown(prose, { commandLinks: false });

/**
 * The page for an offset (UTF-16 code units) of a file (URI): of a Secret, a ConfigMap or a Certificate all that it holds or asks for, of
 * a listener or a certificateRef what stands behind it. Undefined elsewhere, and where no certificate is known.
 */
export function certificatePage({ model, now }: Scene, file: string, offset: number): string | undefined {
  const object = objectAt(file, offset, model);
  if (object === undefined) return undefined;
  const sections = sectionsFor(object, pathAt(object, offset), model, now);
  return sections.length === 0 ? undefined : `${sections.join("\n\n")}\n`;
}

function sectionsFor(object: Deployed, path: Cursor["path"], model: Model, now: number): readonly string[] {
  switch (object.resource.type) {
    case "Secret":
      return secretSections(object as Deployed<Secret>, model, now);
    case "ConfigMap":
      return entrySections(object, object.resource.entries, now);
    case "Certificate":
      return [certManagerSection(object as Deployed<CertManagerCertificate>, model)];
    case "Gateway":
    case "ListenerSet":
      return listenerSections(object as ListenerOwner, path, model, now);
    default:
      return [];
  }
}

function secretSections(secret: Deployed<Secret>, model: Model, now: number): readonly string[] {
  const sections = entrySections(secret, secret.resource.entries, now);
  if (sections.length === 0) return [];
  const users = model.listenersUsing(secret.namespace, secret.name);
  const [leaf] = membersOf(secret.resource.entries.get("tls.crt"));
  const key = secret.resource.entries.has("tls.key") ? [`Private key: ${told(privateKeyWords(secret))}`] : [];
  return [...sections, ...key, usersSection(users, leaf)];
}

const entryNames = ["tls.crt", "ca.crt"];

function entrySections(object: Deployed, entries: ReadonlyMap<string, Entry>, now: number): readonly string[] {
  const sections: string[] = [];
  for (const name of entryNames) {
    const entry = entries.get(name);
    if (entry === undefined) continue;
    const members = membersOf(entry);
    members.forEach((member, i) => {
      sections.push(`## ${name}: certificate ${i + 1} of ${members.length}`, memberSection(member, now));
    });
    if (members.length === 0) sections.push(`## ${name}`, told(unreadWords(entry)));
  }
  return sections.length === 0 ? [] : [`# ${told(objectName(object))}`, ...sections];
}

function unreadWords({ content }: Entry): Prose {
  if (content.is === "fault") return text(content.fault.message);
  if (content.is === "certificates" && content.bundle.fault !== undefined) return text(content.bundle.fault.message);
  return say`Its value is encrypted or a placeholder, so nothing is known of it.`;
}

function memberSection(member: CertificateFacts | Fault, now: number): string {
  if (isFault(member)) return told(text(member.message));
  const usage = [...(member.keyUsage ?? []), ...(member.extendedKeyUsage ?? [])];
  const facts: readonly Fact[] = [
    ...certificateFacts(member, now, 100),
    ["Issuer, in full", text(member.issuer)],
    ["Certificate authority", text(member.isCa ? "yes" : "no")],
    ["Usage", usage.length === 0 ? say`not restricted` : text(usage.join(", "))],
    ["Serial number", say`${member.serialNumber}`],
  ];
  return tableMarkdown({ head: ["Field", "Value"], rows: facts.map(([label, value]) => [text(label), value]) }, told);
}

function usersSection(users: readonly Listener[], leaf: CertificateFacts | Fault | undefined): string {
  const heading = "## Used by";
  if (users.length === 0) return `${heading}\n\nNo listener of this workspace refers to it.`;
  const san = leaf === undefined || isFault(leaf) ? undefined : leaf.dnsNames.map((name) => ({ name }));
  const rows = users.map((listener) => {
    const hosts = [...new Set(listener.attachments.flatMap(({ hostnames }) => hostnames.flatMap(({ hostname }) => hostname ?? [])))];
    const asked = hosts.length > 0 ? hosts : listener.hostname === undefined ? [] : [listener.hostname];
    const missed = san === undefined ? [] : asked.filter((host) => covers(san, host) === "no");
    const verdict = san === undefined ? say`unknown` : missed.length === 0 ? say`all` : say`not ${names(missed, 4)}`;
    return [listenerName(listener), listenerFacts(listener), asked.length === 0 ? say`every host` : names(asked, 6), verdict];
  });
  return `${heading}\n\n${tableMarkdown({ head: ["Listener", "Where", "Serves", "Covered"], rows }, told)}`;
}

function certManagerSection(certificate: Deployed<CertManagerCertificate>, model: Model): string {
  const { tables, notes, ...card } = certManagerCard(certificate, model);
  const page = cardMarkdown({ ...card, ...(notes && { notes }) }, { commandLinks: false, pictures: false });
  const { secretName } = certificate.resource;
  const users = secretName === undefined ? [] : model.listenersUsing(certificate.namespace, secretName.value);
  return `# ${told(objectName(certificate))}\n\n${page}\n\n${usersSection(users, undefined)}`;
}

function listenerSections(owner: ListenerOwner, path: Cursor["path"], model: Model, now: number): readonly string[] {
  if (path[0] !== "spec" || path[1] !== "listeners") return [];
  const listener = model.listenersOf(owner).find(({ spec }) => spec.index === path[2]);
  if (listener === undefined) return [];
  const presented = presentedBy(listener, model);
  const index = path[3] === "tls" && path[4] === "certificateRefs" ? path[5] : undefined;
  const wanted = presented.filter(({ reference }) => index === undefined || reference.ref.index === index);
  return wanted.flatMap((one) => presentedSections(one, model, now));
}

function presentedSections({ reference, knowledge }: PresentedCertificate, model: Model, now: number): readonly string[] {
  const sections = reference.sources.flatMap((source) => {
    if (source.source === "Secret") return secretSections(source.object, model, now);
    return source.source === "Certificate" ? [certManagerSection(source.object, model)] : [];
  });
  if (sections.length > 0) return sections;
  const title = say`${text(reference.target.kind)} ${reference.target.name}`;
  return [`# ${told(title)}`, ...knowledge.map((one) => told(knowledgeWords(one, now)))];
}
