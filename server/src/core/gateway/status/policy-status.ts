/** The conditions of a BackendTLSPolicy for each ancestor (Gateway API `backendtlspolicy_types.go`, `policy_types.go`). */
import { type Deployed, qualifiedName } from "../../delivery/deployment.ts";
import type { BackendTlsPolicy } from "../../kube/backend-tls-policy.ts";
import type { Gateway, ObjectRef, ParentRef } from "../../kube/gateway.ts";
import type { Model } from "../model.ts";
import { gatewaysReaching, lostTarget } from "../policy-reach.ts";
import { possiblyHere } from "../possibly-here.ts";
import type { Profile } from "../profiles/profile.ts";
import type { World } from "../world.ts";
import { type Condition, conditionOf, type Judged } from "./condition.ts";
import { judgeCa } from "./references.ts";
import { controllerOf, profileFor } from "./world.ts";

export interface AncestorRef {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly sectionName: string | undefined;
}

export interface PolicyAncestorStatus {
  readonly ancestorRef: AncestorRef;
  readonly controllerName: string | undefined;
  readonly conditions: readonly Condition[];
}

export interface PolicyStatus {
  readonly object: Deployed<BackendTlsPolicy>;
  readonly ancestors: readonly PolicyAncestorStatus[];
}

/** Predicts the status of a policy: one entry for each Gateway through which traffic reaches its target. */
export function policyStatus(policy: Deployed<BackendTlsPolicy>, world: World, model: Model): PolicyStatus {
  const ancestors = new Map<string, PolicyAncestorStatus>();
  const reaching: Profile[] = [];
  for (const { gateway, parentage } of gatewaysReaching(policy, model)) {
    const profile = profileFor(gateway, model, world);
    reaching.push(profile);
    const ancestorRef = refOf(gateway, profile.policyAncestors === "parentRefs" ? parentage.parentRef : undefined);
    ancestors.set(JSON.stringify(ancestorRef), {
      ancestorRef,
      controllerName: controllerOf(gateway, model, world),
      conditions: conditions(policy, profile, world, model),
    });
  }
  const profile = reaching.find((one) => one.policyAncestors === "Services and Gateways") ?? profileFor(undefined, model, world);
  if (profile.policyAncestors === "Services and Gateways") {
    for (const target of policy.resource.targetRefs) {
      const name = target.name?.value;
      if (name === undefined) continue;
      const ancestorRef = {
        group: target.group?.value ?? "",
        kind: target.kind?.value ?? "Service",
        namespace: policy.namespace,
        name,
        sectionName: undefined,
      };
      ancestors.set(JSON.stringify(ancestorRef), {
        ancestorRef,
        controllerName: profile.controllerNames[0],
        conditions: conditions(policy, profile, world, model),
      });
    }
  }
  return { object: policy, ancestors: [...ancestors.values()] };
}

/** What makes a policy invalid, for the routes that depend on it; undefined where it is valid or not known to be bad. */
export function policyFault(policy: Deployed<BackendTlsPolicy>, profile: Profile, world: World, model: Model): Judged | undefined {
  const judged = judgeCas(policy, profile, world, model);
  return judged.accepted.verdict === "no" ? judged.accepted : undefined;
}

function conditions(policy: Deployed<BackendTlsPolicy>, profile: Profile, world: World, model: Model): readonly Condition[] {
  const cas = judgeCas(policy, profile, world, model);
  const accepted =
    judgeConflict(policy, model) ?? judgeTargets(policy, profile, world, model) ?? judgeWellKnown(policy, profile) ?? cas.accepted;
  return [conditionOf("Accepted", accepted, "Accepted"), conditionOf("ResolvedRefs", cas.resolved, "ResolvedRefs")];
}

function judgeCas(
  policy: Deployed<BackendTlsPolicy>,
  profile: Profile,
  world: World,
  model: Model,
): { readonly accepted: Judged; readonly resolved: Judged } {
  const fine: Judged = { verdict: "yes", message: "The policy is valid." };
  const refs = policy.resource.caCertificateRefs;
  if (refs.length === 0) return { accepted: fine, resolved: { verdict: "yes", message: "There is no reference to resolve." } };
  const each = refs.map((ref) => judgePolicyCa(ref, policy, profile, world, model));
  const bad = each.find(({ verdict }) => verdict === "no");
  const open = each.find(({ verdict }) => verdict === "unknown");
  const good = each.some(({ verdict }) => verdict === "yes");
  const resolved = bad ?? open ?? { verdict: "yes", message: "The CA references are resolved." };
  if (good) return { accepted: fine, resolved };
  if (open !== undefined) return { accepted: open, resolved };
  const message = bad?.verdict === "no" ? bad.message : "It has no valid CA.";
  return { accepted: { verdict: "no", reason: "NoValidCACertificate", message }, resolved };
}

/** Judges one CA reference of a policy by itself. It has no namespace: whatever is written there does not count. */
export function judgePolicyCa(ref: ObjectRef, policy: Deployed<BackendTlsPolicy>, profile: Profile, world: World, model: Model): Judged {
  const reasons = { kind: "InvalidKind", invalid: "InvalidCACertificateRef" };
  const local = { ...ref, namespace: undefined };
  return judgeCa(local, policy.namespace, undefined, profile.policyCaKinds, profile.parsesPolicyCa, reasons, profile, world, model);
}

/** Whether the authorities that a policy trusts by a name of their set are known to the controller; undefined where it names none but System. */
export function judgeWellKnown(policy: Deployed<BackendTlsPolicy>, profile: Profile): Judged | undefined {
  const wellKnown = policy.resource.wellKnownCaCertificates?.value;
  if (wellKnown === undefined || wellKnown === "System") return undefined;
  if (profile.name === "generic") return { verdict: "unknown", because: `only some controllers know wellKnownCACertificates ${wellKnown}` };
  return { verdict: "no", reason: "Invalid", message: `wellKnownCACertificates ${wellKnown} is not supported.` };
}

/** The loser of two policies for one target and section. */
function judgeConflict(policy: Deployed<BackendTlsPolicy>, model: Model): Judged | undefined {
  const lost = lostTarget(policy, model);
  if (lost === undefined) return undefined;
  return {
    verdict: "no",
    reason: "Conflicted",
    message: `BackendTLSPolicy ${lost.winner.policy.name} already applies to the same target.`,
  };
}

function judgeTargets(policy: Deployed<BackendTlsPolicy>, profile: Profile, world: World, model: Model): Judged | undefined {
  for (const target of policy.resource.targetRefs) {
    const judged = judgeTarget(target, policy, profile, world, model);
    if (judged !== undefined) return judged;
  }
  return undefined;
}

/** What keeps a policy from applying to one of its targets, or may; undefined where nothing does. Other kinds than Service are not looked at. */
function judgeTarget(
  target: ParentRef,
  policy: Deployed<BackendTlsPolicy>,
  profile: Profile,
  world: World,
  model: Model,
): Judged | undefined {
  if ((target.kind?.value ?? "Service") !== "Service" || target.name === undefined) return undefined;
  const services = model.find("Service", policy.namespace, target.name.value);
  const title = `Service ${qualifiedName(policy.namespace, target.name.value)}`;
  if (services.length === 0) {
    const isAbsent = world.complete && possiblyHere("Service", policy.namespace, target.name.value, model) === undefined;
    if (!isAbsent) return { verdict: "unknown", because: `${title} is not in this workspace` };
    return { verdict: "no", reason: "TargetNotFound", message: `${title} does not exist.` };
  }
  const section = target.sectionName?.value;
  if (section !== undefined && !services.some(({ resource }) => resource.ports.some(({ name }) => name?.value === section))) {
    if (profile.policyAncestors === "Gateways")
      return { verdict: "unknown", because: `${title} has no port named ${section}, and controllers differ on what they report` };
    return { verdict: "no", reason: "TargetNotFound", message: `${title} has no port named ${section}.` };
  }
  if (services.every(({ resource }) => resource.ports.length > 0 && resource.ports.every(({ protocol }) => protocol?.value === "UDP"))) {
    return { verdict: "no", reason: "Invalid", message: `${title} has only UDP ports.` };
  }
  return undefined;
}

function refOf(gateway: Deployed<Gateway>, parentRef: ParentRef | undefined): AncestorRef {
  return {
    group: gateway.resource.group,
    kind: gateway.resource.kind,
    namespace: gateway.namespace,
    name: gateway.name,
    sectionName: parentRef?.sectionName?.value,
  };
}
