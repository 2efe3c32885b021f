/** What it does to traffic that a reference leads to nothing that can be used. */
import { validationOf } from "../gateway/frontend.ts";
import type { Reference } from "../gateway/reference.ts";
import { joined, listenersTitle } from "./sentences.ts";

/** What it does that these references to one target, of one object, cannot be used; a sentence for each kind of field that holds one. */
export function effectOf(references: readonly Reference[]): string {
  const of = (purpose: Reference["purpose"]) => references.filter((reference) => reference.purpose === purpose);
  const [certificates, authorities] = [of("certificate"), of("frontend-ca")];
  return joined(
    certificates.length > 0 ? effectOnListeners(certificates) : "",
    authorities.length > 0 ? effectOnClients(authorities) : "",
    of("client-certificate").length > 0
      ? "The Gateway has no certificate to show to its backends; one that asks for it ends the connection."
      : "",
    effectOnRoute(references),
  );
}

function effectOnListeners(references: readonly Reference[]): string {
  const listeners = references.flatMap((reference) => reference.listeners);
  const isOnly = listeners.every(({ certificates }) => certificates.length === 1);
  const are = new Set(listeners).size > 1 ? "get" : "gets";
  return `${listenersTitle(listeners)} ${are} ${isOnly ? "no certificate, so no client can connect" : "one certificate less"}.`;
}

function effectOnClients(references: readonly Reference[]): string {
  const listeners = references.flatMap((reference) => reference.listeners);
  const isOnly = listeners.every((listener) => validationOf(listener)?.caCertificateRefs.length === 1);
  const several = new Set(listeners).size > 1;
  if (isOnly)
    return `${listenersTitle(listeners)} cannot verify any client and ${several ? "are" : "is"} not accepted, so nobody can connect.`;
  return `${listenersTitle(listeners)} ${several ? "refuse" : "refuses"} the clients whose certificates it signed.`;
}

function effectOnRoute(references: readonly Reference[]): string {
  const purposes = new Set(references.map(({ purpose }) => purpose));
  if (!purposes.has("backend")) {
    if (purposes.has("mirror")) return "No request is mirrored to it.";
    return purposes.has("external-auth") ? "The Gateway cannot ask it whether a request is allowed." : "";
  }
  switch (references[0]?.owner.resource.kind) {
    case "HTTPRoute":
      return "Requests meant for it are answered with status 500.";
    case "GRPCRoute":
      return "Calls meant for it fail with status UNAVAILABLE.";
    case "UDPRoute":
      return "Packets meant for it are dropped.";
    default:
      return "Connections meant for it are rejected.";
  }
}
