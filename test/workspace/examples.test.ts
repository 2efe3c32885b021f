/** The examples say what they claim: nothing is wrong with the shop, each broken folder has its one fault, and each repaired one has none. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { remake } from "../../examples/make-certificates.ts";
import { boundaryOf } from "../../server/src/core/gateway/boundary.ts";
import type { Model } from "../../server/src/core/gateway/model.ts";
import type { Finding } from "../../server/src/core/rules/rule.ts";
import { openWorkspace } from "../../server/src/core/workspace/open.ts";
import { fixtureNow } from "../support/certificates.ts";
import { applyFix } from "../support/fixed.ts";
import { findingsOf, type Texts } from "../support/judged.ts";

const examples = join(import.meta.dirname, "../../examples");
const faults = readdirSync(join(examples, "faults")).sort();

/**
 * The manifests below a folder of examples/, by URI. The certificate that must be close to its end is made so for the tests' instant,
 * whatever day it was last made for.
 */
function textsIn(folder: string): Map<string, string> {
  const files = readdirSync(join(examples, folder), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".yaml"));
  assert.ok(files.length > 0, `no manifest in ${folder}`);
  const text = (file: string) => remake(readFileSync(join(examples, folder, file), "utf8"), { countFrom: fixtureNow });
  return new Map(files.map((file) => [pathToFileURL(join(examples, folder, file)).href, text(file)]));
}

function modelOf(texts: Texts): Model {
  return openWorkspace().apply({ files: texts, now: fixtureNow }).model;
}

/** A finding as `file severity code "marked text"`, the file from the fault's folder on. */
function told(finding: Finding, texts: Texts): string {
  const { file, start, end } = finding.place;
  const marked = texts.get(file)?.slice(start, end);
  return `${file.replace(/^.*\/broken\//, "")} ${finding.severity} ${finding.code} "${marked}"`;
}

const intended: Readonly<Record<string, readonly string[]>> = {
  "certificate-expired": ['secret.yaml error certificate-expired "tls.crt"'],
  "certificate-expiring": ['secret.yaml warning certificate-expiring "tls.crt"'],
  "certificate-not-yet-valid": ['secret.yaml error certificate-not-yet-valid "tls.crt"'],
  "grant-in-wrong-namespace": [
    'gateway.yaml error reference-not-granted "wrong-place-tls"',
    'grant.yaml warning grant-in-wrong-namespace "wrong-place-broken-ingress"',
  ],
  "key-mismatch": ['secret.yaml error key-mismatch "tls.key"'],
  "reference-not-granted-backend": ['route.yaml error reference-not-granted "prices"'],
  "reference-not-granted-missing": ['gateway.yaml error reference-not-granted "missing-grant-tls"'],
  "reference-not-granted-near-miss": ['gateway.yaml error reference-not-granted "near-miss-tls"'],
  "san-mismatch-cert-manager": ['gateway.yaml warning san-mismatch "api.example.com"'],
  "san-mismatch-secret": ['gateway.yaml warning san-mismatch "api.example.com"'],
  "san-route-mismatch": ['route.yaml warning san-route-mismatch "eu.api.example.com"'],
  "secret-malformed": ['secret-cut.yaml error secret-malformed "tls.crt"', 'secret-keyless.yaml error secret-malformed "stringData"'],
};

/** A new certificate or key is nothing that an editor could write. */
const withoutFix: ReadonlySet<string> = new Set([
  "certificate-expired",
  "certificate-expiring",
  "certificate-not-yet-valid",
  "key-mismatch",
  "secret-malformed",
]);

test("every fault's folder is judged here", () => {
  assert.deepEqual(faults, Object.keys(intended));
});

test("the whole folder as one workspace has the intended findings and no other", () => {
  const texts = textsIn(".");
  const findings = findingsOf(texts);
  const all = findings.map((finding) => `${/\/faults\/([^/]+)\/broken\//.exec(finding.place.file)?.[1]}: ${told(finding, texts)}`);
  const wanted = Object.entries(intended).flatMap(([fault, list]) => list.map((finding) => `${fault}: ${finding}`));
  assert.deepEqual(all.sort(), wanted.sort());
});

for (const fault of faults) {
  describe(fault, () => {
    test("broken, alone in a workspace", () => {
      const texts = textsIn(`faults/${fault}/broken`);
      const findings = findingsOf(texts).map((finding) => told(finding, texts));
      assert.deepEqual(findings, intended[fault]);
    });

    test("the first fix of the broken one leaves nothing to be found", () => {
      const texts = textsIn(`faults/${fault}/broken`);
      const [fix] = findingsOf(texts)[0]?.fixes() ?? [];
      assert.equal(fix === undefined, withoutFix.has(fault));
      if (fix !== undefined) assert.deepEqual(findingsOf(applyFix(texts, fix).texts), []);
    });

    test("repaired, alone in a workspace", () => {
      assert.deepEqual(findingsOf(textsIn(`faults/${fault}/repaired`)), []);
    });

    test("broken and repaired hold the same objects but for the repair", () => {
      const objects = (state: string) =>
        [...textsIn(`faults/${fault}/${state}`).values()].map((text) => /^kind: .*$/m.exec(text)?.[0]).sort();
      const [broken, repaired] = [objects("broken"), objects("repaired")];
      assert.deepEqual(repaired, fault === "reference-not-granted-missing" ? [...broken, "kind: ReferenceGrant"].sort() : broken);
    });
  });
}

describe("shop", () => {
  const shop = textsIn("shop");

  test("has no finding, now and in fifty years", () => {
    assert.deepEqual(findingsOf(shop), []);
    assert.deepEqual(findingsOf(shop, {}, Date.UTC(2076, 0, 1)), []);
  });

  test("shows the four models, and plain HTTP", () => {
    const model = modelOf(shop);
    const models = Object.fromEntries(model.listeners.map((listener) => [listener.name, boundaryOf(listener, model).model]));
    assert.deepEqual(models, {
      http: "plain HTTP",
      rates: "edge termination",
      checkout: "re-encryption",
      www: "termination, then mesh",
      vault: "passthrough",
    });
  });

  test("every listener but the redirect's has a route with a backend that is here", () => {
    const model = modelOf(shop);
    for (const listener of model.listeners) {
      const { routes, hops } = boundaryOf(listener, model);
      assert.equal(routes.length, 1, listener.name);
      assert.deepEqual(
        routes.map(({ verdict }) => verdict),
        ["yes"],
        listener.name,
      );
      assert.equal(hops.length, listener.name === "http" ? 0 : 1, listener.name);
      for (const { backend } of hops) assert.equal(backend.services.length, 1, listener.name);
    }
  });

  test("each certificate that the Gateway presents is a Secret or a Certificate that a grant opens to it", () => {
    const model = modelOf(shop);
    const certificates = model.listeners.flatMap((listener) => listener.certificates);
    assert.deepEqual(
      certificates.map(({ target, permission, sources }) => [target.name, permission.verdict, ...sources.map(({ source }) => source)]),
      [
        ["rates-shop-example-com", "granted", "Secret"],
        ["checkout-shop-example-com", "granted", "Secret"],
        ["www-shop-example-com-tls", "granted", "Certificate"],
      ],
    );
  });
});
