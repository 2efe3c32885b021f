/** What must hold of every prediction, whatever the manifests. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Grants, type Referrer, type Target } from "../../server/src/core/gateway/grants.ts";
import type { StatusObject } from "../../server/src/core/gateway/status/render.ts";
import { fixtureNow } from "../support/certificates.ts";
import { modelOf, predicted } from "../support/prediction.ts";

const namespaces = ["a", "b"];
const names = ["x", "y"];
const namespace = fc.constantFrom(...namespaces);
const name = fc.constantFrom(...names);
const hostname = fc.constantFrom("a.example.com", "*.example.com", "b.example.org", "");

function head(apiVersion: string, kind: string, ns: string, object: string): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${object}, namespace: ${ns}}\n`;
}

const api = "gateway.networking.k8s.io/v1";

const listener = fc
  .record({
    protocol: fc.constantFrom("HTTP", "HTTPS", "TLS", "TCP"),
    port: fc.constantFrom(80, 443),
    hostname,
    from: fc.constantFrom("Same", "All"),
    ns: namespace,
    secret: name,
  })
  .map(({ protocol, port, hostname: host, from, ns, secret }) => {
    const tls =
      protocol === "HTTPS" || protocol === "TLS" ? `, tls: {mode: Terminate, certificateRefs: [{name: ${secret}, namespace: ${ns}}]}` : "";
    const at = host === "" || protocol === "TCP" ? "" : `, hostname: '${host}'`;
    return `protocol: ${protocol}, port: ${port}${at}, allowedRoutes: {namespaces: {from: ${from}}}${tls}`;
  });

const gateway = fc
  .record({ ns: namespace, name, listeners: fc.array(listener, { minLength: 1, maxLength: 3 }) })
  .map(({ ns, name: object, listeners }) => {
    const entries = listeners.map((one, i) => `    - {name: l${i}, ${one}}`).join("\n");
    return `${head(api, "Gateway", ns, object)}spec:\n  gatewayClassName: c\n  allowedListeners: {namespaces: {from: All}}\n  listeners:\n${entries}\n`;
  });

const listenerSet = fc
  .record({ ns: namespace, name, parent: name, parentNs: namespace, one: listener })
  .map(
    ({ ns, name: object, parent, parentNs, one }) =>
      `${head(api, "ListenerSet", ns, object)}spec:\n  parentRef: {name: ${parent}, namespace: ${parentNs}}\n  listeners: [{name: s, ${one}}]\n`,
  );

const route = fc
  .record({
    kind: fc.constantFrom("HTTPRoute", "TLSRoute", "TCPRoute"),
    ns: namespace,
    name,
    parent: name,
    parentNs: namespace,
    hostname,
    backend: name,
    backendNs: namespace,
  })
  .map((one) => {
    const hostnames = one.kind === "TCPRoute" || one.hostname === "" ? "" : `\n  hostnames: ['${one.hostname}']`;
    const backend = `{name: ${one.backend}, namespace: ${one.backendNs}, port: 80}`;
    return `${head(api, one.kind, one.ns, one.name)}spec:\n  parentRefs: [{name: ${one.parent}, namespace: ${one.parentNs}}]${hostnames}\n  rules: [{backendRefs: [${backend}]}]\n`;
  });

const grant = fc
  .record({
    ns: namespace,
    name,
    from: fc.constantFrom("Gateway", "ListenerSet", "HTTPRoute", "TLSRoute"),
    fromNs: namespace,
    to: fc.constantFrom("Secret", "Service"),
    toName: fc.option(name, { nil: undefined }),
  })
  .map(({ ns, name: object, from, fromNs, to, toName }) => {
    const target = toName === undefined ? "" : `, name: ${toName}`;
    return `${head(api, "ReferenceGrant", ns, object)}spec:\n  from: [{group: gateway.networking.k8s.io, kind: ${from}, namespace: ${fromNs}}]\n  to: [{group: '', kind: ${to}${target}}]\n`;
  });

const service = fc
  .record({ ns: namespace, name })
  .map(({ ns, name: object }) => `${head("v1", "Service", ns, object)}spec: {ports: [{port: 80}]}\n`);
const certificate = fc
  .record({ ns: namespace, name })
  .map(
    ({ ns, name: object }) =>
      `${head("cert-manager.io/v1", "Certificate", ns, object)}spec: {secretName: ${object}, dnsNames: [a.example.com]}\n`,
  );

/** Documents of which no two have one kind, namespace and name: a cluster cannot hold such two. */
const documents = fc
  .array(fc.oneof(gateway, listenerSet, route, grant, service, certificate), { minLength: 1, maxLength: 14 })
  .map((all) => [...new Map(all.map((text) => [text.split("\n").slice(1, 3).join(), text])).values()]);

function statuses(files: readonly (readonly string[])[], complete: boolean): string[] {
  const named = files.map((texts, i): [string, string] => [`file:///${i}.yaml`, texts.join("---\n")]);
  return predicted(named, fixtureNow, { complete })
    .map((object: StatusObject) => JSON.stringify(object))
    .sort();
}

test("the order of files and documents changes no status", () => {
  const shuffled = documents.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
  fc.assert(
    fc.property(shuffled, fc.nat(), fc.boolean(), ([all, other], cut, complete) => {
      const at = cut % (all.length + 1);
      assert.deepEqual(statuses([all], complete), statuses([other.slice(at), other.slice(0, at)], complete));
    }),
    { numRuns: 300 },
  );
});

test("an unrelated object changes no status", () => {
  const unrelated = [
    `${head("v1", "Service", "elsewhere", "stranger")}spec: {ports: [{port: 80}]}\n`,
    `${head(api, "ReferenceGrant", "elsewhere", "stranger")}spec:\n  from: [{group: gateway.networking.k8s.io, kind: Gateway, namespace: a}]\n  to: [{group: '', kind: Secret}]\n`,
    `${head("cert-manager.io/v1", "Certificate", "elsewhere", "stranger")}spec: {secretName: x}\n`,
  ];
  fc.assert(
    fc.property(documents, fc.constantFrom(...unrelated), fc.boolean(), (all, stranger, complete) => {
      assert.deepEqual(statuses([all, [stranger]], complete), statuses([all], complete));
    }),
    { numRuns: 300 },
  );
});

test("a closed world only settles what an open one leaves unknown", () => {
  const conditions = (all: readonly string[], complete: boolean) =>
    predicted([["file:///a.yaml", all.join("---\n")]], fixtureNow, { complete }).flatMap(({ kind, metadata, status = {} }) =>
      flat(status, `${kind} ${metadata.namespace}/${metadata.name}`),
    );
  fc.assert(
    fc.property(documents, (all) => {
      const closed = new Map(conditions(all, true));
      for (const [where, told] of conditions(all, false)) {
        if (told.startsWith("Unknown") || !closed.has(where)) continue;
        assert.equal(closed.get(where)?.split("/")[0], told.split("/")[0], where);
      }
    }),
    { numRuns: 300 },
  );
});

/** Every condition of a status, by where it stands: `Gateway a/x listeners 0 Accepted` → `True/Accepted`. */
function flat(value: unknown, where: string): [string, string][] {
  if (Array.isArray(value))
    return value.flatMap((item, i) =>
      isCondition(item) ? [[`${where} ${item.type}`, `${item.status}/${item.reason}`] as [string, string]] : flat(item, `${where} ${i}`),
    );
  return typeof value === "object" && value !== null ? Object.entries(value).flatMap(([key, item]) => flat(item, `${where} ${key}`)) : [];
}

function isCondition(value: unknown): value is { type: string; status: string; reason: string } {
  return typeof value === "object" && value !== null && "type" in value && "reason" in value && "status" in value;
}

test("a grant only ever adds: what was allowed stays allowed", () => {
  const from: fc.Arbitrary<Referrer> = fc.record({
    group: fc.constant("gateway.networking.k8s.io"),
    kind: fc.constantFrom("Gateway", "HTTPRoute"),
    namespace,
  });
  const to: fc.Arbitrary<Target> = fc.record({ group: fc.constant(""), kind: fc.constantFrom("Secret", "Service"), namespace, name });
  const allows = (grants: readonly string[], referrer: Referrer, target: Target) => {
    const model = modelOf([["file:///grants.yaml", grants.join("---\n")]], fixtureNow);
    const { verdict } = new Grants(model.referenceGrants).permission(referrer, target);
    return verdict === "granted" || verdict === "local";
  };
  fc.assert(
    fc.property(fc.array(grant, { maxLength: 4 }), grant, from, to, (grants, another, referrer, target) => {
      if (allows(grants, referrer, target)) assert.ok(allows([...grants, another], referrer, target));
    }),
    { numRuns: 300 },
  );
});
