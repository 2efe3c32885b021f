import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { contains, type Hostname, intersect, specificity } from "../../server/src/core/gateway/hostname.ts";

const cases: readonly [a: Hostname, b: Hostname, met: Hostname | null][] = [
  [undefined, undefined, undefined],
  [undefined, "a.example.com", "a.example.com"],
  ["*.example.com", undefined, "*.example.com"],
  ["a.example.com", "a.example.com", "a.example.com"],
  ["a.example.com", "b.example.com", null],
  ["*.example.com", "a.example.com", "a.example.com"],
  ["*.example.com", "sub.domain.example.com", "sub.domain.example.com"],
  ["*.example.com", "example.com", null],
  ["*.com", "*.example.com", "*.example.com"],
  ["*.example.com", "*.ample.com", null],
  ["*.example.com", "*.example.org", null],
  ["A.Example.com", "a.example.COM", "a.example.com"],
];

test("hostnames intersect as the API's documentation says", () => {
  for (const [a, b, met] of cases) {
    const expected = met === null ? { verdict: "no" } : { verdict: "yes", hostname: met };
    assert.deepEqual(intersect(a, b), expected, `${a} ∩ ${b}`);
  }
});

test("a placeholder matches only what is the same text", () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder is the text under test
  const [domain, listener] = ["app.${SECRET_DOMAIN}", "*.${SECRET_DOMAIN}"];
  assert.deepEqual(intersect(listener, domain), { verdict: "yes", hostname: domain.toLowerCase() });
  assert.deepEqual(intersect(listener, "wiki.example.com"), { verdict: "unknown" });
  assert.deepEqual(intersect(undefined, domain), { verdict: "yes", hostname: domain });
});

const label = fc.constantFrom("a", "b", "c");
const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join("."));
const hostname = fc.oneof(
  name,
  name.map((suffix) => `*.${suffix}`),
  fc.constant(undefined),
);

/** The plain meaning of a hostname, written down once more: does it match this precise name? */
function matches(pattern: Hostname, host: string): boolean {
  if (pattern === undefined) return true;
  return pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1 : pattern === host;
}

test("an intersection matches exactly the names that both sides match, either way round", () => {
  fc.assert(
    fc.property(hostname, hostname, name, (a, b, host) => {
      const met = intersect(a, b);
      assert.deepEqual(met, intersect(b, a));
      const both = matches(a, host) && matches(b, host);
      assert.equal(met.verdict === "yes" && matches(met.hostname, host), both);
    }),
    { numRuns: 2000 },
  );
});

test("what one hostname contains it matches, and a contained one is at least as specific", () => {
  fc.assert(
    fc.property(hostname, hostname, name, (outer, inner, host) => {
      if (contains(outer, inner) !== "yes") return;
      assert.ok(!matches(inner, host) || matches(outer, host));
      assert.ok(specificity(inner) >= specificity(outer));
    }),
    { numRuns: 2000 },
  );
});
