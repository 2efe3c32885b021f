/** Listeners that share a port, beyond the examples of the pages: conflicts, mixed termination, and connections that are used for other names. */
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import { after, offered } from "../support/fixed.ts";
import { toldOf as allToldOf, findingsOf, onlyFindingOf, type Texts } from "../support/judged.ts";
import { certificate, type Fields, gateway, type ListenerFields, listenerSet, oneFile, ref, route } from "../support/objects.ts";

const classOf = (controllerName: string, labels: Fields = {}): Fields => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "GatewayClass",
  metadata: { name: "envoy", labels },
  spec: { controllerName },
});
const envoy = classOf("gateway.envoyproxy.io/gatewayclass-controller");
const istio = classOf("istio.io/gateway-controller");
const cilium = (version?: string) =>
  classOf("io.cilium/gateway-controller", version === undefined ? {} : { "app.kubernetes.io/version": version });

/** What a rule says of files, and a test that it says nothing. */
function about(code: string) {
  const told = (texts: Texts) => allToldOf(texts).filter((each) => each.includes(` ${code} `));
  const silent = (name: string, ...objects: readonly Fields[]) => test(name, () => assert.deepEqual(told(oneFile(...objects)), []));
  return { told, silent };
}

describe("a conflict", () => {
  const { told, silent } = about("listener-conflict");
  const web: ListenerFields = { name: "web", protocol: "HTTP", port: 80 };
  const raw: ListenerFields = { name: "raw", protocol: "TCP", port: 80 };
  const open = { spec: { allowedListeners: { namespaces: { from: "All" } } } };
  const secure: ListenerFields = { name: "secure", port: 80, secrets: ["tls"], hostname: "a.example.com" };

  test("within a Gateway is told once, at the later of the two, and again for each more", () => {
    assert.deepEqual(told(oneFile(gateway("edge/public", [web, raw]))), ['error listener-conflict at "raw"']);
    assert.deepEqual(told(oneFile(gateway("edge/public", [raw, web, secure]))), [
      'error listener-conflict at "web"',
      'error listener-conflict at "secure"',
    ]);
  });
  test("is settled by the controller that is known", () => {
    const pair = gateway("edge/public", [{ ...web, hostname: "b.example.com" }, secure]);
    assert.deepEqual(told(oneFile(pair)), ['warning listener-conflict at "secure"']);
    assert.deepEqual(told(oneFile(pair, envoy)), ['error listener-conflict at "secure"']);
    assert.deepEqual(told(oneFile(pair, istio)), []);
  });
  test("leaves the first standing with Istio", () => {
    const { message } = onlyFindingOf(oneFile(gateway("edge/public", [web, raw]), istio));
    assert.match(message, /Only the first of the two is accepted\. Controllers report Conflicted=True, ProtocolConflict\.$/);
  });
  test("of one hostname between HTTPS and TLS is told as controllers differ", () => {
    const pair = gateway("edge/public", [
      { name: "a", hostname: "a.example.com", secrets: ["tls"] },
      { name: "b", hostname: "a.example.com", protocol: "TLS", more: { tls: { mode: "Passthrough" } } },
    ]);
    const { severity, message } = onlyFindingOf(oneFile(pair));
    assert.equal(severity, "warning");
    assert.match(message, /both with hostname a\.example\.com, .*Envoy Gateway accepts neither and Istio accepts the first only\./);
  });
  test("with a Gateway's listener is lost by the ListenerSet", () => {
    const set = listenerSet("team/set", "edge/public", [{ ...web, name: "mine" }]);
    const { message, place, related } = onlyFindingOf(oneFile(gateway("edge/public", [web], open), set));
    assert.match(
      message,
      /^Listener mine of ListenerSet team\/set cannot share port 80 with listener web of Gateway edge\/public: both have/,
    );
    assert.match(message, /The Gateway's own listener wins, and this one is not accepted\./);
    assert.ok(related[0] !== undefined && related[0].place.start < place.start);
  });
  test("between ListenerSets is lost by the younger one, where their ages are known", () => {
    const dated = (title: string, creationTimestamp: string): Fields => {
      const set = listenerSet(title, "edge/public", [web]) as { metadata: Fields };
      return { ...set, metadata: { ...set.metadata, creationTimestamp } };
    };
    const files = oneFile(
      gateway("edge/public", [{ ...web, port: 8080 }], open),
      dated("a/new", "2026-02-01T00:00:00Z"),
      dated("b/old", "2026-01-01T00:00:00Z"),
    );
    assert.match(onlyFindingOf(files).message, /^Listener web of ListenerSet a\/new .*ListenerSet b\/old is the older one and wins/);
  });

  silent("does not come from another hostname", gateway("edge/public", [web, { ...web, name: "b", hostname: "b.example.com" }]));
  silent("does not come from UDP beside TCP", gateway("edge/public", [raw, { ...raw, name: "u", protocol: "UDP" }]));
  silent(
    "does not come from a ListenerSet that is not allowed",
    gateway("edge/public", [web]),
    listenerSet("team/set", "edge/public", [web]),
  );
  silent(
    "is not told where another manifest has an object of the same name",
    gateway("edge/public", [{ ...web, port: 8080 }], open),
    listenerSet("team/set", "edge/public", [web]),
    listenerSet("team/set", "edge/public", [web]),
  );
  silent(
    "is not told of placeholders that differ",
    gateway("edge/public", [
      { ...web, hostname: "$" + "{A}.example.com" },
      { ...web, name: "b", hostname: "$" + "{B}.example.com" },
    ]),
  );
});

describe("mixed termination", () => {
  const { told, silent } = about("mixed-termination");
  const passing = (hostname: string, port = 443): ListenerFields => ({
    name: "pass",
    hostname,
    port,
    protocol: "TLS",
    more: { tls: { mode: "Passthrough" } },
  });
  const https: ListenerFields = { name: "https", hostname: "*.example.com", secrets: ["tls"] };
  const both = gateway("edge/public", [https, passing("a.example.com")]);
  const tls: ListenerFields = { ...https, protocol: "TLS", mode: "Terminate", hostname: "b.example.com" };

  test("depends on the controller, and on its version", () => {
    const at = (severity: string) => [`${severity} mixed-termination at "pass"`];
    assert.deepEqual(told(oneFile(both)), at("information"));
    assert.deepEqual(told(oneFile(both, envoy)), []);
    assert.deepEqual(told(oneFile(both, cilium())), at("warning"));
    assert.deepEqual(told(oneFile(both, cilium("1.19.5"))), []);
    assert.deepEqual(told(oneFile(both, cilium("v1.19.6"))), at("error"));
    assert.deepEqual(told(oneFile(both, cilium("1.20.0-rc.1"))), at("error"));
    assert.deepEqual(told(oneFile(both, cilium("latest"))), at("warning"));
  });
  test("of two TLS listeners matters whatever their hostnames", () => {
    const pair = gateway("edge/public", [tls, passing("a.example.com")]);
    assert.deepEqual(told(oneFile(pair)), ['information mixed-termination at "pass"']);
    assert.deepEqual(told(oneFile(pair, istio)), []);
  });
  silent("is none on two ports", gateway("edge/public", [https, passing("a.example.com", 8443)]));
  silent("is none beside HTTPS for names that do not meet", gateway("edge/public", [https, passing("a.example.net")]));
  silent("is none where a placeholder decides", gateway("edge/public", [https, passing("a.$" + "{DOMAIN}")]));
});

describe("an overlap", () => {
  const { told, silent } = about("listener-overlap");
  const on = (hostname: string | undefined, secret: string, more: Partial<ListenerFields> = {}): ListenerFields => ({
    name: secret,
    ...(hostname === undefined ? {} : { hostname }),
    secrets: [secret],
    ...more,
  });
  const pair = gateway("edge/public", [on("*.example.com", "all"), on("shop.example.com", "shop")]);
  const all = certificate("edge/all", ["*.example.com"]);
  const shop = certificate("edge/shop", ["shop.example.com"]);

  test("is a warning where a certificate covers names of another listener, and information where only hostnames meet", () => {
    assert.deepEqual(told(oneFile(pair, all, shop)), ['warning listener-overlap at "shop.example.com"']);
    assert.deepEqual(told(oneFile(pair)), ['information listener-overlap at "shop.example.com"']);
  });
  test("of hostnames that do not meet comes from one certificate for both", () => {
    const two = gateway("edge/public", [on("a.example.com", "both"), { ...on("b.example.net", "both"), name: "b" }]);
    const { message } = onlyFindingOf(oneFile(two, certificate("edge/both", ["a.example.com", "b.example.net"])));
    assert.match(message, /the certificate of listener both covers b\.example\.net, which listener b serves\./);
    assert.doesNotMatch(message, /OverlappingTLSConfig/);
  });
  test("is told once for a port, with every listener that takes part", () => {
    const three = gateway(
      "edge/public",
      ["a", "b", "c"].map((name) => ({ ...on(`${name}.example.com`, "all"), name })),
    );
    const finding = onlyFindingOf(oneFile(three, all));
    assert.match(finding.message, /^Listeners a, b and c of Gateway edge\/public share port 443/);
    assert.equal(finding.related.length, 2);
  });
  test("takes the names of a wildcard listener from its routes", () => {
    const eu = gateway("edge/public", [on("*.example.com", "all"), on("*.eu.example.com", "eu")]);
    const files = (name: string) =>
      oneFile(
        eu,
        certificate("edge/all", ["*.example.com", "a.eu.example.com"]),
        certificate("edge/eu", ["*.eu.example.com"]),
        route("edge/web", { parents: [ref("public")], hostnames: [name] }),
      );
    assert.deepEqual(told(files("a.eu.example.com")), ['warning listener-overlap at "*.eu.example.com"']);
    assert.deepEqual(told(files("b.eu.example.com")), ['information listener-overlap at "*.eu.example.com"']);
  });
  test("concerns a listener that passes TLS through, whose names the certificate of another one covers", () => {
    const passing: ListenerFields = { name: "pass", hostname: "shop.example.com", protocol: "TLS", more: { tls: { mode: "Passthrough" } } };
    assert.deepEqual(told(oneFile(gateway("edge/public", [on("*.example.com", "all"), passing]), all)), [
      'warning listener-overlap at "shop.example.com"',
    ]);
  });
  test("names what Envoy Gateway does about it", () => {
    const { message, severity } = findingsOf(oneFile(pair, all, shop, envoy))[0] ?? assert.fail("nothing is said");
    assert.equal(severity, "warning");
    assert.match(
      message,
      /Envoy Gateway therefore offers no HTTP\/2 on these listeners.*OverlappingTLSConfig=True, OverlappingCertificates\.$/,
    );
    assert.doesNotMatch(message, /404/);
  });
  test("is information where the controller's own report says that it answers 421", () => {
    const { message, severity } =
      findingsOf(oneFile(pair, all, shop, classOf("agentgateway.dev/agentgateway", { "app.kubernetes.io/version": "v1.3.1" })))[0] ??
      assert.fail("nothing is said");
    assert.equal(severity, "information");
    assert.match(message, /agentgateway v1\.3\.1 answers 421, and most clients ask again/);
  });
  test("is mended with kgateway by an option, on every listener that offers HTTP/2", () => {
    const files = oneFile(pair, all, shop, classOf("kgateway.dev/kgateway"));
    const [title = ""] = offered(files, "listener-overlap");
    assert.equal(title, "Offer no HTTP/2 on listeners all and shop (kgateway.dev/alpn-protocols)");
    assert.equal(after(files, title, "all.yaml").match(/kgateway\.dev\/alpn-protocols: http\/1\.1/g)?.length, 2);
    assert.deepEqual(offered(oneFile(pair, all, shop), "listener-overlap"), []);
  });

  silent(
    "is none between certificates that keep to their own names",
    gateway("edge/public", [on("*.example.com", "all"), on("*.eu.example.com", "eu")]),
    all,
    certificate("edge/eu", ["*.eu.example.com"]),
  );
  silent(
    "is none on two ports",
    gateway("edge/public", [on("*.example.com", "all"), on("shop.example.com", "shop", { port: 8443 })]),
    all,
    shop,
  );
  silent(
    "is none where the first name is not covered either, so that no client connects",
    gateway("edge/public", [on("a.example.org", "all"), on("shop.example.com", "shop")]),
    all,
    shop,
  );
  silent(
    "is none in cleartext",
    gateway("edge/public", [
      { name: "a", protocol: "HTTP", port: 80, hostname: "*.example.com" },
      { name: "b", protocol: "HTTP", port: 80, hostname: "a.example.com" },
    ]),
  );
  silent("is none between the Gateways of one name of several clusters", pair, pair, all, shop);
});
