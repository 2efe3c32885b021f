import assert from "node:assert/strict";
import { test } from "node:test";
import type { StatusObject } from "../../server/src/core/gateway/status/render.ts";
import type { World } from "../../server/src/core/gateway/world.ts";
import { readBundle } from "../../server/src/core/kube/schema/bundle.ts";
import { type ApiStatus, predicted } from "../support/prediction.ts";

const group = "gateway.networking.k8s.io";
const gateway = (name: string, listener: string) =>
  `apiVersion: ${group}/v1\nkind: Gateway\nmetadata: {name: ${name}, namespace: infra}\nspec: {gatewayClassName: c, listeners: [${listener}]}\n---\n`;
const route = (name: string, spec: string) =>
  `apiVersion: ${group}/v1\nkind: HTTPRoute\nmetadata: {name: ${name}, namespace: infra}\nspec: {${spec}}\n---\n`;

function statuses(yaml: string, world: Partial<World> = {}): readonly StatusObject[] {
  return predicted([["file:///a.yaml", yaml]], 0, { complete: true, ...world });
}

function one(objects: readonly StatusObject[], name: string): StatusObject {
  const found = objects.find(({ metadata }) => metadata.name === name);
  assert.ok(found !== undefined, `no ${name}`);
  return found;
}

function accepted(objects: readonly StatusObject[], name: string): string | undefined {
  const status = one(objects, name).status as ApiStatus;
  return status.parents?.[0]?.conditions.find(({ type }) => type === "Accepted")?.status;
}

const good = "{name: a, port: 80, protocol: HTTP}";

test("a refused object says why, and has no status", () => {
  const objects = statuses(gateway("edge", "{name: a, port: 80, protocol: HTTP, tls: {options: {a/b: c}}}"));
  assert.deepEqual(one(objects, "edge"), {
    apiVersion: `${group}/v1`,
    kind: "Gateway",
    metadata: { namespace: "infra", name: "edge" },
    refused: [{ path: "spec.listeners[0].tls", message: "Listener a has the protocol HTTP, which knows no TLS, and a tls block." }],
  });
});

test("a refused Gateway has no listeners, so no route finds a parent", () => {
  const both = route("r", "parentRefs: [{name: edge}]");
  assert.equal(accepted(statuses(gateway("edge", good) + both), "r"), "True");
  const objects = statuses(gateway("edge", "{name: a, port: 0, protocol: HTTP}") + both);
  assert.deepEqual((one(objects, "r").status as ApiStatus).parents, []);
});

test("a refused route attaches nowhere", () => {
  const attached = (spec: string) => {
    const objects = statuses(gateway("edge", good) + route("r", `parentRefs: [{name: edge}], ${spec}`));
    return (one(objects, "edge").status as ApiStatus).listeners?.[0]?.attachedRoutes;
  };
  assert.equal(attached("rules: [{backendRefs: [{name: s, port: 80}]}]"), 1);
  assert.equal(attached("rules: [{backendRefs: [{name: s}]}]"), 0);
});

test("a refused grant allows nothing", () => {
  const refers = `${gateway("edge", good)}${route("r", "parentRefs: [{name: edge}], rules: [{backendRefs: [{name: s, namespace: apps, port: 80}]}]")}`;
  const grant = (from: string) =>
    `apiVersion: ${group}/v1beta1\nkind: ReferenceGrant\nmetadata: {name: g, namespace: apps}\nspec: {from: [{${from}}], to: [{group: '', kind: Service}]}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: s, namespace: apps}\nspec: {ports: [{port: 80}]}\n`;
  const resolved = (yaml: string) => {
    const { parents } = one(statuses(yaml), "r").status as ApiStatus;
    return parents?.[0]?.conditions.find(({ type }) => type === "ResolvedRefs")?.reason;
  };
  assert.equal(resolved(refers + grant(`group: ${group}, kind: HTTPRoute, namespace: infra`)), "ResolvedRefs");
  assert.equal(
    resolved(refers + grant(`group: ${group}, kind: HTTPRoute, namespace: infra, name: r`)),
    "ResolvedRefs",
    "an unknown field is dropped",
  );
  assert.equal(resolved(refers + grant(`group: ${group}, kind: HTTPRoute`)), "RefNotPermitted");
  assert.equal(one(statuses(refers + grant(`group: ${group}, kind: HTTPRoute`)), "g").refused?.[0]?.path, "spec.from[0]");
});

test("a version counts as refused only where it is known what is installed", () => {
  const yaml = `${gateway("edge", "{name: a, port: 443, protocol: TLS, tls: {mode: Passthrough}}")}apiVersion: ${group}/v1alpha2\nkind: TLSRoute\nmetadata: {name: t, namespace: infra}\nspec: {parentRefs: [{name: edge}], rules: [{backendRefs: [{name: s, port: 443}]}]}\n`;
  const refused = (bundle?: string) => one(statuses(yaml, bundle === undefined ? {} : { bundle: known(bundle) }), "t").refused;
  assert.equal(refused(), undefined);
  assert.equal(refused("v1.6.1/experimental"), undefined);
  assert.deepEqual(refused("v1.6.1/standard"), [
    { path: "apiVersion", message: "Gateway API 1.6 (standard channel) does not serve TLSRoute v1alpha2." },
  ]);
});

function known(text: string) {
  const bundle = readBundle(text);
  assert.ok(bundle !== undefined);
  return bundle;
}
