/** What is offered for routes that no listener takes. Each fix has to clear its finding and bring up no other. */
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import { after, offered } from "../support/fixed.ts";
import { findingsOf, toldOf } from "../support/judged.ts";
import { certificate, type Fields, gateway, type ListenerFields, namespace, oneFile, ref, route, workspaceOf } from "../support/objects.ts";

const http: ListenerFields = { name: "http", protocol: "HTTP", port: 80 };
const open: ListenerFields = { ...http, from: "All" };
const web = (parent: Fields, hostnames?: readonly string[], kind = "HTTPRoute") =>
  route("shop/web", { kind, parents: [parent], backends: [ref("web", { port: 80 })], ...(hostnames === undefined ? {} : { hostnames }) });
const allowing = (namespaces: Fields, more: Partial<ListenerFields> = {}) => ({
  ...http,
  ...more,
  more: { allowedRoutes: { namespaces } },
});
const edgeLabel = { from: "Selector", selector: { matchLabels: { edge: "open" } } };
const labelled = (labels: Fields): Fields => ({ apiVersion: "v1", kind: "Namespace", metadata: { name: "shop", labels } });

describe("what is offered", () => {
  const names = gateway("edge/public", [open, { ...open, name: "https-shop", port: 8443 }, { ...http, name: "own", port: 8080 }]);

  test("is the name of a listener that takes the route, the nearest first", () => {
    const files = oneFile(names, web(ref("edge/public", { sectionName: "https-shp" })));
    assert.deepEqual(offered(files, "route-not-attached"), ["Set sectionName to https-shop", "Set sectionName to http"]);
  });
  test("is a port of a listener that takes the route", () => {
    assert.deepEqual(offered(oneFile(names, web(ref("edge/public", { port: 81 }))), "route-not-attached"), [
      "Set port to 80",
      "Set port to 8443",
    ]);
  });
  test("is nothing that another object shares through an alias", () => {
    const text = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: public, namespace: shop}
spec:
  gatewayClassName: any
  listeners: [{name: http, port: 80, protocol: HTTP}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: &name web, namespace: shop}
spec:
  parentRefs: [{name: public, sectionName: *name}]
`;
    const files = new Map([["file:///workspace/a.yaml", text]]);
    assert.deepEqual(toldOf(files), ['error route-not-attached at "*name"']);
    const [finding] = findingsOf(files);
    assert.ok(finding !== undefined);
    for (const fix of finding.fixes()) assert.doesNotMatch(JSON.stringify(fix.changes), /metadata/);
  });
  test("is the label, then the one namespace, then all of them", () => {
    const files = workspaceOf({
      "gateway.yaml": [gateway("edge/public", [allowing(edgeLabel)])],
      "shop.yaml": [web(ref("edge/public")), namespace("shop")],
    });
    const label = "Label Namespace shop with edge=open";
    assert.deepEqual(offered(files, "route-not-attached"), [label, "Let listener http take routes of every namespace"]);
    assert.match(after(files, label, "shop.yaml"), /labels:\n {4}edge: open\n/);
  });
  test("is no label that has another value already", () => {
    const files = oneFile(gateway("edge/public", [allowing(edgeLabel)]), web(ref("edge/public")), labelled({ edge: "no" }));
    assert.deepEqual(offered(files, "route-not-attached"), ["Let listener http take routes of every namespace"]);
  });
  test("keeps the namespaces that are taken by name now", () => {
    const one = "Let listener http take routes of namespace shop";
    const after_ = (namespaces: Fields) =>
      after(oneFile(gateway("edge/public", [allowing(namespaces)]), web(ref("edge/public"))), one, "all.yaml");
    assert.match(after_({ from: "Same" }), /In\n *values:\n *- edge\n *- shop\n/);
    assert.match(
      after_({ from: "Selector", selector: { matchLabels: { "kubernetes.io/metadata.name": "a" } } }),
      /values:\n *- a\n *- shop\n/,
    );
  });
  test("is the encrypted listener where cleartext refuses as well", () => {
    const both = gateway("edge/public", [http, { secrets: ["tls"] }]);
    assert.deepEqual(offered(oneFile(both, web(ref("edge/public")), certificate("edge/tls", ["shop.example.com"])), "route-not-attached"), [
      "Let listener https take routes of namespace shop",
      "Let listener https take routes of every namespace",
    ]);
  });
  test("is a kind more for a listener that could carry it", () => {
    const listed = gateway("edge/public", [
      { ...http, more: { allowedRoutes: { namespaces: { from: "All" }, kinds: [{ kind: "GRPCRoute" }] } } },
    ]);
    assert.deepEqual(offered(oneFile(listed, web(ref("edge/public"))), "route-not-attached"), [
      "Let listener http take routes of kind HTTPRoute",
    ]);
  });
  test("is nothing that would bring a name to certificates that do not cover it", () => {
    const files = (names: readonly string[]) =>
      oneFile(
        gateway("edge/public", [{ secrets: ["tls"] }]),
        certificate("edge/tls", names),
        web(ref("edge/public"), ["shop.example.org"]),
      );
    assert.deepEqual(offered(files(["*.example.com"]), "route-not-attached"), []);
    assert.equal(offered(files(["*.example.org"]), "route-not-attached").length, 2);
  });
  test("is nothing for hostnames that do not meet", () => {
    const files = oneFile(gateway("edge/public", [{ ...http, hostname: "example.net" }]), web(ref("edge/public"), ["a.example.org"]));
    assert.deepEqual(offered(files, "route-not-attached"), []);
  });
});
