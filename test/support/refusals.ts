/** Manifests of the Gateway API in few words, and what the API server refuses about them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Resource, resourcesOf } from "../../server/src/core/kube/kinds.ts";
import { type Bundle, readBundle } from "../../server/src/core/kube/schema/bundle.ts";
import { refusals } from "../../server/src/core/kube/schema/refusals.ts";
import { parseDocument } from "../../server/src/core/yaml/parse.ts";

/** The object of ours in a text. */
export function objectOf(text: string): Resource {
  const [object] = resourcesOf(parseDocument(text).root);
  assert.ok(object !== undefined, "no object of ours");
  return object;
}

export function head(kind: string, version = "v1"): string {
  return `apiVersion: gateway.networking.k8s.io/${version}\nkind: ${kind}\nmetadata: {name: x}\n`;
}

/** A Gateway with one listener, which is given in flow style, and further lines of its spec. */
export function gateway(listener: string, spec = ""): string {
  return `${head("Gateway")}spec:\n  gatewayClassName: c\n  listeners:\n  - ${listener}\n${spec}`;
}

export function route(spec: string, kind = "HTTPRoute", version = "v1"): string {
  return `${head(kind, version)}spec:\n${spec}`;
}

export function policy(spec: string, version = "v1"): string {
  return `${head("BackendTLSPolicy", version)}spec:\n${spec}`;
}

/** The line of a policy's spec that names its target, a validation that is good, and a listener that is. */
export const target = "  targetRefs: [{group: '', kind: Service, name: s}]\n";
export const ca = "{hostname: a.example, wellKnownCACertificates: System}";
export const https = "{name: a, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: s}]}}";

/** The messages of what is refused, with a bundle such as `v1.6.1/standard` installed, or with nothing known about that. */
export function messages(text: string, bundle?: string): string[] {
  const known: Bundle | undefined = bundle === undefined ? undefined : readBundle(bundle);
  assert.ok(bundle === undefined || known !== undefined);
  return refusals(objectOf(text), known).map(({ message }) => message);
}

/** What a manifest is, its text, and the messages about it. */
export type Case = readonly [what: string, text: string, ...expected: string[]];

/** One test for each case. */
export function testCases(cases: readonly Case[]): void {
  for (const [what, text, ...expected] of cases) {
    test(what, () => {
      const { problems } = parseDocument(text);
      assert.ok(problems.length === 0 || what.includes("nothing resolves"), `${problems[0]?.message}`);
      assert.deepEqual(messages(text), expected);
    });
  }
}
