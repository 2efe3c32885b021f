/** How a BackendTLSPolicy comes to its target. Whom the Gateway encrypts to and verifies changes with it, so none is preferred. */
import { addressOf, type Deployed, qualifiedName } from "../delivery/deployment.ts";
import type { Model } from "../gateway/model.ts";
import type { BackendTlsPolicy } from "../kube/backend-tls-policy.ts";
import type { ParentRef } from "../kube/gateway.ts";
import type { Fix } from "../yaml/change.ts";
import { at } from "../yaml/tree.ts";
import { isOwnText } from "./own-text.ts";
import { targetFault } from "./policy-targets.ts";

/** The path of a policy's validation; `tls` until Gateway API 1.0. */
export function validationPath({ resource }: Deployed<BackendTlsPolicy>): readonly string[] {
  return at(resource.root, "spec", "validation") === undefined && at(resource.root, "spec", "tls") !== undefined
    ? ["spec", "tls"]
    : ["spec", "validation"];
}

function targetPath({ resource }: Deployed<BackendTlsPolicy>, target: ParentRef): readonly (string | number)[] {
  return at(resource.root, "spec", "targetRef") === target.node ? ["spec", "targetRef"] : ["spec", "targetRefs", target.index];
}

/** The repairs of a targetRef that is wrong. */
export function targetRepairs(target: ParentRef, policy: Deployed<BackendTlsPolicy>, model: Model): readonly Fix[] {
  const fault = targetFault(target, policy, model);
  const path = targetPath(policy, target);
  if (fault === undefined || !isOwnText(policy, path)) return [];
  const name = qualifiedName(policy.namespace, policy.name);
  const { about, meant } = fault;
  switch (about) {
    case "group": {
      const corrected = targetFault({ ...target, group: undefined }, policy, model);
      if (corrected !== undefined || !isFree(target.name?.value, target.sectionName?.value, policy, model)) return [];
      return [
        {
          title: `Set the group of BackendTLSPolicy ${name}'s target to ""`,
          preferred: false,
          changes: [{ change: "set", at: addressOf(policy, ...path, "group"), value: "" }],
        },
      ];
    }
    case "name": {
      const section = target.sectionName?.value;
      if (
        meant === undefined ||
        !hasSection(meant, section, policy, model) ||
        !isUsed(meant, section, policy, model) ||
        !isFree(meant, section, policy, model)
      )
        return [];
      return [
        {
          title: `Apply BackendTLSPolicy ${name} to Service ${meant}`,
          preferred: false,
          changes: [{ change: "set", at: addressOf(policy, ...path, "name"), value: meant }],
        },
      ];
    }
    case "section":
      return sectionRepairs(target, meant, policy, path, model);
  }
}

function sectionRepairs(
  target: ParentRef,
  meant: string | undefined,
  policy: Deployed<BackendTlsPolicy>,
  path: readonly (string | number)[],
  model: Model,
): readonly Fix[] {
  const fixes: Fix[] = [];
  const service = target.name?.value ?? "";
  const section = addressOf(policy, ...path, "sectionName");
  const policyName = `BackendTLSPolicy ${qualifiedName(policy.namespace, policy.name)}`;
  if (meant !== undefined && isFree(service, meant, policy, model) && isUsed(service, meant, policy, model)) {
    fixes.push({
      title: `Apply ${policyName} to port ${meant} of Service ${service}`,
      preferred: false,
      changes: [{ change: "set", at: section, value: meant }],
    });
  }
  const isAlone = policy.resource.targetRefs.filter(({ name }) => name?.value === service).length === 1;
  if (isAlone && isFree(service, undefined, policy, model) && isUsed(service, undefined, policy, model)) {
    fixes.push({
      title: `Apply ${policyName} to all ports of Service ${service}`,
      preferred: false,
      changes: [{ change: "remove", at: section }],
    });
  }
  return fixes;
}

/** Whether no policy is for this target and section yet. */
function isFree(service: string | undefined, section: string | undefined, policy: Deployed<BackendTlsPolicy>, model: Model): boolean {
  return !model
    .inNamespace("BackendTLSPolicy", policy.namespace)
    .some(({ resource }) =>
      resource.targetRefs.some(
        (ref) => ref.name?.value === service && ref.sectionName?.value === section && (ref.group?.value ?? "") === "",
      ),
    );
}

function hasSection(service: string, section: string | undefined, policy: Deployed<BackendTlsPolicy>, model: Model): boolean {
  if (section === undefined) return true;
  return model
    .find("Service", policy.namespace, service)
    .some(({ resource }) => resource.ports.some(({ name }) => name?.value === section));
}

/** Whether a route sends anything there, as far as that matters: in a complete workspace a policy for nothing would be the next fault. */
function isUsed(service: string, section: string | undefined, policy: Deployed<BackendTlsPolicy>, model: Model): boolean {
  if (!model.world.complete) return true;
  const ports = model
    .find("Service", policy.namespace, service)
    .flatMap(({ resource }) =>
      resource.ports.filter(({ name }) => section === undefined || name?.value === section).map(({ port }) => port?.value),
    );
  return model.backends.some(
    ({ target, ref }) =>
      target.namespace === policy.namespace && target.name === service && (section === undefined || ports.includes(ref.port?.value)),
  );
}
