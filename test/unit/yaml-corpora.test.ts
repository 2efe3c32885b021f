import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { parseDocument as parseReference } from "yaml";
import { parseDocument } from "../../server/src/core/yaml/parse.ts";
import { splitDocuments } from "../../server/src/core/yaml/split.ts";
import { isTemplate } from "../../server/src/core/yaml/template.ts";
import { checkSpans, plain } from "../support/yaml-tree.ts";

const corpora = fileURLToPath(new URL("../../../shared/corpora", import.meta.url));

function* texts(): Generator<[name: string, text: string]> {
  for (const name of readdirSync(corpora, { recursive: true, encoding: "utf8" })) {
    const path = `${corpora}/${name}`;
    if (/\.(?:ya?ml|json)$/.test(name) && statSync(path).isFile()) yield [name, readFileSync(path, "utf8")];
  }
}

test("every YAML and JSON file of real repositories is read, every scalar where it stands, as the parser's own values", (t) => {
  if (!existsSync(corpora)) return t.skip("../shared is absent");
  let documents = 0;
  let compared = 0;
  const broken: string[] = [];
  for (const [name, text] of texts()) {
    for (const document of splitDocuments(text)) {
      const where = `${name} at ${document.start}`;
      documents++;
      const { root, problems, duplicates } = parseDocument(document.text);
      try {
        checkSpans(document.text, root);
      } catch (cause) {
        throw new Error(`spans of ${where}`, { cause });
      }
      if (problems.length > 0) {
        if (!isTemplate(document.text)) broken.push(where);
      } else if (documents % 10 === 0 && duplicates.length === 0 && !isTemplate(document.text)) {
        compared++;
        const reference = parseReference(document.text, { schema: "failsafe", merge: true, resolveKnownTags: false, logLevel: "silent" });
        assert.deepEqual(withoutNulls(plain(root)), withoutNulls(reference.toJS()), where);
      }
    }
  }
  t.diagnostic(`${documents} documents, ${compared} compared, ${broken.length} broken`);
  assert.ok(documents > 10_000);
  assert.ok(compared > 1000);
  // Read by hand: each is no YAML, and Kubernetes would refuse it too.
  assert.deepEqual(broken.map((where) => where.replace(/^.*\/(.*?) at .*$/, "$1")).sort(), [
    "gcproutingextension.yaml",
    "grpc-hc-no-proxy.yaml",
    "grpc-hc-proxy.yaml",
    "store-west-1-service.yaml",
  ]);
});

/** The reference has text for null (`~`, `null`, nothing), which we tell apart by what is plain. */
function withoutNulls(value: unknown): unknown {
  if (value === null || value === undefined || (typeof value === "string" && /^(?:|~|null|Null|NULL)$/.test(value))) return "";
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutNulls(each)]));
}
