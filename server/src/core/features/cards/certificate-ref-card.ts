/** The card of one certificateRef: what it resolves to, whether it is allowed, and whether it covers the listener's hostname. */
import { qualifiedName } from "../../delivery/deployment.ts";
import { type CertificateReference, type CoveredNames, covers, namesOfAll } from "../../gateway/certificates.ts";
import type { Issuance } from "../../gateway/issuance.ts";
import type { Listener } from "../../gateway/listener.ts";
import type { Model } from "../../gateway/model.ts";
import { knowledgeOf } from "../../gateway/presented.ts";
import type { Card, Fact } from "../card.ts";
import { certificateRefsLesson } from "../lessons.ts";
import { explain, join, type Prose, say, strong, text } from "../prose.ts";
import { certificateStanding, knowledgeWords, listenerName, objectName, type Standing } from "../words.ts";
import { certificateFacts, privateKeyWords } from "./certificate-facts.ts";

/** Draws the card of a certificateRef of this listener; `now` in milliseconds since the epoch. */
export function certificateRefCard(reference: CertificateReference, listener: Listener, model: Model, now: number): Card {
  const { target } = reference;
  const standing = certificateStanding(reference, model);
  const knowledge = knowledgeOf(reference, listener, model);
  const name = say`${text(target.kind)} ${qualifiedName(target.namespace, target.name)}`;
  const certificates = join(
    knowledge.map((one) => knowledgeWords(one, now)),
    "; ",
  );
  // What an annotation asks for has no object of its own in the workspace.
  const asked = knowledge.find((one) => one.known === "issuance");
  const annotated = reference.sources.length === 0 && asked?.known === "issuance" ? asked.issuance : undefined;
  const facts: Fact[] = [
    ["Certificate", certificates],
    ["Permission", standing.words],
    ["Secret", sourceWords(reference, annotated)],
    ["Covers the hostname", coverage(reference, annotated, listener)],
    ["Used by", listenerName(listener)],
  ];
  const leaf = knowledge.find((one) => one.known === "certificate");
  if (leaf?.known === "certificate") {
    facts.push(
      ["Private key", privateKeyWords(leaf.secret)],
      ...certificateFacts(leaf.leaf, now).filter(([label]) => label === "Subject" || label === "From, to"),
    );
  }
  return {
    headline:
      standing.verdict === "refused" ? say`${name}: ${strong("refused")}, no ReferenceGrant allows it` : say`${name}: ${certificates}`,
    facts,
    notes: notesOf(standing, listener),
    ...certificateRefsLesson,
  };
}

function notesOf(standing: Standing, listener: Listener): readonly Prose[] {
  if (listener.mode === "Passthrough") return [say`The listener is in mode Passthrough and ignores its certificateRefs.`];
  if (standing.verdict !== "refused") return [];
  return [say`The listener gets no certificate: ResolvedRefs=False, RefNotPermitted. ${explain("reference-not-granted")}`];
}

function sourceWords({ sources, target, isSecret }: CertificateReference, annotated: Issuance | undefined): Prose {
  if (!isSecret) return say`not a core Secret, the only kind that every controller reads`;
  if (annotated !== undefined) return say`made by cert-manager, which an annotation of ${objectName(annotated.asked)} asks for it`;
  if (sources.length === 0) return say`not in this workspace, nor anything that makes ${target.name}`;
  return join(
    sources.map(({ source, object }) => (source === "Secret" ? say`a manifest in this workspace` : say`made by ${objectName(object)}`)),
    "; ",
  );
}

function coverage(reference: CertificateReference, annotated: Issuance | undefined, { hostname }: Listener): Prose {
  if (hostname === undefined) return say`the listener has none; the names of its routes count`;
  const covered: CoveredNames | { known: true; names: readonly { readonly name: string }[] } =
    annotated === undefined ? namesOfAll([reference]) : { known: true, names: annotated.names.map((name) => ({ name })) };
  if (!covered.known) return say`unknown, because ${text(covered.because)}`;
  switch (covers(covered.names, hostname)) {
    case "yes":
      return say`yes, ${hostname}`;
    case "no":
      return say`${strong("no")}, not ${hostname}: ${explain("san-mismatch")}`;
    case "unknown":
      return say`unknown, because a placeholder stands in ${hostname} or in the certificate's names`;
  }
}
