/** One folder: findings, every quick fix, hover cards, lenses, and findings that follow edits. */

import { strict as assert } from "node:assert";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import {
  applyFix,
  closeAll,
  edit,
  hoverText,
  lenses,
  publishedIn,
  quickFixes,
  rangeOf,
  show,
  textOnDisk,
  until,
  untilPublishedEqualsChecked,
  uriOf,
  workspaceRoot,
} from "./editor.ts";
import { type FixCase, fixCases } from "./fixes.ts";
import type { HostTest } from "./harness.ts";

export const folderTests: readonly HostTest[] = [
  {
    name: "opening the folder publishes what check finds, with no file open",
    run: async () => {
      assert.equal(vscode.workspace.textDocuments.filter(({ languageId }) => languageId === "yaml").length, 0);
      assert.ok((await untilPublishedEqualsChecked(30_000)).length >= fixCases.length);
    },
  },
  {
    name: "a finding stands at the reference, names the consequence, and links to its page",
    run: async () => {
      const file = "refused/gateway.yaml";
      const finding = publishedIn(file).find(({ code }) => code === "reference-not-granted");
      assert.match(finding?.message ?? "", /RefNotPermitted/);
      const code = (diagnostic: vscode.Diagnostic) => (typeof diagnostic.code === "object" ? diagnostic.code : undefined);
      const shown = vscode.languages.getDiagnostics(uriOf(file)).find((each) => code(each)?.value === "reference-not-granted");
      assert.ok(shown);
      assert.ok(shown.range.intersection(rangeOf(file, "name: shop-tls\n            namespace: refused-certs")));
      assert.match(code(shown)?.target.toString(true) ?? "", /^command:gatewayTls\.explain\?.*reference-not-granted/);
    },
  },
  ...fixCases.map(fixTest),
  {
    name: "the command behind the link opens the rule's page",
    run: async () => {
      await vscode.commands.executeCommand("gatewayTls.explain", "reference-not-granted");
      // The preview's tab comes a moment after the command has returned.
      await until("the page is open", () =>
        vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label.includes("reference-not-granted"))),
      );
      // VS Code keeps the page's text for a while after its preview is closed.
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    },
  },
  {
    name: "the hover card of a listener says who terminates TLS, with which certificate",
    run: async () => {
      const card = await hoverText("shop/gateway.yaml", "name: shop\n");
      assert.match(card, /edge termination/i);
      assert.match(card, /shop-tls/);
    },
  },
  {
    name: "the hover card of a certificateRef says why it is allowed",
    run: async () => {
      assert.match(await hoverText("shop/gateway.yaml", "name: shop-tls"), /allowed by/i);
      assert.match(await hoverText("refused/gateway.yaml", "name: shop-tls"), /refused\*\*, because/i);
    },
  },
  {
    name: "lenses say when a certificate expires and who issues it",
    run: async () => {
      assert.match((await lenses("san-hostname/secrets.yaml")).join("\n"), /expires in \d+ days · shop\.example\.com/);
      assert.match((await lenses("shop/gateway.yaml")).join("\n"), /issued by letsencrypt-prod/);
    },
  },
  {
    name: "findings follow typing, and saving",
    run: async () => {
      const file = "shop/certs.yaml";
      const gateway = "shop/gateway.yaml";
      const refused = () => publishedIn(gateway).some(({ code }) => code === "reference-not-granted");
      assert.equal(refused(), false);
      await show(file);
      await edit(file, "namespace: shop-ingress", "namespace: shop-egress");
      await until("the unsaved edit is judged", refused);
      await vscode.workspace.saveAll();
      await untilPublishedEqualsChecked();
      await edit(file, "namespace: shop-egress", "namespace: shop-ingress");
      await until("the repair is judged", () => !refused());
      await vscode.workspace.saveAll();
      await untilPublishedEqualsChecked();
    },
  },
  {
    name: "an edit that breaks the YAML of one document keeps the findings of the others",
    run: async () => {
      const file = "san-dns-names/gateway.yaml";
      const before = publishedIn("refused/gateway.yaml");
      assert.ok(before.length > 0);
      await show(file);
      await edit(file, "kind: Certificate", 'kind: "Certificate');
      await vscode.workspace.saveAll();
      await untilPublishedEqualsChecked();
      assert.deepEqual(publishedIn("refused/gateway.yaml"), before);
      await edit(file, 'kind: "Certificate', "kind: Certificate");
      await vscode.workspace.saveAll();
      await untilPublishedEqualsChecked();
    },
  },
];

function fixTest(fix: FixCase): HostTest {
  const [file, code] = fix.at;
  const within = (name: string) => `${fix.folder}/${name}`;
  return {
    name: `quick fix of ${code} in ${fix.folder}: ${fix.title.source}`,
    run: async () => {
      const wanted = new Map(filesOf(fix.folder).map((name) => [name, textOnDisk(name)]));
      for (const [name, changes] of Object.entries(fix.changed ?? {})) {
        for (const [before, after] of changes) wanted.set(within(name), replaceOnly(wanted.get(within(name)) ?? "", before, after));
      }
      for (const [name, text] of Object.entries(fix.created ?? {})) {
        assert.ok(!existsSync(join(workspaceRoot(), within(name))));
        wanted.set(within(name), text);
      }
      const offered = await quickFixes(within(file), code);
      const chosen = offered.filter(({ title }) => fix.title.test(title));
      assert.equal(chosen.length, 1, `offered: ${offered.map(({ title }) => title).join(" | ")}`);
      const [action] = chosen;
      assert.ok(action);
      await applyFix(action);
      await until("the finding is gone", () => !publishedIn(within(file)).some((finding) => finding.code === code));
      await vscode.workspace.saveAll();
      for (const [name, text] of wanted) assert.equal(textOnDisk(name), text, name);
      assert.deepEqual(filesOf(fix.folder).sort(), [...wanted.keys()].sort());
      const elsewhere = [...Object.keys(fix.changed ?? {}), ...Object.keys(fix.created ?? {})].filter((name) => name !== file);
      const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));
      for (const name of elsewhere) assert.ok(tabs.includes(name.slice(name.lastIndexOf("/") + 1)), `${name} was opened`);
      await untilPublishedEqualsChecked();
      await closeAll();
    },
  };
}

function replaceOnly(text: string, before: string, after: string): string {
  assert.equal(text.split(before).length, 2, `once: ${before}`);
  return text.replace(before, () => after);
}

function filesOf(folder: string): string[] {
  return readdirSync(join(workspaceRoot(), folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => `${folder}/${name.split("\\").join("/")}`);
}
