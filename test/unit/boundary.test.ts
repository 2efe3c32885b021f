import assert from "node:assert/strict";
import { test } from "node:test";
import { goDuration } from "../../server/src/core/gateway/issuance.ts";
import {
  boundaryIn,
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
  tlsRoute,
} from "../support/scene.ts";

/** What a test wants to know of a boundary, in one comparable value. */
function gist(scene: ReturnType<typeof sceneOf>, listener?: string) {
  const { model, terminates, clientWire, privateKey, hops } = boundaryIn(scene, listener);
  return { model, terminates, clientWire, privateKey, hops: hops.map(({ wire, certain }) => (certain ? wire : `${wire}?`)) };
}

test("termination with nothing behind it is edge termination, certain where Service and Namespace are known", () => {
  const known = sceneOf(terminating, secret, route, service, namespace());
  assert.deepEqual(gist(known), {
    model: "edge termination",
    terminates: "Gateway",
    clientWire: "encrypted",
    privateKey: "Secret",
    hops: ["plaintext"],
  });
  assert.deepEqual(gist(sceneOf(terminating, secret, route, service)).hops, ["plaintext?"], "the Namespace may carry a mesh label");
  assert.deepEqual(gist(sceneOf(terminating, secret, route, namespace())).hops, ["plaintext?"], "the Service may have a policy beside it");
});

test("a BackendTLSPolicy on the Service makes it re-encryption, and says what is verified against which CA", () => {
  const scene = sceneOf(terminating, secret, route, service, namespace(), policy());
  assert.deepEqual(gist(scene), {
    model: "re-encryption",
    terminates: "Gateway",
    clientWire: "encrypted",
    privateKey: "Secret",
    hops: ["encrypted"],
  });
  const applied = boundaryIn(scene).hops[0]?.policy;
  assert.deepEqual([applied?.sni, applied?.verifies], ["backend.internal", ["backend.internal"]]);
  assert.deepEqual(applied?.trust, { trust: "references", references: [{ kind: "ConfigMap", name: "backend-ca", object: undefined }] });
});

test("subjectAltNames replace the hostname as what is verified, and the hostname stays the SNI", () => {
  const sans = policy().replace(
    "hostname: backend.internal",
    "hostname: backend.internal\n    subjectAltNames:\n      - type: URI\n        uri: spiffe://shop/backend",
  );
  const applied = boundaryIn(sceneOf(terminating, route, service, sans)).hops[0]?.policy;
  assert.deepEqual([applied?.sni, applied?.verifies], ["backend.internal", ["spiffe://shop/backend"]]);
});

test("a policy for another port does not count, one for this port goes before one for the Service", () => {
  const whole = policy("", "whole");
  const web = policy("      sectionName: web", "a-web");
  const other = policy("      sectionName: metrics", "other");
  assert.equal(gist(sceneOf(terminating, route, service, namespace(), other)).model, "edge termination");
  assert.equal(boundaryIn(sceneOf(terminating, route, service, whole, web, other)).hops[0]?.policy?.object.name, "a-web");
  assert.equal(boundaryIn(sceneOf(terminating, route, service, whole, other)).hops[0]?.policy?.object.name, "whole");
});

test("a policy for a port leaves the hop unknown while the Service, and so the port's name, is not in the workspace", () => {
  const boundary = boundaryIn(sceneOf(terminating, route, policy("      sectionName: web")));
  assert.equal(boundary.model, "unknown");
  assert.equal(boundary.because, "BackendTLSPolicy backend is for port web, and which port has that name is not known");
});

test("of two policies for the same target the older wins, then the first by name", () => {
  const aged = (name: string, year: number) =>
    policy("", name).replace("metadata:", `metadata:\n  creationTimestamp: "${year}-01-01T00:00:00Z"`);
  const name = (...policies: string[]) => boundaryIn(sceneOf(terminating, route, service, ...policies)).hops[0]?.policy?.object.name;
  assert.equal(name(aged("a", 2026), aged("b", 2025)), "b");
  assert.equal(name(policy("", "b"), policy("", "a")), "a");
});

test("a policy in another namespace than the Service targets nothing", () => {
  const elsewhere = policy().replace("namespace: shop", "namespace: ingress");
  assert.deepEqual(gist(sceneOf(terminating, route, service, namespace(), elsewhere)).hops, ["plaintext"]);
});

for (const [evidence, metadata] of [
  ["istio-injection=enabled", "labels:\n  istio-injection: enabled"],
  ["istio.io/rev=canary", "labels:\n  istio.io/rev: canary"],
  ["istio.io/dataplane-mode=ambient", "labels:\n  istio.io/dataplane-mode: ambient"],
  ["linkerd.io/inject: enabled", "annotations:\n  linkerd.io/inject: enabled"],
] as const) {
  test(`the second hop is unknown where the namespace carries ${evidence}`, () => {
    const boundary = boundaryIn(sceneOf(terminating, secret, route, service, namespace(metadata)));
    assert.equal(boundary.model, "termination, then mesh");
    assert.equal(boundary.terminates, "Gateway");
    assert.equal(boundary.because, `namespace shop carries ${evidence}, so a mesh may encrypt it`);
    assert.deepEqual(
      boundary.hops.map(({ wire }) => wire),
      ["unknown"],
    );
  });
}

test("a namespace that opts out of the mesh is no evidence", () => {
  const optedOut = namespace("labels:\n  istio-injection: disabled\n  istio.io/rev: canary");
  assert.equal(gist(sceneOf(terminating, route, service, optedOut)).model, "edge termination");
});

test("passthrough ends at the backend, which holds the key", () => {
  const boundary = boundaryIn(sceneOf(passingThrough, tlsRoute, service));
  assert.deepEqual(gist(sceneOf(passingThrough, tlsRoute, service)), {
    model: "passthrough",
    terminates: "backend",
    clientWire: "passed through",
    privateKey: "backend",
    hops: ["passed through"],
  });
  assert.deepEqual(boundary.certificates, []);
  assert.deepEqual(boundary.cannotSee, ["paths, headers, bodies or status codes"]);
});

test("a passthrough listener presents nothing although it has certificateRefs", () => {
  const both = passingThrough.replace("mode: Passthrough", "mode: Passthrough\n        certificateRefs:\n          - name: api-tls");
  assert.deepEqual(boundaryIn(sceneOf(both, secret, tlsRoute)).certificates, []);
});

test("plain HTTP has no TLS on the first hop whatever is behind it", () => {
  assert.deepEqual(gist(sceneOf(plainHttp, route, service, namespace(), policy())), {
    model: "plain HTTP",
    terminates: "nobody",
    clientWire: "plaintext",
    privateKey: "none",
    hops: ["encrypted"],
  });
});

test("TCP and UDP pass bytes on", () => {
  for (const protocol of ["TCP", "UDP"]) {
    const stream = route.replace("HTTPRoute", `${protocol}Route`).replace(/ {2}hostnames:\n.*\n/, "");
    const scene = sceneOf(
      gatewayWith(`protocol: ${protocol}\nport: 5432\nallowedRoutes:\n  namespaces:\n    from: All`),
      stream,
      service,
      namespace(),
    );
    assert.deepEqual(gist(scene), { model: `raw ${protocol}`, terminates: "nobody", clientWire: "raw", privateKey: "none", hops: ["raw"] });
  }
});

test("a BackendTLSPolicy wraps TCP in TLS, and leaves UDP alone", () => {
  const wires = (protocol: string) => {
    const stream = route.replace("HTTPRoute", `${protocol}Route`).replace(/ {2}hostnames:\n.*\n/, "");
    const listener = gatewayWith(`protocol: ${protocol}\nport: 5432\nallowedRoutes:\n  namespaces:\n    from: All`);
    return gist(sceneOf(listener, stream, service, namespace(), policy())).hops;
  };
  assert.deepEqual(wires("TCP"), ["encrypted"]);
  assert.deepEqual(wires("UDP"), ["raw"]);
});

for (const [what, listener, because] of [
  ["no route attaches", terminating, "no route of this workspace is known to attach"],
  ["the protocol is a placeholder", gatewayWith("protocol: __PROTOCOL__\nport: 443"), "the protocol is a placeholder"],
  [
    "the protocol is somebody's own",
    gatewayWith("protocol: example.com/quic\nport: 443"),
    "example.com/quic is none of the API's protocols HTTP, HTTPS, TLS, TCP and UDP",
  ],
  ["the protocol is not written yet", gatewayWith("port: 443"), "the protocol is not written yet"],
  ["the mode is a placeholder", gatewayWith("protocol: TLS\nport: 443\ntls:\n  mode: '{{ .Values.mode }}'"), "tls.mode is a placeholder"],
  [
    "the mode is misspelt",
    gatewayWith("protocol: TLS\nport: 443\ntls:\n  mode: passthrough"),
    "tls.mode passthrough is neither Terminate nor Passthrough",
  ],
  [
    "HTTPS is to be passed through",
    gatewayWith("protocol: HTTPS\nport: 443\ntls:\n  mode: Passthrough"),
    "the API refuses Passthrough on protocol HTTPS, which needs protocol TLS",
  ],
  ["TLS has no tls block", gatewayWith("protocol: TLS\nport: 443"), "the API refuses protocol TLS without tls.mode"],
] as const) {
  test(`the model is unknown where ${what}`, () => {
    const boundary = boundaryIn(sceneOf(listener));
    assert.equal(boundary.model, "unknown");
    assert.equal(boundary.because, because);
  });
}

test("TLS is known to end at the Gateway although no route tells of the second hop", () => {
  assert.equal(boundaryIn(sceneOf(terminating)).terminates, "Gateway");
});

test("the weakest of several backends names the model", () => {
  const two = route.replace("port: 8080", "port: 8080\n        - name: cache\n          port: 6379");
  const scene = sceneOf(terminating, two, service, namespace(), policy());
  assert.deepEqual(gist(scene), {
    model: "edge termination",
    terminates: "Gateway",
    clientWire: "encrypted",
    privateKey: "Secret",
    hops: ["encrypted", "plaintext?"],
  });
});

test("a backend that no ReferenceGrant allows gets nothing, once its Service is in the workspace", () => {
  const across = route.replace("name: backend", "name: backend\n          namespace: vault");
  const there = service.replace("namespace: shop", "namespace: vault");
  assert.deepEqual(gist(sceneOf(terminating, across, there)).hops, ["blocked?"]);
  assert.deepEqual(gist(sceneOf(terminating, across)).hops, ["unknown?"]);
});

test("appProtocol https without a policy is unknown: some controllers take it for TLS", () => {
  const https = service.replace("port: 8080", "port: 8080\n      appProtocol: https");
  assert.deepEqual(gist(sceneOf(terminating, route, https, namespace())).hops, ["unknown?"]);
});

test("a backend of another kind is unknown", () => {
  const imported = route.replace(
    "- name: backend",
    "- group: multicluster.x-k8s.io\n          kind: ServiceImport\n          name: backend",
  );
  const boundary = boundaryIn(sceneOf(terminating, imported));
  assert.deepEqual([boundary.model, boundary.because], ["unknown", "ServiceImport backend is no Service"]);
});

test("routes whose namespace may or may not be allowed count as perhaps", () => {
  const selecting = terminating.replace(
    "from: All",
    "from: Selector\n          selector:\n            matchLabels:\n              gateway: public",
  );
  const verdicts = (...documents: string[]) => boundaryIn(sceneOf(selecting, route, ...documents)).routes.map(({ verdict }) => verdict);
  assert.deepEqual(verdicts(), ["unknown"]);
  assert.deepEqual(verdicts(namespace("labels:\n  gateway: public")), ["yes"]);
  assert.deepEqual(verdicts(namespace("labels:\n  gateway: private")), []);
});

test("a route that two parentRefs attach passes once, with its hostnames", () => {
  const twice = route.replace(
    "namespace: ingress",
    "namespace: ingress\n    - name: public\n      namespace: ingress\n      sectionName: it",
  );
  const [passage, ...others] = boundaryIn(sceneOf(terminating, twice)).routes;
  assert.deepEqual([passage?.hostnames, others.length], [["api.example.com"], 0]);
});

test("a route that one parentRef attaches for sure does not become doubtful by another", () => {
  const doubtful = route.replace(
    "namespace: ingress",
    "namespace: ingress\n      sectionName: __SECTION__\n    - name: public\n      namespace: ingress",
  );
  assert.deepEqual(
    boundaryIn(sceneOf(terminating, doubtful)).routes.map(({ verdict }) => verdict),
    ["yes"],
  );
});

test("the certificate is what the Secret holds, what a Certificate asks for, or unknown because of what makes it", () => {
  const knowledge = (...documents: string[]) => boundaryIn(sceneOf(terminating, ...documents)).certificates[0]?.knowledge[0];
  const read = knowledge(secret);
  assert.ok(read?.known === "certificate");
  assert.deepEqual(read.leaf.dnsNames, ["api.example.com"]);

  const asked = knowledge(certificate());
  assert.ok(asked?.known === "issuance");
  assert.deepEqual(asked.issuance.names, ["api.example.com"]);
  assert.equal(asked.issuance.issuer?.name, "letsencrypt-prod");

  const external =
    "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata:\n  name: pull\n  namespace: ingress\nspec:\n  target:\n    name: api-tls";
  const made = knowledge(external);
  assert.ok(made?.known === "no");
  assert.equal(made.because, "ExternalSecret pull makes this Secret in the cluster");
  assert.equal(made.maker?.name, "pull");

  const absent = knowledge();
  assert.ok(absent?.known === "no");
  assert.equal(absent.because, "nothing in this workspace is or makes Secret ingress/api-tls");
});

for (const [what, from, to, because] of [
  [
    "encrypted by SOPS",
    "type: kubernetes.io/tls",
    "type: kubernetes.io/tls\nsops:\n  version: 3.9.0",
    "the values of Secret api-tls are encrypted",
  ],
  ["without tls.crt", /tls\.crt: \|\n.*\n/, "other: value\n", "Secret api-tls has no tls.crt here"],
  ["a placeholder", /tls\.crt: \|\n.*\n/, "tls.crt: __CERTIFICATE__\n", "tls.crt of Secret api-tls is a placeholder"],
  ["broken", /tls\.crt: \|\n.*\n/, "tls.crt: nonsense\n", "tls.crt of Secret api-tls cannot be read: the value holds no PEM block"],
] as const) {
  test(`a Secret that is ${what} leaves its certificate unknown, and says why`, () => {
    const [one] = boundaryIn(sceneOf(terminating, secret.replace(from, to))).certificates[0]?.knowledge ?? [];
    assert.ok(one?.known === "no");
    assert.equal(one.because, because);
  });
}

const issued = (annotations: string) =>
  gatewayWith("protocol: HTTPS\nport: 443\nhostname: api.example.com\ntls:\n  certificateRefs:\n    - name: api-tls", "it", annotations);

test("an annotation on the Gateway makes cert-manager issue for the listener's hostname", () => {
  const annotated = "  annotations:\n    cert-manager.io/cluster-issuer: letsencrypt-prod\n    cert-manager.io/duration: 1440h\n";
  const [one] = boundaryIn(sceneOf(issued(annotated))).certificates[0]?.knowledge ?? [];
  assert.ok(one?.known === "issuance");
  assert.deepEqual(one.issuance.names, ["api.example.com"]);
  assert.deepEqual([one.issuance.issuer?.kind, one.issuance.issuer?.name], ["ClusterIssuer", "letsencrypt-prod"]);
  assert.equal(one.issuance.lifetime.duration, 60 * 86_400_000);
});

test("cert-manager issues nothing for a listener without hostname or a Secret elsewhere", () => {
  const annotated = "  annotations:\n    cert-manager.io/cluster-issuer: letsencrypt-prod\n";
  for (const gateway of [
    issued(annotated).replace(/ +hostname: .*\n/, ""),
    issued(annotated).replace("- name: api-tls", "- name: api-tls\n            namespace: certs"),
  ]) {
    assert.equal(boundaryIn(sceneOf(gateway)).certificates[0]?.knowledge[0]?.known, "no");
  }
});

test("cert-manager issues for every terminating listener that names the Secret, and for no other", () => {
  const annotated = "  annotations:\n    cert-manager.io/issuer: ca\n";
  const more = (name: string, mode: string) =>
    `\n    - name: ${name}\n      protocol: TLS\n      port: 8443\n      hostname: ${name}.example.com\n      tls:\n        mode: ${mode}\n        certificateRefs: [{name: api-tls}]`;
  const gateway = issued(annotated) + more("db", "Terminate") + more("vault", "Passthrough");
  const [one] = boundaryIn(sceneOf(gateway), "it").certificates[0]?.knowledge ?? [];
  assert.ok(one?.known === "issuance");
  assert.deepEqual(one.issuance.names, ["api.example.com", "db.example.com"]);
  assert.deepEqual([one.issuance.issuer?.kind, one.issuance.issuer?.name], ["Issuer", "ca"]);
});

test("a listener without certificateRefs says what stands in for them", () => {
  const bare = gatewayWith("protocol: HTTPS\nport: 443");
  assert.equal(boundaryIn(sceneOf(bare)).noCertificate, "no certificateRefs are written");
  const options = gatewayWith("protocol: HTTPS\nport: 443\ntls:\n  options:\n    example.com/cert: x");
  assert.equal(
    boundaryIn(sceneOf(options)).noCertificate,
    "tls.options stand in for certificateRefs, and what they mean is up to the controller",
  );
});

test("client certificates are those of the Gateway's default, or of the port, which replaces it", () => {
  const frontend = (more: string) =>
    terminating.replace(
      "spec:\n",
      `spec:\n  tls:\n    frontend:\n      default:\n        validation:\n          caCertificateRefs:\n            - {group: "", kind: ConfigMap, name: clients}\n${more}`,
    );
  const governed = (gateway: string) => boundaryIn(sceneOf(gateway)).clientCertificates;
  assert.equal(governed(terminating), undefined);
  assert.deepEqual(governed(frontend(""))?.mode, "AllowValidOnly");
  assert.equal(governed(frontend("      perPort:\n        - port: 443\n          tls: {}\n")), undefined);
  assert.equal(governed(frontend("      perPort:\n        - port: 8443\n          tls: {}\n"))?.authorities[0]?.name?.value, "clients");
});

test("Go durations are read as Go reads them", () => {
  assert.equal(goDuration("2160h"), 90 * 86_400_000);
  assert.equal(goDuration("2160h0m0s"), 90 * 86_400_000);
  assert.equal(goDuration("1h30m"), 5_400_000);
  assert.equal(goDuration("1.5h"), 5_400_000);
  for (const wrong of ["90d", "", "h", "10", "-1h", "__DURATION__"]) assert.equal(goDuration(wrong), undefined, wrong);
});

test("renewal is written as a time, as a share of the lifetime, or is a third of it", () => {
  const lifetime = (...lines: string[]) => {
    const [one] = boundaryIn(sceneOf(terminating, certificate(...lines))).certificates[0]?.knowledge ?? [];
    assert.ok(one?.known === "issuance");
    const { duration = Number.NaN, renewBefore = Number.NaN, durationWritten, renewBeforeWritten } = one.issuance.lifetime;
    return [duration / 86_400_000, durationWritten, renewBefore / 86_400_000, renewBeforeWritten];
  };
  assert.deepEqual(lifetime(), [90, false, 30, false]);
  assert.deepEqual(lifetime("duration: 1440h"), [60, true, 20, false]);
  assert.deepEqual(lifetime("duration: 2400h", "renewBeforePercentage: 25"), [100, true, 25, true]);
  assert.deepEqual(lifetime("renewBefore: 240h"), [90, false, 10, true]);
});

function certificate(...lines: readonly string[]): string {
  const spec = ["secretName: api-tls", "dnsNames: [api.example.com]", "issuerRef: {name: letsencrypt-prod, kind: ClusterIssuer}", ...lines];
  return `apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata:\n  name: api\n  namespace: ingress\nspec:\n${spec.map((line) => `  ${line}`).join("\n")}`;
}
