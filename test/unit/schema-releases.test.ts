import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readBundle } from "../../server/src/core/kube/schema/bundle.ts";
import { firmRefusals, refusals } from "../../server/src/core/kube/schema/refusals.ts";
import { gateway, https, messages, objectOf, route } from "../support/refusals.ts";

describe("releases and channels", () => {
  const spread = route("  parentRefs: [{name: g, port: 80}, {name: g, port: 443}]");
  test("a standard bundle refuses what only the experimental channel takes", () => {
    assert.deepEqual(messages(spread, "v1.6.1/standard"), ["Gateway g is a parent twice without sectionName to tell them apart."]);
    assert.deepEqual(messages(spread, "v1.6.1/experimental"), []);
  });

  test("a field of the other channel is told", () => {
    const retry = route("  rules: [{retry: {attempts: 1}}]");
    assert.deepEqual(messages(retry, "v1.6.1/standard"), [
      "spec.rules[0].retry is a field of the experimental channel only, and this workspace installs the standard one.",
    ]);
    assert.deepEqual(messages(retry, "v1.6.1/experimental"), []);
  });

  test("a field that a release does not have yet is told", () => {
    const tls = gateway(https, "  tls: {backend: {clientCertificateRef: {name: s}}}\n");
    assert.deepEqual(messages(tls, "v1.4.0/standard"), [
      "spec.tls came to the standard channel with Gateway API 1.5, and this workspace installs 1.4.",
    ]);
    assert.deepEqual(messages(tls, "v1.4.0/experimental"), []);
    assert.deepEqual(messages(tls), []);
  });

  test("a field that moved is still there in the releases that had it", () => {
    const old = gateway(https, "  backendTLS: {clientCertificateRef: {name: s}}\n");
    assert.deepEqual(messages(old, "v1.3.0/experimental"), []);
    assert.equal(messages(old, "v1.3.0/standard").length, 1);
    assert.equal(messages(old, "v1.4.0/experimental").length, 1);
  });

  test("a moved field is certain only where the release is known", () => {
    const old = objectOf(gateway(https, "  backendTLS: {clientCertificateRef: {name: s}}\n"));
    assert.equal(refusals(old)[0]?.assumed, true);
    assert.equal(refusals(old, readBundle("v1.6/standard"))[0]?.assumed, undefined);
  });

  test("a release that is newer than the table may have any field", () => {
    assert.deepEqual(messages(gateway(https, "  replicas: 2\n"), "v1.7.0/standard"), []);
    assert.deepEqual(messages(gateway("{name: a, port: 0, protocol: HTTP}"), "v1.7.0/standard").length, 1);
  });

  test("limits and clauses are those of the release", () => {
    const many = route(
      `  hostnames: [${Array.from({ length: 17 }, (_, i) => `h${i}.example`)}]\n  rules: [{backendRefs: [{name: s, port: 443}]}]`,
      "TLSRoute",
    );
    assert.deepEqual(messages(many, "v1.5.1/standard"), ["spec.hostnames has 17 entries, and has to have between 1 and 16 entries."]);
    assert.deepEqual(messages(many, "v1.6.0/standard"), []);
    assert.deepEqual(messages(gateway("{name: a, port: 443, protocol: TLS}"), "v1.4.0/standard"), []);
  });
});

describe("what is refused without unknown fields", () => {
  test("a misspelt field is dropped, and its lack refused", () => {
    const object = objectOf(gateway("{name: a, port: 443, protocol: HTTPS, tls: {certificateRef: [{name: s}]}}"));
    assert.deepEqual(
      firmRefusals(object).map(({ message }) => message),
      ["spec.listeners[0].tls lets TLS end here and names no certificate: certificateRefs and options are empty."],
    );
  });

  test("a stray field is dropped without a word", () => assert.deepEqual(firmRefusals(objectOf(gateway(https, "  replicas: 2\n"))), []));
});

describe("repairs", () => {
  function repair(text: string) {
    const [refusal] = refusals(objectOf(text));
    return refusal?.repairs?.map(({ title, preferred, steps }) => ({ title, preferred, steps }));
  }

  test("rename", () => {
    assert.deepEqual(repair(gateway("{name: a, port: 80, protocol: HTTP, hostnmae: a.example}")), [
      {
        title: "Rename hostnmae to hostname",
        preferred: true,
        steps: [{ change: "rename", path: ["spec", "listeners", 0, "hostnmae"], key: "hostname" }],
      },
    ]);
  });

  test("move into each listener that lacks it", () => {
    const two = `{name: a, port: 80, protocol: HTTP}\n  - {name: b, port: 81, protocol: HTTP, allowedRoutes: {}}\n  - {name: c, port: 82, protocol: HTTP}`;
    assert.deepEqual(repair(gateway(two, "  allowedRoutes: {namespaces: {from: All}}\n")), [
      {
        title: "Move allowedRoutes to each spec.listeners[].allowedRoutes",
        preferred: false,
        steps: [
          { change: "remove", path: ["spec", "allowedRoutes"] },
          { change: "set", path: ["spec", "listeners", 0, "allowedRoutes"], value: { namespaces: { from: "All" } } },
          { change: "set", path: ["spec", "listeners", 2, "allowedRoutes"], value: { namespaces: { from: "All" } } },
        ],
      },
    ]);
  });

  test("move to the new path, for the port of the listener", () => {
    const validation = { caCertificateRefs: [{ group: "", kind: "ConfigMap", name: "c" }] };
    const text = gateway(
      "{name: a, port: 8443, protocol: HTTPS, tls: {certificateRefs: [{name: s}], frontendValidation: {caCertificateRefs: [{group: '', kind: ConfigMap, name: c}]}}}",
    );
    assert.deepEqual(repair(text), [
      {
        title: "Move it to spec.tls.frontend, for port 8443",
        preferred: false,
        steps: [
          { change: "remove", path: ["spec", "listeners", 0, "tls", "frontendValidation"] },
          { change: "set", path: ["spec", "tls", "frontend"], value: { default: {}, perPort: [{ port: 8443, tls: { validation } }] } },
        ],
      },
    ]);
  });

  test("the nearest of the words that are allowed", () => {
    assert.equal(
      repair(gateway("{name: a, port: 443, protocol: TLS, tls: {mode: passthrough}}"))?.[0]?.title,
      "Change mode to Passthrough",
    );
  });

  test("no rename to a field that is there", () => {
    assert.deepEqual(repair(gateway("{name: a, port: 80, protocol: HTTP, hostname: a.example, hostnam: b.example}")), undefined);
  });
});
