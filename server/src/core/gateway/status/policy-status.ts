/** The conditions of a BackendTLSPolicy for each ancestor (Gateway API `backendtlspolicy_types.go`, `policy_types.go`). */
import { type Deployed, qualifiedName } from "../../delivery/deployment.ts";
import type { BackendTlsPolicy } from "../../kube/backend-tls-policy.ts";
import type { Gateway, ParentRef } from "../../kube/gateway.ts";
import type { Route } from "../../kube/route.ts";
import type { Parentage } from "../attachment.ts";
import type { Model } from "../model.ts";
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
    judgeConflict(policy, model) ?? judgeTarget(policy, profile, world, model) ?? judgeWellKnown(policy, profile) ?? cas.accepted;
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
  const reasons = { kind: "InvalidKind", invalid: "InvalidCACertificateRef" };
  const each = refs.map((ref) =>
    judgeCa(
      { ...ref, namespace: undefined },
      policy.namespace,
      undefined,
      profile.policyCaKinds,
      profile.parsesPolicyCa,
      reasons,
      profile,
      world,
      model,
    ),
  );
  const bad = each.find(({ verdict }) => verdict === "no");
  const open = each.find(({ verdict }) => verdict === "unknown");
  const good = each.some(({ verdict }) => verdict === "yes");
  const resolved = bad ?? open ?? { verdict: "yes", message: "The CA references are resolved." };
  if (good) return { accepted: fine, resolved };
  if (open !== undefined) return { accepted: open, resolved };
  const message = bad?.verdict === "no" ? bad.message : "It has no valid CA.";
  return { accepted: { verdict: "no", reason: "NoValidCACertificate", message }, resolved };
}

function judgeWellKnown(policy: Deployed<BackendTlsPolicy>, profile: Profile): Judged | undefined {
  const wellKnown = policy.resource.wellKnownCaCertificates?.value;
  if (wellKnown === undefined || wellKnown === "System") return undefined;
  if (profile.name === "generic") return { verdict: "unknown", because: `only some controllers know wellKnownCACertificates ${wellKnown}` };
  return { verdict: "no", reason: "Invalid", message: `wellKnownCACertificates ${wellKnown} is not supported.` };
}

/** The loser of two policies for one target and section: the younger, by name if equal (`backendtlspolicy_types.go`). */
export function judgeConflict(policy: Deployed<BackendTlsPolicy>, model: Model): Judged | undefined {
  for (const other of model.inNamespace("BackendTLSPolicy", policy.namespace)) {
    if (other === policy || other.name === policy.name || !sameTarget(other, policy)) continue;
    if (isOlder(other, policy)) {
      return { verdict: "no", reason: "Conflicted", message: `BackendTLSPolicy ${other.name} already applies to the same target.` };
    }
  }
  return undefined;
}

function sameTarget(a: Deployed<BackendTlsPolicy>, b: Deployed<BackendTlsPolicy>): boolean {
  return a.resource.targetRefs.some((one) => b.resource.targetRefs.some((other) => targetKey(one) === targetKey(other)));
}

function targetKey(ref: ParentRef): string {
  return [ref.group?.value ?? "", ref.kind?.value ?? "Service", ref.name?.value ?? "", ref.sectionName?.value ?? ""].join("/");
}

function isOlder(a: Deployed<BackendTlsPolicy>, b: Deployed<BackendTlsPolicy>): boolean {
  const [x, y] = [a.resource.creationTimestamp, b.resource.creationTimestamp];
  if (x !== undefined && y !== undefined && x !== y) return x < y;
  return `${a.namespace}/${a.name}` < `${b.namespace}/${b.name}`;
}

function judgeTarget(policy: Deployed<BackendTlsPolicy>, profile: Profile, world: World, model: Model): Judged | undefined {
  for (const target of policy.resource.targetRefs) {
    if ((target.kind?.value ?? "Service") !== "Service" || target.name === undefined) continue;
    const services = model.find("Service", policy.namespace, target.name.value);
    const title = `Service ${qualifiedName(policy.namespace, target.name.value)}`;
    if (services.length === 0) {
      if (!world.complete) return { verdict: "unknown", because: `${title} is not in this workspace` };
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
  }
  return undefined;
}

interface Reaching {
  readonly gateway: Deployed<Gateway>;
  readonly parentage: Parentage;
}

/** The Gateways that send traffic to a policy's target, by way of a route that one of their listeners takes. */
export function gatewaysReaching(policy: Deployed<BackendTlsPolicy>, model: Model): readonly Reaching[] {
  const names = new Set(policy.resource.targetRefs.flatMap(({ name }) => name?.value ?? []));
  const routes = new Set<Deployed<Route>>();
  for (const { route, target } of model.backends) {
    if (target.namespace === policy.namespace && names.has(target.name)) routes.add(route);
  }
  return [...routes].flatMap((route) =>
    model
      .parentagesOf(route)
      .flatMap((parentage) =>
        parentage.parents.flatMap((parent) => (model.listenersOf(parent)[0]?.gateways ?? []).map((gateway) => ({ gateway, parentage }))),
      ),
  );
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
