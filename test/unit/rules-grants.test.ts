/** References and grants beyond the examples of the pages: every field, every kind of reference, and every reason to say nothing. */
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import type { Finding } from "../../server/src/core/rules/rule.ts";
import { findingsOf, onlyFindingOf, type Texts, toldOf } from "../support/judged.ts";
import {
  certificate,
  type Fields,
  from,
  type GrantFields,
  gateway,
  grant,
  type ListenerFields,
  listenerSet,
  namespace,
  oneFile,
  ref,
  route,
  secret,
  service,
  to,
  workspaceOf,
} from "../support/objects.ts";

const edge = gateway("edge/public", [{ secrets: ["certs/wildcard"] }]);
const wildcard = certificate("certs/wildcard", ["*.example.com"]);
const right: GrantFields = { from: [from("Gateway", "edge")], to: [to("Secret", "wildcard")] };
const refused = ['error reference-not-granted at "wildcard"'];

/** The only refused reference of the files; what is said about grants themselves is tested elsewhere. */
function refusalIn(texts: Texts): Finding {
  const [finding, ...others] = findingsOf(texts).filter(({ code }) => code === "reference-not-granted");
  assert.ok(finding !== undefined && others.length === 0, `${others.length} refused references more than one`);
  return finding;
}

describe("a grant allows", () => {
  test("the object that it names", () => assert.deepEqual(toldOf(oneFile(edge, wildcard, grant("certs/g", right))), []));
  test("every object of a kind without a name", () => {
    assert.deepEqual(toldOf(oneFile(edge, wildcard, grant("certs/g", { ...right, to: [to("Secret")] }))), [
      'information grant-too-broad at "Secret"',
    ]);
  });
  test("any of its from entries with any of its to entries", () => {
    const many = { from: [from("HTTPRoute", "shop"), from("Gateway", "edge")], to: [to("Service"), to("Secret", "wildcard")] };
    assert.deepEqual(toldOf(oneFile(edge, wildcard, grant("certs/g", many))), []);
  });
  test("in its old version as well", () => {
    assert.deepEqual(toldOf(oneFile(edge, wildcard, grant("certs/g", { ...right, version: "v1beta1" }))), []);
  });
  test("nothing together with another grant", () => {
    const grants = [
      grant("certs/a", { ...right, to: [to("Secret", "other")] }),
      grant("certs/b", { ...right, from: [from("Gateway", "x")] }),
    ];
    assert.deepEqual(toldOf(oneFile(edge, wildcard, ...grants)), refused);
  });
});

describe("a near miss names the field that differs", () => {
  const cases: readonly (readonly [name: string, grant: GrantFields, namespace: string, words: string])[] = [
    [
      "from.group",
      { ...right, from: [from("Gateway", "edge", { group: "networking.gateway.k8s.io" })] },
      "certs",
      "from.group is networking.gateway.k8s.io and would have to be gateway.networking.k8s.io",
    ],
    ["from.kind", { ...right, from: [from("HTTPRoute", "edge")] }, "certs", "from.kind is HTTPRoute and would have to be Gateway"],
    ["from.namespace", { ...right, from: [from("Gateway", "egde")] }, "certs", "from.namespace is egde and would have to be edge"],
    ["to.group", { ...right, to: [to("Secret", "wildcard", { group: "core" })] }, "certs", 'to.group is core and would have to be ""'],
    ["to.kind", { ...right, to: [to("Service", "wildcard")] }, "certs", "to.kind is Service and would have to be Secret"],
    ["to.name", { ...right, to: [to("Secret", "wildcrad")] }, "certs", "to.name is wildcrad and would have to be wildcard"],
    ["metadata.namespace", right, "elsewhere", "it is in elsewhere and would have to be in certs"],
    [
      "two fields",
      { from: [from("Gateway", "edge", { group: "networking.gateway.k8s.io" })], to: [to("Secret", "wildcard", { group: "core" })] },
      "certs",
      'to.group is core and would have to be ""',
    ],
  ];
  for (const [name, fields, where, words] of cases) {
    test(name, () => {
      const { severity, message, related } = refusalIn(oneFile(edge, wildcard, grant(`${where}/nearly`, fields)));
      assert.equal(severity, "error");
      assert.ok(message.includes(`ReferenceGrant ${where}/nearly nearly does: `) && message.includes(words), message);
      assert.match(related[0]?.message ?? "", /nearly does/);
    });
  }
  test("but not one that was meant for something else", () => {
    const others = [
      grant("elsewhere/used", { from: [from("Gateway", "edge")], to: [to("Secret")] }),
      secret("elsewhere/wildcard", "pem leaf san=a.example.com"),
      gateway("edge/other", [{ secrets: ["elsewhere/wildcard"] }]),
      grant("certs/foreign", {
        from: [from("SecurityPolicy", "edge", { group: "gateway.envoyproxy.io" })],
        to: [to("Secret", "wildcard")],
      }),
    ];
    const { message } = refusalIn(oneFile(edge, wildcard, ...others));
    assert.doesNotMatch(message, /nearly/);
  });
});

describe("a reference is refused", () => {
  test("of a ListenerSet, whose grant is not the Gateway's", () => {
    const set = listenerSet("team/extra", "edge/public", [{ secrets: ["certs/wildcard"] }]);
    const plain = gateway("edge/public", [{ protocol: "HTTP", port: 80 }], { spec: { allowedListeners: { namespaces: { from: "All" } } } });
    const finding = onlyFindingOf(oneFile(plain, set, wildcard, grant("certs/g", { ...right, from: [from("Gateway", "team")] })));
    assert.match(finding.message, /^ListenerSet team\/extra may not use .*from.kind is Gateway and would have to be ListenerSet/);
  });
  test("to what an ExternalSecret makes", () => {
    const external = {
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata: { name: "wildcard", namespace: "certs" },
      spec: {},
    };
    assert.deepEqual(toldOf(oneFile(edge, external)), refused);
  });
  for (const [kind, effect] of [
    ["HTTPRoute", /answered with status 500/],
    ["GRPCRoute", /fail with status UNAVAILABLE/],
    ["TLSRoute", /Connections meant for it are rejected/],
    ["TCPRoute", /Connections meant for it are rejected/],
    ["UDPRoute", /Packets meant for it are dropped/],
  ] as const) {
    test(`of ${kind} to a Service`, () => {
      const hostnames = kind === "TLSRoute" ? { hostnames: ["shop.example.com"] } : {};
      const web = route("shop/web", { kind, ...hostnames, backends: [ref("pay/api", { port: 80 })] });
      const finding = onlyFindingOf(oneFile(web, service("pay/api")));
      assert.equal(finding.code, "reference-not-granted");
      assert.match(finding.message, effect);
    });
  }
  for (const [filter, effect] of [
    [{ type: "RequestMirror", requestMirror: { backendRef: ref("pay/api", { port: 80 }) } }, /No request is mirrored/],
    [{ type: "ExternalAuth", externalAuth: { backendRef: ref("pay/api", { port: 80 }) } }, /cannot ask it/],
  ] as const) {
    test(`of a filter, ${filter.type}`, () => {
      const rules = [{ filters: [filter], backendRefs: [ref("own", { port: 80 })] }];
      const finding = onlyFindingOf(oneFile(route("shop/web", { rules }), service("pay/api"), service("shop/own")));
      assert.match(finding.message, effect);
    });
  }
  test("to the ConfigMap of a client authority, which the grant has to name", () => {
    const clients = (more: Fields = {}) => ({
      validation: { caCertificateRefs: [ref("certs/clients", { group: "", kind: "ConfigMap", ...more })] },
    });
    const mutual = (frontend: Fields, listeners: readonly ListenerFields[] = [{ secrets: ["own"] }]) =>
      gateway("edge/public", listeners, { spec: { tls: { frontend } } });
    const authority = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "clients", namespace: "certs" }, data: { "ca.crt": "" } };
    const told = (...objects: Fields[]) =>
      findingsOf(oneFile(authority, ...objects)).filter(({ code }) => code === "reference-not-granted");
    const [finding] = told(mutual({ default: clients() }));
    assert.match(
      finding?.message ?? "",
      /^Gateway edge\/public may not use ConfigMap certs\/clients: .* Listener https cannot verify any client and is not/,
    );
    const perPort = { default: {}, perPort: [{ port: 443, tls: clients() }] };
    assert.equal(told(mutual(perPort)).length, 1);
    assert.equal(told(mutual({ default: clients() }), grant("certs/g", { ...right, to: [to("ConfigMap", "clients")] })).length, 0);
    assert.equal(told(mutual({ default: clients() }), grant("certs/g", { ...right, to: [to("Secret", "clients")] })).length, 1);
    // Nothing reads it: another port's entry, a listener without TLS, and a kind that is refused for itself.
    assert.equal(told(mutual({ ...perPort, perPort: [{ port: 8443, tls: clients() }] })).length, 0);
    assert.equal(told(mutual({ default: clients() }, [{ protocol: "HTTP", port: 80 }])).length, 0);
    assert.equal(told(mutual({ default: clients({ kind: "Secret" }) }), secret("certs/clients", "pem leaf san=a.example.com")).length, 0);
  });
  test("to the Gateway's own certificate for its backends", () => {
    const spec = { tls: { backend: { clientCertificateRef: ref("certs/wildcard") } } };
    const client = gateway("edge/public", [{ protocol: "HTTP", port: 80 }], { spec });
    const { message, place } = onlyFindingOf(oneFile(client, wildcard));
    assert.match(message, /^Gateway edge\/public may not use Secret certs\/wildcard: .* has no certificate to show to its backends/);
    assert.equal(place.end - place.start, "wildcard".length);
    assert.deepEqual(toldOf(oneFile(client, wildcard, grant("certs/g", right))), []);
    const both = onlyFindingOf(oneFile(gateway("edge/public", [{ secrets: ["certs/wildcard"] }], { spec }), wildcard));
    assert.match(both.message, /Listener https gets no certificate, .* has no certificate to show to its backends/);
  });
  test("to a Service that is missing where its Namespace and other Services are here", () => {
    const web = route("shop/web", { backends: [ref("pay/gone", { port: 80 })] });
    assert.deepEqual(toldOf(oneFile(web, namespace("pay"), service("pay/other"))), ['error reference-not-granted at "gone"']);
    assert.deepEqual(toldOf(oneFile(web, service("pay/other"))), []);
    assert.deepEqual(toldOf(oneFile(web, namespace("pay"))), []);
  });
  test("whatever is here, in a workspace that is complete", () => {
    const web = route("edge/web", { parents: [ref("public")] });
    assert.deepEqual(toldOf(oneFile(edge, web), { world: { complete: true } }), refused);
  });
  test("once for all listeners and rules that share the target, with the others as related places", () => {
    const three = gateway("edge/public", [
      { name: "a", secrets: ["certs/wildcard"] },
      { name: "b", port: 8443, secrets: ["certs/wildcard"] },
      { name: "c", port: 9443, secrets: ["certs/wildcard", "certs/other"] },
    ]);
    const findings = findingsOf(oneFile(three, wildcard, certificate("certs/other", ["x.example.com"])));
    assert.deepEqual(
      findings.map(({ message }) => /may not use (\S+ \S+):/.exec(message)?.[1]),
      ["Secret certs/wildcard", "Secret certs/other"],
    );
    assert.match(findings[0]?.message ?? "", /Listeners a, b and c get one certificate less\./);
    assert.equal(findings[0]?.related.filter(({ message }) => message.includes("here as well")).length, 2);
    const rules = [1, 2].map(() => ({ backendRefs: [ref("pay/api", { port: 80 })] }));
    assert.equal(findingsOf(oneFile(route("shop/web", { rules }), service("pay/api"))).length, 1);
  });
  test("in JSON", () => {
    const files = workspaceOf({ "gateway.json": [edge], "certificate.json": [wildcard] });
    assert.deepEqual(toldOf(files), ['error reference-not-granted at "wildcard"']);
  });
});

describe("nothing is said", () => {
  const silent = (name: string, ...objects: readonly Fields[]) => test(name, () => assert.deepEqual(toldOf(oneFile(...objects)), []));
  silent("of the own namespace, written or not", gateway("certs/public", [{ secrets: ["wildcard", "certs/wildcard"] }]), wildcard);
  silent("of a target that nothing here is or makes", edge);
  silent(
    "of a Secret that is missing from a namespace that is here",
    edge,
    namespace("certs"),
    certificate("certs/other", ["a.example.com"]),
  );
  silent("of a Gateway that writes no namespace", gateway("public", [{ secrets: ["certs/wildcard"] }]), wildcard);
  silent("where a grant that writes no namespace may be the right one", edge, wildcard, grant("g", right));
  silent(
    "where the name is a placeholder",
    gateway("edge/public", [{ secrets: ["certs/$" + "{NAME}"] }]),
    certificate("certs/$" + "{NAME}", ["a.example.com"]),
  );
  silent("where the namespace is a placeholder", gateway("edge/public", [{ secrets: ["$" + "{NS}/wildcard"] }]), wildcard);
  silent(
    "where a grant has a placeholder that may be right",
    edge,
    wildcard,
    grant("certs/g", { ...right, from: [from("Gateway", "$" + "{EDGE}")] }),
  );
  test("of a certificate that passthrough ignores, which is another rule's business", () => {
    const passing = gateway("edge/public", [{ protocol: "TLS", mode: "Passthrough", secrets: ["certs/wildcard"] }]);
    assert.equal(onlyFindingOf(oneFile(passing, wildcard)).code, "certificate-ignored");
  });
  test("of a certificate on a listener without TLS, which is another rule's business", () => {
    const { code } = onlyFindingOf(oneFile(gateway("edge/public", [{ protocol: "HTTP", secrets: ["certs/wildcard"] }]), wildcard));
    assert.equal(code, "tls-mode-invalid");
  });
  silent("of a mode that is a placeholder", gateway("edge/public", [{ mode: "$" + "{MODE}", secrets: ["certs/wildcard"] }]), wildcard);
  silent(
    "of backends that are no Services",
    route("shop/web", { backends: [ref("pay/api", { group: "gateway.envoyproxy.io", kind: "Backend" })] }),
    service("pay/api"),
  );
  silent(
    "of parentRefs, which need no grant",
    route("shop/web", { parents: [ref("edge/public")] }),
    gateway("edge/public", [{ protocol: "HTTP", port: 80, from: "All" }]),
  );
});

describe("a grant in the wrong namespace", () => {
  const misplaced = grant("edge/g", right);
  const warned = ['warning grant-in-wrong-namespace at "edge"'];

  test("is a warning of its own beside the refused reference, and each leads to the other", () => {
    const [reference, finding] = findingsOf(oneFile(edge, wildcard, misplaced));
    assert.deepEqual([reference?.code, reference?.severity], ["reference-not-granted", "error"]);
    assert.match(reference?.message ?? "", /edge\/g nearly does: it is in edge and would have to be in certs\. Listener https gets no/);
    assert.deepEqual(reference?.related[0]?.place, finding?.place);
    assert.deepEqual([finding?.code, finding?.severity], ["grant-in-wrong-namespace", "warning"]);
    assert.match(finding?.message ?? "", /There Gateway edge\/public needs it to use Secret certs\/wildcard\. Move the grant to certs\.$/);
    assert.deepEqual(finding?.related, [
      { place: reference?.place, message: "This reference to Secret certs/wildcard needs the grant in certs." },
    ]);
  });
  test("leaves the refusal as it is where it is turned off", () => {
    assert.deepEqual(toldOf(oneFile(edge, wildcard, misplaced), { rules: { "grant-in-wrong-namespace": "off" } }), refused);
  });
  test("is told where the target is not here", () => {
    assert.deepEqual(toldOf(oneFile(edge, misplaced)), warned);
  });
  test("is told beside another near miss, and as often as there is one", () => {
    const other = grant("certs/other", { ...right, from: [from("HTTPRoute", "edge")] });
    assert.deepEqual(toldOf(oneFile(edge, wildcard, misplaced, other)), [...refused, ...warned]);
    assert.deepEqual(toldOf(oneFile(edge, wildcard, misplaced, grant("edge/again", right))), [...refused, ...warned, ...warned]);
  });
  test("is none in a third namespace", () => {
    assert.deepEqual(toldOf(oneFile(edge, wildcard, grant("third/g", right))), refused);
  });
  test("is none where it allows something", () => {
    const both = grant("edge/g", {
      from: [from("Gateway", "edge"), from("HTTPRoute", "shop")],
      to: [to("Secret", "wildcard"), to("Service")],
    });
    const web = route("shop/web", { backends: [ref("edge/api", { port: 80 })] });
    const codes = findingsOf(oneFile(edge, wildcard, both, web, service("edge/api"))).map(({ code }) => code);
    assert.ok(codes.includes("reference-not-granted") && !codes.includes("grant-in-wrong-namespace"), codes.join());
  });
  test("is to be deleted once another grant allows the reference", () => {
    const finding = onlyFindingOf(oneFile(edge, wildcard, misplaced, grant("certs/g", right)));
    assert.deepEqual([finding.code, finding.severity], ["grant-in-wrong-namespace", "warning"]);
    assert.match(
      finding.message,
      /There ReferenceGrant certs\/g already lets Gateway edge\/public use Secret certs\/wildcard\. Delete it\.$/,
    );
    assert.match(finding.related[0]?.message ?? "", /does not need the grant/);
  });
  test("belongs to the namespace of its first refused reference; another one stays refused", () => {
    const two = gateway("edge/public", [
      { name: "a", secrets: ["certs/wildcard"] },
      { name: "b", port: 8443, secrets: ["vault/wildcard"] },
    ]);
    const vault = certificate("vault/wildcard", ["*.example.org"]);
    assert.deepEqual(toldOf(oneFile(two, wildcard, vault, misplaced)), [...refused, ...refused, ...warned]);
    const granted = onlyFindingOf(oneFile(two, wildcard, vault, misplaced, grant("certs/g", right), grant("vault/other", right)));
    assert.match(granted.message, /opens, certs\./);
  });
  test("is none for references that nothing reads: it does nothing anywhere", () => {
    const passing = gateway("edge/public", [{ protocol: "TLS", mode: "Passthrough", secrets: ["certs/wildcard"] }]);
    assert.deepEqual(toldOf(oneFile(passing, wildcard, misplaced)), [
      'warning certificate-ignored at "certificateRefs"',
      'warning grant-ineffective at "edge"',
    ]);
  });
});
