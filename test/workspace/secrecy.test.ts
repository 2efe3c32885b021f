/** Nothing of a Secret's values stays in the process, and nothing that is said holds any of them. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { expandPem, fixtureNow, pemPrivateKey } from "../support/certificates.ts";
import { scratchFolder } from "../support/scratch-folder.ts";
import { gateway } from "../support/shop-manifests.ts";

// The heap's listing cuts long strings, so that what is looked for stands at the beginning of each file.
const keyLine = (pem: string): string => pem.split("\n")[1] ?? "";
const key = pemPrivateKey("p256", "sec1");
const otherKey = pemPrivateKey("rsa2048", "pkcs1");
const indented = (pem: string) => pem.trimEnd().replaceAll(/^/gm, "    ");
const encoded = Buffer.from(otherKey).toString("base64");
const password = "correct horse battery staple";
const encodedPassword = Buffer.from(password).toString("base64");
const name = "a-name-that-is-longer-than-thirteen-characters";

const lastApplied = JSON.stringify({ apiVersion: "v1", kind: "Secret", stringData: { password: "the password as kubectl saw it last" } });
const certificate = expandPem("    {{pem leaf san=shop.example.com}}");

/** Secrets as they go wrong, each with one of the texts that must not stay. */
const wrong = {
  "key-in-certificate.yaml": `stringData:\n  tls.crt: |\n${indented(pemPrivateKey("p384", "sec1"))}\n${certificate}\napiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}-3\n  namespace: x\n`,
  "commented.yaml": `# gateway-tls: ignore secret-malformed -- a reason that is long enough to be a slice\nstringData:\n  password: the first password of all\napiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}-4\n  namespace: x\n`,
  "applied.yaml": `metadata:\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: |\n      ${lastApplied}\n  name: ${name}-5\n  namespace: x\napiVersion: v1\nkind: Secret\n`,
  "in-list.yaml": `items:\n  - stringData: { password: the password within a list }\n    apiVersion: v1\n    kind: Secret\n    metadata: { name: ${name}-6, namespace: x }\napiVersion: v1\nkind: List\n`,
  "broken.yaml": `stringData:\n  password: the password in a broken document\n  other: [\napiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}-7\n  namespace: x\n`,
  "misplaced.yaml": `password: the password in no field at all\napiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}-8\n  namespace: x\ndata: [\n`,
};
const wrongTexts = [
  keyLine(pemPrivateKey("p384", "sec1")),
  "the first password of all",
  "the password as kubectl saw it last",
  "the password within a list",
  "the password in a broken document",
  "the password in no field at all",
];

const files = {
  ...wrong,
  "string-data.yaml": `stringData:\n  password: ${password}\n  tls.key: |\n${indented(key)}\n  tls.crt: |\n${expandPem("    {{pem leaf san=shop.example.com expires=-1d key=p384}}")}
type: kubernetes.io/tls\napiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}\n  namespace: platform-ingress\n  annotations:
    an-annotation-that-is-long-enough: and a value that is long enough to be a slice of its document\n`,
  "data.yaml": `data:\n  tls.key: ${encoded}\n  password: ${encodedPassword}\napiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}-2\n  namespace: security-certificates\n`,
  "gateway.yaml": gateway.replace("shop-tls", name).replace("security-certs", "platform-ingress"),
};

test("after indexing, the heap holds no byte of a Secret's values", (t) => {
  const folder = scratchFolder(t, files);
  const secrets = [
    ...wrongTexts,
    password,
    encodedPassword,
    keyLine(key),
    encoded.slice(0, 60),
    encoded.slice(100, 160),
    keyLine(otherKey),
  ];
  for (const secret of secrets) assert.ok(secret.length > 20);
  const script = join(import.meta.dirname, "..", "support", "heap-strings.ts");
  const input = [...secrets, "platform-ingress"].join("\n");
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, folder.path, String(fixtureNow)], { input, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  const { codes, found } = JSON.parse(stdout) as { codes: string[]; found: string[] };
  assert.deepEqual(codes.toSorted(), ["certificate-expired", "key-mismatch", "suppression-unused", "yaml-invalid", "yaml-invalid"]);
  assert.deepEqual(found, ["platform-ingress"], "all but the namespace, which shows that the search works");
});
