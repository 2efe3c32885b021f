/** What is offered for hostnames that are not covered. Each fix has to clear its finding and bring up no other. */
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import { after, offered } from "../support/fixed.ts";
import { certificate, type Fields, from, gateway, grant, oneFile, ref, route, secret, to } from "../support/objects.ts";

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
  test("does not give way to a wildcard that lets in a name that is not covered", () => {
    const web = route("shop/web", { parents: [ref("public")], hostnames: ["x.y.example.com"] });
    assert.deepEqual(san(on("a.example.org"), secret("shop/tls", "pem leaf san=*.example.com"), web), []);
    const inherits = route("shop/web", { parents: [ref("public")] });
    assert.equal(san(on("a.example.org"), secret("shop/tls", "pem leaf san=*.example.com"), inherits).length, 1);
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
  test("of two routes stays where one of them would lose another listener", () => {
    const two = gateway("shop/public", [
      { hostname: "*.example.com", secrets: ["tls"] },
      { name: "http", protocol: "HTTP", port: 80, hostname: "shpo.example.com" },
    ]);
    const routes = ["https", "http"].map((sectionName) =>
      route(`shop/${sectionName}`, {
        parents: [ref("public", { sectionName: "https" }), ref("public", { sectionName })],
        hostnames: ["shpo.example.com"],
      }),
    );
    assert.deepEqual(sanRoute(two, ...routes, secret("shop/tls", "pem leaf san=shop.example.com")), []);
  });
  test("of two routes gives way in both", () => {
    const wild = gateway("shop/public", [{ hostname: "*.example.com", secrets: ["tls"] }]);
    const routes = ["one", "two"].map((name) => route(`shop/${name}`, { parents: [ref("public")], hostnames: ["shpo.example.com"] }));
    assert.deepEqual(sanRoute(wild, ...routes, secret("shop/tls", "pem leaf san=shop.example.com")), [
      "Set the hostname of HTTPRoute shop/one and HTTPRoute shop/two to shop.example.com",
    ]);
  });
});
