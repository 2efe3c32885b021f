import assert from "node:assert/strict";
import { test } from "node:test";
import {
  cardAt,
  gatewayWith,
  namespace,
  passingThrough,
  plainHttp,
  policy,
  route,
  sceneOf,
  secret,
  service,
  terminating,
  theCardAt,
  tlsRoute,
} from "../support/scene.ts";

/** The first eight lines: what an editor shows of a card below a diagnostic. */
function top(text: string): string {
  return text.split("\n").slice(0, 8).join("\n");
}

const letsEncrypt = /expires in 43 days \(2026-07-28\)/;

/** For each model: what the first eight lines say of the model, of who terminates, and of expiry. */
const models = [
  [
    "edge termination",
    sceneOf(terminating, secret, route, service, namespace()),
    /^\**Edge termination\**: TLS ends at the Gateway; what goes on is plaintext$/m,
    /TLS ends at[:| ]+the Gateway/,
    letsEncrypt,
  ],
  [
    "re-encryption",
    sceneOf(terminating, secret, route, service, policy()),
    /^\**Re-encryption\**: /m,
    /TLS ends at[:| ]+the Gateway; the second TLS ends at the backend/,
    letsEncrypt,
  ],
  [
    "a mesh behind",
    sceneOf(terminating, secret, route, service, namespace("labels:\n  istio-injection: enabled")),
    /^\**Termination, then mesh\**: .*second hop is unknown, because namespace shop carries istio-injection=enabled/m,
    /TLS ends at[:| ]+the Gateway/,
    letsEncrypt,
  ],
  [
    "passthrough",
    sceneOf(passingThrough, tlsRoute, service),
    /^\**Passthrough\**: TLS goes through the Gateway unopened/m,
    /TLS ends at[:| ]+the backend/,
    /expiry unknown, because the backend presents its own/,
  ],
  [
    "plain HTTP",
    sceneOf(plainHttp, route, service),
    /^\**Plain HTTP\**: no TLS/m,
    /TLS ends at[:| ]+nowhere, there is none/,
    /none, so nothing expires/,
  ],
  [
    "raw TCP",
    sceneOf(gatewayWith("protocol: TCP\nport: 5432")),
    /^\**Raw TCP\**: /m,
    /TLS ends at[:| ]+nowhere on the Gateway/,
    /none, so nothing expires/,
  ],
  [
    "an unknown model",
    sceneOf(gatewayWith("protocol: example.com/quic\nport: 443")),
    /^\**Unknown\**: because example.com\/quic is none of the API's protocols/m,
    /TLS ends at[:| ]+unknown, because/,
    /expiry unknown/,
  ],
  [
    "an unknown second hop and an unknown certificate",
    sceneOf(terminating),
    /^\**Termination, then unknown\**: TLS ends at the Gateway; the second hop is unknown, because no route of this workspace is known to attach$/m,
    /TLS ends at[:| ]+the Gateway/,
    /expiry unknown, because nothing in this workspace is or makes Secret ingress\/api(?:-|\\-)tls/,
  ],
] as const;

for (const [what, scene, model, terminates, expiry] of models) {
  test(`the first eight lines of ${what} carry model, who terminates, and expiry`, () => {
    const card = theCardAt(scene, "protocol:");
    for (const text of [card.markdown, card.plain]) {
      assert.match(top(text), model);
      assert.match(top(text), terminates);
      assert.match(top(text), expiry);
    }
  });
}

test("the card answers on name, protocol, port, hostname, tls and mode, keys and values, and nowhere between", () => {
  const scene = sceneOf(terminating, secret, route);
  for (const needle of [
    "it\n      protocol",
    "protocol:",
    "HTTPS",
    "port: 443",
    "443",
    "hostname:",
    "api.example.com\n      tls",
    "tls:\n        mode",
    "mode:",
    "Terminate",
  ]) {
    assert.match(theCardAt(scene, needle).plain, /^Edge termination/, needle);
  }
  assert.equal(cardAt(scene, "gatewayClassName"), undefined);
  assert.equal(cardAt(scene, ": 443"), undefined, "the colon is nobody's");
});

test("the place of the card is the key or value under the cursor", () => {
  const scene = sceneOf(terminating);
  const { place } = theCardAt(scene, "HTTPS");
  assert.equal(scene.text.slice(place.start, place.end), "HTTPS");
});

test("mode, hostname, allowedRoutes and certificateRefs are explained, with what goes wrong", () => {
  const scene = sceneOf(terminating, secret, route);
  assert.match(theCardAt(scene, "mode:").plain, /Good to know\. Terminate, the default, .*Passthrough means/);
  assert.match(theCardAt(scene, "hostname:").plain, /Good to know\. Three names have to agree: the SNI.*Host header.*SANs/);
  assert.match(theCardAt(scene, "allowedRoutes:").plain, /Good to know\. Which namespaces and kinds of routes may attach/);
  assert.match(theCardAt(scene, "from: All").plain, /Good to know\. Which namespaces and kinds of routes may attach/);
  assert.match(theCardAt(scene, "certificateRefs:").plain, /Good to know\. Whoever can read this Secret can impersonate its names/);
});

test("every card ends with what a learner should know and a link", () => {
  for (const [, scene] of models) {
    const { markdown, plain } = theCardAt(scene, "protocol:");
    assert.match(markdown, /\*\*Good to know\.\*\* [A-Z].*\n\n\[[^\]]+\]\(https:\/\/gateway-api\.sigs\.k8s\.io\/[a-z/-]+\)$/);
    assert.match(plain, /Good to know\. [A-Z].*\n\nGateway API: .* <https:\/\/gateway-api\.sigs\.k8s\.io\/[a-z/-]+>$/);
  }
});

test("hop by hop: what goes over the wire, and how it is known", () => {
  const { plain, markdown } = theCardAt(sceneOf(terminating, secret, route, policy(), service), "protocol:");
  assert.match(plain, /^client → Gateway \| encrypted \(TLS\) \| protocol HTTPS, tls\.mode Terminate$/m);
  assert.match(
    plain,
    /^Gateway → shop\/backend:8080 \| encrypted \(TLS\) \| BackendTLSPolicy backend makes the Gateway use TLS; verifies backend\.internal against ConfigMap backend-ca$/m,
  );
  assert.match(markdown, /^\| Gateway → `shop\/backend:8080` \| encrypted \(TLS\) \| /m);
});

test("plaintext is never certain while Service or Namespace is not in the workspace", () => {
  for (const missing of [[], [service], [namespace()]]) {
    const { plain } = theCardAt(sceneOf(terminating, route, ...missing), "protocol:");
    assert.match(plain, /^Edge termination: .* is plaintext, as far as this workspace tells$/m);
    assert.match(plain, /^Gateway → shop\/backend:8080 \| plaintext, as far as this workspace tells \| /m);
  }
  assert.doesNotMatch(theCardAt(sceneOf(terminating, route, service, namespace()), "protocol:").plain, /as far as/);
});

test("who holds the key, which routes attach, what the Gateway can and cannot see", () => {
  const { plain } = theCardAt(sceneOf(terminating, secret, route), "protocol:");
  assert.match(plain, /^Private key: in Secret ingress\/api-tls, with whoever can read it$/m);
  assert.match(plain, /^Routes: HTTPRoute shop\/api \(api\.example\.com\)$/m);
  assert.match(plain, /^Gateway sees: the SNI; the host, path, headers and bodies of every request$/m);
  const through = theCardAt(sceneOf(passingThrough, tlsRoute), "protocol:").plain;
  assert.match(through, /^Private key: with the backend; the Gateway has none$/m);
  assert.match(through, /^Gateway sees: the name that the client asks for \(SNI\); addresses, sizes and times$/m);
  assert.match(through, /^It cannot see: paths, headers, bodies or status codes$/m);
});

test("a redirecting listener sends nothing to a backend", () => {
  const redirect = route.replace(
    / {4}- backendRefs:[\s\S]*/,
    "    - filters:\n        - type: RequestRedirect\n          requestRedirect: {scheme: https}",
  );
  assert.match(
    theCardAt(sceneOf(plainHttp, redirect), "protocol:").plain,
    /^Gateway → backend \| nothing \| each route answers with a redirect$/m,
  );
});

test("many routes and backends are counted, not listed", () => {
  const routes = Array.from({ length: 12 }, (_, i) =>
    route.replace("name: api\n", `name: api${i}\n`).replace("name: backend", `name: backend${i}`),
  );
  const { plain, markdown } = theCardAt(sceneOf(terminating, ...routes), "protocol:");
  assert.match(plain, / and 9 more$/m);
  assert.match(plain, /^and 6 more backends/m);
  assert.ok(markdown.length < 8000, `${markdown.length} characters`);
});

test("a refused certificate is said first, with the rule's page as a command link only where commands run", () => {
  const across = terminating.replace("- name: api-tls", "- name: api-tls\n            namespace: certs");
  const scene = sceneOf(across, secret.replace("namespace: ingress", "namespace: certs"), route);
  const { markdown, plain } = theCardAt(scene, "protocol:");
  assert.match(top(plain), /^Certificate: refused, no ReferenceGrant allows it: expires in 43 days/m);
  assert.match(markdown, /`reference-not-granted`/);
  assert.doesNotMatch(markdown, /command:/);
  const linked = theCardAt(scene, "protocol:", { commandLinks: true }).markdown;
  assert.match(linked, /\[reference-not-granted\]\(command:gatewayTls\.explain\?%5B%22reference-not-granted%22%5D\)/);
});

test("an expired certificate says so first", () => {
  const { plain } = theCardAt(sceneOf(terminating, secret.replace("expires=+43d", "expires=-3d")), "protocol:");
  assert.match(top(plain), /^Certificate: EXPIRED 3 days ago \(2026-06-12\) · api\.example\.com · Let's Encrypt R11$/m);
  assert.match(plain, /^- The certificate in Secret ingress\/api-tls has expired, so clients refuse it: certificate-expired$/m);
});
