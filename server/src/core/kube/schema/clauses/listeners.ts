/** The clauses of `spec.listeners` and `spec.listeners[].tls`, alike in Gateway and ListenerSet (`apis/v1/gateway_types.go`, `listenerset_types.go`). */
import { get, scalarOf } from "../../../yaml/tree.ts";
import type { Repair } from "../refusal.ts";
import { fieldOf, has, itemsIn, pathOf, pathText, repeated, samenessOf, textOf, type Value } from "../value.ts";
import type { Clause } from "./clause.ts";

const cleartext = new Set(["HTTP", "TCP", "UDP"]);

/** "Listener https", or "Listener 2" for one without a name. */
function titleOf(listener: Value): string {
  return `Listener ${textOf(listener, "name") ?? Number(listener.at.step) + 1}`;
}

function set(listener: Value, field: readonly string[], value: string, title: string): Repair {
  return { title, preferred: false, steps: [{ change: "set", path: [...pathOf(listener.at), ...field], value }] };
}

function remove(value: Value, title: string): Repair {
  return { title, preferred: false, steps: [{ change: "remove", path: pathOf(value.at) }] };
}

/** Whether a `tls` block is certain to name no certificate and no option. */
function isBare(tls: Value | undefined): boolean {
  return ["certificateRefs", "options"].every((name) => {
    const value = fieldOf(tls, name);
    return value === undefined || (value.type === "list" && value.items.length === 0) || (value.type === "map" && value.fields.size === 0);
  });
}

/** Clause "tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']" of `spec.listeners`. */
export const tlsOnlyWhereEncrypted: Clause = (list, tell) => {
  for (const listener of itemsIn(list)) {
    const protocol = textOf(listener, "protocol");
    const tls = fieldOf(listener, "tls");
    if (protocol === undefined || !cleartext.has(protocol) || tls === undefined) continue;
    const encrypted = protocol === "HTTP" ? "HTTPS" : "TLS";
    tell(tls.at, `${titleOf(listener)} has the protocol ${protocol}, which knows no TLS, and a tls block.`, {
      code: "tls-mode-invalid",
      ...(tls.at.key === undefined ? {} : { node: tls.at.key }),
      repairs: [
        ...(protocol === "UDP" ? [] : [set(listener, ["protocol"], encrypted, `Change the protocol to ${encrypted}`)]),
        remove(tls, "Remove the tls block"),
      ],
    });
  }
};

/** Clause "tls mode must be Terminate for protocol HTTPS" of `spec.listeners`. An HTTPS listener without `tls` passes. */
export const httpsTerminates: Clause = (list, tell) => {
  for (const listener of itemsIn(list)) {
    const mode = fieldOf(fieldOf(listener, "tls"), "mode");
    if (textOf(listener, "protocol") !== "HTTPS" || mode?.type !== "text" || mode.text === "" || mode.text === "Terminate") continue;
    tell(mode.at, `${titleOf(listener)} has the protocol HTTPS, for which TLS ends at the Gateway, and tls.mode ${mode.text}.`, {
      code: "tls-mode-invalid",
      repairs: [
        set(listener, ["protocol"], "TLS", "Change the protocol to TLS"),
        ...(isBare(fieldOf(listener, "tls")) ? [] : [set(listener, ["tls", "mode"], "Terminate", "Change the mode to Terminate")]),
      ],
    });
  }
};

/**
 * Clause "tls mode must be set for protocol TLS" of `spec.listeners`. The mode has a preset, so this meets only listeners without a `tls` block.
 */
export const tlsNeedsMode: Clause = (list, tell) => {
  for (const listener of itemsIn(list)) {
    if (textOf(listener, "protocol") !== "TLS" || listener.type !== "map" || has(listener, "tls")) continue;
    const protocol = fieldOf(listener, "protocol");
    tell(listener.at, `${titleOf(listener)} has the protocol TLS and no tls block, which says whether TLS ends here or passes through.`, {
      code: "tls-config-missing",
      ...(protocol === undefined ? {} : { node: protocol.at.node }),
    });
  }
};

/** Clause "hostname must not be specified for protocols ['TCP', 'UDP']" of `spec.listeners`. */
export const hostnameOnlyWhereKnown: Clause = (list, tell) => {
  for (const listener of itemsIn(list)) {
    const protocol = textOf(listener, "protocol");
    const hostname = fieldOf(listener, "hostname");
    if ((protocol !== "TCP" && protocol !== "UDP") || hostname?.type !== "text" || hostname.text === "") continue;
    tell(hostname.at, `${titleOf(listener)} has the protocol ${protocol}, which carries no hostname, and the hostname ${hostname.text}.`, {
      repairs: [remove(hostname, "Remove the hostname")],
    });
  }
};

/**
 * Clause "Combination of port, protocol and hostname must be unique for each listener" of `spec.listeners`. An absent hostname equals only an absent
 * one. Listeners that have one name as well are told by the list's keys.
 */
export const listenersDistinct: Clause = (list, tell) => {
  for (const [first, again] of repeated(itemsIn(list), (listener) => samenessOf(listener, ["port", "protocol", "hostname"]))) {
    if (textOf(first, "name") === textOf(again, "name")) continue;
    const port = fieldOf(again, "port");
    const what = `port ${port?.type === "number" ? port.number : ""}, protocol ${textOf(again, "protocol")}`;
    const hostname = textOf(again, "hostname");
    tell(
      again.at,
      `${titleOf(again)} has ${what} and ${hostname === undefined ? "no hostname" : `hostname ${hostname}`}, as has ${titleOf(first)}.`,
      {
        code: "listener-conflict",
        node: fieldOf(again, "name")?.at.node ?? again.at.node,
        related: [{ node: fieldOf(first, "name")?.at.node ?? first.at.node, message: `${titleOf(first)} is here.` }],
      },
    );
  }
};

/**
 * Clause "certificateRefs or options must be specified when mode is Terminate" of `spec.listeners[].tls`. Where the protocol knows no TLS, that is the
 * fault, and `tlsOnlyWhereEncrypted` tells it.
 */
export const terminationNeedsCertificate: Clause = (tls, tell) => {
  if (textOf(tls, "mode") !== "Terminate" || !isBare(tls)) return;
  const listener = tls.at.up?.node;
  if (cleartext.has(scalarOf(get(listener, "protocol"))?.value ?? "")) return;
  tell(tls.at, `${pathText(pathOf(tls.at))} lets TLS end here and names no certificate: certificateRefs and options are empty.`, {
    code: "tls-config-missing",
    ...(tls.at.key === undefined ? {} : { node: tls.at.key }),
  });
};
