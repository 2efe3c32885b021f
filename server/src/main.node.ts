/** The language server as a process of its own: started by our VS Code client, or by any editor with `--stdio`. */
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { nodeHost } from "./lsp/node-host.ts";
import { startServer } from "./lsp/server.ts";

startServer(createConnection(ProposedFeatures.all), nodeHost());
