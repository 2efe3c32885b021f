import assert from "node:assert/strict";
import { test } from "node:test";
import { readSettings } from "../../server/src/lsp/settings.ts";

test("the installed Gateway API and the versions of controllers", () => {
  const { settings, misunderstood } = readSettings({
    bundle: "v1.5.1/experimental",
    controllerVersions: { "io.cilium/gateway-controller": "1.20.0" },
  });
  assert.deepEqual(misunderstood, []);
  assert.deepEqual(settings.world.bundle, { release: [1, 5], channel: "experimental" });
  assert.deepEqual(settings.world.controllerVersions, { "io.cilium/gateway-controller": "1.20.0" });
});

test("a bundle that nobody can read is named, and not taken", () => {
  const { settings, misunderstood } = readSettings({ bundle: "newest", controllerVersions: { a: 1 } });
  assert.deepEqual([...misunderstood].sort(), ["bundle", "controllerVersions"]);
  assert.equal("bundle" in settings.world, false);
});
