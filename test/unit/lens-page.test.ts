import assert from "node:assert/strict";
import { test } from "node:test";
import { certificatePage } from "../../server/src/core/features/certificate-page.ts";
import { pemPrivateKey } from "../support/certificates.ts";
import { file, route, sceneOf, secret, terminating } from "../support/scene.ts";

function pageAt(scene: ReturnType<typeof sceneOf>, needle: string): string | undefined {
  const offset = scene.text.indexOf(needle);
  assert.ok(offset >= 0, needle);
  return certificatePage(scene, file, offset);
}

const chained = secret.replace(/(\{\{pem leaf[^}]*\}\})/, "$1\n    {{pem ca cn=Intermediate expires=+10d}}");

test("the page of a Secret tells every certificate of the chain, the key's algorithm and match, and who uses it", () => {
  const page = pageAt(sceneOf(terminating, chained, route), "kind: Secret") ?? "";
  assert.match(page, /^# Secret `ingress\/api-tls`$/m);
  assert.match(page, /^## tls\.crt: certificate 1 of 2$/m);
  assert.match(page, /^\| Validity \| expires in 43 days \(2026-07-28\) \|$/m);
  assert.match(page, /^\| Names \(SAN\) \| `api\.example\.com` \|$/m);
  assert.match(page, /^\| Issuer, in full \| CN=R11,O=Let's Encrypt \|$/m);
  assert.match(page, /^\| Public key \| EC P-256 \|$/m);
  assert.match(page, /^\| Signature \| ECDSA with SHA-256 \|$/m);
  assert.match(page, /^## tls\.crt: certificate 2 of 2$[\s\S]*^\| Certificate authority \| yes \|$/m);
  assert.match(page, /^Private key: EC P-256, belongs to the certificate$/m);
  assert.match(
    page,
    /^\| listener `it` of Gateway `ingress\/public` \| HTTPS, port 443, host `api\.example\.com` \| `api\.example\.com` \| all \|$/m,
  );
});

test("the page names the hostnames that the certificate does not cover", () => {
  const wild = terminating.replace("hostname: api.example.com", 'hostname: "*.example.com"');
  const two = route.replace("- api.example.com", "- api.example.com\n    - www.example.com");
  assert.match(
    pageAt(sceneOf(wild, secret, two), "kind: Secret") ?? "",
    /\| `api\.example\.com`, `www\.example\.com` \| not `www\.example\.com` \|$/m,
  );
});

test("the page of an issued certificate tells what was asked for", () => {
  const certificate =
    "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata:\n  name: api\n  namespace: ingress\nspec:\n  secretName: api-tls\n  dnsNames: [api.example.com]\n  issuerRef: {name: le}";
  const page = pageAt(sceneOf(terminating, certificate), "kind: Certificate") ?? "";
  assert.match(page, /^# Certificate `ingress\/api`$/m);
  assert.match(page, /^\| Expiry \| unknown until it is issued; lifetime 90 days, renews 30 before \(defaults\) \|$/m);
  assert.match(page, /^\| Issuer \| Issuer `le` \|$/m);
});

test("an unreadable certificate says why", () => {
  const cut = secret.replace(/\{\{pem leaf[^}]*\}\}/, "-----BEGIN CERTIFICATE-----\n    AAAA\n    -----END CERTIFICATE-----");
  assert.match(pageAt(sceneOf(cut), "kind: Secret") ?? "", /^## tls\.crt: certificate 1 of 1\n\nThe certificate /m);
});

test("no page holds a line of the private key", () => {
  const scene = sceneOf(terminating, secret);
  const lines = pemPrivateKey()
    .split("\n")
    .filter((line) => line.length > 20 && !line.includes("-----"));
  assert.ok(lines.length > 0 && lines.every((line) => scene.text.includes(line)));
  for (const needle of ["kind: Secret", "tls.key", "name: it", "- name: api-tls"]) {
    const page = pageAt(scene, needle) ?? "";
    assert.notEqual(page, "", needle);
    for (const line of lines) assert.ok(!page.includes(line), needle);
  }
});

test("there is no page for what has no certificate", () => {
  assert.equal(pageAt(sceneOf(route), "kind: HTTPRoute"), undefined);
  assert.equal(pageAt(sceneOf(terminating, secret), "gatewayClassName"), undefined);
});
