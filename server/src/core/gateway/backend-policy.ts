/**
 * Which BackendTLSPolicy governs a backend, and against what it makes the Gateway verify it (Gateway API
 * `apis/v1/backendtlspolicy_types.go`, `policy_types.go`): policies live in the Service's namespace; one for a port, named by the port's
 * name, goes before one for the whole Service; of equals the older wins, then the first by name.
 */
import { type Deployed, isKnownNamespace } from "../delivery/deployment.ts";
import type { BackendTlsPolicy } from "../kube/backend-tls-policy.ts";
import type { ParentRef } from "../kube/gateway.ts";
import type { ConfigMap } from "../kube/secret.ts";
import { isOpaque } from "../yaml/template.ts";
import type { Target } from "./grants.ts";
import type { BackendReference, Model } from "./model.ts";

export interface AppliedPolicy {
  readonly object: Deployed<BackendTlsPolicy>;
  /** The port's name where the policy is for one port only. */
  readonly section: string | undefined;
  /** The name that the Gateway sends as SNI. */
  readonly sni: string | undefined;
  /** The names of which the backend's certificate must carry one: the SNI, unless subjectAltNames are written. */
  readonly verifies: readonly string[];
  readonly trust: Trust;
}

/** Whose signature counts on the backend's certificate. */
export type Trust =
  | { readonly trust: "system"; readonly name: string }
  | {
      readonly trust: "references";
      readonly references: readonly { readonly kind: string; readonly name: string; readonly object: Deployed<ConfigMap> | undefined }[];
    }
  /** Neither is written, which the API refuses. */
  | { readonly trust: "none" };

export type PolicyVerdict =
  | { readonly verdict: "yes"; readonly policy: AppliedPolicy }
  | { readonly verdict: "no" }
  | { readonly verdict: "unknown"; readonly because: string };

interface Aim {
  readonly policy: Deployed<BackendTlsPolicy>;
  readonly ref: ParentRef;
}

/** The targetRefs of a workspace to Services: those that surely mean one, by `namespace/name`, and all, by the bare name. */
interface Aims {
  readonly placed: ReadonlyMap<string, readonly Aim[]>;
  readonly named: ReadonlyMap<string, readonly Aim[]>;
}

const aimsByModel = new WeakMap<Model, Aims>();

/** Every targetRef that may mean a Service, its policy's namespace being the same or unknown; the index is made once per model. */
function aimsAt(service: Target, model: Model): readonly Aim[] {
  let aims = aimsByModel.get(model);
  if (aims === undefined) {
    aims = indexAims(model);
    aimsByModel.set(model, aims);
  }
  // Among known namespaces only equal ones can meet, so the many policies of other namespaces need not be looked at.
  if (isKnownNamespace(service.namespace)) {
    const unplaced = aims.placed.get(`?/${service.name}`) ?? [];
    return [...(aims.placed.get(`${service.namespace}/${service.name}`) ?? []), ...unplaced];
  }
  return aims.named.get(service.name) ?? [];
}

function indexAims(model: Model): Aims {
  const placed = new Map<string, Aim[]>();
  const named = new Map<string, Aim[]>();
  const add = (map: Map<string, Aim[]>, key: string, aim: Aim): void => {
    const there = map.get(key);
    if (there === undefined) map.set(key, [aim]);
    else there.push(aim);
  };
  for (const policy of model.policies) {
    const namespace = isKnownNamespace(policy.namespace) ? policy.namespace : "?";
    for (const ref of policy.resource.targetRefs) {
      if ((ref.group?.value ?? "") !== "" || ref.kind?.value !== "Service" || ref.name === undefined) continue;
      add(placed, `${namespace}/${ref.name.value}`, { policy, ref });
      add(named, ref.name.value, { policy, ref });
    }
  }
  return { placed, named };
}

/** The policy that governs a backend reference to a Service. */
export function backendPolicy(backend: BackendReference, model: Model): PolicyVerdict {
  const { target } = backend;
  const near = aimsAt(target, model);
  if (near.length === 0) return { verdict: "no" };
  const aims = near.filter(({ policy }) => policy.namespace === target.namespace);
  const section = portName(backend);
  const exact = winner(aims.filter(({ ref }) => section.known && ref.sectionName !== undefined && ref.sectionName.value === section.name));
  if (exact !== undefined) return { verdict: "yes", policy: applied(exact, model) };
  const unclear = aims.find(({ ref }) => ref.sectionName !== undefined && (!section.known || isOpaque(ref.sectionName.value)));
  const whole = winner(aims.filter(({ ref }) => ref.sectionName === undefined));
  if (whole !== undefined && unclear === undefined) return { verdict: "yes", policy: applied(whole, model) };
  if (unclear !== undefined) {
    const because = `BackendTLSPolicy ${unclear.policy.name} is for port ${unclear.ref.sectionName?.value}, and which port has that name is not known`;
    return { verdict: "unknown", because };
  }
  const elsewhere = near.find(({ policy }) => policy.namespace !== target.namespace);
  if (elsewhere === undefined) return { verdict: "no" };
  const whose = isKnownNamespace(target.namespace) ? "its namespace" : "the backend's namespace";
  return { verdict: "unknown", because: `BackendTLSPolicy ${elsewhere.policy.name} may target it, but ${whose} is not known` };
}

/** The name of the Service port that a backendRef's number means; a port that the Service does not name has the name undefined. */
function portName(backend: BackendReference): { readonly known: boolean; readonly name: string | undefined } {
  const number = backend.ref.port?.value;
  const names = new Set<string | undefined>();
  for (const { resource } of backend.services) {
    const port = resource.ports.find((candidate) => candidate.port?.value === number);
    if (port !== undefined) names.add(port.name?.value);
  }
  const [name] = names;
  return { known: names.size === 1, name };
}

function winner(aims: readonly Aim[]): Aim | undefined {
  return [...aims].sort((a, b) => age(a) - age(b) || (a.policy.name < b.policy.name ? -1 : 1))[0];
}

/** Creation in milliseconds; what was never exported from a cluster counts as newest. */
function age({ policy }: Aim): number {
  const created = Date.parse(policy.resource.creationTimestamp ?? "");
  return Number.isNaN(created) ? Number.MAX_SAFE_INTEGER : created;
}

function applied({ policy, ref }: Aim, model: Model): AppliedPolicy {
  return { object: policy, section: ref.sectionName?.value, ...validationOf(policy, model) };
}

/** What a policy sends as SNI, verifies and trusts. */
export function validationOf(policy: Deployed<BackendTlsPolicy>, model: Model): Pick<AppliedPolicy, "sni" | "verifies" | "trust"> {
  const { hostname, subjectAltNames, caCertificateRefs, wellKnownCaCertificates } = policy.resource;
  const sni = hostname?.value;
  const names = subjectAltNames.flatMap((san) => san.hostname?.value ?? san.uri?.value ?? []);
  const verifies = names.length > 0 ? names : sni === undefined ? [] : [sni];
  return { sni, verifies, trust: trustOf(policy, caCertificateRefs, wellKnownCaCertificates?.value, model) };
}

function trustOf(
  policy: Deployed<BackendTlsPolicy>,
  refs: BackendTlsPolicy["caCertificateRefs"],
  wellKnown: string | undefined,
  model: Model,
): Trust {
  if (refs.length > 0) {
    return {
      trust: "references",
      references: refs.flatMap(({ kind, name }) => {
        if (name === undefined) return [];
        const found = kind?.value === "ConfigMap" ? model.find("ConfigMap", policy.namespace, name.value) : [];
        return [{ kind: kind?.value ?? "", name: name.value, object: found[0] }];
      }),
    };
  }
  return wellKnown === undefined ? { trust: "none" } : { trust: "system", name: wellKnown };
}
