/** What the fixes offer, in which order, and where they write. That each of them clears its finding and brings up no other is asserted of all. */
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import { parse } from "yaml";
import { applyFix, assertClears } from "../support/fixed.ts";
import { uriOf } from "../support/fixture.ts";
import { findingsOf, type Texts } from "../support/judged.ts";
import {
  certificate,
  type Fields,
  from,
  type GrantFields,
  gateway,
  grant,
  listenerSet,
  oneFile,
  ref,
  route,
  secret,
  service,
  to,
  workspaceOf,
} from "../support/objects.ts";

/** The titles of the fixes of the findings with a code; each fix is applied and has to clear its finding. */
function offered(texts: Texts, code: string): readonly string[] {
  return findingsOf(texts)
    .filter((finding) => finding.code === code)
    .flatMap((finding) =>
      finding.fixes().map((fix) => {
        assertClears(texts, finding, fix);
        assert.ok(!fix.preferred, `"${fix.title}" would join fix-all`);
        return fix.title;
      }),
    );
}

/** A file after the fix with this title. */
function after(texts: Texts, title: string, path: string): string {
  for (const finding of findingsOf(texts)) {
    const fix = finding.fixes().find((each) => each.title === title);
    if (fix !== undefined) return applyFix(texts, fix).texts.get(uriOf(path)) ?? assert.fail(`no ${path} after "${title}"`);
  }
  assert.fail(`no fix "${title}"`);
}

const edge = gateway("edge/public", [{ secrets: ["certs/wildcard"] }]);
const wildcard = certificate("certs/wildcard", ["*.example.com"]);
const right: GrantFields = { from: [from("Gateway", "edge")], to: [to("Secret", "wildcard")] };
const create = "Create a ReferenceGrant in certs that lets Gateways of edge use Secret wildcard";

describe("a new grant", () => {
  test("goes into a file of its own beside what makes the target", () => {
    const files = workspaceOf({ "edge/gateway.yaml": [edge], "certs/deep/wildcard.yaml": [wildcard] });
    assert.deepEqual(offered(files, "reference-not-granted"), [create]);
    assert.deepEqual(parse(after(files, create, "certs/deep/referencegrant-edge-to-wildcard.yaml")), {
      apiVersion: "gateway.networking.k8s.io/v1beta1",
      kind: "ReferenceGrant",
      metadata: { name: "edge-to-wildcard", namespace: "certs" },
      spec: { from: [from("Gateway", "edge")], to: [to("Secret", "wildcard")] },
    });
  });
  test("takes the next name that is free", () => {
    const files = workspaceOf({
      "gateway.yaml": [edge],
      "wildcard.yaml": [wildcard],
      "referencegrant-edge-to-wildcard.yaml": [service("certs/unrelated")],
      "referencegrant-edge-to-wildcard-2.yaml": [service("certs/another")],
    });
    assert.match(after(files, create, "referencegrant-edge-to-wildcard-3.yaml"), /^kind: ReferenceGrant$/m);
  });
  test("is of version v1 where the workspace has such a grant", () => {
    const elsewhere = grant("pay/g", { from: [from("HTTPRoute", "x")], to: [to("Service")] });
    const files = workspaceOf({ "gateway.yaml": [edge], "wildcard.yaml": [wildcard], "pay.yaml": [elsewhere] });
    assert.match(after(files, create, "referencegrant-edge-to-wildcard.yaml"), /^apiVersion: gateway.networking.k8s.io\/v1$/m);
  });
  test("follows the last grant of the target's namespace, under a name of its own", () => {
    const others = [grant("certs/edge-to-wildcard", { from: [from("Gateway", "a")], to: [to("Secret", "a")] }), service("certs/x")];
    const files = workspaceOf({ "gateway.yaml": [edge], "wildcard.yaml": [wildcard], "grants.yaml": others });
    const documents = after(files, create, "grants.yaml")
      .split(/^---\n/m)
      .map((text) => parse(text));
    assert.deepEqual(
      documents.map(({ metadata }) => metadata.name),
      ["edge-to-wildcard", "edge-to-wildcard-2", "x"],
    );
    assert.equal(offered(files, "reference-not-granted")[0], create);
  });
  test("does not go into a JSON file, which holds one document", () => {
    const files = workspaceOf({
      "gateway.yaml": [edge],
      "certs/wildcard.yaml": [wildcard],
      "certs/grant.json": [grant("certs/g", { from: [from("Gateway", "a")], to: [to("Secret", "a")] })],
    });
    assert.match(after(files, create, "certs/referencegrant-edge-to-wildcard.yaml"), /^kind: ReferenceGrant$/m);
  });
  test("stays in an untitled document", () => {
    const text = [...oneFile(edge, wildcard).values()][0] ?? "";
    const untitled = new Map([["untitled:Untitled-1", text]]);
    const [finding] = findingsOf(untitled);
    const [fix] = finding?.fixes() ?? [];
    assert.ok(finding !== undefined && fix !== undefined);
    assertClears(untitled, finding, fix);
  });
  test("names the kind that refers", () => {
    const set = listenerSet("team/extra", "edge/public", [{ secrets: ["certs/wildcard"] }]);
    assert.deepEqual(offered(oneFile(set, wildcard), "reference-not-granted"), [
      "Create a ReferenceGrant in certs that lets ListenerSets of team use Secret wildcard",
    ]);
    const web = route("shop/web", { kind: "TLSRoute", backends: [ref("pay/api", { port: 80 })] });
    assert.deepEqual(offered(oneFile(web, service("pay/api")), "reference-not-granted"), [
      "Create a ReferenceGrant in pay that lets TLSRoutes of shop use Service api",
    ]);
  });
});

describe("a grant that nearly allows it", () => {
  const cases: readonly (readonly [name: string, grant: GrantFields, titles: readonly string[]])[] = [
    [
      "from.group",
      { ...right, from: [from("Gateway", "edge", { group: "networking.gateway.k8s.io" })] },
      [
        "Set from.group of ReferenceGrant certs/g to gateway.networking.k8s.io",
        create,
        "Add Gateways of edge to the from of ReferenceGrant certs/g",
      ],
    ],
    [
      "from.kind",
      { ...right, from: [from("HTTPRoute", "edge")] },
      ["Set from.kind of ReferenceGrant certs/g to Gateway", create, "Add Gateways of edge to the from of ReferenceGrant certs/g"],
    ],
    [
      "from.namespace",
      { ...right, from: [from("Gateway", "egde")] },
      ["Set from.namespace of ReferenceGrant certs/g to edge", create, "Add Gateways of edge to the from of ReferenceGrant certs/g"],
    ],
    [
      "to.group",
      { ...right, to: [to("Secret", "wildcard", { group: "core" })] },
      ['Set to.group of ReferenceGrant certs/g to ""', create, "Add Secret wildcard to the to of ReferenceGrant certs/g"],
    ],
    [
      "to.kind",
      { ...right, to: [to("Service", "wildcard")] },
      ["Set to.kind of ReferenceGrant certs/g to Secret", create, "Add Secret wildcard to the to of ReferenceGrant certs/g"],
    ],
    [
      "to.name",
      { ...right, to: [to("Secret", "wildcrad")] },
      ["Set to.name of ReferenceGrant certs/g to wildcard", create, "Add Secret wildcard to the to of ReferenceGrant certs/g"],
    ],
    [
      "a field that is missing",
      { ...right, to: [{ kind: "Secret", name: "wildcard" }] },
      ['Set to.group of ReferenceGrant certs/g to ""', create, "Add Secret wildcard to the to of ReferenceGrant certs/g"],
    ],
    [
      "two fields",
      { from: [from("Gateway", "edge", { group: "networking.gateway.k8s.io" })], to: [to("Secret", "wildcard", { group: "core" })] },
      [create, "Correct from.group and to.group of ReferenceGrant certs/g"],
    ],
    [
      "without a name, what opens more comes last",
      { from: [from("HTTPRoute", "edge")], to: [to("Secret")] },
      [create, "Add Gateways of edge to the from of ReferenceGrant certs/g", "Set from.kind of ReferenceGrant certs/g to Gateway"],
    ],
    [
      "with many entries tells how much it opens",
      { from: [from("HTTPRoute", "edge")], to: [to("Secret", "wildcard"), to("Secret", "other")] },
      [
        create,
        "Add Gateways of edge to the from of ReferenceGrant certs/g, which opens all 2 entries of its to",
        "Set from.kind of ReferenceGrant certs/g to Gateway",
      ],
    ],
  ];
  for (const [name, fields, titles] of cases) {
    test(name, () => assert.deepEqual(offered(oneFile(edge, wildcard, grant("certs/g", fields)), "reference-not-granted"), titles));
  }
  test("and is in use is added to, never changed", () => {
    const used = grant("certs/g", { from: [from("ListenerSet", "edge")], to: [to("Secret", "wildcard")] });
    const set = listenerSet("edge/extra", "edge/public", [{ secrets: ["certs/wildcard"] }]);
    assert.deepEqual(offered(oneFile(edge, set, wildcard, used), "reference-not-granted"), [
      create,
      "Add Gateways of edge to the from of ReferenceGrant certs/g",
    ]);
  });
  test("in a third namespace is moved", () => {
    const files = oneFile(edge, wildcard, grant("third/g", right));
    assert.deepEqual(offered(files, "reference-not-granted"), ["Move ReferenceGrant third/g to certs", create]);
  });
  test("whose list is an alias is not added to", () => {
    const aliased = `apiVersion: gateway.networking.k8s.io/v1
kind: ReferenceGrant
metadata: { name: g, namespace: certs }
x: &list
  - { group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge }
spec:
  from: *list
  to:
    - { group: "", kind: Secret, name: wildcard }
`;
    const files = new Map([...oneFile(edge, wildcard), [uriOf("grant.yaml"), aliased]]);
    assert.deepEqual(offered(files, "reference-not-granted"), [create]);
  });
});

describe("a misplaced grant", () => {
  test("is moved", () => {
    const files = workspaceOf({ "gateway.yaml": [edge, grant("edge/g", right)], "wildcard.yaml": [wildcard] });
    assert.deepEqual(offered(files, "grant-in-wrong-namespace"), ["Move ReferenceGrant g to certs"]);
    assert.match(after(files, "Move ReferenceGrant g to certs", "gateway.yaml"), /^ {2}namespace: certs$/m);
  });
  test("is not moved onto another one of its name", () => {
    const other = grant("certs/g", { from: [from("HTTPRoute", "x")], to: [to("Service")] });
    assert.deepEqual(offered(oneFile(edge, wildcard, grant("edge/g", right), other), "grant-in-wrong-namespace"), [create]);
  });
});

describe("a name that is not covered", () => {
  const on = (hostname: string, secrets = ["tls"], more: Fields = {}) => gateway("shop/public", [{ hostname, secrets, ...more }]);
  const san = (...objects: readonly Fields[]) => offered(oneFile(...objects), "san-mismatch");
  const sanRoute = (...objects: readonly Fields[]) => offered(oneFile(...objects), "san-route-mismatch");
  const add = "Add a.example.com to the dnsNames of Certificate shop/tls";

  test("is added to the Certificate", () => {
    assert.deepEqual(san(on("a.example.com"), certificate("shop/tls", ["*.example.net"])), [
      add,
      "Set the hostname of listener https to *.example.net",
    ]);
  });
  test("is added to a Certificate that has only a common name", () => {
    const files = oneFile(on("a.example.com"), certificate("shop/tls", [], { commonName: "b.example.com", dnsNames: undefined }));
    assert.deepEqual(offered(files, "san-mismatch"), [add, "Set the hostname of listener https to b.example.com"]);
  });
  test("is covered by another Secret of the namespace, or by one that a grant opens", () => {
    const titles = san(
      on("a.example.com"),
      secret("shop/tls", "pem leaf san=b.example.com"),
      certificate("certs/good", ["a.example.com"]),
      secret("shop/good", "pem leaf san=*.example.com"),
      grant("certs/g", { from: [from("Gateway", "shop")], to: [to("Secret", "good")] }),
    );
    assert.deepEqual(titles, [
      "Use Secret shop/good, which covers a.example.com, on listener https",
      "Use Secret certs/good, which covers a.example.com, on listener https",
      "Set the hostname of listener https to b.example.com",
    ]);
  });
  for (const [name, flawed] of [
    ["that no grant opens", certificate("certs/good", ["a.example.com"])],
    ["that has expired", secret("shop/good", "pem leaf san=a.example.com expires=-1d")],
    ["that is not valid yet", secret("shop/good", "pem leaf san=a.example.com starts=+1d expires=+9d")],
    ["whose key is another's", secret("shop/good", "pem leaf san=a.example.com", "key leaf key=p384")],
    ["of another type", secret("shop/good", "pem leaf san=a.example.com", "key leaf", { type: "Opaque" })],
    ["that is encrypted", secret("shop/good", "pem leaf san=a.example.com", "key leaf", { sops: {} })],
    ["of a certificate authority", certificate("shop/good", ["a.example.com"], { isCA: true })],
  ] as const) {
    test(`is not covered by a Secret ${name}`, () => {
      assert.deepEqual(san(on("a.example.com"), secret("shop/tls", "pem leaf san=b.example.com"), flawed), [
        "Set the hostname of listener https to b.example.com",
      ]);
    });
  }
  test("is covered beside what the other names need", () => {
    const wild = gateway("shop/public", [{ hostname: "*.example.com", secrets: ["tls"] }]);
    const web = route("shop/web", { parents: [ref("public")], hostnames: ["a.example.com", "b.c.example.com"] });
    const files = oneFile(wild, web, secret("shop/tls", "pem leaf san=*.example.com"), secret("shop/deep", "pem leaf san=*.c.example.com"));
    const title = "Add Secret shop/deep, which covers b.c.example.com, to listener https";
    assert.deepEqual(offered(files, "san-route-mismatch"), [title]);
    assert.match(after(files, title, "all.yaml"), /- name: tls\n\s*- kind: Secret\n\s*name: deep\n/);
  });
  test("in another namespace is no longer referred to there when a local Secret takes over", () => {
    const files = oneFile(
      gateway("shop/public", [{ hostname: "a.example.com", secrets: ["certs/tls"] }]),
      certificate("certs/tls", ["b.example.com"]),
      grant("certs/g", { from: [from("Gateway", "shop")], to: [to("Secret")] }),
      secret("shop/good", "pem leaf san=a.example.com"),
    );
    const title = "Use Secret shop/good, which covers a.example.com, on listener https";
    assert.equal(offered(files, "san-mismatch")[0], title);
    assert.doesNotMatch(after(files, title, "all.yaml").split("---")[0] ?? "", /namespace: certs/);
  });
  test("gives way to a name that is covered, and its route goes along", () => {
    const web = route("shop/web", { parents: [ref("public")], hostnames: ["a.example.com"] });
    assert.deepEqual(san(on("a.example.com"), secret("shop/tls", "pem leaf san=b.example.com"), web), [
      "Set the hostname of listener https and HTTPRoute shop/web to b.example.com",
    ]);
  });
  test("does not give way where a route would be left behind, or lose another listener", () => {
    const both = gateway("shop/public", [
      { hostname: "a.example.com", secrets: ["tls"] },
      { name: "http", protocol: "HTTP", port: 80, hostname: "a.example.com" },
    ]);
    const web = route("shop/web", { parents: [ref("public")], hostnames: ["a.example.com"] });
    assert.deepEqual(san(both, secret("shop/tls", "pem leaf san=b.example.com"), web), []);
    const wildRoute = route("shop/web", { parents: [ref("public")], hostnames: ["*.example.com"] });
    assert.deepEqual(san(on("a.example.com"), secret("shop/tls", "pem leaf san=b.example.org"), wildRoute), []);
    assert.deepEqual(san(on("a.example.com"), secret("shop/tls", "pem leaf san=b.example.com"), wildRoute), [
      "Set the hostname of listener https to b.example.com",
    ]);
  });
  test("does not give way to the hostname of another listener", () => {
    const two = gateway("shop/public", [
      { hostname: "a.example.com", secrets: ["tls"] },
      { name: "b", hostname: "b.example.com", secrets: ["tls"] },
    ]);
    assert.deepEqual(san(two, secret("shop/tls", "pem leaf san=b.example.com")), []);
  });
  test("does not give way to a wildcard above it, which would only hide the fault", () => {
    assert.deepEqual(san(on("a.b.example.com"), secret("shop/tls", "pem leaf san=*.example.com")), []);
  });
  test("of a route gives way to a covered name that no other route there has", () => {
    const wild = gateway("shop/public", [{ hostname: "*.example.com", secrets: ["tls"] }]);
    const web = route("shop/web", { parents: [ref("public")], hostnames: ["shpo.example.com"] });
    const tls = secret("shop/tls", "pem leaf san=shop.example.com,pay.example.com");
    const taken = route("shop/pay", { parents: [ref("public")], hostnames: ["pay.example.com"] });
    assert.deepEqual(sanRoute(wild, web, tls, taken), ["Set the hostname of HTTPRoute shop/web to shop.example.com"]);
  });
  test("of two routes gives way in both", () => {
    const wild = gateway("shop/public", [{ hostname: "*.example.com", secrets: ["tls"] }]);
    const routes = ["one", "two"].map((name) => route(`shop/${name}`, { parents: [ref("public")], hostnames: ["shpo.example.com"] }));
    assert.deepEqual(sanRoute(wild, ...routes, secret("shop/tls", "pem leaf san=shop.example.com")), [
      "Set the hostname of HTTPRoute shop/one and HTTPRoute shop/two to shop.example.com",
    ]);
  });
});
