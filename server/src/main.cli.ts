/** The command `gateway-tls`. */
import { run } from "./cli/run.ts";
import { outline } from "./files/error-outline.ts";

async function serve(): Promise<void> {
  const { createConnection, ProposedFeatures } = await import("vscode-languageserver/node");
  const { nodeHost } = await import("./lsp/node-host.ts");
  const { startServer } = await import("./lsp/server.ts");
  startServer(createConnection(ProposedFeatures.all, process.stdin, process.stdout), nodeHost());
}

// A reader that has seen enough (`| head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

const status = run(
  process.argv.slice(2),
  {
    workingDirectory: process.cwd(),
    isInteractive: process.stdout.isTTY === true,
    environment: process.env,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  },
  serve,
);

// Not process.exit: what was written to a pipe would be cut off. A server that was started ends the process itself.
status.then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`gateway-tls failed: ${outline(error)}\n`);
    process.exitCode = 2;
  },
);
