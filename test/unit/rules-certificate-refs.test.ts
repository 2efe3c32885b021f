/** certificateRefs to Secrets that are missing, or that are none, beyond the examples of the pages. */
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import { parse } from "yaml";
import { likelyTypo } from "../../server/src/core/rules/likely-typo.ts";
import { after, offered } from "../support/fixed.ts";
import { uriOf } from "../support/fixture.ts";
import { findingsOf, onlyFindingOf, type Texts, toldOf } from "../support/judged.ts";
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
  secret,
  to,
  workspaceOf,
} from "../support/objects.ts";

const complete = { world: { complete: true } };
const on = (name: string, hostname: string, ...secrets: string[]) => ({ name, hostname, secrets });
const shop = certificate("edge/shop-tls", ["shop.example.com"]);
const two = gateway("edge/public", [on("shop", "shop.example.com", "shop-tls"), on("blog", "blog.example.com", "blog-tls")]);
const missing = ['warning certificate-ref-unresolved at "blog-tls"'];

function toldIn(texts: Texts, code = "certificate-ref-unresolved", settings = {}): readonly string[] {
  return toldOf(texts, settings).filter((told) => told.includes(code));
}

test("a likely typo is a slip, and never another name", () => {
  const slips = [
    ["wildcrad-tls", "wildcard-tls"],
    ["wildcard_tls", "wildcard-tls"],
    ["wildcardtls", "wildcard-tls"],
    ["wildcard", "wildcard-tls"],
    ["wildcard-tls", "wildcard"],
    ["Wildcard-TLS", "wildcard-tls"],
    ["intranet-exmaple-com", "intranet-example-com"],
    ["paymets", "payments"],
  ] as const;
  for (const [name, candidate] of slips) assert.equal(likelyTypo(name, ["other", candidate]), candidate, name);
  const others = [
    ["api-tls", "app-tls"],
    ["shop-dev", "shop-prd"],
    ["shop-v1", "shop-v2"],
    ["backend1", "backend2"],
    ["a", "b"],
    ["shop-tls", "blog-tls"],
    ["public-gateway", "private-gateway"],
    ["app", "app-metrics"],
  ] as const;
  for (const [name, candidate] of others) assert.equal(likelyTypo(name, [candidate]), undefined, name);
  assert.equal(likelyTypo("payment", ["payments", "paymont"]), undefined);
});

describe("a Secret that nothing makes", () => {
  test("stands out where all others of the object are here", () => {
    assert.deepEqual(toldOf(oneFile(two, shop)), missing);
    assert.deepEqual(toldOf(oneFile(two, secret("edge/shop-tls", "pem leaf san=shop.example.com"))), missing);
    const external = {
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata: { name: "shop-tls", namespace: "edge" },
      spec: {},
    };
    assert.deepEqual(toldOf(oneFile(two, external)), missing);
    assert.deepEqual(toldOf(oneFile(two)), []);
    const three = gateway("edge/public", [on("a", "a.example.com", "shop-tls", "blog-tls", "news-tls")]);
    assert.deepEqual(toldIn(oneFile(three, shop)), []);
  });
  test("stands out in a namespace that is not known, but equal", () => {
    const here = gateway("public", [on("shop", "shop.example.com", "shop-tls"), on("blog", "blog.example.com", "blog-tls")]);
    assert.deepEqual(toldOf(oneFile(here, certificate("shop-tls", ["shop.example.com"]))), missing);
  });
  test("is told once for all listeners", () => {
    const thrice = gateway("edge/public", [on("a", "a.example.com", "shop-tls", "blog-tls"), on("b", "b.example.com", "blog-tls")]);
    const [finding, ...others] = findingsOf(oneFile(thrice, shop)).filter(({ code }) => code === "certificate-ref-unresolved");
    assert.equal(others.length, 0);
    assert.match(finding?.message ?? "", /listeners a and b get one certificate less\./);
    assert.equal(finding?.related.length, 1);
  });
  test("is an error with its condition in a complete workspace, whatever the others", () => {
    const finding = findingsOf(oneFile(gateway("edge/public", [on("blog", "blog.example.com", "blog-tls")])), complete).find(
      ({ code }) => code === "certificate-ref-unresolved",
    );
    assert.equal(finding?.severity, "error");
    assert.match(finding?.message ?? "", /ResolvedRefs=False, InvalidCertificateRef\.$/);
    const spec = { tls: { backend: { clientCertificateRef: ref("own") } } };
    const client = gateway("edge/public", [{ protocol: "HTTP", port: 80 }], { spec });
    const told = findingsOf(oneFile(client), complete).find(({ code }) => code === "certificate-ref-unresolved");
    assert.match(told?.message ?? "", /no certificate to show to its backends; .* InvalidClientCertificateRef\.$/);
  });
  test("is told where its name is nearly that of one that nothing uses", () => {
    const one = gateway("edge/public", [on("shop", "shop.example.com", "shop-example-tsl")]);
    const meant = certificate("edge/shop-example-tls", ["shop.example.com"]);
    assert.deepEqual(toldOf(oneFile(one, certificate("edge/shop", ["shop.example.com"], { secretName: "shop-exmaple-tsl" }))), [
      'warning certificate-ref-unresolved at "shop-example-tsl"',
    ]);
    // Three letters may well be another name.
    assert.deepEqual(toldOf(oneFile(one, meant)), []);
    const user = gateway("edge/internal", [on("shop", "shop.example.com", "shop-exmaple-tsl")]);
    assert.deepEqual(toldOf(oneFile(one, user, certificate("edge/shop", ["shop.example.com"], { secretName: "shop-exmaple-tsl" }))), []);
    assert.deepEqual(toldOf(oneFile(one, certificate("edge/shop", ["x"], { secretName: "shop-exmaple-tsl", isCA: true }))), []);
  });

  const silent = (name: string, ...objects: readonly Fields[]) =>
    test(`is not told ${name}`, () => assert.deepEqual(toldIn(oneFile(...objects)), []));
  silent("where one of its name is made in another namespace", two, shop, certificate("certs/blog-tls", ["blog.example.com"]));
  silent(
    "where cert-manager's annotation may make it",
    { ...two, metadata: { name: "public", namespace: "edge", annotations: { "cert-manager.io/issuer": "le" } } },
    shop,
  );
  silent("where it is a placeholder", gateway("edge/public", [on("a", "a.example.com", "shop-tls", "$" + "{BLOG}-tls")]), shop);
  silent("of another namespace that is not here", gateway("edge/public", [on("a", "a.example.com", "shop-tls", "certs/blog-tls")]), shop);
  silent(
    "on a listener that passes TLS through",
    gateway("edge/public", [
      on("a", "a.example.com", "shop-tls"),
      { name: "b", port: 444, protocol: "TLS", mode: "Passthrough", secrets: ["blog-tls"] },
    ]),
    shop,
  );
  test("is not told where a reference is refused, which comes first", () => {
    const other = gateway("edge/public", [on("a", "a.example.com", "shop-tls", "certs/blog-tls")]);
    assert.deepEqual(
      toldOf(oneFile(other, shop), complete).filter((told) => /certificate-ref|not-granted/.test(told)),
      ['error reference-not-granted at "blog-tls"'],
    );
    const granted = grant("certs/g", { from: [from("Gateway", "edge")], to: [to("Secret", "blog-tls")] });
    assert.deepEqual(toldOf(oneFile(other, shop, granted)), missing);
  });
  test("is not told, even of a complete workspace, where it may be a copy", () => {
    const copied = (annotations: Fields) => certificate("certs/blog-tls", ["blog.example.com"], { secretTemplate: { annotations } });
    assert.deepEqual(toldIn(oneFile(two, shop, copied({})), undefined, complete), ['error certificate-ref-unresolved at "blog-tls"']);
    assert.deepEqual(
      toldIn(oneFile(two, shop, copied({ "reflector.v1.k8s.emberstack.com/reflection-allowed": "true" })), undefined, complete),
      [],
    );
    const everywhere = { apiVersion: "external-secrets.io/v1", kind: "ClusterExternalSecret", metadata: { name: "blog-tls" }, spec: {} };
    assert.deepEqual(toldIn(oneFile(two, shop, everywhere), undefined, complete), []);
  });
  test("is not told where kustomize may rename what makes it", () => {
    const texts = workspaceOf({ "gateway.yaml": [two], "certs/shop.yaml": [shop] });
    const kustomization = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnameSuffix: -tls\nresources: [shop.yaml]\n";
    assert.deepEqual(toldIn(texts), missing);
    assert.deepEqual(toldIn(new Map([...texts, [uriOf("certs/kustomization.yaml"), kustomization]])), []);
  });
});

describe("what mends it", () => {
  test("is a Certificate by the issuer of the one beside it", () => {
    const files = workspaceOf({ "gateway.yaml": [two], "shop.yaml": [shop] });
    const title = "Create a Certificate that makes Secret blog-tls for blog.example.com";
    assert.deepEqual(offered(files, "certificate-ref-unresolved"), [title]);
    const [, made = ""] = after(files, title, "shop.yaml").split("---\n");
    assert.deepEqual(parse(made), certificate("edge/blog-tls", ["blog.example.com"]));
  });
  test("asks for the names of the routes that a wildcard does not cover", () => {
    const wild = gateway("edge/public", [on("shop", "shop.example.com", "shop-tls"), on("wild", "*.example.org", "blog-tls")]);
    const web = route("edge/web", { parents: [ref("public")], hostnames: ["a.example.org", "b.c.example.org"] });
    assert.deepEqual(offered(oneFile(wild, web, shop), "certificate-ref-unresolved"), [
      "Create a Certificate that makes Secret blog-tls for *.example.org and b.c.example.org",
    ]);
  });
  test("takes the only ClusterIssuer where no Certificate is here, and none of several", () => {
    const own = secret("edge/shop-tls", "pem leaf san=shop.example.com");
    const issuer = (name: string) => ({
      apiVersion: "cert-manager.io/v1",
      kind: "ClusterIssuer",
      metadata: { name },
      spec: { selfSigned: {} },
    });
    const files = oneFile(two, own, issuer("le"));
    const title = "Create a Certificate that makes Secret blog-tls for blog.example.com";
    assert.deepEqual(offered(files, "certificate-ref-unresolved"), [title]);
    assert.match(after(files, title, "all.yaml"), /kind: ClusterIssuer\n +name: le\n/);
    assert.deepEqual(offered(oneFile(two, own, issuer("le"), issuer("staging")), "certificate-ref-unresolved"), []);
    assert.deepEqual(offered(oneFile(two, own), "certificate-ref-unresolved"), []);
  });
  test("is not made for a listener whose names are not known", () => {
    const open = gateway("edge/public", [on("shop", "shop.example.com", "shop-tls"), { name: "any", port: 8443, secrets: ["blog-tls"] }]);
    assert.deepEqual(offered(oneFile(open, shop), "certificate-ref-unresolved"), []);
  });
  test("is the Secret that was meant, unless its names do not fit", () => {
    const one = gateway("edge/public", [on("shop", "shop.example.com", "wildcrad")]);
    const meant = (name: string) => certificate("edge/wildcard", [name], { issuerRef: undefined });
    assert.deepEqual(offered(oneFile(one, meant("*.example.com")), "certificate-ref-unresolved"), ["Use Secret edge/wildcard"]);
    assert.deepEqual(offered(oneFile(one, meant("*.example.org")), "certificate-ref-unresolved"), []);
  });
});

describe("a certificateRef that is no Secret", () => {
  const named = (certificateRef: Fields, className = "example") =>
    gateway("edge/public", [{ name: "a", hostname: "a.example.com", more: { tls: { certificateRefs: [certificateRef] } } }], {
      spec: { gatewayClassName: className },
    });
  const code = "certificate-ref-unsupported";
  const classOf = (controllerName: string) => ({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "GatewayClass",
    metadata: { name: "example" },
    spec: { controllerName },
  });

  test("is an error in the core group, and elsewhere where the controller is known", () => {
    assert.deepEqual(toldOf(oneFile(named(ref("x", { kind: "ConfigMap" })))), [`error ${code} at "ConfigMap"`]);
    assert.deepEqual(toldOf(oneFile(named(ref("x", { group: "cert-manager.io", kind: "Certificate" })))), [
      `warning ${code} at "Certificate"`,
    ]);
    for (const controller of ["gateway.envoyproxy.io/gatewayclass-controller", "istio.io/gateway-controller"]) {
      const told = toldOf(oneFile(named(ref("x", { group: "cert-manager.io", kind: "Certificate" })), classOf(controller)));
      assert.deepEqual(told, [`error ${code} at "Certificate"`]);
    }
    assert.deepEqual(toldOf(oneFile(named(ref("x", { group: "example.com" })))), [`warning ${code} at "example.com"`]);
  });
  test("is judged for ListenerSets and the Gateway's own certificate as well", () => {
    const set = listenerSet("team/extra", "edge/public", [{ more: { tls: { certificateRefs: [ref("x", { kind: "ConfigMap" })] } } }]);
    assert.deepEqual(toldOf(oneFile(set)), [`error ${code} at "ConfigMap"`]);
    const spec = { tls: { backend: { clientCertificateRef: ref("x", { kind: "ConfigMap" }) } } };
    const finding = onlyFindingOf(oneFile(gateway("edge/public", [{ protocol: "HTTP", port: 80 }], { spec })));
    assert.equal(finding.code, code);
    assert.match(finding.message, /InvalidClientCertificateRef/);
  });
  test("is nothing to Traefik and Kong where only the group has a name, nor where a placeholder decides, nor where nothing reads it", () => {
    assert.deepEqual(toldOf(oneFile(named(ref("x", { group: "core" })))), [`warning ${code} at "core"`]);
    assert.deepEqual(toldOf(oneFile(named(ref("x", { group: "core" }), "traefik"))), []);
    assert.deepEqual(toldOf(oneFile(named(ref("x", { group: "core" })), classOf("konghq.com/kic-gateway-controller"))), []);
    assert.deepEqual(toldOf(oneFile(named(ref("x", { kind: "$" + "{KIND}" })))), []);
    const through = gateway("edge/public", [
      { protocol: "TLS", more: { tls: { mode: "Passthrough", certificateRefs: [ref("x", { kind: "ConfigMap" })] } } },
    ]);
    assert.deepEqual(toldIn(oneFile(through), code), []);
  });
  test("comes before the grant that it would lack", () => {
    const far = oneFile(named(ref("certs/x", { kind: "ConfigMap" })));
    assert.deepEqual(toldIn(far, "not-granted", complete), []);
    assert.equal(toldIn(far, code, complete).length, 1);
  });
  test("becomes the Secret that the Certificate makes, or that of the same name", () => {
    const made = certificate("edge/x", ["a.example.com"], { secretName: "x-tls" });
    const files = oneFile(named(ref("x", { group: "cert-manager.io", kind: "Certificate" })), made);
    assert.deepEqual(offered(files, code), ["Use Secret edge/x-tls"]);
    assert.match(after(files, "Use Secret edge/x-tls", "all.yaml"), /- name: x-tls\n +group: ""\n +kind: Secret\n/);
    assert.deepEqual(offered(oneFile(named(ref("x", { group: "core" })), secret("edge/x", "pem leaf san=a.example.com")), code), [
      "Use Secret edge/x",
    ]);
    assert.deepEqual(offered(oneFile(named(ref("x", { kind: "secret" }))), code), ["Use Secret edge/x"]);
    assert.deepEqual(offered(oneFile(named(ref("x", { kind: "secret" }))), code, complete), []);
    const strange = certificate("edge/x", ["b.example.com"], { secretName: "x-tls" });
    assert.deepEqual(offered(oneFile(named(ref("x", { group: "cert-manager.io", kind: "Certificate" })), strange), code), []);
  });
});
