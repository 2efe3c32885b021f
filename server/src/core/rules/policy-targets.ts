/** What keeps a BackendTLSPolicy from a target, and what was meant (Gateway API `policy_types.go`, LocalPolicyTargetReferenceWithSectionName). */
import { type Deployed, isKnownNamespace, placeOf, qualifiedName, titleOf } from "../delivery/deployment.ts";
import { ByName } from "../gateway/by-name.ts";
import type { BackendReference, Model } from "../gateway/model.ts";
import { possiblyHere } from "../gateway/possibly-here.ts";
import type { BackendTlsPolicy } from "../kube/backend-tls-policy.ts";
import type { ParentRef } from "../kube/gateway.ts";
import { headNode } from "../kube/object.ts";
import { nearName } from "../kube/schema/near-name.ts";
import type { Service } from "../kube/service.ts";
import { isOpaque } from "../yaml/template.ts";
import { coreHasName, isCoreByName } from "./core-group.ts";
import { likelyTypo } from "./likely-typo.ts";
import type { Related } from "./rule.ts";
import { listOf } from "./sentences.ts";

export interface TargetFault {
  /** The field that is wrong. */
  readonly about: "group" | "name" | "section";
  readonly message: string;
  /** The name, or the section, that was meant. */
  readonly meant: string | undefined;
  readonly advice: string;
  /** Of `Accepted=False`, where the specification or all known controllers say one. */
  readonly reason: string | undefined;
  readonly related: readonly Related[];
  readonly isCertain: boolean;
}

/** What is wrong with one targetRef; undefined where it may be right, and for other kinds than Service. */
export function targetFault(target: ParentRef, policy: Deployed<BackendTlsPolicy>, model: Model): TargetFault | undefined {
  const { group, kind, name, sectionName } = target;
  if ((kind?.value ?? "Service") !== "Service" || name === undefined || isOpaque(name.value) || isOpaque(policy.namespace))
    return undefined;
  if (isCoreByName(target)) return coreHasName(model) ? undefined : namedGroup(target, policy);
  if ((group?.value ?? "") !== "") return undefined;
  const services = model.find("Service", policy.namespace, name.value);
  if (services.length === 0) return missingService(name.value, policy, model);
  if (services.some(({ resource, partial }) => partial || resource.ports.length === 0)) return undefined;
  if (sectionName !== undefined && !isOpaque(sectionName.value)) {
    const fault = missingSection(sectionName.value, services);
    if (fault !== undefined) return fault;
  }
  return onlyUdp(services) ? udpFault(services) : undefined;
}

const nothing = { meant: undefined, advice: "", reason: undefined, related: [], isCertain: true } as const;

function namedGroup({ group, name }: ParentRef, policy: Deployed<BackendTlsPolicy>): TargetFault {
  return {
    ...nothing,
    about: "group",
    message: `${titleOf(policy)} is for Service ${name?.value} of the group ${group?.value}, which has no such kind.`,
    advice: 'The group of Service is "", the core group.',
  };
}

/** Who names a Service; made once per model. */
interface Uses {
  /** Backends by the namespace and name of their Service, and by the namespace of their route and the Service's name. */
  readonly sent: { readonly to: ByName<BackendReference>; readonly from: ByName<BackendReference> };
  /** Policies by namespace and target. */
  readonly aimed: ByName<Deployed<BackendTlsPolicy>>;
}

const known = new WeakMap<Model, Uses>();

function usesOf(model: Model): Uses {
  let uses = known.get(model);
  if (uses === undefined) {
    uses = { sent: { to: new ByName(), from: new ByName() }, aimed: new ByName() };
    for (const backend of model.backends) {
      const { target, route } = backend;
      if (target.group !== "" || target.kind !== "Service") continue;
      uses.sent.to.add(target.namespace, target.name, backend);
      uses.sent.from.add(route.namespace, target.name, backend);
    }
    for (const policy of model.policies) {
      for (const { name } of policy.resource.targetRefs) if (name !== undefined) uses.aimed.add(policy.namespace, name.value, policy);
    }
    known.set(model, uses);
  }
  return uses;
}

function missingService(name: string, policy: Deployed<BackendTlsPolicy>, model: Model): TargetFault | undefined {
  const { namespace } = policy;
  const here = model.inNamespace("Service", namespace);
  // A patch or a prefix may give a Service any name.
  if (here.some(({ partial }) => partial) || possiblyHere("Service", namespace, name, model) !== undefined) return undefined;
  const names = here.map((service) => service.name);
  const title = `Service ${qualifiedName(namespace, name)}`;
  if (model.world.complete && isKnownNamespace(namespace)) {
    const meant = nearName(name, names);
    const message = `${titleOf(policy)} is for ${title}, which is not in this workspace, and that is declared complete.`;
    return {
      ...nothing,
      about: "name",
      message,
      meant,
      advice: question(meant),
      reason: "TargetNotFound",
      related: relatedService(here, meant),
    };
  }
  const { sent, aimed } = usesOf(model);
  if (sent.to.get(namespace, name).length > 0) return undefined;
  const elsewhere = sent.from.get(namespace, name).find(({ target }) => isKnownNamespace(target.namespace));
  if (elsewhere !== undefined && isKnownNamespace(namespace)) return beyondNamespace(elsewhere, policy, model);
  const meant = likelyTypo(
    name,
    names.filter((candidate) => sent.to.get(namespace, candidate).length > 0 && aimed.get(namespace, candidate).length === 0),
  );
  if (meant === undefined) return undefined;
  const message = `${titleOf(policy)} is for ${title}, which is not in this workspace, while routes send requests to ${meant}, for which there is no policy.`;
  return { ...nothing, about: "name", message, meant, advice: question(meant), related: relatedService(here, meant), isCertain: false };
}

/** A policy beside the routes, whose Service is in another namespace. */
function beyondNamespace({ route, target, ref }: BackendReference, policy: Deployed<BackendTlsPolicy>, model: Model): TargetFault {
  const service = `Service ${qualifiedName(target.namespace, target.name)}`;
  const services = model.find("Service", target.namespace, target.name);
  return {
    ...nothing,
    about: "name",
    message: `${titleOf(policy)} is for Service ${qualifiedName(policy.namespace, target.name)}, which is not in this workspace, while ${titleOf(route)} sends its requests to ${service}. A policy is only for Services of its own namespace.`,
    advice: `Move the policy and its authority to ${target.namespace}.`,
    related: [
      { place: placeOf(route, ref.name ?? ref.node), message: `${titleOf(route)} sends its requests to ${service}.` },
      ...relatedService(services, target.name),
    ],
    isCertain: false,
  };
}

function missingSection(section: string, services: readonly Deployed<Service>[]): TargetFault | undefined {
  const ports = services.flatMap(({ resource }) => resource.ports);
  if (ports.some(({ name }) => name?.value === section)) return undefined;
  const names = [...new Set(ports.flatMap(({ name }) => name?.value ?? []))];
  const byNumber = ports.find(({ port }) => String(port?.value) === section);
  const meant =
    byNumber === undefined
      ? (nearName(section, names) ?? (names.length === 1 && ports.length === 1 ? names[0] : undefined))
      : byNumber.name?.value;
  const [service] = services;
  const title = service === undefined ? "The Service" : titleOf(service);
  const has = listOf(
    [...new Set(ports.map(({ name, port }) => (name === undefined ? `${port?.value} without a name` : `${name.value} (${port?.value})`)))],
    4,
  );
  return {
    ...nothing,
    about: "section",
    message: `${title} has no port named ${section}: it has ${has}.`,
    meant,
    advice:
      byNumber === undefined
        ? question(meant)
        : meant === undefined
          ? "sectionName is a port's name, not its number, and this port has none."
          : `sectionName is a port's name, not its number: ${meant}.`,
    reason: "TargetNotFound",
    related: services.map((each) => ({ place: placeOf(each, headNode(each.resource)), message: `${titleOf(each)} is here.` })),
  };
}

function onlyUdp(services: readonly Deployed<Service>[]): boolean {
  return services.every(({ resource }) => resource.ports.every(({ protocol }) => protocol?.value === "UDP"));
}

function udpFault([service]: readonly Deployed<Service>[]): TargetFault {
  const title = service === undefined ? "The Service" : titleOf(service);
  return { ...nothing, about: "name", message: `${title} has only UDP ports, and a BackendTLSPolicy is for TCP.`, reason: "Invalid" };
}

function question(meant: string | undefined): string {
  return meant === undefined ? "" : `Did you mean ${meant}?`;
}

function relatedService(services: readonly Deployed<Service>[], name: string | undefined): readonly Related[] {
  return services
    .filter((service) => service.name === name)
    .map((service) => ({ place: placeOf(service, headNode(service.resource)), message: `${titleOf(service)} is here.` }));
}
