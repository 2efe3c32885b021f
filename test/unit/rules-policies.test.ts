/** BackendTLSPolicies without target or authority, in conflict, and for nothing, beyond the examples of the pages. */
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import { parse } from "yaml";
import { expandPem } from "../support/certificates.ts";
import { after, offered } from "../support/fixed.ts";
import { findingsOf, type Texts, toldOf } from "../support/judged.ts";
import { type Fields, gateway, oneFile, ref, route, workspaceOf } from "../support/objects.ts";

const complete = { world: { complete: true } };

interface PolicyFields {
  readonly targets?: readonly Fields[];
  readonly validation?: Fields;
  readonly created?: string;
}

const to = (name: string, sectionName?: string, more: Fields = {}): Fields => ({
  group: "",
  kind: "Service",
  name,
  ...(sectionName === undefined ? {} : { sectionName }),
  ...more,
});
const system = { hostname: "api.example.com", wellKnownCACertificates: "System" };
const trusting = (name: string, more: Fields = {}) => ({
  hostname: "api.example.com",
  caCertificateRefs: [{ group: "", kind: "ConfigMap", name, ...more }],
});

function policy(title: string, { targets = [to("api")], validation = system, created }: PolicyFields = {}): Fields {
  const metadata = ref(title, created === undefined ? {} : { creationTimestamp: created });
  return { apiVersion: "gateway.networking.k8s.io/v1", kind: "BackendTLSPolicy", metadata, spec: { targetRefs: targets, validation } };
}

function service(title: string, ...ports: readonly Fields[]): Fields {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: ref(title),
    spec: { ports: ports.length === 0 ? [{ name: "https", port: 443 }] : ports },
  };
}

function configMap(title: string, data: Fields = { "ca.crt": expandPem("{{pem ca cn=CA}}") }): Fields {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: ref(title), data };
}

const className = (controllerName: string) => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "GatewayClass",
  metadata: { name: "envoy" },
  spec: { controllerName },
});
const web = (...backends: readonly Fields[]) => route("shop/web", { parents: [ref("public")], backends });
const edge = gateway("shop/public", [{ protocol: "HTTP", port: 80 }]);

function told(texts: Texts, code: string, settings = {}): readonly string[] {
  return toldOf(texts, settings).filter((each) => each.includes(code));
}

function messages(texts: Texts, code: string, settings = {}): readonly string[] {
  return findingsOf(texts, settings).flatMap((finding) => (finding.code === code ? [finding.message] : []));
}

describe("a policy's target", () => {
  const code = "backend-policy-unresolved";
  const unresolved = (...objects: readonly Fields[]) => told(oneFile(...objects), code);

  test("is a port by its name", () => {
    const two = service("shop/api", { name: "https", port: 443 }, { name: "metrics", port: 9090 });
    assert.deepEqual(unresolved(policy("shop/p", { targets: [to("api", "https")] }), two), []);
    assert.deepEqual(unresolved(policy("shop/p", { targets: [to("api", "443")] }), two), [`error ${code} at "443"`]);
    assert.deepEqual(unresolved(policy("shop/p", { targets: [to("api", "htpps")] }), two), [`error ${code} at "htpps"`]);
    assert.deepEqual(unresolved(policy("shop/p", { targets: [to("api", "$" + "{PORT}")] }), two), []);
    assert.deepEqual(unresolved(policy("shop/p", { targets: [to("api", "x"), to("api", "y")] }), two).length, 2);
  });
  test("is not judged by a Service that is not here, is described twice, or writes no ports", () => {
    const section = policy("shop/p", { targets: [to("api", "grpc")] });
    assert.deepEqual(unresolved(section), []);
    assert.deepEqual(unresolved(section, service("shop/api"), service("shop/api", { name: "grpc", port: 1 })), []);
    assert.deepEqual(
      unresolved(section, { apiVersion: "v1", kind: "Service", metadata: ref("shop/api"), spec: { type: "ExternalName" } }),
      [],
    );
  });
  test("is told with its condition where the controller is known to give one", () => {
    const section = policy("shop/p", { targets: [to("api", "443")] });
    const objects = [section, service("shop/api"), edge, web(ref("api", { port: 443 }))];
    assert.doesNotMatch(messages(oneFile(...objects), code)[0] ?? "", /Controllers report/);
    assert.match(
      messages(oneFile(...objects, className("istio.io/gateway-controller")), code)[0] ?? "",
      /Accepted=False, TargetNotFound\.$/,
    );
  });
  test("is no Service of UDP alone", () => {
    const udp = service("shop/api", { name: "dns", port: 53, protocol: "UDP" });
    assert.match(messages(oneFile(policy("shop/p"), udp), code)[0] ?? "", /only UDP ports.*Accepted=False, Invalid\.$/);
    assert.deepEqual(
      unresolved(policy("shop/p"), service("shop/api", { name: "dns", port: 53, protocol: "UDP" }, { name: "tcp", port: 53 })),
      [],
    );
  });
  test("does not exist in a complete workspace without it", () => {
    assert.deepEqual(told(oneFile(policy("shop/p")), code, complete), [`error ${code} at "api"`]);
    assert.deepEqual(told(oneFile(policy("shop/p")), code), []);
    assert.deepEqual(told(oneFile(policy("shop/p"), service("api")), code, complete), []);
    assert.deepEqual(told(oneFile(policy("p")), code, complete), []);
  });
  test("was another one where routes lead to that, of nearly its name or of another namespace", () => {
    const payments = [service("shop/payments"), web(ref("payments", { port: 443 }))];
    const mistyped = policy("shop/p", { targets: [to("paymets")] });
    assert.deepEqual(unresolved(mistyped, ...payments), [`warning ${code} at "paymets"`]);
    assert.deepEqual(unresolved(mistyped, service("shop/payments")), []);
    assert.deepEqual(unresolved(mistyped, ...payments, policy("shop/q", { targets: [to("payments")] })), []);
    assert.deepEqual(unresolved(mistyped, ...payments, web(ref("paymets", { port: 443 }))), []);
    assert.deepEqual(unresolved(policy("shop/p"), web(ref("pay/api", { port: 443 }))), [`warning ${code} at "api"`]);
    assert.deepEqual(unresolved(policy("shop/p"), web(ref("pay/api", { port: 443 }), ref("api", { port: 443 }))), []);
    assert.deepEqual(unresolved(policy("pay/p"), web(ref("pay/api", { port: 443 }))), []);
  });
  test("is of the core group, which has no name, but for Traefik and Kong", () => {
    const named = policy("shop/p", { targets: [to("api", undefined, { group: "core" })] });
    assert.deepEqual(unresolved(named, service("shop/api")), [`error ${code} at "core"`]);
    assert.deepEqual(unresolved(named, service("shop/api"), className("traefik.io/gateway-controller")), []);
    assert.deepEqual(unresolved(policy("shop/p", { targets: [{ group: "gateway.envoyproxy.io", kind: "Backend", name: "api" }] })), []);
    assert.deepEqual(offered(oneFile(named, service("shop/api")), code), [`Set the group of BackendTLSPolicy shop/p's target to ""`]);
  });
  test("is mended by the name of the port, or by leaving it out, unless another policy is for that", () => {
    const numbered = policy("shop/p", { targets: [to("api", "443")] });
    const files = workspaceOf({ "policy.yaml": [numbered], "service.yaml": [service("shop/api")] });
    const [name, all] = [
      "Apply BackendTLSPolicy shop/p to port https of Service api",
      "Apply BackendTLSPolicy shop/p to all ports of Service api",
    ];
    assert.deepEqual(offered(files, code), [name, all]);
    assert.deepEqual(parse(after(files, name, "policy.yaml")).spec.targetRefs, [to("api", "https")]);
    assert.deepEqual(parse(after(files, all, "policy.yaml")).spec.targetRefs, [to("api")]);
    assert.deepEqual(offered(oneFile(numbered, service("shop/api"), policy("shop/q", { targets: [to("api", "https")] })), code), [all]);
    assert.deepEqual(offered(oneFile(numbered, service("shop/api"), policy("shop/q")), code), [name]);
    assert.deepEqual(
      offered(oneFile(policy("shop/p", { targets: [to("api", "443"), to("api", "https")] }), service("shop/api")), code),
      [],
    );
    assert.deepEqual(offered(oneFile(numbered, service("shop/api", { port: 443 })), code), [all]);
    // In a complete workspace a policy for a port that no route uses would be the next fault.
    assert.deepEqual(offered(oneFile(numbered, service("shop/api")), code, complete), []);
    const used = oneFile(numbered, service("shop/api"), edge, web(ref("api", { port: 443 })));
    assert.deepEqual(offered(used, code, complete), [name, all]);
  });
  test("is mended by the name of the Service", () => {
    const files = oneFile(policy("shop/p", { targets: [to("paymets")] }), service("shop/payments"), web(ref("payments", { port: 443 })));
    assert.deepEqual(offered(files, code), ["Apply BackendTLSPolicy shop/p to Service payments"]);
    const section = oneFile(
      policy("shop/p", { targets: [to("paymets", "grpc")] }),
      service("shop/payments"),
      web(ref("payments", { port: 443 })),
    );
    assert.deepEqual(offered(section, code), []);
  });
});

describe("a policy's authority", () => {
  const code = "backend-policy-unresolved";
  const trusts = (name: string, more: Fields = {}) => policy("shop/p", { validation: trusting(name, more) });
  const good = configMap("shop/ca");

  test("is a ConfigMap with certificates under ca.crt", () => {
    assert.deepEqual(told(oneFile(trusts("ca"), good), code), []);
    for (const data of [{ "ca.pem": "x" }, { "ca.crt": "" }, { "ca.crt": "not PEM" }]) {
      assert.deepEqual(told(oneFile(trusts("ca"), configMap("shop/ca", data)), code), [`error ${code} at "ca"`], JSON.stringify(data));
    }
    assert.deepEqual(told(oneFile(trusts("ca"), configMap("shop/ca", {})), code), []);
    assert.deepEqual(told(oneFile(trusts("ca"), configMap("shop/ca", { "ca.crt": "$" + "{CA}" })), code), []);
    assert.deepEqual(told(oneFile(trusts("ca")), code), []);
    assert.deepEqual(told(oneFile(trusts("ca"), service("shop/api")), code, complete), [`error ${code} at "ca"`]);
  });
  test("of another kind depends on the controller", () => {
    assert.deepEqual(told(oneFile(trusts("ca", { group: "example.com", kind: "Thing" })), code), [`error ${code} at "Thing"`]);
    const secret = [
      trusts("ca", { kind: "Secret" }),
      { apiVersion: "v1", kind: "Secret", metadata: ref("shop/ca"), stringData: { "ca.crt": expandPem("{{pem ca cn=CA}}") } },
    ];
    const used = [...secret, service("shop/api"), edge, web(ref("api", { port: 443 }))];
    assert.deepEqual(told(oneFile(...used), code), []);
    assert.deepEqual(told(oneFile(...used, className("istio.io/gateway-controller")), code), [`error ${code} at "Secret"`]);
    assert.deepEqual(told(oneFile(...used, className("gateway.envoyproxy.io/gatewayclass-controller")), code), []);
  });
  test("beside others costs only what it signed", () => {
    const both = policy("shop/p", {
      validation: {
        hostname: "x.example.com",
        caCertificateRefs: [...trusting("ca").caCertificateRefs, ...trusting("bad").caCertificateRefs],
      },
    });
    const [message, ...more] = messages(oneFile(both, good, configMap("shop/bad", { x: "y" })), code);
    assert.equal(more.length, 0);
    assert.match(message ?? "", /only this authority has signed are refused\. .* ResolvedRefs=False, InvalidCACertificateRef\.$/);
  });
  test("by the name of a set is what the controller knows", () => {
    const known = policy("shop/p", { validation: { hostname: "x.example.com", wellKnownCACertificates: "example.com/ours" } });
    const used = [known, service("shop/api"), edge, web(ref("api", { port: 443 }))];
    assert.deepEqual(told(oneFile(...used), code), []);
    assert.deepEqual(told(oneFile(...used, className("istio.io/gateway-controller")), code), [`error ${code} at "example.com/ours"`]);
  });
  test("is mended by the ConfigMap of that name, or of nearly that", () => {
    assert.deepEqual(offered(oneFile(trusts("ca", { group: "example.com", kind: "Thing" }), good), code), ["Trust ConfigMap shop/ca"]);
    const files = workspaceOf({
      "policy.yaml": [trusts("internal-ac")],
      "ca.yaml": [configMap("shop/internal-ca"), service("shop/api")],
      "web.yaml": [edge, web(ref("api", { port: 443 }))],
    });
    assert.deepEqual(offered(files, code, complete), ["Trust ConfigMap shop/internal-ca"]);
    assert.deepEqual(offered(oneFile(trusts("ca", { group: "example.com", kind: "Thing" }), configMap("shop/ca", { x: "y" })), code), []);
  });
});

describe("two policies", () => {
  const code = "backend-policy-conflict";
  const conflict = (...objects: readonly Fields[]) => told(oneFile(...objects), code);

  test("conflict on the same target and section", () => {
    assert.deepEqual(conflict(policy("shop/a"), policy("shop/b")), [`warning ${code} at "api"`]);
    assert.deepEqual(conflict(policy("shop/a"), policy("shop/b", { targets: [to("api", "https")] })), []);
    assert.deepEqual(
      conflict(policy("shop/a", { targets: [to("api", "https")] }), policy("shop/b", { targets: [to("x"), to("api", "https")] })),
      [`warning ${code} at "api"`],
    );
    assert.deepEqual(conflict(policy("shop/a"), policy("pay/b")), []);
    assert.deepEqual(conflict(policy("shop/a"), policy("shop/b", { targets: [{ group: "x.io", kind: "Service", name: "api" }] })), []);
  });
  test("leave the older one standing, and the first by name of two that are alike", () => {
    const [first] = findingsOf(oneFile(policy("shop/a"), policy("shop/b"))).filter((finding) => finding.code === code);
    assert.match(
      first?.message ?? "",
      /^BackendTLSPolicy shop\/b and BackendTLSPolicy shop\/a .* of two that are applied at once the first by name, a\./,
    );
    const dated = oneFile(policy("shop/a", { created: "2026-02-01T00:00:00Z" }), policy("shop/b", { created: "2026-01-01T00:00:00Z" }));
    assert.match(messages(dated, code)[0] ?? "", /^BackendTLSPolicy shop\/a .* applies: b, which is older\./);
  });
  test("of one name are manifests of two clusters", () => {
    assert.deepEqual(conflict(policy("shop/a"), policy("shop/a", { validation: trusting("ca") })), []);
  });
});

describe("a policy for nothing", () => {
  const code = "backend-policy-without-effect";
  const two = service("shop/api", { name: "https", port: 443 }, { name: "admin", port: 8443 });
  const effect = (...objects: readonly Fields[]) => told(oneFile(edge, ...objects), code, complete);

  test("is a hint in a complete workspace only", () => {
    assert.deepEqual(effect(policy("shop/p"), two), [`hint ${code} at "p"`]);
    assert.deepEqual(told(oneFile(policy("shop/p"), two), code), []);
  });
  test("is none where a route names the Service, and the port of its section", () => {
    assert.deepEqual(effect(policy("shop/p"), two, web(ref("api", { port: 443 }))), []);
    assert.deepEqual(effect(policy("shop/p", { targets: [to("api", "https")] }), two, web(ref("api", { port: 443 }))), []);
    assert.match(
      messages(oneFile(policy("shop/p", { targets: [to("api", "admin")] }), two, web(ref("api", { port: 443 }))), code, complete)[0] ?? "",
      /only to other ports/,
    );
    assert.deepEqual(
      effect(policy("shop/p", { targets: [to("api"), to("other")] }), two, service("shop/other"), web(ref("other", { port: 443 }))),
      [],
    );
  });
  for (const [name, ...objects] of [
    ["whose target is missing", policy("shop/p")],
    ["whose section is missing", policy("shop/p", { targets: [to("api", "x")] }), two],
    ["for another kind", policy("shop/p", { targets: [{ group: "x.io", kind: "Backend", name: "api" }] }), two],
    ["of a namespace that is not known", policy("p"), service("api")],
    ["where a route is in a namespace that is not known", policy("shop/p"), two, route("web", { backends: [ref("x", { port: 443 })] })],
  ] as const) {
    test(`is not said of one ${name}`, () => assert.deepEqual(effect(...objects), []));
  }
});
