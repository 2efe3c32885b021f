/**
 * Where TLS begins and ends on one listener: one plain value from which card, picture, lens and table are drawn.
 *
 * Four models have names of their own (edge termination, re-encryption, termination before a mesh, passthrough); beside them stand
 * plain HTTP, raw TCP and UDP, and "unknown", which always says why. What is not in the workspace makes an answer unknown, never no.
 */
import type { Deployed } from "../delivery/deployment.ts";
import type { ObjectRef } from "../kube/gateway.ts";
import type { Route } from "../kube/route.ts";
import { isOpaque } from "../yaml/template.ts";
import { type BackendHop, backendHop, type Forwarding, type Wire } from "./backend-hop.ts";
import { validationOf } from "./frontend.ts";
import type { Listener } from "./listener.ts";
import type { Model } from "./model.ts";
import { type PresentedCertificate, presentedBy } from "./presented.ts";

export type BoundaryModel =
  | "edge termination"
  | "re-encryption"
  | "termination, then mesh"
  | "passthrough"
  | "plain HTTP"
  | "raw TCP"
  | "raw UDP"
  | "unknown";

export interface Boundary {
  readonly listener: Listener;
  readonly model: BoundaryModel;
  /** How the model is known, or why it is not: a clause without a full stop. */
  readonly because: string;
  readonly terminates: "Gateway" | "backend" | "nobody" | "unknown";
  readonly clientWire: Wire;
  /** What the Gateway presents; empty where it terminates nothing, and where `noCertificate` says why it has none. */
  readonly certificates: readonly PresentedCertificate[];
  readonly noCertificate: string | undefined;
  readonly privateKey: "Secret" | "backend" | "none" | "unknown";
  readonly clientCertificates: ClientCertificates | undefined;
  readonly routes: readonly RoutePassage[];
  /** Every backend of the routes once, in their order. */
  readonly hops: readonly BackendHop[];
  readonly sees: readonly string[];
  readonly cannotSee: readonly string[];
}

/** A route on its way through the listener. */
export interface RoutePassage {
  readonly route: Deployed<Route>;
  /** Whether it attaches; `unknown` where a namespace, a label or a placeholder decides. */
  readonly verdict: "yes" | "unknown";
  /** The names under which the listener serves it; empty for every name. */
  readonly hostnames: readonly string[];
  /** One per backend reference. */
  readonly hops: readonly BackendHop[];
}

/** `spec.tls.frontend` as it governs this listener (GEP-91). */
export interface ClientCertificates {
  readonly mode: string;
  readonly authorities: readonly ObjectRef[];
}

/** What the first hop alone tells. */
interface Front {
  readonly wire: Wire;
  readonly forwarding: Forwarding;
  readonly terminates: Boundary["terminates"];
  /** The model where the second hop does not decide it. */
  readonly model: BoundaryModel | undefined;
  readonly because: string;
  readonly sees: readonly string[];
  readonly cannotSee: readonly string[];
}

const boundaries = new WeakMap<Model, WeakMap<Listener, Boundary>>();

/** The boundary of a listener, made once per model. */
export function boundaryOf(listener: Listener, model: Model): Boundary {
  let known = boundaries.get(model);
  if (known === undefined) {
    known = new WeakMap();
    boundaries.set(model, known);
  }
  let boundary = known.get(listener);
  if (boundary === undefined) {
    boundary = drawBoundary(listener, model);
    known.set(listener, boundary);
  }
  return boundary;
}

function drawBoundary(listener: Listener, model: Model): Boundary {
  const front = frontOf(listener);
  const routes = passages(listener, front.forwarding, model);
  const attached = routes.filter(({ verdict }) => verdict === "yes");
  const deciding = attached.length > 0 ? attached : routes;
  const second = front.model === undefined ? modelBehind(deciding) : { model: front.model, because: front.because };
  const terminating = front.terminates === "Gateway";
  const certificates = presentedBy(listener, model);
  return {
    listener,
    ...second,
    terminates: front.terminates,
    clientWire: front.wire,
    certificates,
    noCertificate: terminating && certificates.length === 0 ? whyNoCertificate(listener) : undefined,
    privateKey: keyHolder(front, certificates),
    clientCertificates: terminating ? clientCertificatesOf(listener) : undefined,
    routes,
    hops: onceEach(routes.flatMap(({ hops }) => hops)),
    sees: front.sees,
    cannotSee: front.cannotSee,
  };
}

const everything = ["the host, path, headers and bodies of every request"];
const onlyTheHello = ["the name that the client asks for (SNI)", "addresses, sizes and times"];
const nothingWithin = ["paths, headers, bodies or status codes"];

function frontOf(listener: Listener): Front {
  const { protocol, mode } = listener;
  const unknown = (because: string): Front => ({
    wire: "unknown",
    forwarding: "raw",
    terminates: "unknown",
    model: "unknown",
    because,
    sees: [],
    cannotSee: [],
  });
  const written = listener.spec.tls?.mode?.value;
  if (isOpaque(protocol)) return unknown("the protocol is a placeholder");
  if (written !== undefined && isOpaque(written)) return unknown("tls.mode is a placeholder");
  switch (protocol) {
    case "HTTP":
      return {
        wire: "plaintext",
        forwarding: "decrypted",
        terminates: "nobody",
        model: "plain HTTP",
        because: "protocol HTTP has no TLS",
        sees: [...everything, "and so does everybody on the way"],
        cannotSee: [],
      };
    case "TCP":
    case "UDP":
      return {
        wire: "raw",
        forwarding: "raw",
        terminates: "nobody",
        model: protocol === "TCP" ? "raw TCP" : "raw UDP",
        because: `protocol ${protocol} passes the bytes on as they come`,
        sees: ["addresses, sizes and times, and the bytes as they are"],
        cannotSee: ["anything that client and backend encrypt between themselves"],
      };
    case "HTTPS":
    case "TLS":
      break;
    case "":
      return unknown("the protocol is not written yet");
    default:
      return unknown(`${protocol} is none of the API's protocols HTTP, HTTPS, TLS, TCP and UDP`);
  }
  if (mode === undefined) return unknown(`tls.mode ${written ?? ""} is neither Terminate nor Passthrough`);
  if (mode === "Passthrough") {
    if (protocol === "HTTPS") return unknown("the API refuses Passthrough on protocol HTTPS, which needs protocol TLS");
    return {
      wire: "passed through",
      forwarding: "client TLS",
      terminates: "backend",
      model: "passthrough",
      because: "tls.mode is Passthrough",
      sees: onlyTheHello,
      cannotSee: nothingWithin,
    };
  }
  if (protocol === "TLS" && listener.spec.tls === undefined) return unknown("the API refuses protocol TLS without tls.mode");
  return {
    wire: "encrypted",
    forwarding: "decrypted",
    terminates: "Gateway",
    model: undefined,
    because: "",
    sees: protocol === "HTTPS" ? ["the SNI", ...everything] : ["the SNI and every decrypted byte; it chooses the route by SNI alone"],
    cannotSee: [],
  };
}

/** Names the model by its weakest backend: one plaintext hop is what an auditor would find. */
function modelBehind(routes: readonly RoutePassage[]): Pick<Boundary, "model" | "because"> {
  if (routes.length === 0) return { model: "unknown", because: "no route of this workspace is known to attach" };
  const hops = routes.flatMap((passage) => passage.hops);
  if (hops.length === 0) return { model: "edge termination", because: "no attached route has a backend, the Gateway answers itself" };
  const plain = hops.find(({ wire }) => wire === "plaintext" || wire === "raw");
  if (plain !== undefined) return { model: "edge termination", because: plain.because };
  const open = hops.find(({ wire, mesh }) => wire === "unknown" && mesh === undefined);
  if (open !== undefined) return { model: "unknown", because: open.because };
  const mesh = hops.find(({ wire }) => wire === "unknown");
  if (mesh !== undefined) return { model: "termination, then mesh", because: mesh.because };
  const encrypted = hops.find(({ wire }) => wire === "encrypted");
  if (encrypted !== undefined) return { model: "re-encryption", because: encrypted.because };
  return { model: "unknown", because: "every backend reference is refused, so nothing goes on to a backend" };
}

function passages(listener: Listener, forwarding: Forwarding, model: Model): readonly RoutePassage[] {
  const byRoute = new Map<Deployed<Route>, { verdict: "yes" | "unknown"; hostnames: Set<string> }>();
  for (const { route, verdict, hostnames } of listener.attachments) {
    if (verdict === "no") continue;
    const there = byRoute.get(route) ?? { verdict, hostnames: new Set<string>() };
    // Two parentRefs may select one listener; one that surely attaches is enough.
    if (verdict === "yes") there.verdict = "yes";
    for (const { hostname } of hostnames) if (hostname !== undefined) there.hostnames.add(hostname);
    byRoute.set(route, there);
  }
  return [...byRoute].map(([route, { verdict, hostnames }]) => ({
    route,
    verdict,
    hostnames: [...hostnames],
    hops: model.backendsOf(route).map((backend) => backendHop(backend, forwarding, model)),
  }));
}

function onceEach(hops: readonly BackendHop[]): readonly BackendHop[] {
  const once = new Map<string, BackendHop>();
  for (const hop of hops) {
    const key = `${hop.wire} ${hop.backend.target.namespace} ${hop.backend.target.kind} ${hop.title}`;
    if (!once.has(key)) once.set(key, hop);
  }
  return [...once.values()];
}

function whyNoCertificate({ owner, spec: { tls } }: Listener): string {
  if (owner.partial) return `${owner.resource.kind} ${owner.name} is not all in its manifest`;
  if (tls === undefined || tls.certificateRefs.length === 0) {
    if (tls?.options !== undefined) return "tls.options stand in for certificateRefs, and what they mean is up to the controller";
    return "no certificateRefs are written";
  }
  return "the certificateRef names nothing yet";
}

function keyHolder(front: Front, certificates: readonly PresentedCertificate[]): Boundary["privateKey"] {
  switch (front.terminates) {
    case "Gateway":
      return certificates.length > 0 ? "Secret" : "unknown";
    case "backend":
      return "backend";
    case "nobody":
      return "none";
    case "unknown":
      return "unknown";
  }
}

function clientCertificatesOf(listener: Listener): ClientCertificates | undefined {
  const validation = validationOf(listener);
  if (validation === undefined) return undefined;
  return { mode: validation.mode?.value ?? "AllowValidOnly", authorities: validation.caCertificateRefs };
}
