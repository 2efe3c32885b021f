/** Which routes no listener takes, beyond the examples of the page: every cause, and every reason to say nothing. */
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import { offered } from "../support/fixed.ts";
import { findingsOf, onlyFindingOf, type Texts, toldOf } from "../support/judged.ts";
import { type Fields, gateway, type ListenerFields, listenerSet, namespace, oneFile, ref, route, workspaceOf } from "../support/objects.ts";

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
const complete = { world: { complete: true } };

const silent = (name: string, ...objects: readonly Fields[]) => test(name, () => assert.deepEqual(toldOf(oneFile(...objects)), []));
const message = (...objects: readonly Fields[]) => {
  const { code, message } = onlyFindingOf(oneFile(...objects));
  assert.equal(code, "route-not-attached");
  return message;
};

describe("a route is refused", () => {
  test("for the name of a listener that the Gateway does not have, at that name", () => {
    const files = oneFile(gateway("edge/public", [open]), web(ref("edge/public", { sectionName: "web" })));
    assert.deepEqual(toldOf(files), ['error route-not-attached at "web"']);
    assert.match(onlyFindingOf(files).message, /names listener web of Gateway edge\/public, which has none of that name: it has http\./);
  });
  test("for a port, and says which there are", () => {
    const two = gateway("edge/public", [open, { ...open, name: "alt", port: 8080 }]);
    assert.match(message(two, web(ref("edge/public", { port: 81 }))), /names port 81 .* whose listeners have port 80 and 8080\./);
    assert.match(message(two, web(ref("edge/public", { port: 80, sectionName: "alt" }))), /whose listener alt has port 8080\./);
  });
  test("for its kind: what the protocol carries, and what the listener lists", () => {
    const tls = gateway("edge/public", [{ name: "tls", protocol: "TLS", from: "All", more: { tls: { mode: "Passthrough" } } }]);
    assert.match(message(tls, web(ref("edge/public"))), /listener tls has protocol TLS, which carries TLSRoute\. .*NotAllowedByListeners/);
    const listed = gateway("edge/public", [
      { ...http, more: { allowedRoutes: { namespaces: { from: "All" }, kinds: [{ kind: "GRPCRoute" }] } } },
    ]);
    assert.match(message(listed, web(ref("edge/public"))), /listener http takes only GRPCRoute \(allowedRoutes\.kinds\)\./);
  });
  test("for its namespace, written or by default", () => {
    assert.match(
      message(gateway("edge/public", [http]), web(ref("edge/public"))),
      /only of namespace edge \(from: Same, the default\), not of shop\./,
    );
    assert.match(
      message(gateway("edge/public", [{ ...http, from: "Same" }]), web(ref("edge/public"))),
      /namespace edge \(from: Same\), not of/,
    );
  });
  test("by a selector where the labels of the namespace are known, or are the one that every namespace has", () => {
    const selecting = gateway("edge/public", [allowing(edgeLabel)]);
    assert.match(message(selecting, web(ref("edge/public")), namespace("shop")), /only of namespaces with edge=open, not of shop\./);
    assert.match(message(selecting, web(ref("edge/public")), labelled({ edge: "no" })), /edge=open/);
    const byName = {
      from: "Selector",
      selector: { matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: ["a", "b"] }] },
    };
    assert.match(
      message(gateway("edge/public", [allowing(byName)]), web(ref("edge/public"))),
      /namespaces with kubernetes\.io\/metadata\.name In a, b, not of shop/,
    );
  });
  test("for its hostnames, at the first of them, with the sets of every listener", () => {
    const two = gateway("edge/public", [
      { ...open, hostname: "*.example.com" },
      { ...open, name: "apex", hostname: "example.net" },
    ]);
    const files = oneFile(two, web(ref("edge/public"), ["example.com", "a.example.org"]));
    assert.deepEqual(toldOf(files), ['error route-not-attached at "example.com"']);
    assert.match(
      onlyFindingOf(files).message,
      /listener http: \{example\.com, a\.example\.org\} ∩ \{\*\.example\.com\} = \{\}; listener apex: \{example\.com, a\.example\.org\} ∩ \{example\.net\} = \{\}\..*NoMatchingListenerHostname\./,
    );
    assert.equal(onlyFindingOf(files).related.length, 2);
  });
  test("for another cause at each listener, and then the reason is nobody's to say", () => {
    const mixed = gateway("edge/public", [http, { ...open, name: "other", hostname: "example.net" }]);
    assert.match(
      message(mixed, web(ref("edge/public"), ["a.example.org"])),
      /from: Same.*; listener other: .* Controllers report Accepted=False\.$/,
    );
  });
  test("by one parent and not by the other, and says so of that one", () => {
    const files = oneFile(
      gateway("edge/public", [open]),
      gateway("edge/private", [http]),
      route("shop/web", { parents: [ref("edge/public"), ref("edge/private")] }),
    );
    assert.deepEqual(toldOf(files), ['error route-not-attached at "private"']);
    assert.match(onlyFindingOf(files).message, /No request reaches its backends by way of this parent\./);
  });
  test("at a listener of a ListenerSet that it looks for at the Gateway", () => {
    const files = oneFile(
      gateway("edge/public", [open], { spec: { allowedListeners: { namespaces: { from: "All" } } } }),
      listenerSet("team/extra", "edge/public", [{ ...open, name: "team", port: 8080 }]),
      web(ref("edge/public", { sectionName: "team" })),
    );
    assert.match(onlyFindingOf(files).message, /ListenerSet team\/extra has one, which a parentRef reaches with kind ListenerSet\./);
    assert.deepEqual(offered(files, "route-not-attached"), [
      "Set sectionName to http",
      "Refer to ListenerSet extra, which has listener team",
    ]);
  });
  test("in units of its kind", () => {
    const tcp = gateway("edge/public", [{ name: "raw", protocol: "UDP", port: 53, from: "All" }]);
    assert.match(message(tcp, web(ref("edge/public"), undefined, "TCPRoute")), /No connection reaches/);
    assert.match(message(gateway("edge/public", [open]), web(ref("edge/public"), undefined, "UDPRoute")), /No packet reaches/);
    assert.match(message(tcp, web(ref("edge/public"), undefined, "GRPCRoute")), /No call reaches/);
  });
  test("by a parent that does not exist, where that can be known", () => {
    const files = oneFile(gateway("edge/public", [open]), web(ref("edge/pubic")));
    assert.deepEqual(toldOf(files), []);
    const told = findingsOf(files, complete).filter(({ code }) => code === "route-not-attached");
    assert.match(told[0]?.message ?? "", /names Gateway edge\/pubic, which does not exist\. No request reaches its backends\./);
    assert.deepEqual(offered(files, "route-not-attached", complete), ["Refer to Gateway edge/public"]);
  });
});

describe("nothing is said", () => {
  test("of a parent that may be one whose namespace is not known", () => {
    const told = (title: string) =>
      toldOf(oneFile(gateway(title, [open]), web(ref("edge/public"))), complete).filter((each) => each.includes("route-"));
    assert.deepEqual(told("public"), []);
    assert.deepEqual(told("$" + "{NS}/public"), []);
    assert.deepEqual(told("other/public"), ['error route-not-attached at "public"']);
  });
  silent(
    "where one listener takes it and another one does not",
    gateway("edge/public", [http, { ...open, name: "all", port: 8080 }]),
    web(ref("edge/public")),
  );
  silent("of a parent that is not here", web(ref("edge/public", { sectionName: "any" })));
  silent("of a mesh's Service", web(ref("shop/web", { kind: "Service", group: "" })));
  silent("where the labels of the namespace are not known", gateway("edge/public", [allowing(edgeLabel)]), web(ref("edge/public")));
  silent("where they fit", gateway("edge/public", [allowing(edgeLabel)]), web(ref("edge/public")), labelled({ edge: "open" }));
  silent(
    "where a Namespace is written twice",
    gateway("edge/public", [allowing(edgeLabel)]),
    web(ref("edge/public")),
    namespace("shop"),
    labelled({ edge: "no" }),
  );
  silent(
    "where a placeholder names the listener",
    gateway("edge/public", [open]),
    web(ref("edge/public", { sectionName: "$" + "{SECTION}" })),
  );
  silent(
    "where a listener's name is one",
    gateway("edge/public", [{ ...open, name: "web-$" + "{X}" }]),
    web(ref("edge/public", { sectionName: "web-1" })),
  );
  silent(
    "where a hostname is one",
    gateway("edge/public", [{ ...open, hostname: "*.example.com" }]),
    web(ref("edge/public"), ["shop.$" + "{DOMAIN}"]),
  );
  silent(
    "of a listener of a protocol that only some controllers know",
    gateway("edge/public", [{ ...open, protocol: "example.net/x" }]),
    web(ref("edge/public")),
  );
  silent(
    "where a Gateway of the name takes it, of several",
    gateway("edge/public", [http]),
    gateway("edge/public", [open]),
    web(ref("edge/public")),
  );
  silent(
    "of a selector without a selector, on which controllers differ",
    gateway("edge/public", [allowing({ from: "Selector" })]),
    web(ref("edge/public")),
  );

  const patched = (patch: Fields): Texts =>
    new Map([
      ...workspaceOf({
        "app/gateway.yaml": [gateway("edge/public", [http])],
        "app/route.yaml": [web(ref("edge/public", { sectionName: "extra" }))],
      }),
      ["file:///workspace/app/kustomization.yaml", JSON.stringify({ resources: ["gateway.yaml", "route.yaml"], ...patch })],
    ]);
  test("where kustomize patches the Gateway", () => {
    assert.deepEqual(toldOf(patched({})), ['error route-not-attached at "extra"']);
    const patch = [{ op: "add", path: "/spec/listeners/-", value: { name: "extra" } }];
    assert.deepEqual(toldOf(patched({ patches: [{ target: { kind: "Gateway" }, patch: JSON.stringify(patch) }] })), []);
  });
  test("of a route that nobody applies, or by a Gateway that nobody does", () => {
    assert.deepEqual(toldOf(patched({ resources: ["gateway.yaml"] })), []);
    assert.deepEqual(toldOf(patched({ resources: ["route.yaml"] })), []);
  });
  test("where labels are put on the Namespace on its way", () => {
    const files = (more: Fields): Texts =>
      new Map([
        ...workspaceOf({ "app/all.yaml": [gateway("edge/public", [allowing(edgeLabel)]), web(ref("edge/public")), namespace("shop")] }),
        ["file:///workspace/app/kustomization.yaml", JSON.stringify({ resources: ["all.yaml"], ...more })],
      ]);
    assert.deepEqual(toldOf(files({})), ['error route-not-attached at "public"']);
    assert.deepEqual(toldOf(files({ labels: [{ pairs: { edge: "open" } }] })), []);
    assert.deepEqual(toldOf(files({ commonLabels: { edge: "open" } })), []);
  });
  test("where a field of the Gateway does not exist, which may be the one that is missed", () => {
    const misplaced = gateway("edge/public", [http], { spec: { allowedRoutes: { namespaces: { from: "All" } } } });
    assert.deepEqual(
      findingsOf(oneFile(misplaced, web(ref("edge/public")))).map(({ code }) => code),
      ["field-unknown"],
    );
  });
});
