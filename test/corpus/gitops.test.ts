/**
 * Real repositories, whole: indexed and judged without a crash or a hang, and every finding stands in `gitops-findings.json` with the
 * reason why a sceptic would call it right. An empty list is what cautious rules leave of repositories that work.
 */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { corporaFolder, manifestsIn, RecordedList, workspaceOf } from "../support/judged-corpus.ts";

const list = new RecordedList("gitops-findings.json");
const skip = corporaFolder === undefined ? "../shared is absent" : false;
const gitops = join(corporaFolder ?? "", "gitops");
const repositories = skip ? [] : readdirSync(gitops, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
/** The state of August 2026, when the repositories were read. */
const now = Date.UTC(2026, 7, 21);

/** What a search of the files (outside charts) counts, so that silence is not that of an empty model. */
const known: Readonly<Record<string, { readonly gateways: number; readonly routes: number; readonly certificates: number }>> = {
  nsudhanva__homelab: { gateways: 1, routes: 13, certificates: 1 },
  "nginx__nginx-gateway-fabric": { gateways: 74, routes: 112, certificates: 6 },
};

describe("gitops", { skip }, () => {
  for (const repository of repositories) {
    test(`${repository}: every finding has its reason`, { timeout: 60_000 }, (t) => {
      const folder = join(gitops, repository);
      const files = manifestsIn(folder, { deep: true });
      const start = performance.now();
      const { snapshot } = workspaceOf(files, now);
      const indexed = performance.now();
      list.assertHas(repository, pathToFileURL(folder).href, snapshot);
      const judged = performance.now();
      t.diagnostic(
        `${files.length} files: read in ${(indexed - start).toFixed(0)} ms, linked and judged in ${(judged - indexed).toFixed(0)} ms`,
      );
      const { gateways, routes, certificates } = snapshot.model;
      const expected = known[repository];
      if (expected !== undefined) {
        assert.deepEqual({ gateways: gateways.length, routes: routes.length, certificates: certificates.length }, expected);
      }
    });
  }

  test("the list records no repository that is not there", () => {
    assert.deepEqual(
      list.entries.filter(({ workspace }) => !repositories.includes(workspace)),
      [],
    );
  });
});

test("every entry of the list has its reason", () => list.assertReasons());
