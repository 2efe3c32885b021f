/** Backends whose Service or port is not there, beyond the examples of the page. */
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import { parse } from "yaml";
import { after, offered } from "../support/fixed.ts";
import { uriOf } from "../support/fixture.ts";
import { findingsOf, onlyFindingOf, type Texts, toldOf } from "../support/judged.ts";
import { type Fields, from, grant, oneFile, ref, route, to, workspaceOf } from "../support/objects.ts";

const complete = { world: { complete: true } };
const code = "backend-unresolved";

function service(title: string, ...ports: readonly Fields[]): Fields {
  return { apiVersion: "v1", kind: "Service", metadata: ref(title), spec: { ports: ports.length === 0 ? [{ port: 80 }] : ports } };
}

const to80 = (name: string) => route("shop/web", { backends: [ref(name, { port: 80 })] });
const told = (texts: Texts, settings = {}) => toldOf(texts, settings).filter((each) => each.includes(code));

describe("a Service that is not there", () => {
  test("is a hint where nothing uses one of nearly its name", () => {
    assert.deepEqual(toldOf(oneFile(to80("paymets"), service("shop/payments"))), [`hint ${code} at "paymets"`]);
    assert.deepEqual(toldOf(oneFile(to80("paymets"), service("shop/orders"))), []);
    assert.deepEqual(toldOf(oneFile(to80("paymets"), service("pay/payments"))), []);
    const user = route("shop/other", { backends: [ref("payments", { port: 80 })] });
    assert.deepEqual(toldOf(oneFile(to80("paymets"), user, service("shop/payments"))), []);
  });
  test("is a warning with its condition in a complete workspace", () => {
    const finding = onlyFindingOf(oneFile(to80("gone")), complete);
    assert.deepEqual([finding.code, finding.severity], [code, "warning"]);
    assert.match(finding.message, /answered with status 500\. Controllers report ResolvedRefs=False, BackendNotFound\.$/);
  });
  test("is told once for all rules of a route, mirrors included", () => {
    const mirror = { type: "RequestMirror", requestMirror: { backendRef: ref("paymets", { port: 80 }) } };
    const rules = [{ backendRefs: [ref("paymets", { port: 80 })] }, { filters: [mirror], backendRefs: [ref("orders", { port: 80 })] }];
    const files = oneFile(route("shop/web", { rules }), service("shop/payments"));
    assert.equal(onlyFindingOf(files).related.filter(({ message }) => message.includes("as well")).length, 1);
    assert.deepEqual(offered(files, code), ["Use Service shop/payments"]);
    assert.doesNotMatch(after(files, "Use Service shop/payments", "all.yaml"), /paymets/);
  });
  test("is judged in a namespace that is not known, but equal", () => {
    assert.deepEqual(told(oneFile(route("web", { backends: [ref("paymets", { port: 80 })] }), service("payments"))), [
      `hint ${code} at "paymets"`,
    ]);
  });
  test("takes the port of the one that was meant, too, where it is the only one", () => {
    const files = workspaceOf({ "route.yaml": [to80("paymets")], "service.yaml": [service("shop/payments", { port: 8443 })] });
    const title = "Use port 8443 of Service shop/payments";
    assert.deepEqual(offered(files, code), [title]);
    assert.deepEqual(parse(after(files, title, "route.yaml")).spec.rules[0].backendRefs, [{ name: "payments", port: 8443 }]);
    assert.deepEqual(offered(oneFile(to80("paymets"), service("shop/payments", { port: 1, name: "a" }, { port: 2, name: "b" })), code), []);
  });
  const silent = (name: string, settings: object, ...objects: readonly Fields[]) =>
    test(`is not told ${name}`, () => assert.deepEqual(told(oneFile(...objects), settings), []));
  silent("where its name is a placeholder", complete, to80("$" + "{NAME}"));
  silent("of another kind", complete, route("shop/web", { backends: [ref("x", { group: "gateway.envoyproxy.io", kind: "Backend" })] }));
  silent("where the reference is refused, which comes first", complete, route("shop/web", { backends: [ref("pay/gone", { port: 80 })] }));
  silent("where its namespace is not known", complete, route("web", { backends: [ref("gone", { port: 80 })] }));
  test("is told where a grant allows the reference", () => {
    const open = grant("pay/g", { from: [from("HTTPRoute", "shop")], to: [to("Service")] });
    const far = route("shop/web", { backends: [ref("pay/gone", { port: 80 })] });
    assert.deepEqual(told(oneFile(far, open), complete), [`warning ${code} at "gone"`]);
  });
  test("is not told where kustomize may rename a Service", () => {
    const texts = workspaceOf({ "route.yaml": [to80("paymets")], "base/service.yaml": [service("shop/payments")] });
    const kustomization = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamePrefix: x-\nresources: [service.yaml]\n";
    assert.equal(told(texts).length, 1);
    assert.deepEqual(told(new Map([...texts, [uriOf("base/kustomization.yaml"), kustomization]])), []);
  });
});

describe("a port that the Service does not have", () => {
  const at = (port: number, ...ports: readonly Fields[]) =>
    oneFile(route("shop/web", { backends: [ref("api", { port })] }), service("shop/api", ...ports));
  const http = { name: "http", port: 80, targetPort: 8080 };
  const metrics = { name: "metrics", port: 9090 };

  test("is a hint, and a warning where the workspace is complete", () => {
    assert.deepEqual(toldOf(at(8080, http)), [`hint ${code} at "8080"`]);
    assert.deepEqual(told(at(8080, http), complete), [`warning ${code} at "8080"`]);
    assert.deepEqual(toldOf(at(80, http, metrics)), []);
    assert.match(onlyFindingOf(at(443, http, metrics)).message, /has no port 443: it has ports 80 \(http\) → 8080 and 9090 \(metrics\)\./);
  });
  test("is corrected to that which leads to the number, or to the only one", () => {
    assert.deepEqual(offered(at(8080, metrics, http), code), ["Use port 80 of Service shop/api"]);
    assert.match(findingsOf(at(8080, metrics, http))[0]?.message ?? "", /not that of the pods: 80\.$/);
    assert.deepEqual(offered(at(443, http), code), ["Use port 80 of Service shop/api"]);
    assert.deepEqual(offered(at(443, http, metrics), code), []);
  });
  test("is not told of a Service that writes no ports, or that two manifests describe", () => {
    const web = route("shop/web", { backends: [ref("api", { port: 443 })] });
    const empty = {
      apiVersion: "v1",
      kind: "Service",
      metadata: ref("shop/api"),
      spec: { type: "ExternalName", externalName: "x.example.com" },
    };
    assert.deepEqual(told(oneFile(web, empty)), []);
    assert.deepEqual(told(oneFile(web, service("shop/api", http), service("shop/api", metrics))), []);
    assert.deepEqual(told(oneFile(web, service("shop/api", http), service("shop/api", { port: 443 }))), []);
  });
});
