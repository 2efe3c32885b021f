/** Two workspace folders, one within the other, and the changes that a git checkout makes: what is published equals a fresh `check`. */

import { strict as assert } from "node:assert";
import { cpSync, existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import {
  applyFix,
  closeAll,
  edit,
  published,
  publishedIn,
  quickFixes,
  type SeenFinding,
  show,
  textOnDisk,
  until,
  untilPublishedEqualsChecked,
  workspaceRoot,
} from "./editor.ts";
import type { HostTest } from "./harness.ts";

/** The findings that these manifests were written for; other rules may have something to say about them, too. */
const meant = (findings: readonly SeenFinding[]) => findings.filter(({ code }) => ["reference-not-granted", "san-mismatch"].includes(code));
const under = (folder: string) => (findings: readonly SeenFinding[]) => meant(findings).filter(({ file }) => file.startsWith(`${folder}/`));
const path = (name: string) => join(workspaceRoot(), name);

export const nestedTests: readonly HostTest[] = [
  {
    name: "both folders are judged as one workspace, each file once",
    run: async () => {
      assert.equal(vscode.workspace.workspaceFolders?.length, 2);
      const findings = await untilPublishedEqualsChecked();
      assert.deepEqual(
        meant(findings).map(({ file, code }) => `${file} ${code}`),
        [
          "apps/blog/gateway.yaml san-mismatch",
          "apps/shop/route.yaml reference-not-granted",
          "platform/gateway.yaml reference-not-granted",
        ],
      );
    },
  },
  {
    name: "a tree that appears at once is judged",
    run: async () => {
      cpSync(path("../stash/feature"), path("feature"), { recursive: true });
      const findings = under("feature")(await untilPublishedEqualsChecked());
      assert.equal(findings.length, 2);
    },
  },
  {
    name: "a file that changes deep in a tree that appeared at once is judged anew",
    run: async () => {
      const file = "feature/apps/shop/route.yaml";
      const before = textOnDisk(file);
      writeFileSync(path(file), before.replace("namespace: feature-payments", "namespace: feature-shop"));
      assert.equal(under("feature")(await untilPublishedEqualsChecked()).length, 1);
      writeFileSync(path(file), before);
      assert.equal(under("feature")(await untilPublishedEqualsChecked()).length, 2);
    },
  },
  {
    name: "a folder that is renamed takes its findings with it",
    run: async () => {
      renameSync(path("feature"), path("renamed"));
      const findings = await untilPublishedEqualsChecked();
      assert.equal(under("feature")(findings).length, 0);
      assert.equal(under("renamed")(findings).length, 2);
    },
  },
  {
    name: "an unsaved edit is judged, and reverting it brings the file on disk back",
    run: async () => {
      const before = await untilPublishedEqualsChecked();
      const file = "renamed/platform/gateway.yaml";
      const document = await show(file);
      await edit(file, "name: shop-tls\n            namespace: feature-certs\n", "name: shop-tls\n");
      await until("the finding goes with the edit", () => meant(publishedIn(file)).length === 0);
      await vscode.commands.executeCommand("workbench.action.files.revert");
      assert.equal(document.isDirty, false);
      assert.deepEqual(await untilPublishedEqualsChecked(), before);
    },
  },
  {
    name: "a folder that is deleted takes its findings away",
    run: async () => {
      await closeAll();
      rmSync(path("renamed"), { recursive: true });
      assert.equal(under("renamed")(await untilPublishedEqualsChecked()).length, 0);
    },
  },
  {
    name: "a tree that replaces another within the inner folder is judged",
    run: async () => {
      renameSync(path("apps/shop/service.yaml"), path("apps/shop/backend.yaml"));
      await untilPublishedEqualsChecked();
      cpSync(path("../stash/feature/platform"), path("apps/shop/platform"), { recursive: true });
      assert.equal(under("apps/shop/platform")(await untilPublishedEqualsChecked()).length, 1);
      rmSync(path("apps/shop/platform"), { recursive: true });
      renameSync(path("apps/shop/backend.yaml"), path("apps/shop/service.yaml"));
      await untilPublishedEqualsChecked();
    },
  },
  {
    name: "each fix, applied and undone, leaves what was there",
    run: async () => {
      const before = await untilPublishedEqualsChecked();
      for (const { file, code } of meant(before)) {
        const fixes = (await offered(file, code)).length;
        assert.ok(fixes > 0, `${code} in ${file} has a fix`);
        for (let choice = 0; choice < fixes; choice++) {
          await applyAndUndo(file, code, choice);
          assert.deepEqual(await untilPublishedEqualsChecked(), before);
        }
      }
    },
  },
];

/** The fixes that repair, without those that silence. */
async function offered(file: string, code: string): Promise<readonly vscode.CodeAction[]> {
  return (await quickFixes(file, code)).filter(({ title }) => !title.startsWith("Ignore "));
}

/** Applies the fix of that number, saves, compares, undoes it in every file that it touched, saves, and deletes what it created. */
async function applyAndUndo(file: string, code: string, choice: number): Promise<void> {
  await show(file);
  const fix = (await offered(file, code))[choice];
  assert.ok(fix?.edit);
  const touched = fix.edit.entries().map(([uri]) => uri);
  const created = touched.filter((uri) => !existsSync(uri.fsPath));
  await applyFix(fix);
  await until(`${fix.title}: the finding is gone`, () => !published().some((one) => one.file === file && one.code === code));
  await vscode.workspace.saveAll();
  await untilPublishedEqualsChecked();
  for (const uri of touched) {
    if (created.includes(uri)) continue;
    await vscode.commands.executeCommand("vscode.open", uri);
    await vscode.commands.executeCommand("undo");
  }
  await vscode.workspace.saveAll();
  await closeAll();
  for (const uri of created) rmSync(uri.fsPath);
}
