/** Backends whose Service, or its port, is not there. */
import { addressOf, type Deployed, placeOf, qualifiedName, titleOf } from "../delivery/deployment.ts";
import type { BackendReference, Model } from "../gateway/model.ts";
import { backendReference } from "../gateway/reference.ts";
import { headNode } from "../kube/object.ts";
import type { Route } from "../kube/route.ts";
import type { Service } from "../kube/service.ts";
import type { Change, Fix } from "../yaml/change.ts";
import { isOpaque } from "../yaml/template.ts";
import { mayTellMissing, missingServiceOf } from "./missing-services.ts";
import { isOwnText } from "./own-text.ts";
import { effectOf } from "./reference-effects.ts";
import type { Rule } from "./rule.ts";
import { joined, listOf, targetTitle } from "./sentences.ts";

/** All references from one route to one port of one Service. */
type BackendGroup = readonly [BackendReference, ...BackendReference[]];

/** What is not there, and what may have been meant. */
interface Gap {
  readonly what: "Service" | "port";
  readonly service: Deployed<Service> | undefined;
  readonly ports: readonly number[];
}

/** More than half of all Services are made by charts and operators: that one is not in the workspace is worth no word by itself. */
export const backendUnresolved: Rule<BackendGroup> = {
  code: "backend-unresolved",
  severity: "hint",
  summary: "A route's backend names a Service, or a port of it, that is not there, while one of nearly that name is.",
  reference: "https://gateway-api.sigs.k8s.io/reference/spec/#backendobjectreference",
  since: "0.1.0",

  subjects(model) {
    const groups = new Map<Deployed<Route>, Map<string, [BackendReference, ...BackendReference[]]>>();
    for (const backend of model.backends) {
      if (!isSuspect(backend, model)) continue;
      const { route, target, ref } = backend;
      const ofRoute = groups.get(route) ?? new Map<string, [BackendReference, ...BackendReference[]]>();
      groups.set(route, ofRoute);
      const key = `${target.namespace}/${target.name} ${ref.port?.value}`;
      const there = ofRoute.get(key);
      if (there === undefined) ofRoute.set(key, [backend]);
      else there.push(backend);
    }
    return [...groups.values()].flatMap((ofRoute) => [...ofRoute.values()]);
  },

  check(backends, model) {
    const [first, ...others] = backends;
    const gap = gapOf(first, model);
    if (gap === undefined) return undefined;
    const { route, ref } = first;
    const { complete } = model.world;
    const effect = effectOf(backends.map(backendReference));
    const isMissing = gap.what === "Service";
    return {
      place: placeOf(route, (isMissing ? ref.name : ref.port?.node) ?? ref.node),
      message: joined(
        isMissing ? missingWords(first, gap, complete) : portWords(first, gap),
        isMissing && !complete ? `Unless it comes from elsewhere, ${effect.charAt(0).toLowerCase()}${effect.slice(1)}` : effect,
        advice(gap, first),
        isMissing && complete ? "Controllers report ResolvedRefs=False, BackendNotFound." : "",
      ),
      related: [
        ...(gap.service === undefined
          ? []
          : [
              {
                place: placeOf(gap.service, headNode(gap.service.resource)),
                message: `${titleOf(gap.service)} has ${portsOf(gap.service)}.`,
              },
            ]),
        ...others.map((other) => ({
          place: placeOf(route, other.ref.name ?? other.ref.node),
          message: "The same backend is named here as well.",
        })),
      ],
      ...(complete ? { severity: "warning" } : {}),
    };
  },

  fixes(backends, model) {
    const [first] = backends;
    const gap = gapOf(first, model);
    const { service } = gap ?? {};
    if (gap === undefined || service === undefined) return [];
    const number = first.ref.port?.value;
    const ports = gap.what === "Service" && number !== undefined && hasPort(service, number) ? [undefined] : gap.ports.slice(0, 2);
    return ports.flatMap((port) => correction(backends, gap.what === "Service" ? service.name : undefined, port) ?? []);
  },
};

/** Whether a closer look is worth while: most backends have their Service and port here, or nothing that they could be mistaken for. */
function isSuspect({ route, target, permission, services, ref }: BackendReference, model: Model): boolean {
  if (route.partial || target.group !== "" || target.kind !== "Service") return false;
  if (permission.verdict !== "local" && permission.verdict !== "granted") return false;
  if (services.length === 0) return mayTellMissing(target.namespace, model) && !isOpaque(target.name) && !isOpaque(target.namespace);
  const port = ref.port?.value;
  return port !== undefined && !services.some((service) => hasPort(service, port));
}

function gapOf(backend: BackendReference, model: Model): Gap | undefined {
  const { services, ref } = backend;
  if (services.length === 0) return missingService(backend, model);
  const port = ref.port?.value;
  if (port === undefined || services.some((service) => service.partial || service.resource.ports.length === 0)) return undefined;
  const [service, another] = services;
  if (service === undefined || (another !== undefined && !model.world.complete)) return undefined;
  return { what: "port", service, ports: portsMeant(service, port) };
}

function missingService({ target }: BackendReference, model: Model): Gap | undefined {
  const missing = missingServiceOf(target.namespace, target.name, model);
  if (missing === undefined || (!missing.isCertain && missing.meant === undefined)) return undefined;
  const service = missing.meant;
  return { what: "Service", service, ports: service === undefined ? [] : portsMeant(service, undefined) };
}

function hasPort({ resource }: Deployed<Service>, port: number): boolean {
  return resource.ports.some((one) => one.port?.value === port);
}

/** The ports that may have been meant, the likeliest first: that which leads to the number, which pods listen on, or the only one. */
function portsMeant({ resource }: Deployed<Service>, number: number | undefined): readonly number[] {
  const byTarget = resource.ports.filter(({ targetPort }) => number !== undefined && targetPort?.value === String(number));
  const meant = byTarget.length > 0 ? byTarget : resource.ports.length === 1 ? resource.ports : [];
  return meant.flatMap(({ port }) => port?.value ?? []);
}

function missingWords({ target }: BackendReference, { service }: Gap, complete: boolean): string {
  if (complete) return `${targetTitle(target)} is not in this workspace, which is declared complete.`;
  return `${targetTitle(target)} is not in this workspace, and nothing uses Service ${service?.name}, which is.`;
}

function portWords({ target, ref }: BackendReference, { service }: Gap): string {
  return `${targetTitle(target)} has no port ${ref.port?.value}: it has ${service === undefined ? "others" : portsOf(service)}.`;
}

/** "port 80 (http) → 8080". */
function portsOf({ resource }: Deployed<Service>): string {
  const words = resource.ports.map(({ port, name, targetPort }) => {
    const to = targetPort === undefined || targetPort.value === String(port?.value) ? "" : ` → ${targetPort.value}`;
    return `${port?.value ?? "?"}${name === undefined ? "" : ` (${name.value})`}${to}`;
  });
  return `${words.length > 1 ? "ports" : "port"} ${listOf(words, 4)}`;
}

function advice({ what, service, ports: [port] }: Gap, { ref }: BackendReference): string {
  if (what === "Service") return service === undefined ? "" : `Did you mean ${service.name}?`;
  if (port === undefined) return "";
  const leads = service?.resource.ports.some(({ targetPort }) => targetPort?.value === String(ref.port?.value));
  return leads ? `A route names the Service's port, not that of the pods: ${port}.` : `Did you mean ${port}?`;
}

/** Writes another name, another port or both, wherever the route names this backend. */
function correction(backends: BackendGroup, name: string | undefined, port: number | undefined): Fix | undefined {
  const changes: Change[] = [];
  for (const { route, ref } of backends) {
    const field = (key: string) => [...ref.path, key];
    if (!isOwnText(route, field("name")) || !isOwnText(route, field("port"))) return undefined;
    if (name !== undefined) changes.push({ change: "set", at: addressOf(route, ...field("name")), value: name });
    if (port !== undefined) changes.push({ change: "set", at: addressOf(route, ...field("port")), value: port });
  }
  const [{ target }] = backends;
  const service = qualifiedName(target.namespace, name ?? target.name);
  return { title: `Use ${port === undefined ? "" : `port ${port} of `}Service ${service}`, preferred: false, changes };
}
