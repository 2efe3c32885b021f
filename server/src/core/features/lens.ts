/** The code lenses of a file: when each certificate ends, above the objects and references that depend on it. */
import { type Deployed, placeOf } from "../delivery/deployment.ts";
import type { SecretSource } from "../gateway/certificates.ts";
import type { Listener, ListenerOwner } from "../gateway/listener.ts";
import type { Model } from "../gateway/model.ts";
import { type CertificateKnowledge, knowledgeFrom, type PresentedCertificate, presentedBy } from "../gateway/presented.ts";
import type { Route } from "../kube/route.ts";
import { isExpired, isNotYetValid, validityWords } from "../x509/validity.ts";
import type { Node } from "../yaml/tree.ts";
import { objectsIn } from "./cursor.ts";
import { oneLine } from "./escape.ts";
import type { Lens } from "./feature.ts";
import { listenerStatusLens, routeStatusLens } from "./status-lens.ts";
import { issuanceWords, namesIn } from "./words.ts";

/** What lenses are drawn from; a workspace's snapshot is one. `now` in milliseconds since the epoch. */
export interface LensScene {
  readonly model: Model;
  readonly now: number;
  readonly settings: {
    readonly codeLens: {
      readonly listeners: boolean;
      readonly certificates: boolean;
      readonly certificateRefs: boolean;
      readonly status: boolean;
    };
  };
}

/**
 * The lenses of a file (URI), from top to bottom. Where nothing is known of a certificate only its reference says so: a Secret is
 * silent then, and so is a listener, which has its hover card.
 */
export function lensesOf({ model, now, settings: { codeLens } }: LensScene, file: string): readonly Lens[] {
  const lenses: Lens[] = [];
  for (const object of objectsIn(file, model)) {
    switch (object.resource.type) {
      case "Gateway":
      case "ListenerSet":
        for (const listener of model.listenersOf(object as ListenerOwner)) {
          const presented = presentedBy(listener, model);
          if (codeLens.listeners) lenses.push(...listenerLens(listener, presented, now));
          if (codeLens.status) lenses.push(...listenerStatusLens(listener, model));
          if (codeLens.certificateRefs) lenses.push(...presented.flatMap((one) => referenceLens(listener, one, now)));
        }
        break;
      case "Route":
        if (codeLens.status) lenses.push(...routeStatusLens(object as Deployed<Route>, model));
        break;
      case "Secret":
      case "Certificate":
        if (codeLens.certificates) lenses.push(...objectLens(object, model, now));
        break;
    }
  }
  return lenses;
}

function listenerLens(listener: Listener, presented: readonly PresentedCertificate[], now: number): readonly Lens[] {
  const known = presented.flatMap(({ knowledge }) => knowledge).filter((one) => one.known !== "no");
  const first = [...known].sort((a, b) => endOf(a) - endOf(b))[0];
  if (first === undefined) return [];
  const more = known.length === 1 ? "" : ` · and ${known.length - 1} more`;
  const lens = lensFor(listener.owner, listener.spec.node, first, now);
  return [{ ...lens, title: lens.title + more }];
}

function referenceLens(listener: Listener, { reference, knowledge }: PresentedCertificate, now: number): readonly Lens[] {
  const [first] = [...knowledge].sort((a, b) => endOf(a) - endOf(b));
  return first === undefined ? [] : [lensFor(listener.owner, reference.ref.node, first, now)];
}

function objectLens(object: Deployed, model: Model, now: number): readonly Lens[] {
  const source = { source: object.resource.type, object } as SecretSource;
  const knowledge = knowledgeFrom(source, model);
  return knowledge.known === "no" ? [] : [lensFor(object, object.resource.root, knowledge, now)];
}

/** Certificates in the order in which they end; those that cert-manager makes, and those of which nothing is known, come last. */
function endOf(knowledge: CertificateKnowledge): number {
  return knowledge.known === "certificate"
    ? knowledge.leaf.notAfter
    : knowledge.known === "issuance"
      ? Number.MAX_VALUE
      : Number.POSITIVE_INFINITY;
}

function lensFor(object: Deployed, node: Node, knowledge: CertificateKnowledge, now: number): Lens {
  // Only the first line counts for a lens, and a shorter place is cheaper to send.
  const place = placeOf(object, { start: node.start, end: node.start });
  const show = { file: object.file, offset: place.start };
  switch (knowledge.known) {
    case "certificate": {
      const { leaf } = knowledge;
      const title = titleOf([validityWords(leaf, now), listOf(namesIn(leaf)), leaf.issuerTitle]);
      const bad = isExpired(leaf, now) || isNotYetValid(leaf, now);
      return bad ? { place, title, show, icon: "warning" } : { place, title, show };
    }
    case "issuance":
      return { place, title: titleOf([issuanceWords(knowledge.issuance), listOf(knowledge.issuance.names)]), show };
    case "no":
      return { place, title: titleOf([`expiry unknown, because ${knowledge.because}`]) };
  }
}

/** Pieces with dots between them, on one line and without anything that a client would draw as an icon. */
function titleOf(pieces: readonly string[]): string {
  return pieces
    .map((piece) => oneLine(piece).replaceAll("$(", "$ ("))
    .filter((piece) => piece !== "")
    .join(" · ");
}

function listOf(names: readonly string[]): string {
  const [first = "", ...more] = names;
  return more.length === 0 ? first : more.length === 1 ? `${first}, ${more[0]}` : `${first} and ${more.length} more`;
}
