/** BackendTLSPolicies for what no Gateway sends anything to. */
import { type Deployed, isKnownNamespace, placeOf, qualifiedName, titleOf } from "../delivery/deployment.ts";
import type { Model } from "../gateway/model.ts";
import { routesReaching } from "../gateway/policy-reach.ts";
import type { BackendTlsPolicy } from "../kube/backend-tls-policy.ts";
import type { ParentRef } from "../kube/gateway.ts";
import { headNode } from "../kube/object.ts";
import { isOpaque } from "../yaml/template.ts";
import type { Rule } from "./rule.ts";
import { listOf } from "./sentences.ts";

/** A route that names the target and attaches nowhere is a fault of its own; so is a target that does not exist. */
export const backendPolicyWithoutEffect: Rule<Deployed<BackendTlsPolicy>> = {
  code: "backend-policy-without-effect",
  severity: "hint",
  summary: "No route of a complete workspace sends anything to what a BackendTLSPolicy is for.",
  reference: "https://gateway-api.sigs.k8s.io/api-types/backendtlspolicy/",
  since: "0.1.0",
  onlyWhenComplete: true,

  subjects: ({ policies }) => policies,

  check(policy, model) {
    const { resource, namespace, partial, leftOutBy } = policy;
    const { targetRefs } = resource;
    if (partial || leftOutBy !== undefined || !isKnownNamespace(namespace) || targetRefs.length === 0) return undefined;
    if (!targetRefs.every((target) => isServiceHere(target, policy, model))) return undefined;
    // Nobody knows what a route refers to that something changes, or whose namespace is not known.
    if (model.routes.some((route) => route.partial || !isKnownNamespace(route.namespace))) return undefined;
    if (targetRefs.some((target) => isReached(target, policy, model))) return undefined;
    const targets = targetRefs.map(({ name, sectionName }) => {
      const service = `Service ${qualifiedName(namespace, name?.value ?? "")}`;
      return sectionName === undefined ? service : `port ${sectionName.value} of ${service}`;
    });
    const isOtherPort = routesReaching(policy, model).length > 0;
    return {
      place: placeOf(policy, headNode(resource)),
      message: `No route of this workspace sends anything to ${listOf(targets)}${isOtherPort ? ", only to other ports" : ""}, so ${titleOf(policy)} has no effect. A policy is for what Gateways send; other clients of the Service do not know of it.`,
    };
  },
};

function isServiceHere({ group, kind, name }: ParentRef, policy: Deployed<BackendTlsPolicy>, model: Model): boolean {
  if ((group?.value ?? "") !== "" || (kind?.value ?? "Service") !== "Service" || name === undefined || isOpaque(name.value)) return false;
  return model.find("Service", policy.namespace, name.value).length > 0;
}

/** Whether a route names the Service, and the port of that section. */
function isReached({ name, sectionName }: ParentRef, policy: Deployed<BackendTlsPolicy>, model: Model): boolean {
  const services = model.find("Service", policy.namespace, name?.value ?? "");
  const section = sectionName?.value;
  if (section !== undefined && isOpaque(section)) return true;
  const ports = services.flatMap(({ resource }) =>
    resource.ports.filter((port) => port.name?.value === section).map(({ port }) => port?.value),
  );
  // A section that the Service does not have is a fault of its own.
  if (section !== undefined && ports.length === 0) return true;
  return routesReaching(policy, model).some((route) =>
    model.backendsOf(route).some(({ target, ref }) => {
      if (target.namespace !== policy.namespace || target.name !== name?.value) return false;
      return section === undefined || ref.port?.value === undefined || ports.includes(ref.port.value);
    }),
  );
}
