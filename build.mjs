/**
 * Bundles what ships into dist/: the client and the server, each for Node and for the browser, and the command line.
 * `node build.mjs --dev` leaves the code readable and adds source maps.
 */

import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const root = import.meta.dirname;
const dev = process.argv.includes("--dev");

const node = { platform: "node", target: "node20", format: "cjs", mainFields: ["module", "main"] };
const browser = { platform: "browser", target: "es2022" };
const vscode = { external: ["vscode"] };
const entries = {
  "client.node.cjs": { source: "client/src/main.node.ts", ...node, ...vscode },
  "client.web.cjs": { source: "client/src/main.web.ts", ...browser, format: "cjs", ...vscode },
  "server.node.cjs": { source: "server/src/main.node.ts", ...node },
  "server.worker.js": { source: "server/src/main.worker.ts", ...browser, format: "iife" },
  "gateway-tls.cjs": { source: "server/src/main.cli.ts", ...node, banner: { js: "#!/usr/bin/env node" } },
};

const present = Object.entries(entries).filter(([, { source }]) => existsSync(join(root, source)));
mkdirSync(join(root, "dist"), { recursive: true });
await Promise.all(
  present.map(([name, { source, ...options }]) =>
    build({
      ...options,
      absWorkingDir: root,
      entryPoints: [source],
      outfile: `dist/${name}`,
      bundle: true,
      minify: !dev,
      sourcemap: dev,
      legalComments: "none",
      logLevel: "warning",
    }),
  ),
).catch(() => process.exit(1)); // esbuild has said why

// What an earlier build left must not ship.
const built = present.flatMap(([name]) => (dev ? [name, `${name}.map`] : [name]));
for (const name of readdirSync(join(root, "dist"))) if (!built.includes(name)) rmSync(join(root, "dist", name), { recursive: true });

for (const [name] of present) {
  const file = join(root, "dist", name);
  const kilobytes = (bytes) => `${(bytes / 1000).toFixed(0).padStart(5)} KB`;
  console.log(`dist/${name.padEnd(18)}${kilobytes(statSync(file).size)}  gzip ${kilobytes(gzipSync(readFileSync(file)).length)}`);
}

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const promised = [manifest.main, manifest.browser, ...Object.values(manifest.bin)];
for (const file of Object.values(manifest.bin)) if (existsSync(join(root, file))) chmodSync(join(root, file), 0o755);
const missing = [...Object.keys(entries).map((name) => `./dist/${name}`), ...promised].filter((file) => !existsSync(join(root, file)));
if (missing.length > 0) {
  console.error(`Not built: ${[...new Set(missing)].map((file) => basename(file)).join(", ")}`);
  process.exitCode = 1;
}
