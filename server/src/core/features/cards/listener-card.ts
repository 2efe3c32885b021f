/** The card of a listener: its TLS boundary. */
import { qualifiedName } from "../../delivery/deployment.ts";
import { type Boundary, boundaryOf, type RoutePassage } from "../../gateway/boundary.ts";
import type { Listener } from "../../gateway/listener.ts";
import type { Model } from "../../gateway/model.ts";
import { predicted } from "../../gateway/status/predicted.ts";
import { isExpired } from "../../x509/validity.ts";
import { boundaryPicture } from "../boundary-picture.ts";
import type { Card, Fact, Table } from "../card.ts";
import { type Lesson, modelLessons } from "../lessons.ts";
import { explain, few, join, names, type Prose, say, strong, text } from "../prose.ts";
import { certificateStanding, hopName, knowledgeWords, listenerFacts, objectName, wireWords } from "../words.ts";
import { conditionTable, refusalNotes } from "./status-table.ts";

/** Draws the card; `lesson` replaces the model's own where a field is asked about. `now` in milliseconds since the epoch. */
export function listenerCard(listener: Listener, model: Model, now: number, lesson?: Lesson): Card {
  const boundary = boundaryOf(listener, model);
  return {
    headline: headlineOf(boundary),
    answer: [
      ["TLS ends at", endOf(boundary)],
      ["Certificate", certificateWords(boundary, model, now)],
      ["Private key", keyWords(boundary)],
    ],
    picture: boundaryPicture(boundary, now),
    facts: factsOf(boundary),
    tables: [hopTable(boundary), ...conditionTable(predicted(model).listener(listener)?.conditions ?? [])],
    notes: [...refusalNotes(predicted(model).refused(listener.owner)?.reasons ?? []), ...notesOf(boundary, model, now)],
    ...(lesson ?? modelLessons[boundary.model]),
  };
}

/** "**Edge termination**: TLS ends at the Gateway; what goes on to the backend is plaintext". */
export function headlineOf(boundary: Boundary): Prose {
  const { model, terminates } = boundary;
  const name = model === "unknown" && terminates === "Gateway" ? "termination, then unknown" : model;
  return say`${strong(capital(name))}: ${meaningOf(boundary)}`;
}

function meaningOf(boundary: Boundary): Prose {
  const { hops, because } = boundary;
  const count = (wire: string) => hops.filter((hop) => hop.wire === wire).length;
  switch (boundary.model) {
    case "edge termination": {
      if (hops.length === 0) return say`TLS ends at the Gateway, and ${text(because)}`;
      const open = hops.filter(({ wire }) => wire === "plaintext");
      const share = open.length < hops.length ? say` to ${open.length} of ${hops.length} backends` : [];
      const doubt = open.every(({ certain }) => certain) ? [] : say`, as far as this workspace tells`;
      return say`TLS ends at the Gateway; what goes on${share} is plaintext${doubt}`;
    }
    case "re-encryption":
      return say`TLS ends at the Gateway, which begins a second TLS to the backend and verifies it`;
    case "termination, then mesh":
      return say`TLS ends at the Gateway; the second hop is unknown, because ${text(because)}`;
    case "passthrough":
      return say`TLS goes through the Gateway unopened and ends at the backend`;
    case "plain HTTP":
      return count("encrypted") > 0
        ? say`no TLS up to the Gateway, although it speaks TLS to ${count("encrypted")} of ${hops.length} backends`
        : say`no TLS; everybody on the way can read and change what passes`;
    case "raw TCP":
    case "raw UDP":
      return say`the Gateway passes the bytes on unread; whether they are encrypted is between client and backend`;
    case "unknown":
      return boundary.terminates === "Gateway"
        ? say`TLS ends at the Gateway; the second hop is unknown, because ${text(because)}`
        : say`because ${text(because)}`;
  }
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function factsOf(boundary: Boundary): readonly Fact[] {
  const { listener, clientCertificates } = boundary;
  const facts: Fact[] = [["Listener", say`${listener.name}: ${listenerFacts(listener)}; of ${objectName(listener.owner)}`]];
  if (clientCertificates !== undefined) {
    const authorities = few(
      clientCertificates.authorities.flatMap(({ kind, name }) =>
        name === undefined ? [] : [say`${text(kind?.value ?? "")} ${name.value}`],
      ),
      2,
    );
    const must = clientCertificates.mode === "AllowInsecureFallback" ? say`asked for, but not insisted on` : say`required`;
    facts.push(["Client certificates", say`${must}, verified against ${authorities}`]);
  }
  facts.push(["Routes", routeWords(boundary)]);
  if (boundary.sees.length > 0) facts.push(["Gateway sees", text(boundary.sees.join("; "))]);
  if (boundary.cannotSee.length > 0) facts.push(["It cannot see", text(boundary.cannotSee.join("; "))]);
  return facts;
}

function endOf({ terminates, because, hops, model }: Boundary): Prose {
  switch (terminates) {
    case "Gateway":
      return model === "re-encryption" ? say`the Gateway; the second TLS ends at the backend` : say`the Gateway`;
    case "backend":
      return hops.length === 0 ? say`the backend, which no known route names` : say`the backend`;
    case "nobody":
      return model === "plain HTTP" ? say`nowhere, there is none` : say`nowhere on the Gateway`;
    case "unknown":
      return say`unknown, because ${text(because)}`;
  }
}

/** One line about the certificates, the first two of them in full. */
export function certificateWords(boundary: Boundary, model: Model, now: number): Prose {
  const { certificates, noCertificate, terminates } = boundary;
  if (noCertificate !== undefined) return say`expiry unknown, because ${text(noCertificate)}`;
  if (certificates.length === 0) {
    if (terminates === "backend") return say`expiry unknown, because the backend presents its own certificate`;
    if (terminates === "nobody") return say`none, so nothing expires`;
    return say`expiry unknown, as it is unknown who presents one`;
  }
  const pieces = certificates.flatMap(({ reference, knowledge }) => {
    const { verdict } = certificateStanding(reference, model);
    const refusal = verdict === "refused" ? say`${strong("refused")}, no ReferenceGrant allows it: ` : [];
    return knowledge.map((one) => [...refusal, ...knowledgeWords(one, now)]);
  });
  return pieces.length <= 2 ? join(pieces, "; ") : say`${join(pieces.slice(0, 2), "; ")} and ${pieces.length - 2} more`;
}

function keyWords({ privateKey, certificates, noCertificate, because }: Boundary): Prose {
  switch (privateKey) {
    case "Secret":
      return say`in ${few(
        certificates.map(({ reference: { target } }) => say`${text(target.kind)} ${qualifiedName(target.namespace, target.name)}`),
        2,
      )}, with whoever can read it`;
    case "backend":
      return say`with the backend; the Gateway has none`;
    case "none":
      return say`none here`;
    case "unknown":
      return say`unknown, because ${text(noCertificate ?? because)}`;
  }
}

function routeWords({ routes }: Boundary): Prose {
  if (routes.length === 0) return say`none that this workspace knows`;
  const sure = routes.filter(({ verdict }) => verdict === "yes");
  const perhaps = routes.filter(({ verdict }) => verdict !== "yes");
  const shown = [...sure.slice(0, mostRoutes), ...perhaps].slice(0, mostRoutes).map(routeName);
  const more = routes.length - shown.length;
  return more === 0 ? join(shown, ", ") : say`${join(shown, ", ")} and ${more} more`;
}

function routeName({ route, verdict, hostnames }: RoutePassage): Prose {
  const served = hostnames.length === 0 ? [] : say` (${names(hostnames, 2)})`;
  return say`${objectName(route)}${served}${verdict === "yes" ? [] : say` perhaps`}`;
}

const mostRoutes = 3;
const mostRows = 6;

/** Client → Gateway, then one row per backend. */
export function hopTable(boundary: Boundary): Table {
  const { clientWire, hops, because, terminates, routes } = boundary;
  const how = terminates === "unknown" ? text(because) : text(clientReason(boundary));
  const rows: Prose[][] = [[say`client → Gateway`, text(wireWords(clientWire)), how]];
  for (const hop of hops.slice(0, mostRows)) {
    rows.push([hopName(hop), text(wireWords(hop.wire, hop.certain)), [...text(hop.because), ...verification(hop)]]);
  }
  if (hops.length > mostRows) rows.push([say`and ${hops.length - mostRows} more backends`, [], []]);
  if (hops.length === 0 && routes.length === 0) rows.push([say`Gateway → backend`, say`unknown`, say`no known route attaches`]);
  if (hops.length === 0 && routes.length > 0) {
    const how = redirectsOnly(boundary) ? say`each route answers with a redirect` : say`the attached routes name no backend`;
    rows.push([say`Gateway → backend`, say`nothing`, how]);
  }
  return { head: ["Hop", "On the wire", "Because"], rows };
}

/** Whether every rule of every attached route redirects, so that the Gateway itself answers. */
function redirectsOnly({ routes }: Boundary): boolean {
  const rules = routes.flatMap(({ route }) => route.resource.rules);
  return rules.length > 0 && rules.every(({ filterTypes }) => filterTypes.includes("RequestRedirect"));
}

function clientReason({ terminates, listener, model }: Boundary): string {
  if (terminates === "Gateway") return `protocol ${listener.protocol}, tls.mode Terminate`;
  if (terminates === "backend") return "tls.mode Passthrough: the handshake is with the backend";
  return model === "plain HTTP" ? "protocol HTTP" : `protocol ${listener.protocol}`;
}

function verification({ policy }: Boundary["hops"][number]): Prose {
  if (policy === undefined) return [];
  const { trust } = policy;
  const against =
    trust.trust === "none"
      ? say`against no CA at all, which the API refuses`
      : trust.trust === "system"
        ? say`against the ${trust.name} CAs`
        : say`against ${few(
            trust.references.map(({ kind, name }) => say`${text(kind)} ${name}`),
            2,
          )}`;
  return say`; verifies ${names(policy.verifies, 2)} ${against}`;
}

function notesOf(boundary: Boundary, model: Model, now: number): readonly Prose[] {
  const notes: Prose[] = [];
  const { owner } = boundary.listener;
  if (owner.partial) {
    notes.push(
      say`${objectName(owner)} may be another in the cluster: its manifest has a fault, or something changes it before it is applied.`,
    );
  }
  for (const { reference, knowledge } of boundary.certificates) {
    const { target } = reference;
    const standing = certificateStanding(reference, model);
    if (standing.verdict === "refused") {
      notes.push(
        say`${text(target.kind)} ${qualifiedName(target.namespace, target.name)} is ${standing.words}: ${explain("reference-not-granted")}`,
      );
    }
    for (const one of knowledge) {
      if (one.known === "certificate" && isExpired(one.leaf, now)) {
        notes.push(say`The certificate in ${objectName(one.secret)} has expired, so clients refuse it: ${explain("certificate-expired")}`);
      }
    }
  }
  for (const hop of boundary.hops) {
    if (hop.wire === "passed through" && hop.policy !== undefined) {
      notes.push(say`${objectName(hop.policy.object)} targets this backend too, which puts a second TLS around the client's.`);
    }
  }
  if (boundary.terminates === "backend" && boundary.listener.certificates.length > 0) {
    notes.push(say`certificateRefs are ignored in mode Passthrough.`);
  }
  return notes.slice(0, 4);
}
