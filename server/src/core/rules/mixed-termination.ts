/** Ports on which TLS ends for some names and passes through for others. */
import { type Deployed, placeOf, titleOf } from "../delivery/deployment.ts";
import { type DeclaredController, declaredController } from "../gateway/conformance/declared-version.ts";
import { lackOf, supportOf } from "../gateway/conformance/support.ts";
import { intersect } from "../gateway/hostname.ts";
import type { Model } from "../gateway/model.ts";
import { refusesPassthroughBesideHttps } from "../gateway/profiles/controller-facts.ts";
import type { ListenerStatus } from "../gateway/status/listener-status.ts";
import { servedBy } from "../gateway/status/world.ts";
import type { Gateway } from "../kube/gateway.ts";
import type { Judgement, Rule } from "./rule.ts";
import { joined, listenerTitle, sentence } from "./sentences.ts";
import { isMixedTermination, type SharedPort, sharedPorts } from "./shared-ports.ts";

/** A listener that ends TLS, one that passes it through, and the port of a Gateway that they share. */
interface Mixture {
  readonly shared: SharedPort;
  readonly terminating: ListenerStatus;
  readonly passing: ListenerStatus;
}

export const mixedTermination: Rule<Mixture> = {
  code: "mixed-termination",
  severity: "information",
  summary: "Listeners that end TLS and listeners that pass it through share a port, which not every controller can do.",
  reference: "https://gateway-api.sigs.k8s.io/geps/gep-2643/",
  since: "0.1.0",

  *subjects(model) {
    for (const shared of sharedPorts(model)) {
      const mixture = mixtureOf(shared);
      if (mixture !== undefined) yield mixture;
    }
  },

  check(mixture, model) {
    const verdict = verdictOf(mixture, model);
    if (verdict === undefined) return undefined;
    const { shared, terminating, passing } = mixture;
    const [first, second] =
      shared.statuses.indexOf(terminating) < shared.statuses.indexOf(passing) ? [terminating, passing] : [passing, terminating];
    return {
      place: placeOf(second.listener.owner, second.listener.spec.name ?? second.listener.spec.node),
      message: joined(
        `On port ${shared.port} of ${titleOf(shared.gateway)}, ${listenerTitle(terminating.listener)} ends TLS and ${listenerTitle(passing.listener)} passes it through.`,
        verdict.message,
      ),
      severity: verdict.severity,
      related: [
        {
          place: placeOf(first.listener.owner, first.listener.spec.name ?? first.listener.spec.node),
          message: `${sentence(listenerTitle(first.listener))} is here.`,
        },
      ],
    };
  },
};

/** The pair that decides: two of protocol TLS before HTTPS beside TLS, and of the latter only one whose hostnames meet and differ. */
function mixtureOf(shared: SharedPort): Mixture | undefined {
  const pairs = shared.statuses
    .filter(({ listener }) => listener.protocol === "TLS" && listener.mode === "Passthrough")
    .flatMap((passing) =>
      shared.statuses.flatMap((terminating) => (terminating.listener.mode === "Terminate" ? [{ shared, terminating, passing }] : [])),
    );
  return (
    pairs.find(({ terminating, passing }) => isMixedTermination(terminating.listener, passing.listener)) ??
    pairs.find(({ terminating: { listener: a }, passing: { listener: b } }) => {
      return a.hostname !== b.hostname && intersect(a.hostname, b.hostname).verdict === "yes";
    })
  );
}

type Verdict = Required<Pick<Judgement, "severity" | "message">>;

function verdictOf({ shared, terminating, passing }: Mixture, model: Model): Verdict | undefined {
  const declared = declaredController(shared.gateway, model);
  return isMixedTermination(terminating.listener, passing.listener)
    ? verdictOfModes(terminating, declared)
    : verdictOfProtocols(terminating, passing, shared.gateway, declared, model);
}

/** Two listeners of protocol TLS with different modes: GEP-2643, and the feature TLSRouteModeMixed. */
function verdictOfModes({ standing: { conflict } }: ListenerStatus, declared: DeclaredController | undefined): Verdict | undefined {
  const reports = (ask: typeof lackOf) => declared && ask("TLSRouteModeMixed", declared.controllerName, declared.version);
  const lack = reports(lackOf);
  if (conflict?.verdict === "no" || lack !== undefined) {
    const who = lack === undefined ? "This controller" : `${lack.title} ${lack.version}`;
    const message = `${who} lacks the feature TLSRouteModeMixed: it accepts neither, and reports Accepted=False, ProtocolConflict. Use two ports.`;
    return { severity: "error", message };
  }
  if (conflict === undefined || reports(supportOf) !== undefined) return undefined;
  const message =
    "That takes a controller with the feature TLSRouteModeMixed, and whether this one has it is not known here; others accept neither.";
  return { severity: "information", message };
}

/** HTTPS beside a listener that passes TLS through, for names that both take (kubernetes-sigs/gateway-api#4271). */
function verdictOfProtocols(
  { listener: a, standing: { profile } }: ListenerStatus,
  { listener: b }: ListenerStatus,
  gateway: Deployed<Gateway>,
  declared: DeclaredController | undefined,
  model: Model,
): Verdict | undefined {
  const names = `Their hostnames meet: ${a.hostname ?? "every name"} and ${b.hostname ?? "every name"}.`;
  const refusing = servedBy(gateway, refusesPassthroughBesideHttps, model);
  if (refusing !== undefined) {
    const isRefused = declared === undefined ? undefined : isFrom(refusing.since, declared.version);
    if (isRefused === false) return undefined;
    return {
      severity: isRefused ? "error" : "warning",
      message: `${names} ${refusing.title} accepts neither from version ${refusing.since} on, and reports Conflicted=True, ProtocolConflict. Use two ports, or hostnames that do not meet.`,
    };
  }
  if (profile.name !== "generic") return undefined;
  const [example] = refusesPassthroughBesideHttps;
  const message = `${names} Most controllers let the more precise name go its own way, but ${example?.title} accepts neither from version ${example?.since} on, and which one serves this Gateway is not known here.`;
  return { severity: "information", message };
}

/** Whether a version is this one or a later one; undefined for what is no version. */
function isFrom(since: string, version: string): boolean | undefined {
  const read = (text: string) =>
    /^v?(\d+)\.(\d+)(?:\.(\d+))?/
      .exec(text)
      ?.slice(1)
      .map((part) => Number(part ?? 0));
  const [wanted, given] = [read(since), read(version)];
  if (wanted === undefined || given === undefined) return undefined;
  const differing = wanted.findIndex((part, i) => part !== given[i]);
  return differing < 0 || (given[differing] ?? 0) > (wanted[differing] ?? 0);
}
