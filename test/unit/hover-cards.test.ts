import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { allRules } from "../../server/src/core/rules/index.ts";
import { pemPrivateKey } from "../support/certificates.ts";
import { cardAt, namespace, plainHttp, policy, route, sceneOf, secret, service, terminating, theCardAt } from "../support/scene.ts";

const across = terminating.replace("- name: api-tls", "- name: api-tls\n            namespace: certs");
const secretInCerts = secret.replace("namespace: ingress", "namespace: certs");

function grant(from = "ingress", name = '  - {group: "", kind: Secret, name: api-tls}'): string {
  return `apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata:
  name: edge
  namespace: certs
spec:
  from:
  - {group: gateway.networking.k8s.io, kind: Gateway, namespace: ${from}}
  to:
${name}`;
}

const certificate = `apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  name: api
  namespace: ingress
spec:
  secretName: api-tls
  dnsNames:
    - api.example.com
  issuerRef:
    name: letsencrypt-prod
    kind: ClusterIssuer`;

test("a certificateRef is resolved: its certificate, whether it is allowed, whether it covers the hostname", () => {
  const { plain } = theCardAt(sceneOf(across, secretInCerts, grant()), "- name: api-tls\n            namespace".slice(2));
  assert.match(plain, /^Secret certs\/api-tls: expires in 43 days \(2026-07-28\) · api\.example\.com · Let's Encrypt R11$/m);
  assert.match(plain, /^Permission: allowed by ReferenceGrant certs\/edge$/m);
  assert.match(plain, /^Secret: a manifest in this workspace$/m);
  assert.match(plain, /^Covers the hostname: yes, api\.example\.com$/m);
  assert.match(plain, /^Private key: EC P-256, belongs to the certificate$/m);
});

test("a refused certificateRef says what is lacking and which grant is nearest", () => {
  const { plain, markdown } = theCardAt(sceneOf(across, secretInCerts, grant("edge")), "namespace: certs\n      allowedRoutes");
  assert.match(plain, /^Secret certs\/api-tls: refused, no ReferenceGrant allows it$/m);
  assert.match(
    plain,
    /^Permission: refused, because no ReferenceGrant in namespace certs allows it; the nearest is ReferenceGrant certs\/edge, where from\.namespace is edge instead of ingress$/m,
  );
  assert.match(plain, /ResolvedRefs=False, RefNotPermitted\. reference-not-granted$/m);
  assert.match(markdown, /^Secret `certs\/api-tls`: \*\*refused\*\*/m);
});

test("without the Secret in the workspace a missing grant is unknown, not refused", () => {
  const { plain } = theCardAt(sceneOf(across), "namespace: certs");
  assert.match(
    plain,
    /^Permission: unknown, because no ReferenceGrant in namespace certs allows it, but that namespace may be deployed from elsewhere$/m,
  );
  assert.match(plain, /^Secret: not in this workspace, nor anything that makes api-tls$/m);
});

test("a certificate that does not cover the listener's hostname", () => {
  const { plain } = theCardAt(
    sceneOf(terminating, secret.replace("san=api.example.com", "san=www.example.com")),
    "name: api-tls\n      allowed",
  );
  assert.match(plain, /^Covers the hostname: no, not api\.example\.com: san-mismatch$/m);
});

test("a certificateRef to what cert-manager makes tells the names, the issuer and the lifetime", () => {
  const { plain } = theCardAt(sceneOf(terminating, certificate), "name: api-tls");
  assert.match(plain, /^Certificate: issued by letsencrypt-prod, 90 days, renews 30 before \(defaults\) · api\.example\.com$/m);
  assert.match(plain, /^Secret: made by Certificate ingress\/api$/m);
});

test("a certificateRef to what an annotation makes", () => {
  const annotated = terminating.replace("namespace: ingress", "namespace: ingress\n  annotations:\n    cert-manager.io/cluster-issuer: le");
  const { plain } = theCardAt(sceneOf(annotated), "name: api-tls");
  assert.match(plain, /^Secret: made by cert-manager, which an annotation of Gateway ingress\/public asks for it$/m);
  assert.match(plain, /^Covers the hostname: yes, api\.example\.com$/m);
});

test("a Secret's keys show the decoded certificate, and of the private key its algorithm and whether it matches", () => {
  const scene = sceneOf(terminating, secret);
  for (const needle of ["tls.crt", "tls.key", "-----BEGIN CERTIFICATE", "kind: Secret", "kubernetes.io/tls"]) {
    const { plain } = theCardAt(scene, needle);
    assert.match(plain, /^Secret ingress\/api-tls: expires in 43 days \(2026-07-28\) · api\.example\.com · Let's Encrypt R11$/m, needle);
    assert.match(plain, /^Private key: EC P-256, belongs to the certificate$/m);
    assert.match(plain, /^Used by: listener it of Gateway ingress\/public$/m);
    assert.match(plain, /^Signature: ECDSA with SHA-256$/m);
  }
  assert.match(
    theCardAt(sceneOf(secret.replace("{{key leaf}}", "{{key leaf key=rsa2048}}")), "tls.key").plain,
    /^Private key: RSA 2048 bits, does not belong to the certificate: key-mismatch$/m,
  );
  assert.match(theCardAt(sceneOf(secret.replace(/ {2}tls\.key:[\s\S]*/, "")), "tls.crt").plain, /^Private key: tls\.key is missing$/m);
});

test("no card ever holds a line of the private key", () => {
  const scene = sceneOf(terminating, secret, route);
  const lines = pemPrivateKey()
    .split("\n")
    .filter((line) => line.length > 20 && !line.includes("-----"));
  assert.ok(lines.length > 0 && lines.every((line) => scene.text.includes(line)));
  for (const needle of ["tls.key", lines[0] ?? "", "tls.crt", "name: api-tls\n      allowedRoutes"]) {
    const card = theCardAt(scene, needle);
    for (const line of lines) assert.ok(!card.markdown.includes(line) && !card.plain.includes(line), needle);
    assert.ok(!card.plain.includes("PRIVATE KEY"));
  }
});

test("a chain is listed in the order in which it is sent", () => {
  const chained = secret.replace(/(\{\{pem leaf[^}]*\}\})/, "$1\n    {{pem ca cn=Intermediate expires=+10d}}");
  const { plain } = theCardAt(sceneOf(chained), "kind: Secret");
  assert.match(plain, /^1 \| api\.example\.com, signed by Let's Encrypt R11, expires in 43 days/m);
  assert.match(plain, /^2 \| Intermediate \(CA\), signed by Intermediate, expires in 10 days/m);
});

test("an unreadable Secret says why, and a Secret without TLS has no card", () => {
  const broken = secret.replace(/tls\.crt: \|\n.*\n/, "tls.crt: nonsense\n");
  assert.match(
    theCardAt(sceneOf(broken), "tls.crt").plain,
    /^Secret ingress\/api-tls: expiry unknown, because tls\.crt of Secret api-tls cannot be read: the value holds no PEM block$/m,
  );
  assert.equal(
    cardAt(sceneOf("apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\nstringData:\n  password: p"), "kind: Secret"),
    undefined,
  );
});

test("a CA in a ConfigMap is decoded", () => {
  const ca =
    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: backend-ca\n  namespace: shop\ndata:\n  ca.crt: |\n    {{pem ca cn=Backend expires=+100d}}";
  const scene = sceneOf(ca, policy(), route, service);
  assert.match(theCardAt(scene, "ca.crt").plain, /^ConfigMap shop\/backend-ca: expires in 100 days/m);
  assert.match(
    theCardAt(scene, "kind: BackendTLSPolicy").plain,
    /^Against: ConfigMap backend-ca \(Backend, expires in 100 days \(2026-09-23\)\)$/m,
  );
});

test("a cert-manager Certificate: names, issuer, lifetime, the Secret that it makes and who uses it", () => {
  const issuer =
    "apiVersion: cert-manager.io/v1\nkind: ClusterIssuer\nmetadata:\n  name: letsencrypt-prod\nspec:\n  acme:\n    server: https://acme-staging-v02.api.letsencrypt.org/directory";
  const scene = sceneOf(terminating, certificate, issuer);
  for (const needle of ["kind: Certificate", "secretName", "dnsNames", "issuerRef"]) {
    const { plain } = theCardAt(scene, needle);
    assert.match(plain, /^Certificate ingress\/api: issued by letsencrypt-prod, 90 days, renews 30 before \(defaults\)$/m, needle);
    assert.match(
      plain,
      /^Issuer: ClusterIssuer letsencrypt-prod \(acme, at https:\/\/acme-staging-v02\.api\.letsencrypt\.org\/directory\)$/m,
    );
    assert.match(plain, /^Used by: listener it of Gateway ingress\/public$/m);
    assert.match(plain, /A staging issuer: browsers do not trust what it signs/);
  }
});

test("a ReferenceGrant: what it opens, to whom, and who uses it", () => {
  const scene = sceneOf(across, secretInCerts, grant());
  for (const needle of ["kind: ReferenceGrant", "name: edge", "from:\n  -", "name: api-tls}"]) {
    const { plain } = theCardAt(scene, needle);
    assert.match(
      plain,
      /^ReferenceGrant certs\/edge opens Secret api-tls of namespace certs to each Gateway of namespace ingress$/m,
      needle,
    );
    assert.match(plain, /^Used by: listener it of Gateway ingress\/public for Secret api-tls$/m);
  }
  assert.match(theCardAt(sceneOf(across, grant("edge")), "kind: ReferenceGrant").plain, /^Used by: nothing in this workspace$/m);
});

test("a grant is used by the authorities of clients and the Gateway's own certificate as well", () => {
  const tls = `
  tls:
    backend: {clientCertificateRef: {name: client, namespace: certs}}
    frontend: {default: {validation: {caCertificateRefs: [{group: "", kind: ConfigMap, name: partners, namespace: certs}]}}}`;
  const mutual = terminating.replace("spec:", `spec:${tls}`);
  const open = grant("ingress", '  - {group: "", kind: Secret, name: client}\n  - {group: "", kind: ConfigMap, name: partners}');
  assert.match(
    theCardAt(sceneOf(mutual, open), "kind: ReferenceGrant").plain,
    /^Used by: Gateway ingress\/public for ConfigMap partners, Gateway ingress\/public for Secret client$/m,
  );
});

test("a grant without a name opens every Secret, and one from routes to Gateways opens nothing", () => {
  assert.match(
    theCardAt(sceneOf(grant("ingress", '  - {group: "", kind: Secret}')), "kind: ReferenceGrant").plain,
    /opens every Secret of namespace certs[\s\S]*private keys included/,
  );
  const useless = grant().replace("kind: Gateway", "kind: HTTPRoute").replace("kind: Secret", "kind: Gateway");
  assert.match(theCardAt(sceneOf(useless), "kind: ReferenceGrant").plain, /needs no grant to attach to a Gateway/);
});

test("a Gateway lists all its listeners, those of its ListenerSets too", () => {
  const set = `apiVersion: gateway.networking.k8s.io/v1
kind: ListenerSet
metadata:
  name: more
  namespace: ingress
spec:
  parentRef:
    name: public
  listeners:
    - name: extra
      protocol: HTTP
      port: 8080`;
  const { plain } = theCardAt(sceneOf(terminating, secret, set, route), "kind: Gateway\n");
  assert.match(plain, /^Gateway ingress\/public: 2 listeners$/m);
  assert.match(plain, /^it: HTTPS, port 443, host api\.example\.com \| edge termination \| expires in 43 days .* \| 1$/m);
  assert.match(plain, /^extra of ListenerSet ingress\/more: HTTP, port 8080, every host \| plain HTTP \| none, so nothing expires \| 0$/m);
});

test("a route: where it attaches and why not, and what goes to its backends", () => {
  const scene = sceneOf(terminating, route, service, namespace());
  assert.match(
    theCardAt(scene, "kind: HTTPRoute").plain,
    /^listener it of Gateway ingress\/public \| yes \| served as api\.example\.com$/m,
  );
  assert.match(theCardAt(scene, "name: backend\n          port").plain, /^Gateway → shop\/backend:8080: plaintext$/m);
  const other = route.replace("- api.example.com", "- www.example.com");
  assert.match(
    theCardAt(sceneOf(terminating, other), "name: public\n      namespace").plain,
    /^listener it of Gateway ingress\/public \| no \| no hostname of the route meets the listener's$/m,
  );
  assert.match(theCardAt(sceneOf(route), "name: public").plain, /^Gateway public: unknown, because it is not in this workspace$/m);
});

test("a route's hostname is shown as each listener serves it", () => {
  const wild = terminating.replace("hostname: api.example.com", 'hostname: "*.example.com"');
  assert.match(
    theCardAt(sceneOf(wild, route), "api.example.com").plain,
    /^listener it of Gateway ingress\/public \| \*\.example\.com \| api\.example\.com$/m,
  );
  assert.match(
    theCardAt(sceneOf(plainHttp, route), "api.example.com").plain,
    /^listener it of Gateway ingress\/public \| every host \| api\.example\.com$/m,
  );
});

test("a BackendTLSPolicy: the SNI, what is verified, and who uses it", () => {
  const { plain } = theCardAt(sceneOf(terminating, route, service, policy()), "kind: BackendTLSPolicy");
  assert.match(plain, /^BackendTLSPolicy shop\/backend: the Gateway speaks TLS to Service backend$/m);
  assert.match(plain, /^Sends as SNI: backend\.internal$/m);
  assert.match(plain, /^Against: ConfigMap backend-ca, whose content is not in this workspace$/m);
  assert.match(plain, /^Used by: HTTPRoute shop\/api$/m);
});

test("outside of objects, and in what an alias repeats, the right thing happens", () => {
  const scene = sceneOf("# a comment\n", terminating);
  assert.equal(cardAt(scene, "# a comment"), undefined);
  const aliased = terminating.replace("- name: it", "- &one\n      name: it").concat("\n    - <<: *one\n      name: two\n      port: 8443");
  const { plain } = theCardAt(sceneOf(aliased), "8443");
  assert.match(plain, /^Listener: two: HTTPS, port 8443/m);
  assert.match(theCardAt(sceneOf(aliased), "HTTPS").plain, /^Listener: it: /m);
  const shared = `${terminating.replace("certificateRefs:", "certificateRefs: &refs")}\n    - name: two\n      protocol: HTTPS\n      port: 8443\n      tls:\n        certificateRefs: *refs`;
  assert.match(theCardAt(sceneOf(shared), "*refs").plain, /^Listener: two: /m);
});

test("a certificateRef that is ignored in mode Passthrough says so", () => {
  const ignored = terminating.replace("protocol: HTTPS", "protocol: TLS").replace("mode: Terminate", "mode: Passthrough");
  assert.match(
    theCardAt(sceneOf(ignored, secret), "name: api-tls\n      allowed").plain,
    /^- The listener is in mode Passthrough and ignores its certificateRefs\.$/m,
  );
  assert.match(theCardAt(sceneOf(ignored, secret), "protocol:").plain, /^- certificateRefs are ignored in mode Passthrough\.$/m);
});

test("a Secret that other software fills has an unknown expiry, and still shows what its manifest holds", () => {
  const copied = secret.replace(
    "namespace: ingress",
    "namespace: ingress\n  annotations:\n    replicator.v1.mittwald.de/replicate-from: certs/wildcard",
  );
  const { plain } = theCardAt(sceneOf(terminating, copied), "kind: Secret");
  assert.match(plain, /^Secret ingress\/api-tls: expiry unknown, because kubernetes-replicator copies another Secret into it$/m);
  assert.match(plain, /^1 \| api\.example\.com, signed by Let's Encrypt R11, expires in 43 days/m);
});

test("every code that a card names is a rule's", () => {
  const folder = new URL("../../server/src/core/features/", import.meta.url);
  const codes = new Set<string>();
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"))) {
    for (const [, code = ""] of readFileSync(new URL(name, folder), "utf8").matchAll(/explain\("([^"]*)"\)/g)) codes.add(code);
  }
  const known = new Set(allRules.map(({ code }) => code));
  assert.ok(codes.size >= 5);
  assert.deepEqual(
    [...codes].filter((code) => !known.has(code)),
    [],
  );
});

test("in a workspace that its owner declared complete, what is absent is absent", () => {
  const scene = sceneOf(across, route);
  const complete = { ...scene, model: { ...scene.model, world: { complete: true } } };
  assert.match(theCardAt(complete, "protocol:").plain, /^Edge termination: TLS ends at the Gateway; what goes on is plaintext$/m);
  assert.match(
    theCardAt(complete, "namespace: certs").plain,
    /^Permission: refused, because no ReferenceGrant in namespace certs allows it$/m,
  );
});
