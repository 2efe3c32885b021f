/** The language server as a web worker, for VS Code in the browser. It has no disk: the client reads for it. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection, ProposedFeatures } from "vscode-languageserver/browser";
import { startServer } from "./lsp/server.ts";
import { webHost } from "./lsp/web-host.ts";

// The library's types speak of a worker's scope, which this project's DOM types do not know; the two have the same two members.
const scope = self as unknown as Worker;
startServer(createConnection(ProposedFeatures.all, new BrowserMessageReader(scope), new BrowserMessageWriter(scope)), webHost());
