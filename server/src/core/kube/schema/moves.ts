/** How the value of a field that moved is written at its new path. */
import type { PlainValue } from "../../yaml/change.ts";
import { asInteger } from "../../yaml/scalar.ts";
import { at, get } from "../../yaml/tree.ts";
import { plainValue } from "./plain-value.ts";
import type { Repair } from "./refusal.ts";
import { pathOf, type Spot } from "./value.ts";

/** The repair of a field of `movedFields`, by its old path; undefined where the new path is taken or the value cannot be carried over. */
export function moveOf(was: string, spot: Spot): Repair | undefined {
  const value = plainValue(spot.node);
  const root = rootOf(spot);
  const remove = { change: "remove", path: pathOf(spot) } as const;
  if (value === undefined) return undefined;
  switch (was) {
    // The validation of one listener is that of its port: Gateway-wide settings differ by port, not by listener.
    case "spec.listeners[].tls.frontendValidation": {
      const port = asInteger(get(spot.up?.up?.node, "port"));
      if (port === undefined || at(root, "spec", "tls", "frontend") !== undefined) return undefined;
      const frontend = { default: {}, perPort: [{ port, tls: { validation: value } }] };
      return {
        title: `Move it to spec.tls.frontend, for port ${port}`,
        preferred: false,
        steps: [remove, { change: "set", path: ["spec", "tls", "frontend"], value: frontend }],
      };
    }
    case "spec.backendTLS":
      if (at(root, "spec", "tls", "backend") !== undefined) return undefined;
      return {
        title: "Move it to spec.tls.backend",
        preferred: false,
        steps: [remove, { change: "set", path: ["spec", "tls", "backend"], value }],
      };
    case "spec.targetRef":
      if (at(root, "spec", "targetRefs") !== undefined) return undefined;
      return {
        title: "Make it the entry of spec.targetRefs",
        preferred: false,
        steps: [remove, { change: "set", path: ["spec", "targetRefs"], value: [value] }],
      };
    case "spec.tls":
      if (at(root, "spec", "validation") !== undefined) return undefined;
      return {
        title: "Move it to spec.validation",
        preferred: false,
        steps: [remove, { change: "set", path: ["spec", "validation"], value: withNewNames(value) }],
      };
    case "spec.validation.caCertRefs":
    case "spec.validation.wellKnownCACerts":
      return renameTo(newNames[String(spot.step)] ?? "", spot);
    default:
      return undefined;
  }
}

function renameTo(key: string, spot: Spot): Repair | undefined {
  if (get(spot.up?.node, key) !== undefined) return undefined;
  return { title: `Rename ${spot.step} to ${key}`, preferred: true, steps: [{ change: "rename", path: pathOf(spot), key }] };
}

/** The names that the fields of a BackendTLSPolicy's `tls` have under `validation`. */
const newNames: Readonly<Record<string, string>> = { caCertRefs: "caCertificateRefs", wellKnownCACerts: "wellKnownCACertificates" };

function withNewNames(value: PlainValue): PlainValue {
  if (typeof value !== "object" || isList(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [newNames[name] ?? name, field]));
}

function isList(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value);
}

function rootOf(spot: Spot) {
  let here = spot;
  while (here.up !== undefined) here = here.up;
  return here.node;
}
