/** The conditions of a Gateway and of its ListenerSets, from those of the merged listeners (`gateway_types.go`, `listenerset_types.go`). */
import { type Deployed, qualifiedName } from "../../delivery/deployment.ts";
import type { Gateway, ListenerSet } from "../../kube/gateway.ts";
import { allowsNamespace, type Verdict } from "../attachment.ts";
import type { Listener } from "../listener.ts";
import type { Model } from "../model.ts";
import type { Profile } from "../profiles/profile.ts";
import type { World } from "../world.ts";
import { allOf, type Condition, conditionOf, fails, holds, type Judged, unknown } from "./condition.ts";
import { byPrecedence, conflictsOf } from "./conflicts.ts";
import { type ListenerStatus, listenerStatus } from "./listener-status.ts";
import { overlapsOf } from "./overlap.ts";
import { judgeClientCertificate } from "./references.ts";

export interface GatewayStatus {
  readonly object: Deployed<Gateway>;
  readonly profile: Profile;
  readonly conditions: readonly Condition[];
  readonly listeners: readonly ListenerStatus[];
  readonly attachedListenerSets: number;
}

export interface ListenerSetStatus {
  readonly object: Deployed<ListenerSet>;
  readonly conditions: readonly Condition[];
  readonly listeners: readonly ListenerStatus[];
}

/** Predicts the status of a Gateway and of the ListenerSets that name it. */
export function gatewayStatus(
  gateway: Deployed<Gateway>,
  sets: readonly Deployed<ListenerSet>[],
  profile: Profile,
  world: World,
  model: Model,
): { readonly gateway: GatewayStatus; readonly sets: readonly ListenerSetStatus[] } {
  const allowed = new Map(sets.map((set) => [set, allows(gateway, set, model)]));
  const merging = byPrecedence(sets).filter((set) => allowed.get(set) === "yes");
  const merged = [gateway, ...merging].flatMap((owner) => model.listenersOf(owner));
  const alone = { profile, conflict: undefined, overlap: undefined };
  const conflicts = conflictsOf(merged, profile, (listener) => listenerStatus(listener, alone, world, model).programmed === "no");
  const overlaps = overlapsOf(merged, profile);
  const status = (listener: Listener) =>
    listenerStatus(listener, { profile, conflict: conflicts.get(listener), overlap: overlaps.get(listener) }, world, model);
  const listeners = model.listenersOf(gateway).map(status);
  const accepted = acceptedOf(listeners, profile);
  const setStatuses = sets.map((set) =>
    listenerSetStatus(set, gateway, allowed.get(set) ?? "unknown", model.listenersOf(set).map(status), accepted, profile),
  );
  const conditions: Condition[] = [conditionOf("Accepted", accepted, allValid(listeners, profile) ? "Accepted" : "ListenersNotValid")];
  conditions.push(
    accepted.verdict === "no"
      ? fails("Programmed", "Invalid", accepted.message)
      : accepted.verdict === "yes"
        ? holds("Programmed", "Programmed", "The Gateway is programmed.")
        : conditionOf("Programmed", accepted, "Programmed"),
  );
  const resolved = resolvedRefs(gateway, listeners, profile, world, model);
  if (resolved !== undefined) conditions.push(conditionOf("ResolvedRefs", resolved, "ResolvedRefs"));
  if (hasInsecureFallback(gateway)) {
    const message = "A client without a valid certificate is let through (AllowInsecureFallback).";
    conditions.push(holds("InsecureFrontendValidationMode", "ConfigurationChanged", message));
  }
  return {
    gateway: {
      object: gateway,
      profile,
      conditions,
      listeners,
      attachedListenerSets: setStatuses.filter(({ conditions: [first] }) => first?.status === "True").length,
    },
    sets: setStatuses,
  };
}

/** Whether a Gateway's allowedListeners take a ListenerSet (GEP-1713; the default is None). */
export function allows(gateway: Deployed<Gateway>, set: Deployed<ListenerSet>, model: Model): Verdict {
  return allowsNamespace(gateway.resource.allowedListeners, gateway.namespace, set.namespace, model.labelsOf, "None");
}

function counts(status: ListenerStatus, profile: Profile): Judged["verdict"] {
  if (status.accepted !== "yes") return status.accepted;
  return profile.unresolvedCountsForGateway ? "yes" : status.resolved;
}

function acceptedOf(listeners: readonly ListenerStatus[], profile: Profile): Judged {
  const verdicts = listeners.map((status) => counts(status, profile));
  if (listeners.length === 0 || verdicts.includes("yes")) return { verdict: "yes", message: "At least one listener is valid." };
  if (verdicts.includes("unknown")) return { verdict: "unknown", because: "none of its listeners is known to be valid" };
  return { verdict: "no", reason: "ListenersNotValid", message: "None of its listeners is valid." };
}

function allValid(listeners: readonly ListenerStatus[], profile: Profile): boolean {
  return !listeners.some((status) => counts(status, profile) === "no");
}

function resolvedRefs(
  gateway: Deployed<Gateway>,
  listeners: readonly ListenerStatus[],
  profile: Profile,
  world: World,
  model: Model,
): Judged | undefined {
  const { clientCertificateRef, frontend, group, kind } = gateway.resource;
  const from = { group, kind, namespace: gateway.namespace };
  const client = clientCertificateRef && judgeClientCertificate(clientCertificateRef, from, profile, world, model);
  const fine = "All references of the Gateway are resolved.";
  switch (profile.gatewayResolvedRefs) {
    case "client certificate":
      return client ?? { verdict: "yes", message: fine };
    case "with spec.tls": {
      if (client === undefined && frontend === undefined) return undefined;
      if (client !== undefined && client.verdict !== "yes") return client;
      const badCa = listeners.flatMap(({ conditions }) =>
        conditions.filter(({ reason }) => reason.startsWith("InvalidCACertificate") || reason === "NoValidCACertificate"),
      )[0];
      if (badCa !== undefined) return { verdict: "no", reason: "InvalidParameters", message: badCa.message };
      return { verdict: "yes", message: fine };
    }
    case "summary": {
      if (client !== undefined && client.verdict === "no") return client;
      if (listeners.some(({ resolved }) => resolved === "no")) {
        return { verdict: "no", reason: "ListenersNotResolved", message: "A reference of one of its listeners is not resolved." };
      }
      const open = listeners.find(({ resolved }) => resolved === "unknown");
      if (open !== undefined) return { verdict: "unknown", because: `the references of listener ${open.name} are not known` };
      return client ?? { verdict: "yes", message: fine };
    }
  }
}

function hasInsecureFallback(gateway: Deployed<Gateway>): boolean {
  const { frontend } = gateway.resource;
  return [frontend?.default, ...(frontend?.perPort ?? []).map(({ validation }) => validation)].some(
    (validation) => validation?.mode?.value === "AllowInsecureFallback",
  );
}

function listenerSetStatus(
  set: Deployed<ListenerSet>,
  gateway: Deployed<Gateway>,
  allowed: Verdict,
  listeners: readonly ListenerStatus[],
  parentAccepted: Judged,
  profile: Profile,
): ListenerSetStatus {
  const parent = qualifiedName(gateway.namespace, gateway.name);
  const pair = (reason: string, message: string) => ({
    object: set,
    conditions: [fails("Accepted", reason, message), fails("Programmed", reason, message)],
    listeners: reason === "NotAllowed" ? [] : listeners,
  });
  if (allowed === "no") return pair("NotAllowed", `Gateway ${parent} does not allow listeners from this namespace (allowedListeners).`);
  if (allowed === "unknown") {
    const because = `whether Gateway ${parent} allows it depends on labels of its namespace`;
    return { object: set, conditions: [unknown("Accepted", because), unknown("Programmed", because)], listeners };
  }
  if (parentAccepted.verdict === "no") {
    return {
      object: set,
      conditions: [
        fails("Accepted", "ParentNotAccepted", `Gateway ${parent} is not accepted.`),
        fails("Programmed", "ParentNotProgrammed", `Gateway ${parent} is not programmed.`),
      ],
      listeners,
    };
  }
  const valid = (status: ListenerStatus, unresolvedCounts: boolean): Judged["verdict"] => {
    if (status.accepted !== "yes") return status.accepted;
    return unresolvedCounts ? "yes" : status.resolved;
  };
  const accepted = atLeastOne(listeners.map((status) => valid(status, profile.unresolvedCountsForListenerSet)));
  const programmed = atLeastOne(listeners.map((status) => valid(status, false)));
  const whole = listeners.every((status) => valid(status, true) === "yes");
  const acceptedReason = whole || profile.partlyValidListenerSet === "Accepted" ? "Accepted" : "ListenersNotValid";
  return {
    object: set,
    conditions: [conditionOf("Accepted", accepted, acceptedReason), conditionOf("Programmed", programmed, "Programmed")],
    listeners,
  };
}

function atLeastOne(verdicts: readonly Judged["verdict"][]): Judged {
  if (verdicts.includes("yes")) return { verdict: "yes", message: "At least one listener is valid." };
  if (verdicts.includes("unknown")) return { verdict: "unknown", because: "none of its listeners is known to be valid" };
  return allOf([{ verdict: "no", reason: "ListenersNotValid", message: "None of its listeners is valid." }], "");
}
