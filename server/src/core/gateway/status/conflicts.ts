/**
 * Which listeners of a Gateway's merged list are in conflict (Gateway API `gateway_types.go`, Gateway.Listeners; GEP-1713, precedence).
 */
import type { Deployed } from "../../delivery/deployment.ts";
import type { ListenerSet } from "../../kube/gateway.ts";
import type { Listener, ListenerOwner } from "../listener.ts";
import type { Profile } from "../profiles/profile.ts";

export type ConflictReason = "HostnameConflict" | "ProtocolConflict" | "ListenerConflict";

export interface Conflict {
  readonly verdict: "no" | "unknown";
  readonly reason: ConflictReason;
  readonly with: Listener;
}

/** ListenerSets in the order of precedence: by creation time where all tell it, else by `namespace/name` (`listenerset_types.go`). */
export function byPrecedence(sets: readonly Deployed<ListenerSet>[]): readonly Deployed<ListenerSet>[] {
  const dated = sets.every(({ resource }) => resource.creationTimestamp !== undefined);
  const key = (set: Deployed<ListenerSet>) => `${dated ? set.resource.creationTimestamp : ""} ${set.namespace}/${set.name}`;
  return [...sets].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/**
 * The conflicts of a merged listener list in precedence order. Within one object all parties lose (or, by profile, all but the first);
 * between objects the earlier one stays. `isInvalid` tells of a listener that is of no use by itself: by profile it takes no part.
 */
export function conflictsOf(
  merged: readonly Listener[],
  profile: Profile,
  isInvalid: (listener: Listener) => boolean = () => false,
): ReadonlyMap<Listener, Conflict> {
  const parties = profile.invalidTakesPartInConflicts ? merged : merged.filter((listener) => !isInvalid(listener));
  const conflicts = new Map<Listener, Conflict>();
  const standing: Listener[] = [];
  for (const own of byOwner(parties)) {
    // What an earlier object already took is settled first: a listener that loses there harms nobody in its own object.
    const against = (candidates: readonly Listener[], rivalsOf: (listener: Listener) => readonly Listener[]) => {
      for (const listener of candidates) {
        const conflict = worstOf(
          rivalsOf(listener).flatMap((rival) => conflictBetween(listener, rival, profile) ?? []),
          listener,
        );
        if (conflict !== undefined && conflicts.get(listener)?.verdict !== "no") conflicts.set(listener, conflict);
      }
    };
    against(own, () => standing);
    const left = own.filter((listener) => conflicts.get(listener)?.verdict !== "no");
    const firstWins = profile.conflictWithinObject === "all but the first";
    against(left, (listener) =>
      left.filter((other) =>
        firstWins ? left.indexOf(other) < left.indexOf(listener) && conflicts.get(other)?.verdict !== "no" : other !== listener,
      ),
    );
    standing.push(...own.filter((listener) => conflicts.get(listener)?.verdict !== "no"));
  }
  return conflicts;
}

/** The conflict that is told of a listener: a certain one before a doubtful one; an entry with both kinds has a reason of its own. */
function worstOf(found: readonly Conflict[], listener: Listener): Conflict | undefined {
  const worst = found.find(({ verdict }) => verdict === "no") ?? found[0];
  if (worst === undefined) return undefined;
  const reasons = new Set(found.filter(({ verdict }) => verdict === worst.verdict).map(({ reason }) => reason));
  return reasons.size > 1 && listener.owner.resource.type === "ListenerSet" ? { ...worst, reason: "ListenerConflict" } : worst;
}

function byOwner(merged: readonly Listener[]): readonly Listener[][] {
  const groups = new Map<ListenerOwner, Listener[]>();
  for (const listener of merged) {
    const group = groups.get(listener.owner);
    if (group === undefined) groups.set(listener.owner, [listener]);
    else group.push(listener);
  }
  return [...groups.values()];
}

/** How two listeners on one port get in each other's way, or undefined where they do not. */
function conflictBetween(listener: Listener, rival: Listener, profile: Profile): Conflict | undefined {
  if (listener.port === undefined || listener.port !== rival.port) return undefined;
  const [a, b] = [listener.protocol, rival.protocol];
  const conflict = (reason: ConflictReason, verdict: Conflict["verdict"] = "no"): Conflict => ({ verdict, reason, with: rival });
  if ((a === "UDP") !== (b === "UDP")) return profile.udpBesideOthers === "conflict" ? conflict("ProtocolConflict") : undefined;
  if (a === b) {
    if (a === "TCP" || a === "UDP" || listener.hostname === rival.hostname) return conflict("HostnameConflict");
    if (a === "TLS" && listener.mode !== rival.mode) {
      if (profile.mixedTermination === "accepted") return undefined;
      return conflict("ProtocolConflict", profile.mixedTermination === "open" ? "unknown" : "no");
    }
    return undefined;
  }
  if (a === "TCP" || b === "TCP") return conflict("ProtocolConflict");
  if (!isWeb(a) || !isWeb(b)) return undefined;
  if (a === "HTTP" || b === "HTTP") {
    // What a controller that tells them apart by hostname does with one hostname is not known.
    if (profile.cleartextBesideTls === "distinct" && listener.hostname !== rival.hostname) return undefined;
    return conflict("ProtocolConflict", profile.cleartextBesideTls === "conflict" ? "no" : "unknown");
  }
  if (listener.hostname !== rival.hostname) return undefined;
  if (profile.httpsAndTlsOfOneName === "open") return conflict("ProtocolConflict", "unknown");
  return conflict(profile.httpsAndTlsOfOneName);
}

function isWeb(protocol: string): boolean {
  return protocol === "HTTP" || protocol === "HTTPS" || protocol === "TLS";
}
