/** The language server: which message of the editor is answered by what. */
import { type Connection, DidChangeConfigurationNotification, MessageType, TextDocuments } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { canonicalUri } from "../files/uri.ts";
import { initializeResult } from "./abilities.ts";
import { Guard, type Log } from "./guard.ts";
import type { Host } from "./host.ts";
import { certificate, hover } from "./queries.ts";
import {
  type CertificatePageParams,
  type CertificatePageResult,
  certificatePageMethod,
  type ShownChange,
  showChangeCommand,
} from "./requests.ts";
import { Session } from "./session.ts";

const messageType = { error: MessageType.Error, warning: MessageType.Warning, info: MessageType.Info } as const;

/**
 * Serves one editor over a connection until it says goodbye. Every handler is guarded: an error costs its one answer, never the
 * server.
 */
export function startServer(connection: Connection, host: Host): void {
  const log: Log = (level, message) => {
    connection.sendNotification("window/logMessage", { type: messageType[level], message }).catch(() => undefined);
  };
  const guard = new Guard(log);
  const documents = new TextDocuments(TextDocument);
  let session: Session | undefined;

  /** Answers a request with the session, or with `otherwise` before there is one and when the answer fails. */
  const answer = <Result>(what: string, otherwise: Result, work: (session: Session) => Result | Promise<Result>): Promise<Result> =>
    guard.answer(what, otherwise, () => (session === undefined ? otherwise : work(session)));
  const note = (what: string, work: (session: Session) => unknown): void => void answer<unknown>(what, undefined, work);

  connection.onInitialize((params) => {
    session = new Session(connection, host, params, guard, log);
    return initializeResult(session.abilities, host.version);
  });
  connection.onInitialized(() => {
    note("starting", async (here) => {
      if (here.abilities.configurationRegistration) {
        void connection.client
          .register(DidChangeConfigurationNotification.type, { section: ["gatewayTls", "files.exclude"] })
          .catch(() => undefined);
      }
      if (here.abilities.workspaceFolders) {
        connection.workspace.onDidChangeWorkspaceFolders((event) => note("changing folders", (now) => now.changeFolders(event)));
      }
      await here.start();
    });
  });
  connection.onShutdown(() => session?.stop());

  documents.onDidOpen(({ document }) => note("opening a document", (here) => here.opened(document)));
  documents.onDidChangeContent(({ document }) => note("changing a document", (here) => here.documents.changed(document)));
  documents.onDidSave(({ document }) => note("saving a document", (here) => here.look([document.uri])));
  documents.onDidClose(({ document }) => note("closing a document", (here) => here.documents.closed(document)));
  documents.listen(connection);

  connection.onDidChangeConfiguration(({ settings }) =>
    note("changing settings", (here) =>
      here.configure(typeof settings === "object" && settings !== null ? settings.gatewayTls : undefined),
    ),
  );
  const look = (what: string, uris: readonly string[]): void => note(what, (here) => here.look(uris));
  connection.onDidChangeWatchedFiles(({ changes }) =>
    look(
      "changes on disk",
      changes.map(({ uri }) => uri),
    ),
  );
  connection.workspace.onDidCreateFiles(({ files }) =>
    look(
      "new files",
      files.map(({ uri }) => uri),
    ),
  );
  connection.workspace.onDidDeleteFiles(({ files }) =>
    look(
      "deleted files",
      files.map(({ uri }) => uri),
    ),
  );
  connection.workspace.onDidRenameFiles(({ files }) =>
    look(
      "renamed files",
      files.flatMap(({ oldUri, newUri }) => [oldUri, newUri]),
    ),
  );

  connection.onHover(({ textDocument, position }) =>
    answer("hover", null, (here) => {
      const file = canonicalUri(textDocument.uri);
      return hover(here.worldOf(file).snapshot, file, position, here.abilities);
    }),
  );
  connection.onCodeLens(({ textDocument }) => answer("code lenses", [], (here) => here.serveLenses(canonicalUri(textDocument.uri))));
  connection.onCodeAction((params) => answer("code actions", [], (here) => here.codeActions(params)));
  connection.onExecuteCommand(({ command, arguments: given }) =>
    answer("showing a change", null, async () => {
      const shown: ShownChange | undefined = given?.[0];
      if (command !== showChangeCommand || shown === undefined) return null;
      const { uri, position } = shown;
      await connection.window.showDocument({ uri, takeFocus: true, selection: { start: position, end: position } });
      return null;
    }),
  );
  connection.onRequest(
    certificatePageMethod,
    ({ uri, position }: CertificatePageParams): Promise<CertificatePageResult> =>
      answer<CertificatePageResult>("the certificate page", null, (here) => {
        const file = canonicalUri(uri);
        return certificate(here.worldOf(file).snapshot, file, position);
      }),
  );
  connection.listen();
}
