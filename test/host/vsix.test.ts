/** The package: what is in it, how big it is, and that it works where it is installed. */

import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { root, runSuite } from "./launch.ts";
import { installVSCode } from "./vscode/install.ts";
import { installExtension } from "./vscode/server.ts";

const vsix = join(root, "gateway-tls.vsix");
const scratch = mkdtempSync(join(tmpdir(), "gateway-tls-vsix-"));
const extensionsDir = join(scratch, "extensions");
after(() => rmSync(scratch, { recursive: true, force: true }));

test("npm run package makes a .vsix of at most 1 MB", () => {
  rmSync(vsix, { force: true });
  execFileSync("npm", ["run", "--silent", "package"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  const { size } = statSync(vsix);
  assert.ok(size <= 1_000_000, `${size} bytes`);
});

test("the package holds the bundles, the rule pages, the grammars and what is read about the extension, and nothing else", () => {
  installVSCode();
  installExtension(vsix, { dataDir: join(scratch, "server"), extensionsDir });
  const [folder = ""] = readdirSync(extensionsDir).filter((name) => name.startsWith("gateway-tls."));
  const files = readdirSync(join(extensionsDir, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(extensionsDir, folder).length + 1));
  const expected = [
    ...["package.json", "readme.md", "changelog.md", "LICENSE.txt", ".vsixmanifest"],
    ...["client.node.cjs", "client.web.cjs", "server.node.cjs", "server.worker.js"].map((name) => `dist/${name}`),
    ...listed("docs/rules"),
    ...listed("syntaxes"),
  ];
  assert.deepEqual(files.sort(), expected.sort());
});

test("the installed extension, in VS Code", async (t) => {
  const results = await runSuite({ suite: "installed", extensionsDir });
  assert.ok(results.length > 0, "the suite ran a test");
  for (const { name, error } of results) {
    await t.test(name, () => {
      if (error !== undefined) throw new Error(error);
    });
  }
});

function listed(folder: string): string[] {
  return readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
}
