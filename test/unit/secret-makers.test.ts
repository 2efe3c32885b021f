/** Which Secrets the objects of other projects are known to make. */
import assert from "node:assert/strict";
import test from "node:test";
import { resourcesOf } from "../../server/src/core/kube/kinds.ts";
import { secretMakerKinds } from "../../server/src/core/kube/secret-maker.ts";
import { parseDocument } from "../../server/src/core/yaml/parse.ts";

/** `group/kind`, what is below `spec`, and the Secrets; `elsewhere` where their namespace is not the object's own. */
const cases: readonly (readonly [kind: string, spec: unknown, makes: readonly string[], elsewhere?: "elsewhere"])[] = [
  ["external-secrets.io/ExternalSecret", {}, ["own"]],
  ["external-secrets.io/ExternalSecret", { target: { name: "tls" } }, ["tls"]],
  ["external-secrets.io/ExternalSecret", { target: { name: "tls", creationPolicy: "Merge" } }, []],
  ["kubernetes-client.io/ExternalSecret", {}, ["own"]],
  ["bitnami.com/SealedSecret", {}, ["own"]],
  ["secrets.hashicorp.com/VaultStaticSecret", { destination: { name: "tls", create: true } }, ["tls"]],
  ["secrets.hashicorp.com/VaultDynamicSecret", { destination: { name: "tls" } }, ["tls"]],
  ["secrets.hashicorp.com/VaultPKISecret", { destination: { name: "tls" } }, ["tls"]],
  ["ricoberger.de/VaultSecret", { path: "kv/tls" }, ["own"]],
  ["onepassword.com/OnePasswordItem", { itemPath: "x" }, ["own"]],
  ["spv.no/AzureKeyVaultSecret", { output: { secret: { name: "tls" } } }, ["tls"]],
  ["k8s.bitwarden.com/BitwardenSecret", { secretName: "tls" }, ["tls"]],
  ["secrets-store.csi.x-k8s.io/SecretProviderClass", { secretObjects: [{ secretName: "a" }, {}, { secretName: "b" }] }, ["a", "b"]],
  ["isindir.github.com/SopsSecret", { secretTemplates: [{ name: "a" }, { name: "b" }] }, ["a", "b"]],
  ["external-secrets.io/ClusterExternalSecret", {}, ["own"], "elsewhere"],
  ["external-secrets.io/ClusterExternalSecret", { externalSecretName: "tls" }, ["tls"], "elsewhere"],
  [
    "external-secrets.io/ClusterExternalSecret",
    { externalSecretName: "x", externalSecretSpec: { target: { name: "tls" } } },
    ["tls"],
    "elsewhere",
  ],
  ["secrets.infisical.com/InfisicalSecret", { managedSecretReference: { secretName: "tls", secretNamespace: "x" } }, ["tls"], "elsewhere"],
  ["secrets.infisical.com/InfisicalSecret", { managedKubeSecretReferences: [{ secretName: "tls" }] }, ["tls"], "elsewhere"],
  ["secrets.doppler.com/DopplerSecret", { managedSecret: { name: "tls", namespace: "x" } }, ["tls"], "elsewhere"],
];

for (const [kind, spec, makes, elsewhere] of cases) {
  test(`${kind} with ${JSON.stringify(spec)} makes ${makes.join(", ") || "nothing"}`, () => {
    const [group, name] = kind.split("/");
    const manifest = { apiVersion: `${group}/v1`, kind: name, metadata: { name: "own" }, spec };
    const [resource] = resourcesOf(parseDocument(JSON.stringify(manifest)).root);
    assert.ok(resource?.type === "SecretMaker");
    assert.deepEqual([resource.makes, resource.elsewhere], [makes, elsewhere === undefined ? undefined : true]);
  });
}

test("every kind is tried", () => {
  assert.deepEqual([...new Set(cases.map(([kind]) => kind))].sort(), [...secretMakerKinds].sort());
});
