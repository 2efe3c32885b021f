/** What the client can do, read once from `initialize`. Everything that it does not announce, we do without. */
import { CodeActionKind, type InitializeParams, type InitializeResult, MarkupKind, TextDocumentSyncKind } from "vscode-languageserver";
import { type InitializationOptions, showChangeCommand } from "./requests.ts";

export interface Abilities {
  readonly commandLinks: boolean;
  readonly pictures: boolean;
  readonly icons: boolean;
  readonly status: boolean;
  readonly fs: boolean;
  readonly hoverMarkdown: boolean;
  readonly codeDescription: boolean;
  readonly relatedInformation: boolean;
  readonly diagnosticVersion: boolean;
  readonly codeActions: boolean;
  readonly codeLens: boolean;
  readonly lensRefresh: boolean;
  /** Versioned edits (`documentChanges`). */
  readonly documentChanges: boolean;
  /** Edits that create a file. */
  readonly createFiles: boolean;
  readonly showDocument: boolean;
  readonly configuration: boolean;
  readonly configurationRegistration: boolean;
  readonly watchRegistration: boolean;
  readonly workspaceFolders: boolean;
  readonly progress: boolean;
  /** Tells of files that a person created, renamed or deleted in the editor. */
  readonly fileOperations: boolean;
}

/** The kind of our fix-all action. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.gateway-tls`;

/** Reads the client's capabilities; tolerates any shape in `initializationOptions`. */
export function abilitiesOf({ capabilities, initializationOptions }: InitializeParams): Abilities {
  const options: InitializationOptions =
    typeof initializationOptions === "object" && initializationOptions !== null ? initializationOptions : {};
  const { textDocument, workspace, window } = capabilities;
  const documentChanges = workspace?.workspaceEdit?.documentChanges === true;
  const commandLinks = options.commandLinks === true;
  return {
    commandLinks,
    pictures: options.pictures === true,
    icons: options.icons === true,
    status: options.status === true,
    fs: options.fs === true,
    hoverMarkdown: textDocument?.hover?.contentFormat?.includes(MarkupKind.Markdown) === true,
    codeDescription: commandLinks && textDocument?.publishDiagnostics?.codeDescriptionSupport === true,
    relatedInformation: textDocument?.publishDiagnostics?.relatedInformation === true,
    diagnosticVersion: textDocument?.publishDiagnostics?.versionSupport === true,
    codeActions: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
    codeLens: textDocument?.codeLens !== undefined,
    lensRefresh: workspace?.codeLens?.refreshSupport === true,
    documentChanges,
    createFiles: documentChanges && workspace?.workspaceEdit?.resourceOperations?.includes("create") === true,
    showDocument: window?.showDocument?.support === true,
    configuration: workspace?.configuration === true,
    configurationRegistration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    watchRegistration: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    progress: window?.workDoneProgress === true,
    fileOperations: workspace?.fileOperations?.didRename === true,
  };
}

const anyFile = { filters: [{ pattern: { glob: "**/*" } }] };

/** What we announce in turn: nothing that this client could not use. */
export function initializeResult(abilities: Abilities, version: string): InitializeResult {
  return {
    serverInfo: { name: "gateway-tls", version },
    capabilities: {
      positionEncoding: "utf-16",
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
      hoverProvider: true,
      ...(abilities.codeLens && { codeLensProvider: { resolveProvider: false } }),
      ...(abilities.codeActions && { codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] } }),
      ...(abilities.codeActions && abilities.showDocument && { executeCommandProvider: { commands: [showChangeCommand] } }),
      workspace: {
        ...(abilities.workspaceFolders && { workspaceFolders: { supported: true, changeNotifications: true } }),
        ...(abilities.fileOperations && { fileOperations: { didCreate: anyFile, didRename: anyFile, didDelete: anyFile } }),
      },
    },
  };
}
