/** Names of certificates against hostnames, beyond the examples of the pages. */
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import { toldOf as allToldOf, findingsOf, onlyFindingOf, type Texts } from "../support/judged.ts";
import { certificate, type Fields, from, gateway, grant, listenerSet, oneFile, ref, route, secret, to } from "../support/objects.ts";

const web = (hostnames: readonly string[] | undefined, name = "web", parent = "shop/public", more: Fields = {}) =>
  route(`shop/${name}`, { parents: [ref(parent, more)], ...(hostnames === undefined ? {} : { hostnames }) });

/** What is said of names, and of the references that lead to them; what else is wrong with these listeners is tested elsewhere. */
const toldOf = (texts: Texts) => allToldOf(texts).filter((told) => / (?:san-|reference-)/.test(told));

const silent = (name: string, ...objects: readonly Fields[]) => test(name, () => assert.deepEqual(toldOf(oneFile(...objects)), []));
const mismatch = (hostname: string) => [`warning san-mismatch at "${hostname}"`];
const routeMismatch = (...hostnames: string[]) => hostnames.map((hostname) => `warning san-route-mismatch at "${hostname}"`);

describe("a precise hostname", () => {
  const on = (hostname: string, secrets = ["tls"], more = {}) => gateway("shop/public", [{ hostname, secrets, ...more }]);

  silent("is covered by itself, whatever the case", on("shop.example.com"), secret("shop/tls", "pem leaf san=Shop.example.COM"));
  silent("is covered by a wildcard one label up", on("shop.example.com"), certificate("shop/tls", ["*.example.com"]));
  silent(
    "is covered by the union of several certificates",
    on("b.example.com", ["one", "two"]),
    secret("shop/one", "pem leaf san=a.example.com"),
    certificate("shop/two", ["b.example.com"]),
  );
  silent(
    "is covered by the common name that a Certificate asks for",
    on("shop.example.com"),
    certificate("shop/tls", [], { commonName: "shop.example.com" }),
  );

  test("is not covered by the common name of a certificate", () => {
    const finding = onlyFindingOf(
      oneFile(on("shop.example.com"), secret("shop/tls", "pem leaf cn=shop.example.com san=spiffe://shop/web")),
    );
    assert.match(finding.message, /Secret tls has no DNS name among its subjectAltNames\./);
  });
  test("two labels below a wildcard is not covered, and the message says why", () => {
    const { message } = onlyFindingOf(oneFile(on("a.b.example.com"), certificate("shop/tls", ["*.example.com"])));
    assert.match(message, /In a certificate \* stands for exactly one label; in a listener's hostname for one or more\./);
  });
  test("that is the wildcard's own domain is not covered, and the message says why", () => {
    const { message } = onlyFindingOf(oneFile(on("example.com"), certificate("shop/tls", ["*.example.com"])));
    assert.match(message, /In a certificate \*\.example\.com does not cover example\.com itself\./);
  });
  test("of another domain needs no such lesson", () => {
    const { message } = onlyFindingOf(oneFile(on("shop.example.org"), certificate("shop/tls", ["*.example.com"])));
    assert.doesNotMatch(message, /stands for|itself/);
  });
  test("on a TLS listener that terminates is judged too", () => {
    assert.deepEqual(
      toldOf(oneFile(on("a.example.org", ["tls"], { protocol: "TLS", mode: "Terminate" }), certificate("shop/tls", ["b.example.org"]))),
      mismatch("a.example.org"),
    );
  });
  test("on a ListenerSet is judged with the certificates of its own namespace", () => {
    const set = listenerSet("team/set", "shop/public", [{ hostname: "a.example.com", secrets: ["tls"] }]);
    const files = oneFile(
      gateway("shop/public", [{ protocol: "HTTP", port: 80 }]),
      set,
      certificate("shop/tls", ["a.example.com"]),
      certificate("team/tls", ["b.example.com"]),
    );
    assert.deepEqual(toldOf(files), mismatch("a.example.com"));
  });
  test("is judged whether the reference is granted or refused", () => {
    assert.deepEqual(toldOf(oneFile(on("a.example.com", ["certs/tls"]), certificate("certs/tls", ["b.example.com"]))), [
      ...mismatch("a.example.com"),
      'error reference-not-granted at "tls"',
    ]);
  });
  test("tells once for two routes and names each Secret with its names", () => {
    const { message, related } = onlyFindingOf(
      oneFile(
        on("a.example.com", ["one", "two"]),
        secret("shop/one", "pem leaf san=b.example.com"),
        certificate("shop/two", ["c.example.com"]),
        web(["a.example.com"]),
        web(["a.example.com"], "other"),
      ),
    );
    assert.match(message, /Secret one is for b\.example\.com and Certificate two asks for c\.example\.com\./);
    assert.deepEqual(
      related.map(({ message }) => message),
      ["Secret one is for b.example.com.", "Certificate two asks for c.example.com."],
    );
  });

  silent("with a placeholder is not judged", on("shop.$" + "{DOMAIN}"), certificate("shop/tls", ["*.example.com"]));
  silent("is not judged against a name with a placeholder", on("shop.example.com"), certificate("shop/tls", ["*.$" + "{DOMAIN}"]));
  silent("that is an address is another rule's business", on("192.0.2.1"), certificate("shop/tls", ["a.example.com"]));
  test("that is no hostname is another rule's business", () => {
    const { code } = onlyFindingOf(oneFile(on("*"), certificate("shop/tls", ["a.example.com"])));
    assert.equal(code, "value-invalid");
  });
  silent(
    "on a passthrough listener is not judged",
    on("a.example.org", ["tls"], { protocol: "TLS", mode: "Passthrough" }),
    certificate("shop/tls", ["b.example.org"]),
  );
  silent(
    "is not judged while nothing here makes one of the Secrets",
    on("a.example.com", ["tls", "elsewhere"]),
    certificate("shop/tls", ["b.example.com"]),
  );
  silent("is not judged where an ExternalSecret makes the Secret", on("a.example.com"), {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name: "tls", namespace: "shop" },
  });
  silent(
    "is not judged where a SealedSecret makes the Secret beside a manifest of it",
    on("a.example.com"),
    secret("shop/tls", "pem leaf san=b.example.com"),
    { apiVersion: "bitnami.com/v1alpha1", kind: "SealedSecret", metadata: { name: "tls", namespace: "shop" } },
  );
  silent(
    "is not judged against an encrypted Secret",
    on("a.example.com"),
    secret("shop/tls", "pem leaf san=b.example.com", "key leaf", { sops: { version: "3" } }),
  );
  silent("is not judged against a Secret into which another one is copied", on("a.example.com"), {
    ...secret("shop/tls", "pem leaf san=b.example.com"),
    metadata: { name: "tls", namespace: "shop", annotations: { "reflector.v1.k8s.emberstack.com/reflects": "certs/tls" } },
  });
  silent(
    "is not judged where cert-manager makes the Secret by an annotation",
    gateway("shop/public", [{ hostname: "a.example.com", secrets: ["tls"] }], { annotations: { "cert-manager.io/cluster-issuer": "ca" } }),
    secret("shop/tls", "pem leaf san=b.example.com"),
  );
  silent(
    "is not judged against a Certificate that has names elsewhere",
    on("a.example.com"),
    certificate("shop/tls", ["b.example.com"], { literalSubject: "CN=a.example.com" }),
  );
  silent("is not judged against a Certificate without any name", on("a.example.com"), certificate("shop/tls", []));
  silent(
    "is not judged where two clusters each have their Certificate and one covers it",
    on("a.example.com"),
    certificate("shop/tls", ["b.example.com"]),
    certificate("shop/tls", ["a.example.com"]),
  );
});

describe("a wildcard listener", () => {
  const wild = (hostname: string | undefined, extra: readonly object[] = []) =>
    gateway("shop/public", [{ ...(hostname === undefined ? {} : { hostname }), secrets: ["tls"] }, ...(extra as [])]);
  const tls = certificate("shop/tls", ["*.example.com"]);

  silent("without routes is not judged", wild("*.example.org"), tls);
  silent("with names one label below is covered", wild("*.example.com"), tls, web(["a.example.com", "b.example.com"]));
  silent("is covered by the same wildcard", wild("*.example.com"), tls, web(["*.example.com"]));

  test("brings each name that is not covered, once for all routes", () => {
    const files = oneFile(
      wild("*.example.com"),
      tls,
      web(["x.a.example.com", "a.example.com", "y.a.example.com"]),
      web(["x.a.example.com"], "www"),
    );
    assert.deepEqual(toldOf(files), routeMismatch("x.a.example.com", "y.a.example.com"));
    const [first] = findingsOf(files);
    assert.ok(first?.related.some(({ message }) => message === "HTTPRoute shop/www brings x.a.example.com here as well."));
  });
  test("takes a route's wildcard that is more specific", () => {
    assert.deepEqual(toldOf(oneFile(wild("*.example.com"), tls, web(["*.eu.example.com"]))), routeMismatch("*.eu.example.com"));
  });
  test("without a hostname takes its names from the routes", () => {
    assert.deepEqual(toldOf(oneFile(wild(undefined), tls, web(["a.example.org", "a.example.com"]))), routeMismatch("a.example.org"));
  });
  silent("without a hostname and a route without any have nothing to judge", wild(undefined), tls, web(undefined));
  test("with a route that inherits it is judged where no name below it is covered", () => {
    assert.deepEqual(toldOf(oneFile(wild("*.example.org"), tls, web(undefined))), routeMismatch("*.example.org"));
  });
  silent(
    "with a route that inherits it may mean the few names that are covered",
    wild("*.example.com"),
    certificate("shop/tls", ["a.example.com"]),
    web(undefined),
  );
  silent(
    "leaves a name to a more specific listener",
    wild("*.example.com", [{ name: "eu", hostname: "*.eu.example.com", secrets: ["eu"] }]),
    tls,
    certificate("shop/eu", ["*.eu.example.com"]),
    web(["a.eu.example.com"]),
  );
  silent(
    "leaves a name to a more specific listener that does not take the route",
    wild("*.example.com", [
      { name: "eu", hostname: "a.eu.example.com", secrets: ["eu"], more: { allowedRoutes: { kinds: [{ kind: "GRPCRoute" }] } } },
    ]),
    tls,
    certificate("shop/eu", ["*.eu.example.com"]),
    web(["a.eu.example.com"]),
  );
  silent(
    "may leave a name to a listener whose hostname is a placeholder",
    wild("*.example.com", [{ name: "eu", hostname: "*.$" + "{REGION}.example.com", secrets: ["eu"] }]),
    tls,
    web(["a.eu.example.com"]),
  );
  silent("does not ask about a name that does not reach it", wild("*.example.com"), tls, web(["a.example.org", "a.example.com"]));
  test("on another port does not take the name away", () => {
    const files = oneFile(
      wild("*.example.com", [{ name: "eu", port: 8443, hostname: "a.eu.example.com", secrets: ["eu"] }]),
      tls,
      certificate("shop/eu", ["a.eu.example.com"]),
      web(["a.eu.example.com"]),
    );
    assert.deepEqual(toldOf(files), routeMismatch("a.eu.example.com"));
  });
  test("of a ListenerSet takes a name away from the Gateway's", () => {
    const set = listenerSet("shop/set", "public", [{ hostname: "*.eu.example.com", secrets: ["eu"] }]);
    assert.deepEqual(
      toldOf(oneFile(wild("*.example.com"), set, tls, certificate("shop/eu", ["*.eu.example.com"]), web(["a.eu.example.com"]))),
      [],
    );
  });
  silent(
    "does not judge a route that may not attach: from Same in another namespace",
    wild("*.example.com"),
    tls,
    route("other/web", { parents: [ref("shop/public")], hostnames: ["a.b.example.com"] }),
  );
  silent(
    "does not judge a route whose namespace's labels decide and are not known",
    gateway("shop/public", [
      {
        hostname: "*.example.com",
        secrets: ["tls"],
        more: { allowedRoutes: { namespaces: { from: "Selector", selector: { matchLabels: { edge: "open" } } } } },
      },
    ]),
    tls,
    route("other/web", { parents: [ref("shop/public")], hostnames: ["a.b.example.com"] }),
  );
  silent(
    "does not judge a route that chose another section",
    wild("*.example.com", [{ name: "http", protocol: "HTTP", port: 80 }]),
    tls,
    web(["a.b.example.com"], "web", "shop/public", { sectionName: "http" }),
  );
  silent("does not judge names with placeholders", wild("*.example.com"), tls, web(["a.$" + "{X}.example.com"]));
  silent(
    "is not judged by itself on a ListenerSet whose Gateway is not here",
    listenerSet("shop/set", "public", [{ hostname: "*.example.com", secrets: ["tls"] }]),
    tls,
    route("shop/web", { parents: [ref("set", { kind: "ListenerSet" })], hostnames: ["a.b.example.com"] }),
  );
  silent(
    "that exists twice, as in a workspace with two clusters, is not judged by routes",
    gateway("shop/public", [{ secrets: ["main"] }]),
    gateway("shop/public", [{ secrets: ["test"] }]),
    certificate("shop/main", ["*.main.example.com"]),
    certificate("shop/test", ["*.test.example.com"]),
    web(["a.main.example.com"]),
  );
  silent(
    "whose options may name certificates is not judged",
    gateway("shop/public", [
      {
        hostname: "*.example.com",
        more: { tls: { certificateRefs: [ref("tls")], options: { "networking.gke.io/pre-shared-certs": "b" } } },
      },
    ]),
    tls,
    web(["a.b.example.com"]),
  );
  test("uses a Secret of another namespace that a grant allows", () => {
    const files = oneFile(
      gateway("shop/public", [{ hostname: "*.example.com", secrets: ["certs/tls"] }]),
      certificate("certs/tls", ["*.example.com"]),
      grant("certs/g", { from: [from("Gateway", "shop")], to: [to("Secret")] }),
      web(["a.b.example.com"]),
    );
    assert.deepEqual(toldOf(files), routeMismatch("a.b.example.com"));
  });
});
