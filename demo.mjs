/**
 * `npm start`: builds the extension, remakes the example certificates that must be close to their end, prints what the analyser finds in examples/, and serves a VS Code with the extension on that
 * folder at the printed address until Ctrl-C. `npm start -- --desktop` opens an installed desktop `code` instead;
 * `--port N` asks for a port.
 */

import { spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { parseArgs } from "node:util";

const root = import.meta.dirname;
const examples = join(root, "examples");
const { values } = parseArgs({ options: { desktop: { type: "boolean" }, port: { type: "string", default: "8443" } } });

if (!process.features.typescript) {
  console.error(
    `Node 22.18 or later is needed; this is ${process.version}. \`npm ci\` installs one on Linux and Windows, and npm scripts use it.`,
  );
  process.exit(2);
}

run(process.execPath, ["build.mjs"]);
run(process.execPath, [join("examples", "make-certificates.ts"), "--expiring"]);
console.log("\nWhat `gateway-tls check examples` says:\n");
run(process.execPath, [join("dist", "gateway-tls.cjs"), "check", "examples", "--fail-on", "never"]);

if (values.desktop) {
  run("code", ["--new-window", `--extensionDevelopmentPath=${root}`, examples]);
} else {
  await serve();
}

/** Runs a program of this machine with our terminal, or without a word; ends the demo when it fails. */
function run(command, args, output = "inherit") {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ["inherit", output, "inherit"],
    shell: process.platform === "win32",
  });
  if (error) console.error(`${command} could not be started: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

async function serve() {
  const { installVSCode } = await import("./test/host/vscode/install.ts");
  const { installExtension, startServer } = await import("./test/host/vscode/server.ts");
  installVSCode();
  const dataDir = join(root, "out", "demo");
  const vsix = join(root, "out", "demo.vsix");
  run(process.execPath, ["package.mjs", vsix], "ignore");
  installExtension(vsix, { dataDir });
  const server = await startServer({ dataDir, port: await freePort(Number(values.port)), testDriver: false });
  console.log(`\nVS Code with the extension, on examples/:\n\n  ${server.origin}/?folder=${encodeURI(examples)}\n\nCtrl-C ends it.`);
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, () => server.stop().then(() => process.exit(0)));
  }
}

/** The wanted port where it is free, else any that is. */
async function freePort(wanted) {
  const taken = await new Promise((resolve) => {
    const probe = createServer().once("error", () => resolve(true));
    probe.listen(wanted, "127.0.0.1", () => probe.close(() => resolve(false)));
  });
  return taken ? 0 : wanted;
}
