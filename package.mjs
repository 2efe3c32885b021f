/** Packs the extension: `node package.mjs [file.vsix]`, gateway-tls.vsix when left out. vsce builds first, by the script `vscode:prepublish`. */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createVSIX } from "@vscode/vsce";

const root = import.meta.dirname;
const packagePath = resolve(process.argv[2] ?? join(root, "gateway-tls.vsix"));

// VS Code shows the README of an installed extension without a folder that its pictures could come from.
const readmePath = join(root, "out", "package", "README.md");
mkdirSync(join(root, "out", "package"), { recursive: true });
writeFileSync(readmePath, readFileSync(join(root, "README.md"), "utf8").replace(/^!\[[^\]]*\]\(docs\/images\/[^)]*\)\n\n?/gm, ""));

await createVSIX({
  cwd: root,
  packagePath,
  readmePath: "out/package/README.md",
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
