/** Grants judged by themselves, beyond the examples of the pages: entries that never count, Secrets without names, and grants that nothing uses. */
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import { parse } from "yaml";
import { after, offered } from "../support/fixed.ts";
import { findingsOf, onlyFindingOf, toldOf } from "../support/judged.ts";
import {
  certificate,
  type Fields,
  from,
  gateway,
  grant,
  listenerSet,
  oneFile,
  ref,
  route,
  service,
  to,
  workspaceOf,
} from "../support/objects.ts";

const complete = { world: { complete: true } };
const edge = gateway("edge/public", [{ secrets: ["certs/wildcard"] }]);
const wildcard = certificate("certs/wildcard", ["*.example.com"]);
const gatewayGroup = { group: "gateway.networking.k8s.io" };

/** What is said about grants alone, in short. */
function ofGrants(...objects: readonly Fields[]): readonly string[] {
  return toldOf(oneFile(...objects)).filter((told) => told.includes("grant-ineffective"));
}

describe("an entry that never counts", () => {
  const routes = [from("HTTPRoute", "shop")];
  const cases: readonly (readonly [name: string, grant: Fields, told: readonly string[]])[] = [
    ["opens Gateways to routes", grant("edge/g", { from: routes, to: [to("Gateway", "public", gatewayGroup)] }), ["Gateway"]],
    ["opens ListenerSets to routes", grant("edge/g", { from: routes, to: [to("ListenerSet", undefined, gatewayGroup)] }), ["ListenerSet"]],
    [
      "opens Gateways to ListenerSets",
      grant("edge/g", { from: [from("ListenerSet", "team")], to: [to("Gateway", undefined, gatewayGroup)] }),
      ["Gateway"],
    ],
    ["opens Gateways of a group that has none", grant("edge/g", { from: routes, to: [to("Gateway")] }), ["Gateway"]],
    ["is for its own namespace", grant("shop/g", { from: routes, to: [to("Service")] }), ["shop"]],
    ["names the core group", grant("pay/g", { from: routes, to: [to("Service", "api", { group: "core" })] }), ["core"]],
    ["names the version of the core group", grant("pay/g", { from: routes, to: [to("Service", "api", { group: "v1" })] }), ["v1"]],
    [
      "looks for Secrets among the Gateway API's kinds",
      grant("certs/g", { from: [from("Gateway", "edge")], to: [to("Secret", "a", gatewayGroup)] }),
      ["gateway.networking.k8s.io"],
    ],
    [
      "turns the group round",
      grant("pay/g", { from: [from("HTTPRoute", "shop", { group: "networking.gateway.k8s.io" })], to: [to("Service", "api")] }),
      ["networking.gateway.k8s.io"],
    ],
    [
      "looks for routes in the core group",
      grant("pay/g", { from: [from("HTTPRoute", "shop", { group: "" })], to: [to("Service", "api")] }),
      [""],
    ],
    [
      "is for a policy, which stays in its namespace",
      grant("pay/g", { from: [from("BackendTLSPolicy", "shop")], to: [to("ConfigMap", "ca")] }),
      ["BackendTLSPolicy"],
    ],
    [
      "is one of several",
      grant("pay/g", { from: [...routes, from("HTTPRoute", "pay")], to: [to("Service"), to("Gateway", undefined, gatewayGroup)] }),
      ["pay", "Gateway"],
    ],
  ];
  for (const [name, object, places] of cases) {
    test(name, () =>
      assert.deepEqual(
        ofGrants(object),
        places.map((place) => `warning grant-ineffective at "${place}"`),
      ),
    );
  }

  test("is an error where the API server does not even take it", () => {
    const finding = onlyFindingOf(oneFile(grant("pay/g", { from: [from("HTTPRoute", "*")], to: [to("Service", "api")] })));
    assert.deepEqual([finding.code, finding.severity], ["grant-ineffective", "error"]);
    assert.match(finding.message, /no wildcards: the API server refuses it/);
    const foreign = grant("pay/g", { from: [from("SecurityPolicy", "*", { group: "gateway.envoyproxy.io" })], to: [to("Service", "api")] });
    assert.equal(onlyFindingOf(oneFile(foreign)).code, "value-invalid");
  });
  test("leads to the reference that it was meant for", () => {
    const web = route("shop/web", { backends: [ref("pay/api", { port: 80 })] });
    const files = oneFile(web, service("pay/api"), grant("pay/g", { from: routes, to: [to("Service", "api", { group: "core" })] }));
    const [reference, finding] = findingsOf(files);
    assert.deepEqual([reference?.code, finding?.code], ["reference-not-granted", "grant-ineffective"]);
    assert.deepEqual(
      finding?.related.map(({ place }) => place),
      [reference?.place],
    );
  });
  test("leads to the listeners that decide instead", () => {
    const two = gateway("edge/public", [
      { name: "a", protocol: "HTTP", port: 80, from: "All" },
      { name: "b", protocol: "HTTP", port: 81 },
    ]);
    const other = gateway("edge/other", [{ name: "c", protocol: "HTTP", port: 80 }]);
    const finding = onlyFindingOf(oneFile(two, other, grant("edge/g", { from: routes, to: [to("Gateway", "public", gatewayGroup)] })));
    assert.deepEqual(
      finding.related.map(({ message }) => message),
      [
        "Listener a of Gateway edge/public takes routes from: All.",
        "Listener b of Gateway edge/public takes routes of edge only, since it writes no allowedRoutes.namespaces.",
      ],
    );
  });

  const silent = (name: string, ...objects: readonly Fields[]) => test(name, () => assert.deepEqual(ofGrants(...objects), []));
  silent(
    "is no entry of another project's kind",
    grant("pay/g", {
      from: [from("SecurityPolicy", "pay", { group: "gateway.envoyproxy.io" })],
      to: [to("Service", "api", { group: "core" })],
    }),
  );
  silent(
    "is no entry beside another project's kind, which may read it otherwise",
    grant("pay/g", { from: [...routes, from("Thing", "x", { group: "x.io" })], to: [to("Gateway", undefined, gatewayGroup)] }),
  );
  silent("is no Gateway of another project", grant("pay/g", { from: routes, to: [to("Gateway", "x", { group: "networking.istio.io" })] }));
  silent("is no Service of another project", grant("pay/g", { from: routes, to: [to("Service", "x", { group: "serving.knative.dev" })] }));
  silent("is none in a namespace that is not known", grant("g", { from: routes, to: [to("Service")] }));
  silent("is none that holds a placeholder", grant("pay/g", { from: [from("HTTPRoute", "$" + "{NS}")], to: [to("$" + "{KIND}", "x")] }));
  for (const more of [
    {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "GatewayClass",
      metadata: { name: "x" },
      spec: { controllerName: "traefik.io/gateway-controller" },
    },
    gateway("edge/public", [{ protocol: "HTTP", port: 80 }], { spec: { gatewayClassName: "kong" } }),
  ]) {
    silent(
      `is none for ${more.kind} of a controller that takes the name`,
      more,
      grant("pay/g", { from: routes, to: [to("Service", "api", { group: "core" })] }),
    );
  }
  silent(
    "is told once, as misplaced, where it would work elsewhere",
    edge,
    wildcard,
    grant("edge/g", { from: [from("Gateway", "edge")], to: [to("Secret", "wildcard")] }),
  );

  test("is corrected, or removed, with the grant where nothing is left", () => {
    const wrong = grant("pay/g", { from: routes, to: [to("Service", "api", { group: "core" })] });
    assert.deepEqual(offered(oneFile(wrong), "grant-ineffective"), [
      'Set to.group of ReferenceGrant pay/g to ""',
      "Delete ReferenceGrant pay/g",
    ]);
    // Nothing would use it then either.
    assert.deepEqual(offered(oneFile(wrong), "grant-ineffective", complete), ["Delete ReferenceGrant pay/g"]);
    const partly = grant("pay/g", { from: [...routes, from("HTTPRoute", "pay")], to: [to("Service")] });
    assert.deepEqual(offered(oneFile(partly), "grant-ineffective"), ["Remove HTTPRoutes of pay from the from of ReferenceGrant pay/g"]);
    const twice = grant("pay/g", { from: [from("HTTPRoute", "pay", { group: "" })], to: [to("Service")] });
    assert.deepEqual(offered(oneFile(twice), "grant-ineffective"), ["Delete ReferenceGrant pay/g"]);
  });
  test("with a wildcard names the namespaces that refer here", () => {
    const webs = ["shop", "blog"].map((space) => route(`${space}/web`, { backends: [ref("pay/api", { port: 80 })] }));
    const open = grant("pay/g", { from: [from("HTTPRoute", "*")], to: [to("Service", "api")] });
    const files = workspaceOf({ "all.yaml": [...webs, service("pay/api")], "grant.yaml": [open] });
    const title = "Name blog and shop in the from of ReferenceGrant pay/g";
    assert.deepEqual(offered(files, "grant-ineffective"), [title, "Delete ReferenceGrant pay/g"]);
    assert.deepEqual(parse(after(files, title, "grant.yaml")).spec.from, [from("HTTPRoute", "blog"), from("HTTPRoute", "shop")]);
  });
});

describe("a grant to every Secret", () => {
  const open = (more: Fields = {}) => grant("certs/g", { from: [from("Gateway", "edge")], to: [to("Secret", undefined, more)] });

  test("names whom it trusts with what is in use", () => {
    const finding = onlyFindingOf(oneFile(edge, wildcard, open()));
    assert.deepEqual([finding.code, finding.severity], ["grant-too-broad", "information"]);
    assert.match(finding.message, /Whoever may write Gateways of edge may use any of them\. Name those that are in use: wildcard\.$/);
    assert.match(onlyFindingOf(oneFile(open())).message, /Name those that are meant\.$/);
  });
  test("is narrowed to them, others' grants and names notwithstanding", () => {
    const two = gateway("edge/public", [{ name: "a", secrets: ["certs/b", "certs/a"] }]);
    const more = [grant("certs/f", { from: [from("Gateway", "edge")], to: [to("Secret", "a")] })];
    const files = workspaceOf({
      "all.yaml": [two, certificate("certs/a", ["a.example.com"]), certificate("certs/b", ["b.example.com"]), ...more],
      "grant.yaml": [open()],
    });
    const title = "Narrow ReferenceGrant certs/g to Secret a and b";
    assert.deepEqual(offered(files, "grant-too-broad"), [title]);
    assert.deepEqual(parse(after(files, title, "grant.yaml")).spec.to, [to("Secret", "a"), to("Secret", "b")]);
  });
  test("is not narrowed where nobody can tell who uses it", () => {
    assert.deepEqual(offered(oneFile(open()), "grant-too-broad"), []);
    assert.deepEqual(offered(oneFile(edge, wildcard, open(), gateway("elsewhere", [{ secrets: ["certs/other"] }])), "grant-too-broad"), []);
    const foreign = grant("certs/g", { from: [from("Gateway", "edge"), from("Thing", "x", { group: "x.io" })], to: [to("Secret")] });
    assert.deepEqual(offered(oneFile(edge, wildcard, foreign), "grant-too-broad"), []);
  });
  test("is one whatever it calls the core group, and none of another group or kind", () => {
    assert.ok(toldOf(oneFile(open({ group: "core" }))).includes('information grant-too-broad at "Secret"'));
    assert.deepEqual(
      toldOf(oneFile(open({ group: "bitnami.com" }), grant("certs/s", { from: [from("HTTPRoute", "edge")], to: [to("Service")] }))),
      [],
    );
  });
});

describe("a grant that nothing uses", () => {
  const idle = grant("pay/g", { from: [from("HTTPRoute", "shop")], to: [to("Service", "api")] });
  const unused = ['hint grant-unused at "g"'];
  const told = (...objects: readonly Fields[]) => toldOf(oneFile(...objects), complete).filter((each) => each.includes("grant-unused"));

  test("is told in a complete workspace only", () => {
    assert.deepEqual(told(idle), unused);
    assert.deepEqual(toldOf(oneFile(idle)), []);
    assert.deepEqual(offered(oneFile(idle), "grant-unused", complete), ["Delete ReferenceGrant pay/g"]);
  });
  test("is used by backends, mirrors, certificates, authorities and the Gateway's own certificate", () => {
    const mirror = { filters: [{ type: "RequestMirror", requestMirror: { backendRef: ref("pay/api", { port: 80 }) } }] };
    assert.deepEqual(told(idle, route("shop/web", { backends: [ref("pay/api", { port: 80 })] })), []);
    assert.deepEqual(told(idle, route("shop/web", { rules: [mirror] })), []);
    const set = listenerSet("team/extra", "edge/public", [{ secrets: ["certs/wildcard"] }]);
    assert.deepEqual(told(set, wildcard, grant("certs/g", { from: [from("ListenerSet", "team")], to: [to("Secret", "wildcard")] })), []);
    const tls = {
      backend: { clientCertificateRef: ref("certs/own") },
      frontend: { default: { validation: { caCertificateRefs: [ref("certs/ca", { group: "", kind: "ConfigMap" })] } } },
    };
    const mutual = gateway("edge/public", [{ secrets: ["own"] }], { spec: { tls } });
    assert.deepEqual(told(mutual, grant("certs/g", { from: [from("Gateway", "edge")], to: [to("ConfigMap", "ca")] })), []);
    assert.deepEqual(told(mutual, grant("certs/g", { from: [from("Gateway", "edge")], to: [to("Secret", "own")] })), []);
  });
  test("is used too where another grant allows the same", () => {
    const web = route("shop/web", { backends: [ref("pay/api", { port: 80 })] });
    assert.deepEqual(told(web, idle, grant("pay/f", { from: [from("HTTPRoute", "shop")], to: [to("Service")] })), []);
  });
  for (const [name, object] of [
    [
      "is for a kind of another project",
      grant("pay/g", { from: [from("SecurityPolicy", "shop", { group: "gateway.envoyproxy.io" })], to: [to("Service", "api")] }),
    ],
    ["holds a placeholder", grant("pay/g", { from: [from("HTTPRoute", "shop")], to: [to("Service", "$" + "{API}")] })],
    ["is in a namespace that is not known", grant("g", { from: [from("HTTPRoute", "shop")], to: [to("Service", "api")] })],
    ["never counts", grant("pay/g", { from: [from("HTTPRoute", "pay")], to: [to("Service", "api")] })],
  ] as const) {
    test(`is not said of one that ${name}`, () => assert.deepEqual(told(object), []));
  }
  test("is not said where a route of an unknown namespace may use it", () => {
    assert.deepEqual(told(idle, route("web", { backends: [ref("pay/other", { port: 80 })] })), []);
  });
});
