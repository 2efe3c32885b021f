/** Routes of two namespaces that claim the same requests. */
import { type Deployed, isKnownNamespace, placeOf, qualifiedName, titleOf } from "../delivery/deployment.ts";
import type { Hostname } from "../gateway/hostname.ts";
import { type Listener, serves } from "../gateway/listener.ts";
import type { Model } from "../gateway/model.ts";
import type { Route } from "../kube/route.ts";
import { isOpaque } from "../yaml/template.ts";
import type { ScalarNode } from "../yaml/tree.ts";
import { isDeployed, isOnly } from "./certain.ts";
import { type Claim, claimsOf } from "./claims.ts";
import type { Rule } from "./rule.ts";
import { fullListenerTitle, joined } from "./sentences.ts";

/** A route that takes requests of a hostname at a listener. */
interface Claimant {
  readonly route: Deployed<Route>;
  /** The hostname as the route writes it; undefined where it writes none. */
  readonly node: ScalarNode | undefined;
  readonly claim: Claim;
}

interface Contest {
  readonly listener: Listener;
  readonly hostname: Hostname;
  readonly first: Claimant;
  readonly second: Claimant;
}

export const hostnameContested: Rule<Contest> = {
  code: "hostname-contested",
  severity: "warning",
  summary: "Routes of two namespaces claim the same hostname and path of one listener; only one of them gets the requests.",
  reference: "https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule",
  since: "0.1.0",

  *subjects(model) {
    const told = new Set<string>();
    for (const listener of model.listeners) {
      if (!isDeployed(listener.owner) || !isOnly(listener.owner, model)) continue;
      for (const contest of contestsOf(listener, model)) {
        // Routes that meet at several listeners, as at HTTP and HTTPS, are one fault.
        const key = [contest.first, contest.second].map(({ route }) => `${titleOf(route)} ${route.file}`).join(" ");
        if (told.has(key)) continue;
        told.add(key);
        yield contest;
      }
    }
  },

  check({ listener, hostname, first, second }) {
    const wanted = `${hostname ?? "every name"}, ${first.claim.words}`;
    const dated = first.route.resource.creationTimestamp !== undefined && second.route.resource.creationTimestamp !== undefined;
    const name = qualifiedName(first.route.namespace, first.route.name);
    return {
      place: placeOf(second.route, second.node ?? second.route.resource.name ?? second.route.resource.root),
      message: joined(
        `${titleOf(second.route)} and ${titleOf(first.route)} both claim ${wanted}, at ${fullListenerTitle(listener)}.`,
        dated
          ? `${name} is the older one and gets what both claim; the other one gets nothing of it.`
          : `The older one gets what both claim, or ${name}, which comes first by name, if both are of one age; the other one gets nothing of it.`,
        "Controllers accept both.",
      ),
      related: [
        {
          place: placeOf(first.route, first.node ?? first.route.resource.name ?? first.route.resource.root),
          message: `${titleOf(first.route)} claims it here.`,
        },
      ],
    };
  },
};

function* contestsOf(listener: Listener, model: Model): Generator<Contest> {
  const attachments = listener.attachments.filter(
    ({ verdict, route }) => verdict === "yes" && isDeployed(route) && isKnownNamespace(route.namespace),
  );
  if (new Set(attachments.map(({ route }) => route.namespace)).size < 2) return;
  const siblings = model.siblings(listener);
  const claims = new Map<string, { readonly hostname: Hostname; readonly claimants: Claimant[] }>();
  for (const { route, hostnames } of attachments) {
    for (const { hostname, node } of hostnames) {
      if (hostname !== undefined && (isOpaque(hostname) || serves(listener, hostname, siblings) !== "yes")) continue;
      for (const claim of claimsOf(route.resource)) {
        const key = `${route.resource.kind} ${hostname ?? ""} ${claim.words}`;
        const there = claims.get(key);
        if (there === undefined) claims.set(key, { hostname, claimants: [{ route, node, claim }] });
        else there.claimants.push({ route, node, claim });
      }
    }
  }
  for (const { hostname, claimants } of claims.values()) {
    const [first, ...others] = [...claimants].sort(byPrecedence);
    for (const second of others) {
      if (first === undefined || second.route.namespace === first.route.namespace || (first.claim.redirects && second.claim.redirects))
        continue;
      yield { listener, hostname, first, second };
    }
  }
}

/** Which of two routes with equal matches wins: the older one, else the first by `namespace/name` (`httproute_types.go`, HTTPRouteRule.Matches). */
function byPrecedence(a: Claimant, b: Claimant): number {
  const [x, y] = [keyOf(a), keyOf(b)];
  const [s, t] = [a.route.resource.creationTimestamp, b.route.resource.creationTimestamp];
  if (s !== undefined && t !== undefined && s !== t) return s < t ? -1 : 1;
  return x < y ? -1 : x > y ? 1 : 0;
}

function keyOf({ route }: Claimant): string {
  return `${route.namespace}/${route.name}`;
}
