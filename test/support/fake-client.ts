/**
 * An editor for protocol tests: it speaks to a server within this process over streams, with the client's half of the protocol
 * library, and remembers all that it was told.
 */
import { PassThrough } from "node:stream";
import type { TestContext } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { createConnection, createProtocolConnection as createServerProtocol } from "vscode-languageserver";
import { ProposedFeatures, StreamMessageReader as ServerReader, StreamMessageWriter as ServerWriter } from "vscode-languageserver/node";
import {
  type ClientCapabilities,
  type CodeAction,
  type CodeActionContext,
  type CodeLens,
  createProtocolConnection,
  type Diagnostic,
  FileChangeType,
  type Hover,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  type Registration,
  type ShowDocumentParams,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver-protocol/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Host } from "../../server/src/lsp/host.ts";
import { nodeHost } from "../../server/src/lsp/node-host.ts";
import { type StatusParams, statusMethod } from "../../server/src/lsp/requests.ts";
import { startServer } from "../../server/src/lsp/server.ts";
import { webHost } from "../../server/src/lsp/web-host.ts";

/** What VS Code announces, as far as it matters here. */
export const richCapabilities: ClientCapabilities = {
  workspace: {
    applyEdit: true,
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true, resourceOperations: ["create", "rename", "delete"] },
    codeLens: { refreshSupport: true },
    fileOperations: { didCreate: true, didRename: true, didDelete: true },
  },
  textDocument: {
    synchronization: { didSave: true },
    publishDiagnostics: { relatedInformation: true, versionSupport: true, codeDescriptionSupport: true },
    hover: { contentFormat: ["markdown", "plaintext"] },
    codeLens: {},
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "source.fixAll"] } }, isPreferredSupport: true },
  },
  window: { workDoneProgress: true, showDocument: { support: true } },
};

/** What Neovim 0.7 announces, as far as it matters here. */
export const neovimCapabilities: ClientCapabilities = {
  workspace: {
    applyEdit: true,
    configuration: true,
    workspaceFolders: true,
    workspaceEdit: { resourceOperations: ["rename", "create", "delete"] },
  },
  textDocument: {
    synchronization: { didSave: true },
    publishDiagnostics: { relatedInformation: true },
    hover: { contentFormat: ["markdown", "plaintext"] },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["", "quickfix", "source"] } } },
  },
  window: { workDoneProgress: true },
};

export interface FakeClientOptions {
  readonly folders?: readonly string[];
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  /** What `workspace/configuration` answers, by section. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly host?: Partial<Host>;
  /** Runs the server as in a browser's worker. */
  readonly withoutDisk?: boolean;
  /** Handlers of our own requests. */
  readonly requests?: Readonly<Record<string, (params: never) => unknown>>;
}

export class FakeClient {
  readonly #connection: ProtocolConnection;
  readonly #documents = new Map<string, TextDocument>();
  readonly initialized: InitializeResult;
  settings: Record<string, unknown>;
  /** Everything published, in order. */
  readonly publications: PublishDiagnosticsParams[] = [];
  readonly logged: string[] = [];
  readonly progress: string[] = [];
  readonly registrations: Registration[] = [];
  readonly shownDocuments: ShowDocumentParams[] = [];
  lensRefreshes = 0;
  readonly statuses: StatusParams[] = [];

  private constructor(connection: ProtocolConnection, initialized: InitializeResult, settings: Record<string, unknown>) {
    this.#connection = connection;
    this.initialized = initialized;
    this.settings = settings;
  }

  /** Starts a server and says hello to it. The server ends with the test. */
  static async start(t: TestContext, options: FakeClientOptions = {}): Promise<FakeClient> {
    const [up, down] = [new PassThrough(), new PassThrough()];
    const server = createConnection(
      (logger) => createServerProtocol(new ServerReader(up), new ServerWriter(down), logger),
      { shutdownReceived: false, initialize: () => undefined, exit: () => undefined },
      ProposedFeatures.all,
    );
    startServer(server, { ...(options.withoutDisk ? webHost() : nodeHost()), ...options.host });
    const connection = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
    let client: FakeClient | undefined;
    const early: (() => void)[] = [];
    const withClient = (work: (client: FakeClient) => void): void =>
      client ? work(client) : void early.push(() => client && work(client));
    const settings = { ...options.settings };
    connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) =>
      withClient((it) => it.publications.push(params)),
    );
    connection.onNotification("window/logMessage", ({ message }: { message: string }) => withClient((it) => it.logged.push(message)));
    connection.onNotification("$/progress", ({ value }: { value: { kind: string } }) => withClient((it) => it.progress.push(value.kind)));
    connection.onNotification(statusMethod, (params: StatusParams) => withClient((it) => it.statuses.push(params)));
    connection.onRequest("window/workDoneProgress/create", () => null);
    connection.onRequest("client/registerCapability", ({ registrations }: { registrations: Registration[] }) => {
      withClient((it) => it.registrations.push(...registrations));
      return null;
    });
    connection.onRequest("workspace/configuration", ({ items }: { items: { section?: string }[] }) =>
      items.map(({ section }) => (client?.settings ?? settings)[section ?? ""] ?? null),
    );
    connection.onRequest("workspace/codeLens/refresh", () => withClient((it) => it.lensRefreshes++) ?? null);
    connection.onRequest("window/showDocument", (params: ShowDocumentParams) => {
      withClient((it) => it.shownDocuments.push(params));
      return { success: true };
    });
    for (const [method, answer] of Object.entries(options.requests ?? {}))
      connection.onRequest(method, answer as (params: unknown) => unknown);
    connection.listen();
    const folders = options.folders?.map((uri) => ({ uri, name: uri.slice(uri.lastIndexOf("/") + 1) })) ?? null;
    const initialized: InitializeResult = await connection.sendRequest("initialize", {
      processId: null,
      rootUri: folders?.[0]?.uri ?? null,
      capabilities: options.capabilities ?? richCapabilities,
      workspaceFolders: folders,
      initializationOptions: options.initializationOptions,
    });
    client = new FakeClient(connection, initialized, settings);
    for (const work of early) work();
    await connection.sendNotification("initialized", {});
    t.after(async () => {
      // The streams stay open: what the server still has to say goes nowhere, and is no error.
      await connection.sendRequest("shutdown");
      connection.dispose();
    });
    return client;
  }

  async open(uri: string, text: string, languageId = "yaml"): Promise<void> {
    this.#documents.set(uri, TextDocument.create(uri, languageId, 1, text));
    await this.notify("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
  }

  /** Replaces the first occurrence of some text in an open document, as typing would. */
  async replace(uri: string, old: string, by: string): Promise<void> {
    const document = this.#document(uri);
    const start = document.getText().indexOf(old);
    if (start < 0) throw new Error(`${uri} does not hold ${old}`);
    await this.edit(uri, [{ range: { start: document.positionAt(start), end: document.positionAt(start + old.length) }, newText: by }]);
  }

  async edit(uri: string, edits: readonly TextEdit[]): Promise<void> {
    const document = this.#document(uri);
    // In the protocol, changes of one message apply one after the other; from the end, none moves another.
    const contentChanges = edits
      .toSorted((a, b) => b.range.start.line - a.range.start.line || b.range.start.character - a.range.start.character)
      .map(({ range, newText }) => ({ range, text: newText }));
    this.#documents.set(uri, TextDocument.update(document, contentChanges, document.version + 1));
    await this.notify("textDocument/didChange", { textDocument: { uri, version: document.version }, contentChanges });
  }

  async save(uri: string): Promise<void> {
    await this.notify("textDocument/didSave", { textDocument: { uri } });
  }

  async close(uri: string): Promise<void> {
    this.#documents.delete(uri);
    await this.notify("textDocument/didClose", { textDocument: { uri } });
  }

  textOf(uri: string): string {
    return this.#document(uri).getText();
  }

  /** Announces changes on disk, by URI and by kind. */
  async announce(changes: Readonly<Record<string, keyof typeof FileChangeType>>): Promise<void> {
    await this.notify("workspace/didChangeWatchedFiles", {
      changes: Object.entries(changes).map(([uri, kind]) => ({ uri, type: FileChangeType[kind] })),
    });
  }

  notify(method: string, params: unknown): Promise<void> {
    return this.#connection.sendNotification(method, params);
  }

  request<Result>(method: string, params: unknown): Promise<Result> {
    return this.#connection.sendRequest(method, params);
  }

  hover(uri: string, position: Position): Promise<Hover | null> {
    return this.request("textDocument/hover", { textDocument: { uri }, position });
  }

  lenses(uri: string): Promise<CodeLens[]> {
    return this.request("textDocument/codeLens", { textDocument: { uri } });
  }

  actions(uri: string, range: Range, context: Partial<CodeActionContext> = {}): Promise<CodeAction[]> {
    return this.request("textDocument/codeAction", { textDocument: { uri }, range, context: { diagnostics: [], ...context } });
  }

  /** What a file shows now. */
  shown(uri: string): readonly Diagnostic[] {
    return this.publications.findLast((one) => one.uri === uri)?.diagnostics ?? [];
  }

  codes(uri: string): readonly unknown[] {
    return this.shown(uri).map(({ code }) => code);
  }

  /** All files that show something, with the codes. */
  allCodes(): Readonly<Record<string, readonly unknown[]>> {
    const uris = [...new Set(this.publications.map(({ uri }) => uri))].filter((uri) => this.shown(uri).length > 0);
    return Object.fromEntries(uris.sort().map((uri) => [uri, this.codes(uri)]));
  }

  /** Waits until something holds; fails after twenty seconds, naming it. */
  async until(what: string, holds: () => boolean): Promise<void> {
    for (const end = Date.now() + 20_000; !holds(); ) {
      if (Date.now() > end)
        throw new Error(`waited in vain until ${what}; shown: ${JSON.stringify(this.allCodes())}; logged: ${this.logged.join("; ")}`);
      await pause(5);
    }
  }

  /** Waits until the server has had nothing to say for a while. For showing that nothing more comes. */
  async quiet(milliseconds = 150): Promise<void> {
    for (let count = -1; count !== this.publications.length; ) {
      count = this.publications.length;
      await pause(milliseconds);
    }
  }

  /**
   * Applies a workspace edit as an editor does: open documents are edited, other files are opened for it. Throws where an edit
   * names another version than the document's, or creates a file that exists for it.
   */
  async apply(edit: WorkspaceEdit | undefined, textOnDisk: (uri: string) => string | undefined): Promise<void> {
    const changes =
      edit?.documentChanges ??
      Object.entries(edit?.changes ?? {}).map(([uri, edits]): TextDocumentEdit => ({ textDocument: { uri, version: null }, edits }));
    for (const change of changes) {
      if ("kind" in change) {
        if (change.kind !== "create") throw new Error(`unexpected ${change.kind}`);
        if (textOnDisk(change.uri) !== undefined) throw new Error(`${change.uri} exists`);
        await this.open(change.uri, "");
        continue;
      }
      const { uri, version } = change.textDocument;
      if (!this.#documents.has(uri)) {
        const text = textOnDisk(uri);
        if (text === undefined) throw new Error(`${uri} does not exist`);
        if (version !== null) throw new Error(`${uri} is not open and has no version`);
        await this.open(uri, text);
      } else if (version !== null && version !== this.#document(uri).version) throw new Error(`${uri} has another version`);
      await this.edit(uri, change.edits as TextEdit[]);
    }
  }

  #document(uri: string): TextDocument {
    const document = this.#documents.get(uri);
    if (document === undefined) throw new Error(`${uri} is not open`);
    return document;
  }
}
