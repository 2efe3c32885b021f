/** The table of facts is what the CRDs say, and the history of releases ends where it begins. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { crdFacts, generatedFile } from "../../generate/crd-facts.ts";
import type { Channel } from "../../server/src/core/kube/schema/facts.ts";
import { kinds, source } from "../../server/src/core/kube/schema/gateway-api.generated.ts";
import { newest, servedSpans, servedThen } from "../../server/src/core/kube/schema/history.ts";

const folder = join(import.meta.dirname, "..", "..", "..", "shared", "corpora", "gateway-api", "config", "crd");
const channels: readonly Channel[] = ["standard", "experimental"];

/** The lines of a text that another does not have at the same place; the whole texts would be too long to read. */
function linesBesides(text: string, other: string): string[] {
  const others = other.split("\n");
  return text.split("\n").filter((line, i) => line !== others[i]);
}

test("the table of facts is what the CRDs say", (t) => {
  if (!existsSync(folder)) return t.skip("../shared is absent");
  const [label = ""] = source.split("; bundle-version ");
  const differing = linesBesides(crdFacts(folder, label), readFileSync(generatedFile, "utf8"));
  assert.deepEqual(differing, [], "run npm run generate:crd-facts");
});

test("the history of served versions ends with what the table says", () => {
  let compared = 0;
  for (const [key, versions] of Object.entries(kinds)) {
    const [group = "", kind = ""] = key.split("/");
    if (group.includes(".x-k8s.io")) continue;
    for (const [version, facts] of Object.entries(versions)) {
      for (const channel of channels) {
        assert.equal(servedThen(group, kind, version, channel, newest), facts[channel]?.served ?? false, `${kind} ${version} ${channel}`);
        compared++;
      }
    }
  }
  assert.ok(compared > 30);
});

test("a version of the history that the table does not have has ended", () => {
  const gone = servedSpans.filter(({ group, kind, version }) => kinds[`${group}/${kind}`]?.[version] === undefined);
  assert.deepEqual(
    gone.filter(({ group }) => group !== "networking.x-k8s.io").map(({ kind, version }) => `${kind} ${version}`),
    ["GRPCRoute v1alpha2", "BackendTLSPolicy v1alpha2", "XListenerSet v1alpha1", "ReferencePolicy v1alpha2"],
  );
  for (const { group, kind, version } of gone) assert.equal(servedThen(group, kind, version, "experimental", newest), false);
});
