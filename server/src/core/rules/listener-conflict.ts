/** Listeners that cannot share their port. */
import { placeOf, qualifiedName } from "../delivery/deployment.ts";
import type { Listener } from "../gateway/listener.ts";
import type { Profile } from "../gateway/profiles/profile.ts";
import { profiles } from "../gateway/profiles/select.ts";
import { type Conflict, conflictsOf } from "../gateway/status/conflicts.ts";
import type { ListenerStatus } from "../gateway/status/listener-status.ts";
import { judgementOf, type RefusedPart, refusedEffect, refusedParts, repairsOf } from "./refused-parts.ts";
import type { Rule } from "./rule.ts";
import { fullListenerTitle, joined, listenerTitle, listOf, sentence } from "./sentences.ts";
import { isMixedTermination, sharedPorts } from "./shared-ports.ts";

/** Two listeners of one object that the API server refuses, or one that loses in its Gateway. */
type Subject = RefusedPart | Lost;

interface Lost {
  readonly listener: Listener;
  readonly conflict: Conflict;
  readonly profile: Profile;
}

export const listenerConflict: Rule<Subject> = {
  code: "listener-conflict",
  severity: "error",
  summary: "Two listeners of one Gateway cannot share their port.",
  reference: "https://gateway-api.sigs.k8s.io/reference/spec/#listener",
  since: "0.1.0",

  *subjects(model) {
    yield* refusedParts(model, ["listener-conflict"]);
    for (const { statuses } of sharedPorts(model)) for (const status of statuses) yield* lossOf(status, statuses);
  },

  check(subject) {
    if ("refusal" in subject) return judgementOf(subject, refusedEffect(subject));
    const { listener, conflict } = subject;
    const rival = conflict.with;
    const isCertain = conflict.verdict === "no";
    return {
      place: placeOf(listener.owner, listener.spec.name ?? listener.spec.node),
      message: joined(
        `${sentence(fullListenerTitle(listener))} cannot share port ${listener.port} with ${whoIs(rival, listener)}: ${why(listener, rival)}.`,
        isCertain ? loser(subject) : asControllersDiffer(listener, rival),
        isCertain ? `Controllers report Conflicted=True, ${conflict.reason}.` : "",
      ),
      severity: isCertain ? "error" : "warning",
      related: [
        { place: placeOf(rival.owner, rival.spec.name ?? rival.spec.node), message: `${sentence(fullListenerTitle(rival))} is here.` },
      ],
    };
  },

  fixes: (subject) => ("refusal" in subject ? repairsOf(subject) : []),
};

/** The conflict of a listener, unless it is told at the other one: of two that both lose within one object, the later one speaks. */
function lossOf({ listener, standing: { conflict, profile } }: ListenerStatus, sharing: readonly ListenerStatus[]): readonly Lost[] {
  if (conflict === undefined || isMixedTermination(listener, conflict.with)) return [];
  const owners = new Set(sharing.map((status) => status.listener.owner));
  if (!owners.has(conflict.with.owner)) return [];
  const isFirst = listener.owner === conflict.with.owner && listener.spec.index < conflict.with.spec.index;
  return isFirst ? [] : [{ listener, conflict, profile }];
}

function whoIs(rival: Listener, listener: Listener): string {
  return rival.owner === listener.owner ? listenerTitle(rival) : fullListenerTitle(rival);
}

function why({ protocol: a, hostname }: Listener, { protocol: b }: Listener): string {
  const names = hostname === undefined ? "no hostname" : `hostname ${hostname}`;
  if (a === b)
    return a === "TCP" || a === "UDP" ? `both have protocol ${a}, which tells no names apart` : `both have protocol ${a} and ${names}`;
  if (a === "UDP" || b === "UDP") return `one has protocol ${a}, the other ${b}, and Istio keeps UDP apart as well`;
  if (a === "TCP" || b === "TCP") return `one has protocol ${a}, the other ${b}, and a TCP listener takes every connection of its port`;
  if (a === "HTTP" || b === "HTTP") return `one has protocol ${a}, the other ${b}, and a port speaks either cleartext or TLS`;
  return `one has protocol ${a}, the other ${b}, both with ${names}, and both take the connections for it`;
}

/** Who wins a conflict that is certain. */
function loser({ listener, conflict, profile }: Lost): string {
  const { owner } = listener;
  const winner = conflict.with.owner;
  if (winner === owner) {
    const [earlier] = [...conflictsOf([conflict.with, listener], profile).keys()].filter((one) => one !== listener);
    return earlier === undefined ? "Only the first of the two is accepted." : "Neither of the two is accepted.";
  }
  if (winner.resource.type === "Gateway") return "The Gateway's own listener wins, and this one is not accepted.";
  const dated = [owner, winner].every(({ resource }) => resource.creationTimestamp !== undefined);
  const first = qualifiedName(winner.namespace, winner.name);
  return dated
    ? `ListenerSet ${first} is the older one and wins; this listener is not accepted.`
    : `The listener of the older ListenerSet wins, or that of ${first}, which comes first by name, if both are of one age; the other one is not accepted.`;
}

/** What the controllers with a profile do with the two. */
function asControllersDiffer(listener: Listener, rival: Listener): string {
  const own = listener.spec.index < rival.spec.index && listener.owner === rival.owner ? [listener, rival] : [rival, listener];
  const outcomes = profiles
    .filter(({ name }) => name !== "generic")
    .map((profile) => {
      const lost = conflictsOf(own, profile).size;
      return `${titleOf(profile)} accepts ${lost === 0 ? "both" : lost === 1 ? "the first only" : "neither"}`;
    });
  return `Controllers differ, and which one serves this Gateway is not known here: ${listOf(outcomes)}.`;
}

/** "Envoy Gateway". */
function titleOf({ name }: Profile): string {
  return name.split("-").map(sentence).join(" ");
}
