/** What is offered for references and grants, in which order, and where it is written. Each fix has to clear its finding and bring up no other. */
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import { parse } from "yaml";
import { after, applyFix, assertClears, offered } from "../support/fixed.ts";
import { uriOf } from "../support/fixture.ts";
import { findingsOf } from "../support/judged.ts";
import {
  certificate,
  from,
  type GrantFields,
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
    assert.deepEqual(applyFix(untitled, fix).touched, ["untitled:Untitled-1"]);
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
  test("for another kind, whatever its name, comes to open the one object and no other", () => {
    const files = oneFile(edge, wildcard, grant("certs/g", { from: [from("Gateway", "edge")], to: [to("Service")] }));
    const title = "Set to.kind of ReferenceGrant certs/g to Secret, for wildcard alone";
    assert.deepEqual(offered(files, "reference-not-granted"), [create, "Add Secret wildcard to the to of ReferenceGrant certs/g", title]);
    assert.match(after(files, title, "all.yaml"), /to:\n *- group: ""\n *kind: Secret\n *name: wildcard\n/);
  });
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

test("what comes in by a merge key is not changed", () => {
  const merged = `apiVersion: gateway.networking.k8s.io/v1
kind: ReferenceGrant
metadata: { name: g, namespace: certs }
x: &entry { group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge }
spec:
  from:
    - <<: *entry
  to:
    - { group: "", kind: Secret, name: wildcard }
`;
  const files = new Map([...oneFile(edge, wildcard), [uriOf("grant.yaml"), merged]]);
  assert.deepEqual(offered(files, "reference-not-granted"), [create, "Add Gateways of edge to the from of ReferenceGrant certs/g"]);
});

describe("a misplaced grant", () => {
  test("is moved", () => {
    const files = workspaceOf({ "gateway.yaml": [edge, grant("edge/g", right)], "wildcard.yaml": [wildcard] });
    assert.deepEqual(offered(files, "grant-in-wrong-namespace"), ["Move ReferenceGrant edge/g to certs"]);
    assert.match(after(files, "Move ReferenceGrant edge/g to certs", "gateway.yaml"), /^ {2}namespace: certs$/m);
  });
  test("is moved before a new one is made, unless that one would open less", () => {
    assert.deepEqual(offered(oneFile(edge, wildcard, grant("edge/g", right)), "reference-not-granted"), [
      "Move ReferenceGrant edge/g to certs",
      create,
    ]);
    assert.deepEqual(offered(oneFile(edge, wildcard, grant("edge/g", { ...right, to: [to("Secret")] })), "reference-not-granted"), [
      create,
      "Move ReferenceGrant edge/g to certs",
    ]);
  });
  test("takes another name where its own is taken", () => {
    const other = grant("certs/g", { from: [from("HTTPRoute", "x")], to: [to("Service")] });
    const files = oneFile(edge, wildcard, grant("edge/g", right), other);
    assert.deepEqual(offered(files, "grant-in-wrong-namespace"), ["Move ReferenceGrant edge/g to certs as g-2"]);
  });
  test("is deleted where another one does its work, with its document or as an item of a List", () => {
    const two = [edge, wildcard, grant("certs/g", right)];
    const files = workspaceOf({ "all.yaml": two, "grant.yaml": [grant("edge/g", right)] });
    assert.deepEqual(offered(files, "grant-in-wrong-namespace"), ["Delete ReferenceGrant edge/g"]);
    assert.equal(after(files, "Delete ReferenceGrant edge/g", "grant.yaml"), "");
    const items = [grant("edge/g", right), service("edge/api")];
    const list = workspaceOf({ "all.yaml": two, "list.yaml": [{ apiVersion: "v1", kind: "List", items }] });
    assert.deepEqual(offered(list, "grant-in-wrong-namespace"), ["Delete ReferenceGrant edge/g"]);
    assert.deepEqual(parse(after(list, "Delete ReferenceGrant edge/g", "list.yaml")).items, [service("edge/api")]);
  });
  test("whose namespace is an alias is moved by itself", () => {
    const aliased = `apiVersion: gateway.networking.k8s.io/v1
kind: ReferenceGrant
x: &here edge
metadata: { name: g, namespace: *here }
spec:
  from:
    - { group: gateway.networking.k8s.io, kind: Gateway, namespace: *here }
  to:
    - { group: "", kind: Secret, name: wildcard }
`;
    const files = new Map([...oneFile(edge, wildcard), [uriOf("grant.yaml"), aliased]]);
    assert.deepEqual(offered(files, "grant-in-wrong-namespace"), ["Move ReferenceGrant edge/g to certs"]);
    const moved = parse(after(files, "Move ReferenceGrant edge/g to certs", "grant.yaml"));
    assert.deepEqual([moved.metadata.namespace, moved.spec.from[0].namespace], ["certs", "edge"]);
  });
});
