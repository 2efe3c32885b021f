/** Objects for tests of rules, in few words, and the files that hold them. */
import { stringify } from "yaml";
import { expandPem } from "./certificates.ts";
import { uriOf } from "./fixture.ts";
import type { Texts } from "./judged.ts";

/** `namespace/name`, or a bare name for an object that writes no namespace. */
type Name = string;
export type Fields = Readonly<Record<string, unknown>>;

const group = "gateway.networking.k8s.io";

function metadata(title: Name, more: Fields = {}): Fields {
  const slash = title.indexOf("/");
  if (slash < 0) return { name: title, ...more };
  return { name: title.slice(slash + 1), namespace: title.slice(0, slash), ...more };
}

/** A reference to an object of another namespace, or of the own one. */
export function ref(title: Name, more: Fields = {}): Fields {
  return { ...metadata(title), ...more };
}

export interface ListenerFields {
  readonly name?: string;
  readonly hostname?: string;
  readonly port?: number;
  readonly protocol?: string;
  readonly mode?: string;
  /** Secrets, as `namespace/name` or a bare name. */
  readonly secrets?: readonly Name[];
  readonly from?: string;
  readonly more?: Fields;
}

function listener({ name = "https", hostname, port = 443, protocol = "HTTPS", mode, secrets, from, more }: ListenerFields): Fields {
  return {
    name,
    ...(hostname === undefined ? {} : { hostname }),
    port,
    protocol,
    ...(secrets === undefined
      ? {}
      : { tls: { ...(mode === undefined ? {} : { mode }), certificateRefs: secrets.map((title) => ref(title)) } }),
    ...(from === undefined ? {} : { allowedRoutes: { namespaces: { from } } }),
    ...more,
  };
}

export function gateway(title: Name, listeners: readonly ListenerFields[], more: { annotations?: Fields; spec?: Fields } = {}): Fields {
  const { annotations, spec } = more;
  return {
    apiVersion: `${group}/v1`,
    kind: "Gateway",
    metadata: metadata(title, annotations === undefined ? {} : { annotations }),
    spec: { gatewayClassName: "envoy", listeners: listeners.map(listener), ...spec },
  };
}

export function listenerSet(title: Name, parent: Name, listeners: readonly ListenerFields[]): Fields {
  const spec = { parentRef: ref(parent), listeners: listeners.map(listener) };
  return { apiVersion: `${group}/v1`, kind: "ListenerSet", metadata: metadata(title), spec };
}

export interface RouteFields {
  readonly kind?: string;
  readonly parents?: readonly Fields[];
  readonly hostnames?: readonly string[];
  readonly backends?: readonly Fields[];
  readonly rules?: readonly Fields[];
}

export function route(title: Name, { kind = "HTTPRoute", parents = [], hostnames, backends = [], rules }: RouteFields): Fields {
  return {
    apiVersion: `${group}/v1`,
    kind,
    metadata: metadata(title),
    spec: { parentRefs: parents, ...(hostnames === undefined ? {} : { hostnames }), rules: rules ?? [{ backendRefs: backends }] },
  };
}

export function service(title: Name): Fields {
  return { apiVersion: "v1", kind: "Service", metadata: metadata(title), spec: { ports: [{ port: 80 }] } };
}

export function namespace(name: string): Fields {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name } };
}

/** A cert-manager Certificate that makes a Secret of its own name, or of `secretName`. */
export function certificate(title: Name, dnsNames: readonly string[], more: Fields = {}): Fields {
  const secretName = title.slice(title.indexOf("/") + 1);
  const spec = { secretName, dnsNames, issuerRef: { name: "ca" }, ...more };
  return { apiVersion: "cert-manager.io/v1", kind: "Certificate", metadata: metadata(title), spec };
}

/** A TLS Secret; the values are markers of `expandPem`, without their braces. */
export function secret(title: Name, crt: string, key = "key leaf", more: Fields = {}): Fields {
  const stringData = { "tls.crt": expandPem(`{{${crt}}}`), "tls.key": expandPem(`{{${key}}}`) };
  return { apiVersion: "v1", kind: "Secret", metadata: metadata(title), type: "kubernetes.io/tls", stringData, ...more };
}

export interface GrantFields {
  readonly from: readonly Fields[];
  readonly to: readonly Fields[];
  readonly version?: string;
}

/** An entry of `from`. */
export function from(kind: string, namespace: string, more: Fields = {}): Fields {
  return { group, kind, namespace, ...more };
}

/** An entry of `to`. */
export function to(kind: string, name?: string, more: Fields = {}): Fields {
  return { group: "", kind, ...(name === undefined ? {} : { name }), ...more };
}

export function grant(title: Name, { from, to, version = "v1" }: GrantFields): Fields {
  return { apiVersion: `${group}/${version}`, kind: "ReferenceGrant", metadata: metadata(title), spec: { from, to } };
}

/** One file per entry. */
export function workspaceOf(files: Readonly<Record<string, readonly Fields[]>>): Texts {
  return new Map(
    Object.entries(files).map(([path, objects]) => [
      uriOf(path),
      path.endsWith(".json") ? JSON.stringify(objects[0], undefined, 2) : objects.map((object) => stringify(object)).join("---\n"),
    ]),
  );
}

/** All objects in one file. */
export function oneFile(...objects: readonly Fields[]): Texts {
  return workspaceOf({ "all.yaml": objects });
}
