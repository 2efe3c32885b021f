/** Client certificate validation that does less, or reaches further, than it seems. */
import { placeOf, titleOf } from "../delivery/deployment.ts";
import { type ClientValidation, clientValidationsOf } from "../gateway/frontend.ts";
import type { Listener } from "../gateway/listener.ts";
import { at, pairOf, type Span } from "../yaml/tree.ts";
import type { Judgement, Related, Rule } from "./rule.ts";
import { fullListenerTitle, joined, listenersTitle, listOf, sentence } from "./sentences.ts";

/** A validation has two sides to judge, each mended by itself. */
interface Aspect {
  readonly validation: ClientValidation;
  readonly aspect: "mode" | "port";
}

/** Validation belongs to a port and not to a hostname, because browsers send requests for several hosts over one connection (GEP-91). */
export const clientValidationInsecure: Rule<Aspect> = {
  code: "client-validation-insecure",
  severity: "warning",
  summary: "A Gateway lets clients in without a valid certificate, or asks for one on behalf of other hostnames too.",
  reference: "https://gateway-api.sigs.k8s.io/guides/user-guides/tls/#client-certificate-validation",
  since: "0.1.0",

  *subjects(model) {
    for (const gateway of model.gateways) {
      if (gateway.partial || gateway.resource.frontend === undefined) continue;
      for (const validation of clientValidationsOf(gateway, model.mergedListenersOf(gateway))) {
        yield { validation, aspect: "mode" };
        yield { validation, aspect: "port" };
      }
    }
  },

  check: ({ validation, aspect }) => (aspect === "mode" ? judgeMode(validation) : judgePort(validation)),
};

function judgeMode({ gateway, validation, listeners }: ClientValidation): Judgement | undefined {
  const { mode } = validation;
  if (mode?.value !== "AllowInsecureFallback") return undefined;
  return {
    place: placeOf(gateway, mode),
    message: joined(
      `${titleOf(gateway)} lets clients in without a certificate, and with one that it cannot verify: AllowInsecureFallback asks for a certificate and goes on in any case.`,
      listeners.length === 0 ? "" : `Nobody is kept off ${listOf(listeners.map(fullListenerTitle))}.`,
      "Only the backend can refuse them, if it is told who they are. Write AllowValidOnly once every client has its certificate.",
      "Controllers report InsecureFrontendValidationMode=True, ConfigurationChanged.",
    ),
  };
}

function judgePort(clientValidation: ClientValidation): Judgement | undefined {
  const { gateway, validation, isPerPort, listeners } = clientValidation;
  // Without a certificate nobody is refused, so nothing reaches too far.
  if (validation.mode?.value === "AllowInsecureFallback") return undefined;
  const shared = sharedPort(listeners);
  if (shared === undefined) return undefined;
  const [first] = shared;
  const names = [...new Set(shared.map(({ hostname }) => hostname ?? "every other name"))];
  return {
    place: placeOf(gateway, whereItSays(clientValidation)),
    message: joined(
      `${titleOf(gateway)} asks every client of port ${first?.port} for a certificate, whatever host it wants: ${listOf(names, 4)}.`,
      `${listenersTitle(shared)} share the port, and a validation is for a port, not for a hostname.`,
      "Give the hosts that need no certificate a port of their own.",
    ),
    related: shared.map(
      (listener): Related => ({
        place: placeOf(listener.owner, listener.spec.name ?? listener.spec.node),
        message: `${sentence(fullListenerTitle(listener))} is under it, for ${listener.hostname ?? "every other name"}.`,
      }),
    ),
    // Who writes a default means every port.
    ...(isPerPort ? {} : { severity: "information" }),
  };
}

/** The listeners under a validation on the first port that several hostnames share. */
function sharedPort(listeners: readonly Listener[]): readonly Listener[] | undefined {
  const byPort = new Map<number | undefined, Listener[]>();
  for (const listener of listeners) {
    const there = byPort.get(listener.port);
    if (there === undefined) byPort.set(listener.port, [listener]);
    else there.push(listener);
  }
  return [...byPort.values()].find((together) => new Set(together.map(({ hostname }) => hostname)).size > 1);
}

/** The number of the port, or the key of the default. */
function whereItSays({ gateway, validation, path, isPerPort }: ClientValidation): Span {
  const { root, frontend } = gateway.resource;
  if (isPerPort) return at(root, ...path.slice(0, -2), "port") ?? validation.node;
  return pairOf(frontend?.node, "default")?.key ?? validation.node;
}
