/** What clients meet at the edge: HTTP beside HTTPS, and the certificates that they have to show; beyond the examples of the pages. */
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import { parseAllDocuments } from "yaml";
import { expandPem } from "../support/certificates.ts";
import { after, offered } from "../support/fixed.ts";
import { findingsOf, type Texts, toldOf } from "../support/judged.ts";
import {
  type Fields,
  from,
  gateway,
  grant,
  type ListenerFields,
  listenerSet,
  namespace,
  oneFile,
  ref,
  route,
  to,
  workspaceOf,
} from "../support/objects.ts";

const complete = { world: { complete: true } };
const told = (texts: Texts, code: string, settings = {}) => toldOf(texts, settings).filter((each) => each.includes(code));
const messages = (texts: Texts, code: string) => findingsOf(texts).flatMap((finding) => (finding.code === code ? [finding.message] : []));

describe("a host on HTTP beside HTTPS", () => {
  const code = "http-not-redirected";
  const http = (more: ListenerFields = {}): ListenerFields => ({ name: "http", protocol: "HTTP", port: 80, from: "All", ...more });
  const https = (more: ListenerFields = {}): ListenerFields => ({
    name: "https",
    hostname: "*.example.com",
    secrets: ["tls"],
    from: "All",
    ...more,
  });
  const both = gateway("edge/public", [http(), https()]);
  const shop = (more: Fields = {}) =>
    route("shop/web", { hostnames: ["a.example.com"], parents: [ref("edge/public", more)], backends: [ref("web", { port: 80 })] });
  const redirecting = (title: string, hostnames: readonly string[] | undefined, scheme = "https") =>
    route(title, {
      parents: [ref("edge/public", { sectionName: "http" })],
      ...(hostnames === undefined ? {} : { hostnames }),
      rules: [{ filters: [{ type: "RequestRedirect", requestRedirect: { scheme } }] }],
    });
  const plain = [`information ${code} at "public"`];
  const on = (...objects: readonly Fields[]) => told(oneFile(...objects), code);

  test("is told at the parentRef that brings it there", () => {
    assert.deepEqual(on(both, shop()), plain);
    const named = route("shop/web", {
      hostnames: ["a.example.com"],
      parents: ["http", "https"].map((sectionName) => ref("edge/public", { sectionName })),
      backends: [ref("web", { port: 80 })],
    });
    assert.deepEqual(on(both, named), [`information ${code} at "http"`]);
  });
  test("is none where HTTPS does not serve it", () => {
    assert.deepEqual(on(gateway("edge/public", [http()]), shop()), []);
    assert.deepEqual(on(gateway("edge/public", [http(), https({ hostname: "*.example.org" })]), shop()), []);
    assert.deepEqual(on(gateway("edge/public", [http(), https({ from: "Same" })]), shop()), []);
    assert.deepEqual(on(both, shop({ sectionName: "http" })), []);
    const other = route("shop/other", {
      hostnames: ["a.example.com"],
      parents: [ref("edge/public", { sectionName: "https" })],
      backends: [ref("web", { port: 80 })],
    });
    assert.deepEqual(on(both, shop({ sectionName: "http" }), other), [`information ${code} at "http"`]);
  });
  test("is none where the HTTP listener does not take it, or leaves it to a more specific one", () => {
    assert.deepEqual(on(gateway("edge/public", [http({ from: "Same" }), https()]), shop()), []);
    assert.deepEqual(on(both, shop({ sectionName: "https" })), []);
    const split = gateway("edge/public", [http(), { name: "a", protocol: "HTTP", port: 80, hostname: "a.example.com" }, https()]);
    assert.deepEqual(on(split, shop()), []);
  });
  test("is none where a redirect as specific goes before it or beside it", () => {
    assert.deepEqual(on(both, shop(), redirecting("edge/r", ["a.example.com"])), []);
    for (const hostnames of [undefined, ["*.example.com"]]) {
      const [message] = messages(oneFile(both, shop(), redirecting("edge/r", hostnames)), code);
      assert.match(message ?? "", /HTTPRoute edge\/r redirects there, but for a less specific hostname/);
    }
    assert.deepEqual(on(both, shop(), redirecting("edge/r", ["a.example.com"], "http")), plain);
  });
  test("is none where the route itself redirects, answers nothing, or may be redirected by an extension", () => {
    const ruled = (rule: Fields) => route("shop/web", { hostnames: ["a.example.com"], parents: [ref("edge/public")], rules: [rule] });
    const backendRefs = [ref("web", { port: 80 })];
    assert.deepEqual(on(both, ruled({ backendRefs })), plain);
    assert.deepEqual(on(both, ruled({ filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https" } }] })), []);
    assert.deepEqual(on(both, ruled({})), []);
    assert.deepEqual(
      on(
        both,
        ruled({ backendRefs, filters: [{ type: "ExtensionRef", extensionRef: { group: "traefik.io", kind: "Middleware", name: "x" } }] }),
      ),
      [],
    );
    assert.deepEqual(on(both, ruled({ backendRefs, matches: [{ path: { value: "/.well-known/acme-challenge/x" } }] })), []);
    assert.deepEqual(on(both, ruled({ backendRefs, matches: [{ path: { value: "/.well-known/x" } }, { path: { value: "/" } }] })), plain);
  });
  test("is none of gRPC, of a Gateway that is there twice, nor where a namespace's labels decide", () => {
    const grpc = route("shop/web", {
      kind: "GRPCRoute",
      hostnames: ["a.example.com"],
      parents: [ref("edge/public")],
      backends: [ref("web", { port: 80 })],
    });
    assert.deepEqual(on(both, grpc), []);
    assert.deepEqual(on(both, both, shop()), []);
    const selecting = http({ more: { allowedRoutes: { namespaces: { from: "Selector", selector: { matchLabels: { open: "yes" } } } } } });
    assert.deepEqual(on(gateway("edge/public", [selecting, https()]), shop()), []);
    assert.deepEqual(
      on(gateway("edge/public", [selecting, https()]), shop(), {
        ...namespace("shop"),
        metadata: { name: "shop", labels: { open: "yes" } },
      }),
      plain,
    );
  });
  test("is mended by the section of the HTTPS listeners, and a redirect where none is", () => {
    const files = workspaceOf({
      "gateway.yaml": [gateway("edge/public", [http(), https(), https({ name: "alt", port: 8443 })])],
      "route.yaml": [shop()],
    });
    const title = "Take HTTPRoute web off listener http of Gateway edge/public, and redirect a.example.com there";
    assert.deepEqual(offered(files, code), [title]);
    const [moved, redirect] = parseAllDocuments(after(files, title, "route.yaml")).map((document) => document.toJS());
    assert.deepEqual(
      moved.spec.parentRefs,
      ["https", "alt"].map((sectionName) => ref("edge/public", { sectionName })),
    );
    assert.deepEqual(
      [redirect.metadata, redirect.spec.parentRefs, redirect.spec.hostnames],
      [ref("shop/web-redirect"), [ref("edge/public", { sectionName: "http" })], ["a.example.com"]],
    );
    const covered = oneFile(both, shop(), redirecting("edge/r", undefined));
    assert.deepEqual(offered(covered, code), [title]);
  });
  test("is mended by leaving the HTTP listener where the route names it", () => {
    const named = route("shop/web", {
      hostnames: ["a.example.com"],
      parents: ["http", "https"].map((sectionName) => ref("edge/public", { sectionName })),
      backends: [ref("web", { port: 80 })],
    });
    const files = workspaceOf({ "gateway.yaml": [gateway("edge/public", [http(), https({ port: 8443 })])], "route.yaml": [named] });
    const [title = ""] = offered(files, code);
    const [left, redirect] = parseAllDocuments(after(files, title, "route.yaml")).map((document) => document.toJS());
    assert.deepEqual(left.spec.parentRefs, [ref("edge/public", { sectionName: "https" })]);
    assert.equal(redirect.spec.rules[0].filters[0].requestRedirect.port, 8443);
    const alone = route("shop/other", {
      hostnames: ["a.example.com"],
      parents: [ref("edge/public", { sectionName: "https" })],
      backends: [ref("web", { port: 80 })],
    });
    assert.deepEqual(offered(oneFile(both, shop({ sectionName: "http" }), alone), code), []);
  });
});

const authority = (name: string, more: Fields = {}): Fields => ({ group: "", kind: "ConfigMap", ...ref(name), ...more });
const validating = (refs: readonly Fields[], mode?: string): Fields => ({
  validation: { ...(mode === undefined ? {} : { mode }), caCertificateRefs: refs },
});
const ca = (title: string, data: Fields = { "ca.crt": expandPem("{{pem ca cn=CA}}") }): Fields => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: ref(title),
  data,
});
const asking = (frontend: Fields, listeners: readonly ListenerFields[] = [{ hostname: "a.example.com", secrets: ["tls"] }]) =>
  gateway("edge/public", listeners, { spec: { tls: { frontend } } });
const classOf = (controllerName: string) => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "GatewayClass",
  metadata: { name: "envoy" },
  spec: { controllerName },
});

describe("client validation", () => {
  const code = "client-validation-insecure";
  const insecure = (...objects: readonly Fields[]) => told(oneFile(...objects), code);
  const two: readonly ListenerFields[] = [
    { name: "a", hostname: "a.example.com", secrets: ["tls"] },
    { name: "b", hostname: "b.example.com", secrets: ["tls"] },
  ];

  test("falls back for the default, for a port, and where no listener is under it", () => {
    const open = validating([authority("ca")], "AllowInsecureFallback");
    assert.deepEqual(insecure(asking({ default: open })), [`warning ${code} at "AllowInsecureFallback"`]);
    assert.deepEqual(insecure(asking({ default: {}, perPort: [{ port: 9443, tls: open }] })), [
      `warning ${code} at "AllowInsecureFallback"`,
    ]);
    assert.deepEqual(insecure(asking({ default: validating([authority("ca")], "AllowValidOnly") })), []);
    // Nobody is refused, so it does not matter who shares the port.
    assert.deepEqual(insecure(asking({ default: open }, two)).length, 1);
  });
  test("reaches all hosts of its port", () => {
    const perPort = { default: {}, perPort: [{ port: 443, tls: validating([authority("ca")]) }] };
    assert.deepEqual(insecure(asking(perPort, two)), [`warning ${code} at "443"`]);
    assert.deepEqual(insecure(asking({ default: validating([authority("ca")]) }, two)), [`information ${code} at "default"`]);
    assert.deepEqual(insecure(asking(perPort)), []);
    assert.deepEqual(insecure(asking(perPort, [two[0] ?? {}, { ...two[1], port: 8443 }])), []);
    assert.deepEqual(
      insecure(asking(perPort, [two[0] ?? {}, { name: "b", protocol: "TLS", hostname: "b.example.com", secrets: ["tls"] }])),
      [],
    );
  });
  test("reaches the hosts of ListenerSets as well", () => {
    const open = gateway("edge/public", two.slice(0, 1), {
      spec: {
        allowedListeners: { namespaces: { from: "All" } },
        tls: { frontend: { default: {}, perPort: [{ port: 443, tls: validating([authority("ca")]) }] } },
      },
    });
    const set = listenerSet("team/extra", "edge/public", [{ name: "c", hostname: "c.example.org", secrets: ["tls"] }]);
    assert.match(messages(oneFile(open, set), code)[0] ?? "", /a\.example\.com and c\.example\.org/);
  });
});

describe("the authority of clients", () => {
  const code = "client-ca-unresolved";
  const at = (refs: readonly Fields[], ...objects: readonly Fields[]) => oneFile(asking({ default: validating(refs) }), ...objects);

  test("is a ConfigMap with certificates under ca.crt", () => {
    assert.deepEqual(told(at([authority("ca")], ca("edge/ca")), code), []);
    for (const data of [{ "ca.pem": "x" }, { "ca.crt": "" }, { "ca.crt": "no PEM" }])
      assert.deepEqual(told(at([authority("ca")], ca("edge/ca", data)), code), [`error ${code} at "ca"`]);
    assert.deepEqual(told(at([authority("ca")], ca("edge/ca", {})), code), []);
    assert.deepEqual(told(at([authority("ca")]), code), []);
    assert.deepEqual(told(at([authority("ca")]), code, complete), [`error ${code} at "ca"`]);
    assert.deepEqual(told(at([authority("$" + "{CA}")]), code, complete), []);
  });
  test("of another kind is none, but for those that some controllers take", () => {
    assert.deepEqual(told(at([authority("ca", { kind: "Service" })]), code), [`error ${code} at "Service"`]);
    assert.deepEqual(told(at([authority("ca", { kind: "Secret" })]), code), []);
  });
  test("is read by HTTPS listeners only", () => {
    const bad = validating([authority("ca", { kind: "Service" })]);
    assert.deepEqual(told(oneFile(asking({ default: bad }, [{ protocol: "HTTP", port: 80 }])), code), []);
    assert.deepEqual(told(oneFile(asking({ default: bad, perPort: [{ port: 443, tls: {} }] })), code), []);
  });
  test("lacks a grant before anything else", () => {
    const far = [asking({ default: validating([authority("certs/ca")]) }), ca("certs/ca", { x: "y" })];
    assert.deepEqual(told(oneFile(...far), code), []);
    assert.deepEqual(told(oneFile(...far), "reference-not-granted").length, 1);
    const open = grant("certs/g", { from: [from("Gateway", "edge")], to: [to("ConfigMap", "ca")] });
    assert.deepEqual(told(oneFile(...far, open), code), [`error ${code} at "ca"`]);
  });
  test("beside others costs only the clients that it signed for; Istio takes a single one", () => {
    const several = [authority("ca"), authority("bad")];
    const objects = [ca("edge/ca"), ca("edge/bad", { x: "y" })];
    assert.match(
      messages(at(several, ...objects), code)[0] ?? "",
      /refuses the clients whose certificates it signed\. Controllers report ResolvedRefs=False, InvalidCACertificateRef\.$/,
    );
    const istio = at([authority("ca"), authority("second")], ca("edge/ca"), ca("edge/second"), classOf("istio.io/gateway-controller"));
    assert.deepEqual(told(istio, code), [`error ${code} at "second"`]);
    assert.deepEqual(offered(istio, code), ["Remove second from the authorities of clients"]);
  });
  test("is mended by the ConfigMap of that name or of nearly that, if the Gateway may read it", () => {
    assert.deepEqual(offered(at([authority("ca", { kind: "Service" })], ca("edge/ca")), code), ["Trust ConfigMap edge/ca"]);
    const web = route("edge/web", { parents: [ref("public")] });
    assert.deepEqual(offered(at([authority("partner-ac")], ca("edge/partner-ca"), web), code, complete), [
      "Trust ConfigMap edge/partner-ca",
    ]);
    const named = grant("certs/g", { from: [from("Gateway", "edge")], to: [to("ConfigMap", "partner-ac")] });
    assert.deepEqual(offered(at([authority("certs/partner-ac")], ca("certs/partner-ca"), named), code, complete), []);
  });
});
