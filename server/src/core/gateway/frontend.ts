/** Client certificate validation, `spec.tls.frontend`: which part of it governs which listeners (Gateway API `gateway_types.go`; GEP-91). */
import type { Deployed } from "../delivery/deployment.ts";
import type { FrontendValidation, Gateway } from "../kube/gateway.ts";
import type { Listener } from "./listener.ts";

/** One part of a Gateway that asks clients for certificates: the default, or the entry of a port. */
export interface ClientValidation {
  readonly gateway: Deployed<Gateway>;
  readonly validation: FrontendValidation;
  /** The path of the validation from the Gateway's root. */
  readonly path: readonly (string | number)[];
  /** Whether it is an entry of `perPort`. */
  readonly isPerPort: boolean;
  /** The HTTPS listeners of the merged list whose clients it validates. */
  readonly listeners: readonly Listener[];
}

/**
 * The validation that governs a listener: the entry of its port, which replaces the default and may switch it off; only HTTPS is covered.
 * Undefined too where several Gateways claim the listener.
 */
export function validationOf(listener: Listener): FrontendValidation | undefined {
  if (listener.protocol !== "HTTPS") return undefined;
  const [gateway, another] = listener.gateways;
  const frontend = another === undefined ? gateway?.resource.frontend : undefined;
  if (frontend === undefined) return undefined;
  const perPort = frontend.perPort.find(({ port }) => port?.value !== undefined && port.value === listener.port);
  return perPort === undefined ? frontend.default : perPort.validation;
}

/** Every validation that a Gateway writes, used or not; `merged` are the listeners of the Gateway and its ListenerSets. */
export function clientValidationsOf(gateway: Deployed<Gateway>, merged: readonly Listener[]): readonly ClientValidation[] {
  const { frontend } = gateway.resource;
  if (frontend === undefined) return [];
  const root = ["spec", "tls", "frontend"];
  const made = (validation: FrontendValidation | undefined, path: readonly (string | number)[], isPerPort: boolean): ClientValidation[] => {
    if (validation === undefined) return [];
    const listeners = merged.filter((listener) => validationOf(listener) === validation);
    return [{ gateway, validation, path: [...root, ...path, "validation"], isPerPort, listeners }];
  };
  return [
    ...made(frontend.default, ["default"], false),
    ...frontend.perPort.flatMap(({ validation }, i) => made(validation, ["perPort", i, "tls"], true)),
  ];
}
