/** The cards of a route: where it attaches, what a parentRef comes to, under which names it is served, and what a backend gets. */
import type { Deployed } from "../../delivery/deployment.ts";
import type { Attachment, Parentage, Refusal } from "../../gateway/attachment.ts";
import { type BackendHop, backendHop } from "../../gateway/backend-hop.ts";
import { boundaryOf } from "../../gateway/boundary.ts";
import { intersect } from "../../gateway/hostname.ts";
import type { BackendReference, Model } from "../../gateway/model.ts";
import { predicted } from "../../gateway/status/predicted.ts";
import type { Route } from "../../kube/route.ts";
import type { Card, Table } from "../card.ts";
import { policyLesson, routeHostnameLesson, routeLesson } from "../lessons.ts";
import { explain, names, type Prose, say, strong, text } from "../prose.ts";
import { hopName, listenerName, objectName, standingOf, wireWords } from "../words.ts";
import { conditionRows, conditionTable, partsTable, refusalNotes } from "./status-table.ts";

const mostRows = 8;

/** The whole route. */
export function routeCard(route: Deployed<Route>, model: Model): Card {
  const parentages = model.parentagesOf(route);
  const attached = parentages.flatMap(({ attachments }) => attachments).filter(({ verdict }) => verdict === "yes");
  const known = parentages.filter(({ parents }) => parents.length > 0);
  const hops = hopsOf(route, attached, model);
  return {
    headline: say`${objectName(route)} attaches to ${attached.length} ${attached.length === 1 ? say`listener` : say`listeners`}, as far as this workspace tells`,
    facts: [
      ["Parents", say`${known.length} of ${parentages.length} in this workspace`],
      [
        "Hostnames",
        route.resource.hostnames.length === 0
          ? say`none of its own, those of the listener`
          : names(route.resource.hostnames.map(({ value }) => value)),
      ],
    ],
    tables: [attachmentTable(parentages), ...hopTables(hops), ...partsTable("Parent", parentRows(route, model))],
    notes: refusalNotes(predicted(model).refused(route)?.reasons ?? []),
    ...routeLesson,
  };
}

/** One parentRef. */
export function parentCard(parentage: Parentage, model: Model): Card {
  const { kind, name, parents, attachments } = parentage;
  const yes = attachments.filter(({ verdict }) => verdict === "yes").length;
  const headline =
    parents.length === 0
      ? say`${text(kind)} ${name}: unknown, because it is not in this workspace`
      : say`${text(kind)} ${name}: ${yes} of its ${attachments.length} listeners ${yes === 1 ? say`takes` : say`take`} this route`;
  const status = predicted(model)
    .route(parentage.route)
    ?.parents.find(({ parentRef }) => parentRef.index === parentage.parentRef.index);
  return { headline, facts: [], tables: [attachmentTable([parentage]), ...conditionTable(status?.conditions ?? [])], ...routeLesson };
}

/** One hostname of the route, against each listener that its parentRefs select. */
export function routeHostnameCard(route: Deployed<Route>, index: number, model: Model): Card {
  const hostname = route.resource.hostnames[index]?.value ?? "";
  const attachments = model.parentagesOf(route).flatMap((parentage) => parentage.attachments);
  const rows = attachments
    .filter(({ refusal }) => refusal === undefined || refusal === "hostname")
    .slice(0, mostRows)
    .map(({ listener }) => {
      const met = intersect(listener.hostname, hostname);
      const words =
        met.verdict === "yes"
          ? say`${met.hostname ?? "*"}`
          : met.verdict === "no"
            ? strong("nothing")
            : say`unknown, because a placeholder stands in one of them`;
      return [listenerName(listener), listener.hostname === undefined ? say`every host` : say`${listener.hostname}`, words];
    });
  return {
    headline: say`${hostname} of ${objectName(route)}`,
    facts: [],
    tables: [{ head: ["Listener", "Its hostname", "Served as"], rows }],
    notes: rows.length === 0 ? [say`No listener of this workspace is selected by the route's parentRefs.`] : [],
    ...routeHostnameLesson,
  };
}

/** One backend of the route. */
export function backendCard(backend: BackendReference, model: Model): Card {
  const attached = model.parentagesOf(backend.route).flatMap(({ attachments }) => attachments.filter(({ verdict }) => verdict === "yes"));
  const hop = hopOf(backend, attached, model);
  const { verdict, words } = standingOf({ ...backend, targetIsHere: backend.services.length > 0 }, model);
  return {
    headline: say`${hopName(hop)}: ${strong(wireWords(hop.wire, hop.certain))}`,
    facts: [
      ["Because", text(hop.because)],
      ["Permission", words],
      ["Verified", hop.policy === undefined ? say`nothing` : say`${names(hop.policy.verifies, 3)}, by ${objectName(hop.policy.object)}`],
    ],
    notes:
      verdict === "refused" ? [say`Requests for it fail: ResolvedRefs=False, RefNotPermitted. ${explain("reference-not-granted")}`] : [],
    ...policyLesson,
  };
}

function parentRows(route: Deployed<Route>, model: Model): readonly (readonly Prose[])[] {
  const parents = predicted(model).route(route)?.parents ?? [];
  return parents.flatMap(({ parentage, conditions }) => conditionRows(conditions, say`${parentage.name}`)).slice(0, mostRows);
}

function hopsOf(route: Deployed<Route>, attached: readonly Attachment[], model: Model): readonly BackendHop[] {
  return model.backendsOf(route).map((backend) => hopOf(backend, attached, model));
}

/** The hop as the first listener that takes the route makes it; a route that attaches nowhere is thought of behind a terminating one. */
function hopOf(backend: BackendReference, attached: readonly Attachment[], model: Model): BackendHop {
  const [first] = attached;
  const passage = first && boundaryOf(first.listener, model).routes.find(({ route }) => route === backend.route);
  const drawn = passage?.hops.find((hop) => hop.backend === backend);
  return drawn ?? backendHop(backend, "decrypted", model);
}

function hopTables(hops: readonly BackendHop[]): readonly Table[] {
  if (hops.length === 0) return [];
  const rows = hops.slice(0, mostRows).map((hop) => [hopName(hop), text(wireWords(hop.wire, hop.certain)), text(hop.because)]);
  return [{ head: ["Second hop", "On the wire", "Because"], rows }];
}

const refusals: Readonly<Record<Refusal, string>> = {
  sectionName: "the parentRef selects another listener by sectionName",
  port: "the parentRef selects another port",
  kind: "the listener does not take this kind of route",
  namespace: "allowedRoutes do not take the route's namespace",
  hostname: "no hostname of the route meets the listener's",
};

const openQuestions: Readonly<Record<Refusal, string>> = {
  sectionName: "sectionName or the listener's name is a placeholder",
  port: "a port is a placeholder",
  kind: "the listener's protocol is not one of the API's",
  namespace: "the namespace, or its labels, are not in this workspace",
  hostname: "a hostname is a placeholder",
};

function attachmentTable(parentages: readonly Parentage[]): Table {
  const rows: Prose[][] = [];
  for (const { attachments, parents, kind, name } of parentages) {
    if (parents.length === 0) rows.push([say`${text(kind)} ${name}`, say`unknown`, say`it is not in this workspace`]);
    const selected = attachments.filter(({ verdict, refusal }) => verdict !== "no" || (refusal !== "sectionName" && refusal !== "port"));
    for (const attachment of selected.length > 0 ? selected : attachments) rows.push(attachmentRow(attachment));
  }
  const shown = rows.slice(0, mostRows);
  if (rows.length > mostRows) shown.push([say`and ${rows.length - mostRows} more`, [], []]);
  return { head: ["Listener", "Attaches", "Because"], rows: shown };
}

function attachmentRow({ listener, verdict, refusal, hostnames }: Attachment): Prose[] {
  const served = hostnames.flatMap(({ hostname }) => hostname ?? []);
  const under = served.length === 0 ? say`it takes every name` : say`served as ${names(served, 3)}`;
  if (refusal === undefined) return [listenerName(listener), text(verdict), under];
  return [listenerName(listener), text(verdict), text(verdict === "unknown" ? openQuestions[refusal] : refusals[refusal])];
}
