import assert from "node:assert/strict";
import { test } from "node:test";
import { lensesOf } from "../../server/src/core/features/lens.ts";
import { file, sceneOf, type TestScene, theCardAt } from "../support/scene.ts";

const gateway = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: infra}
spec:
  gatewayClassName: c
  listeners:
    - {name: web, protocol: HTTP, port: 80, hostname: "*.example.com"}
    - {name: raw, protocol: GRPC, port: 81}`;

function route(name: string, parents: string, hostname = "a.example.com"): string {
  return `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: ${name}, namespace: infra}
spec:
  parentRefs: [${parents}]
  hostnames: [${hostname}]`;
}

function titles(scene: TestScene): string[] {
  const settings = { codeLens: { listeners: false, certificates: false, certificateRefs: false, status: true } };
  return lensesOf({ ...scene, settings }, file).map(({ title, icon }) => (icon === undefined ? title : `(${icon}) ${title}`));
}

test("a listener's lens counts its known routes and says what refuses it", () => {
  const scene = sceneOf(gateway, route("one", "{name: edge}"), route("two", "{name: edge}"));
  assert.deepEqual(titles(scene).slice(0, 2), [
    "2 known routes · nothing refuses it",
    "(warning) 0 known routes · Accepted=False, UnsupportedProtocol",
  ]);
});

test("a route's lens counts the parents that accept it", () => {
  const scene = sceneOf(
    gateway,
    route("both", "{name: edge, sectionName: web}, {name: edge, sectionName: gone}"),
    route("away", "{name: edge}", "a.example.org"),
    route("elsewhere", "{name: edge}, {name: unknown}"),
  );
  assert.deepEqual(titles(scene).slice(2), [
    "(warning) accepted by 1 of 2 parents · Accepted=False, NoMatchingParent",
    "(warning) accepted by 0 of 1 parent · Accepted=False, NoMatchingListenerHostname",
    "accepted by 1 of 2 parents, 1 unknown",
  ]);
});

test("a route of which no parent is known has no lens", () => {
  assert.deepEqual(titles(sceneOf(route("lonely", "{name: edge}"))), []);
});

test("cards show the predicted conditions", () => {
  const scene = sceneOf(gateway, route("away", "{name: edge}", "a.example.org"));
  assert.match(theCardAt(scene, "protocol: GRPC").plain, /Accepted=False \| UnsupportedProtocol \| Protocol GRPC is not supported\./);
  assert.match(theCardAt(scene, "edge, namespace: infra").plain, /Accepted=True \| ListenersNotValid/);
  assert.match(theCardAt(scene, "name: edge}").plain, /Accepted=False \| NoMatchingListenerHostname/);
  assert.match(theCardAt(scene, "away").plain, /edge \| Accepted=False \| NoMatchingListenerHostname/);
});
