/** One listener by itself, beyond the examples of the pages: its certificate, its kinds, whom it takes, and who contests its names. */
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import { after, offered } from "../support/fixed.ts";
import { toldOf as allToldOf, onlyFindingOf, type Texts } from "../support/judged.ts";
import {
  certificate,
  type Fields,
  gateway,
  type ListenerFields,
  listenerSet,
  namespace,
  oneFile,
  ref,
  route,
  service,
} from "../support/objects.ts";

const classOf = (controllerName: string): Fields => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "GatewayClass",
  metadata: { name: "envoy" },
  spec: { controllerName },
});
const envoy = classOf("gateway.envoyproxy.io/gatewayclass-controller");
const istio = classOf("istio.io/gateway-controller");
const complete = { world: { complete: true } };
const http: ListenerFields = { name: "http", protocol: "HTTP", port: 80 };

/** What a rule says of files, and a test that it says nothing. */
function about(code: string, settings: Parameters<typeof allToldOf>[1] = {}) {
  const told = (texts: Texts) => allToldOf(texts, settings).filter((each) => each.includes(` ${code} `));
  const silent = (name: string, ...objects: readonly Fields[]) => test(name, () => assert.deepEqual(told(oneFile(...objects)), []));
  return { told, silent };
}

describe("an HTTPS listener without tls", () => {
  const { told, silent } = about("tls-config-missing");
  const bare = gateway("edge/public", [{ hostname: "shop.example.com" }]);
  const at = (severity: string) => [`${severity} tls-config-missing at "HTTPS"`];

  test("is judged by its controller", () => {
    assert.deepEqual(told(oneFile(bare)), at("warning"));
    assert.deepEqual(told(oneFile(bare, envoy)), at("error"));
    assert.deepEqual(told(oneFile(bare, istio)), at("warning"));
    assert.match(onlyFindingOf(oneFile(bare, istio)).message, /Istio reports that all is well, and leaves the listener out/);
    for (const name of ["gateway.k8s.aws/alb", "networking.gke.io/gateway", "application-networking.k8s.aws/gateway-api-controller"]) {
      assert.deepEqual(told(oneFile(bare, classOf(name))), [], name);
    }
  });
  test("may have its certificate from an annotation, but not from cert-manager's, which asks for tls", () => {
    const annotated = (key: string) => gateway("edge/public", [{}], { annotations: { [key]: "x" } });
    assert.deepEqual(told(oneFile(annotated("example.net/certificate-arn"))), []);
    assert.deepEqual(told(oneFile(annotated("cert-manager.io/cluster-issuer"))), at("warning"));
  });
  test("of a ListenerSet is told as well", () => {
    const set = listenerSet("team/set", "edge/public", [{}]);
    const parent = gateway("edge/public", [http], { spec: { allowedListeners: { namespaces: { from: "All" } } } });
    assert.deepEqual(told(oneFile(parent, set)), at("warning"));
  });
  test("is offered a Secret that covers all its names, that of its routes where it has none itself", () => {
    const secrets = [certificate("edge/other", ["a.example.net"]), certificate("edge/shop", ["*.example.com"])];
    assert.deepEqual(offered(oneFile(bare, ...secrets), "tls-config-missing"), ["Use Secret edge/shop, which covers shop.example.com"]);
    const open = gateway("edge/public", [{}]);
    const web = route("edge/web", { parents: [ref("public")], hostnames: ["a.example.com", "b.example.com"] });
    assert.deepEqual(offered(oneFile(open, web, ...secrets), "tls-config-missing"), [
      "Use Secret edge/shop, which covers a.example.com, b.example.com",
    ]);
    assert.deepEqual(offered(oneFile(open, ...secrets), "tls-config-missing"), []);
  });
  test("of which the API server refuses the Gateway is told once, as an error, and mended in the block that is there", () => {
    const empty = gateway("edge/public", [{ hostname: "shop.example.com", more: { tls: { mode: "Terminate" } } }]);
    const files = oneFile(empty, certificate("edge/shop", ["shop.example.com"]));
    assert.deepEqual(allToldOf(files), ['error tls-config-missing at "tls"']);
    const [title = ""] = offered(files, "tls-config-missing");
    assert.match(after(files, title, "all.yaml"), /mode: Terminate\n *certificateRefs:\n *- kind: Secret\n *name: shop\n/);
  });
  silent(
    "where parameters may name certificates is not judged",
    gateway("edge/public", [{}], {
      spec: { infrastructure: { parametersRef: { group: "example.net", kind: "Parameters", name: "x" } } },
    }),
  );
});

describe("a certificate on a listener that passes TLS through", () => {
  const { told } = about("certificate-ignored");
  const passing: ListenerFields = { hostname: "shop.example.com", protocol: "TLS", mode: "Passthrough", secrets: ["tls"] };
  const one = gateway("edge/public", [passing]);

  test("is ignored, or takes the listener with it", () => {
    assert.deepEqual(told(oneFile(one)), ['warning certificate-ignored at "certificateRefs"']);
    assert.deepEqual(told(oneFile(one, envoy)), ['error certificate-ignored at "certificateRefs"']);
  });
  test("may be what was meant, where it is good for the listener's name and the port has no other listener", () => {
    const [remove, end] = ["Remove certificateRefs from listener https", "End TLS at listener https"];
    const good = certificate("edge/tls", ["shop.example.com"]);
    assert.deepEqual(offered(oneFile(one), "certificate-ignored"), [remove]);
    assert.deepEqual(offered(oneFile(one, certificate("edge/tls", ["b.example.com"])), "certificate-ignored"), [remove]);
    assert.deepEqual(offered(oneFile(one, good), "certificate-ignored"), [remove, end]);
    const two = gateway("edge/public", [
      passing,
      { name: "b", hostname: "b.example.com", protocol: "TLS", more: { tls: { mode: "Passthrough" } } },
    ]);
    assert.deepEqual(offered(oneFile(two, good), "certificate-ignored"), [remove]);
  });
});

describe("a kind that a protocol cannot carry", () => {
  const { told, silent } = about("route-kind-invalid");
  const listing = (...kinds: readonly Fields[]) => gateway("edge/public", [{ ...http, more: { allowedRoutes: { kinds } } }]);
  const video = { group: "example.net", kind: "VideoRoute" };

  test("is told at each entry", () => {
    assert.deepEqual(told(oneFile(listing({ kind: "TCPRoute" }, { kind: "HTTPRoute" }, { kind: "TLSRoute" }))), [
      'error route-kind-invalid at "TCPRoute"',
      'error route-kind-invalid at "TLSRoute"',
    ]);
  });
  test("of another project is for its controller to know, as Envoy Gateway does", () => {
    assert.deepEqual(told(oneFile(listing(video))), []);
    assert.deepEqual(told(oneFile(listing(video), envoy)), ['error route-kind-invalid at "VideoRoute"']);
  });
  test("is corrected where it is misspelt, and taken out where something is left", () => {
    const fixes = (...kinds: readonly Fields[]) => offered(oneFile(listing(...kinds)), "route-kind-invalid");
    assert.deepEqual(fixes({ kind: "HTTPRoutes" }), ["Change HTTPRoutes to HTTPRoute"]);
    assert.deepEqual(fixes({ kind: "TCPRoute" }), []);
    assert.deepEqual(fixes({ kind: "TCPRoute" }, { kind: "GRPCRoute" }), ["Remove TCPRoute from allowedRoutes.kinds"]);
  });
  silent("is not a placeholder", listing({ kind: "$" + "{KIND}" }));
});

describe("a ListenerSet", () => {
  const { told, silent } = about("listenerset-not-allowed");
  const set = (title = "team/set") => listenerSet(title, "edge/public", [{ ...http, port: 8080 }]);
  const allowing = (namespaces: Fields) => gateway("edge/public", [http], { spec: { allowedListeners: { namespaces } } });
  const refused = ['error listenerset-not-allowed at "public"'];
  const labelled = { from: "Selector", selector: { matchLabels: { edge: "open" } } };

  test("is refused by default, by None, by Same and by a selector", () => {
    for (const parent of [gateway("edge/public", [http]), allowing({ from: "None" }), allowing({ from: "Same" })]) {
      assert.deepEqual(told(oneFile(parent, set())), refused);
    }
    assert.deepEqual(told(oneFile(allowing(labelled), set(), namespace("team"))), refused);
    assert.deepEqual(told(oneFile(allowing(labelled), set())), []);
  });
  test("is let in: the own namespace as such, another one by its name or its label", () => {
    const one = (namespace: string) => `Let Gateway public take ListenerSets of namespace ${namespace}`;
    const all = "Let Gateway public take ListenerSets of every namespace";
    const own = oneFile(gateway("edge/public", [http]), set("edge/set"));
    assert.deepEqual(offered(own, "listenerset-not-allowed"), [one("edge"), all]);
    assert.match(after(own, one("edge"), "all.yaml"), /from: Same\n/);
    assert.deepEqual(offered(oneFile(allowing({ from: "Same" }), set()), "listenerset-not-allowed"), [one("team"), all]);
    const byLabel = oneFile(allowing(labelled), set(), namespace("team"));
    assert.deepEqual(offered(byLabel, "listenerset-not-allowed"), ["Label Namespace team with edge=open", all]);
  });
  silent("is not judged where two Gateways have the name", gateway("edge/public", [http]), allowing({ from: "All" }), set());
});

describe("a listener that takes too much", () => {
  const { told, silent } = about("listener-too-broad", { rules: { "listener-too-broad": "warning" } });
  const broad = gateway("edge/public", [{ ...http, from: "All" }]);
  const on = { rules: { "listener-too-broad": "error" as const } };

  test("is told only where somebody asked for it, and as loud as that", () => {
    assert.deepEqual(allToldOf(oneFile(broad)), []);
    assert.deepEqual(allToldOf(oneFile(broad), on), ['error listener-too-broad at "All"']);
    assert.deepEqual(told(oneFile(gateway("edge/public", [{ ...http, hostname: "*.example.com", from: "All" }]))).length, 1);
  });
  test("is narrowed to the namespaces that use it, or to the one name", () => {
    const files = oneFile(
      broad,
      route("b/web", { parents: [ref("edge/public")], hostnames: ["shop.example.com"] }),
      route("a/web", { parents: [ref("edge/public")], hostnames: ["shop.example.com"], rules: [{ matches: [{ path: { value: "/a" } }] }] }),
    );
    assert.deepEqual(offered(files, "listener-too-broad", on), [
      "Let listener http take routes of namespaces a and b only",
      "Set the hostname of listener http to shop.example.com",
    ]);
    assert.deepEqual(offered(oneFile(broad), "listener-too-broad", on), []);
  });
  silent("is none for its own namespace", gateway("edge/public", [http]));
  silent("is none with one name", gateway("edge/public", [{ ...http, hostname: "shop.example.com", from: "All" }]));
  silent("is none that carries no names", gateway("edge/public", [{ name: "raw", protocol: "TCP", port: 22, from: "All" }]));
});

describe("a contested name", () => {
  const { told, silent } = about("hostname-contested");
  const open = gateway("edge/public", [{ ...http, from: "All" }]);
  const claim = (title: string, matches?: readonly Fields[], more: Fields = {}, hostnames = ["shop.example.com"]) =>
    route(title, {
      parents: [ref("edge/public")],
      hostnames,
      rules: [{ ...(matches === undefined ? {} : { matches }), backendRefs: [ref("web", { port: 80 })], ...more }],
    });
  const dated = (object: Fields, creationTimestamp: string): Fields => ({
    ...object,
    metadata: { ...(object.metadata as Fields), creationTimestamp },
  });
  const path = (value: string, type = "PathPrefix") => [{ path: { type, value } }];

  test("is told at the route that comes later by name, or is younger", () => {
    assert.deepEqual(told(oneFile(open, claim("a/web"), claim("b/web"))), ['warning hostname-contested at "shop.example.com"']);
    const { message, related } = onlyFindingOf(
      oneFile(open, dated(claim("a/web"), "2026-02-01T00:00:00Z"), dated(claim("b/web"), "2026-01-01T00:00:00Z")),
    );
    assert.match(message, /^HTTPRoute a\/web and HTTPRoute b\/web both claim .* b\/web is the older one and gets what both claim/);
    assert.equal(related[0]?.message, "HTTPRoute b/web claims it here.");
  });
  test("is one of equal paths, however the prefix ends and whatever is the default", () => {
    assert.equal(told(oneFile(open, claim("a/web", path("/api")), claim("b/web", path("/api/")))).length, 1);
    assert.equal(told(oneFile(open, claim("a/web", path("/")), claim("b/web"))).length, 1);
    assert.equal(told(oneFile(open, claim("a/web", path("/x", "Exact")), claim("b/web", path("/x", "Exact")))).length, 1);
  });
  test("is told once where the two meet at several listeners", () => {
    const two = gateway("edge/public", [
      { ...http, from: "All" },
      { ...http, name: "alt", port: 8080, from: "All" },
    ]);
    assert.equal(told(oneFile(two, claim("a/web"), claim("b/web"))).length, 1);
  });
  test("of TLSRoutes needs no path", () => {
    const tls = gateway("edge/public", [{ name: "tls", protocol: "TLS", from: "All", more: { tls: { mode: "Passthrough" } } }]);
    const claims = ["a/web", "b/web"].map((title) =>
      route(title, {
        kind: "TLSRoute",
        parents: [ref("edge/public")],
        hostnames: ["shop.example.com"],
        backends: [ref("web", { port: 443 })],
      }),
    );
    assert.match(onlyFindingOf(oneFile(tls, ...claims)).message, /both claim shop\.example\.com, every connection, at listener tls/);
  });

  test("is none between routes of one namespace, though another one takes part", () => {
    assert.equal(told(oneFile(open, claim("a/web"), claim("a/other"), claim("b/web"))).length, 1);
  });
  silent("is none within a namespace", open, claim("a/web"), claim("a/other"));
  silent("is none of other paths", open, claim("a/web", path("/a")), claim("b/web", path("/b")));
  silent("is none of a prefix and one path", open, claim("a/web", path("/a")), claim("b/web", path("/a", "Exact")));
  silent("is none where more than the path decides", open, claim("a/web"), claim("b/web", [{ headers: [{ name: "x", value: "y" }] }]));
  silent(
    "is none of an expression",
    open,
    claim("a/web", path("/a", "RegularExpression")),
    claim("b/web", path("/a", "RegularExpression")),
  );
  silent("is none of other hostnames", open, claim("a/web"), claim("b/web", undefined, {}, ["*.example.com"]));
  silent("is none of placeholders", open, ...["a/web", "b/web"].map((title) => claim(title, undefined, {}, ["shop.$" + "{DOMAIN}"])));
  silent(
    "is none where both only redirect",
    open,
    ...["a/web", "b/web"].map((title) =>
      route(title, {
        parents: [ref("edge/public")],
        rules: [{ filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https" } }] }],
      }),
    ),
  );
  silent(
    "is none for a route that the listener does not take",
    gateway("edge/public", [{ ...http, from: "Same" }]),
    claim("edge/web"),
    claim("b/web"),
  );
  silent("is none where the Gateway is there twice", open, open, claim("a/web"), claim("b/web"));
});

describe("a listener without routes", () => {
  const { told, silent } = about("listener-without-routes", complete);
  const one = gateway("edge/public", [http]);
  const solver = (http01: Fields): Fields => ({
    apiVersion: "cert-manager.io/v1",
    kind: "ClusterIssuer",
    metadata: { name: "acme" },
    spec: { acme: { server: "https://acme.example", privateKeySecretRef: { name: "key" }, solvers: [{ http01 }] } },
  });

  test("is told in a complete workspace only", () => {
    assert.deepEqual(told(oneFile(one)), ['hint listener-without-routes at "http"']);
    assert.deepEqual(allToldOf(oneFile(one)), []);
  });
  test("is there for cert-manager, where that solves challenges by routes", () => {
    assert.deepEqual(told(oneFile(one, solver({ gatewayHTTPRoute: { parentRefs: [ref("edge/public")] } }))), []);
    assert.equal(told(oneFile(one, solver({ ingress: {} }))).length, 1);
  });
  silent("is none with a route", one, route("edge/web", { parents: [ref("public")] }), service("edge/web"));
  silent("is not told where a route's parent may be it", gateway("public", [http]), route("edge/web", { parents: [ref("public")] }));
  silent("is not told beside the route that it refuses", one, route("team/web", { parents: [ref("edge/public")] }));
  silent("is not told of one that is in conflict", gateway("edge/public", [http, { name: "raw", protocol: "TCP", port: 80 }]));
});
