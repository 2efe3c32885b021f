/**
 * What the server and our own VS Code client say to each other beyond the protocol: method names and plain shapes. The client
 * imports this file and nothing else of the server; it imports nothing itself.
 */

/** Zero-based line and UTF-16 character, as in the protocol. */
export interface PlainPosition {
  readonly line: number;
  readonly character: number;
}

/** `initializationOptions`. Everything is optional: an editor that sends none gets a server that asks nothing unusual of it. */
export interface InitializationOptions {
  /** The client has the commands below and runs them from links (`command:…`) and lenses. */
  readonly commandLinks?: boolean;
  /** The client shows pictures in hover cards that are given as data: URIs. */
  readonly pictures?: boolean;
  /** The client shows icons in lenses, written `$(warning)`. */
  readonly icons?: boolean;
  /** The client shows `statusMethod` notifications. */
  readonly status?: boolean;
  /** The client answers the `fs` requests, so that the server can read what is on no disk of its own. */
  readonly fs?: boolean;
  /** Settings, in the shape of `gatewayTls.*`, for clients without `workspace/configuration`. */
  readonly settings?: unknown;
}

/** Client commands that a link or a lens names. */
export const explainCommand = "gatewayTls.explain";
export const showCertificateCommand = "gatewayTls.showCertificate";

/** Server command behind a quick fix that wrote into another file: shows that file. Its one argument is a `ShownChange`. */
export const showChangeCommand = "gatewayTls.showChange";
export interface ShownChange {
  readonly uri: string;
  readonly position: PlainPosition;
}

/** Request to the server: the decoded certificate of the object at a place, as Markdown; null where there is none. */
export const certificatePageMethod = "gatewayTls/certificatePage";
export interface CertificatePageParams {
  readonly uri: string;
  readonly position: PlainPosition;
}
export type CertificatePageResult = { readonly markdown: string } | null;

/** Notification to the client: what the server is doing and what it has found, over all files. */
export const statusMethod = "gatewayTls/status";
export interface StatusParams {
  readonly state: "indexing" | "ready";
  readonly findings: { readonly error: number; readonly warning: number; readonly information: number; readonly hint: number };
}

/** Requests to the client that `fs` promises. They mirror `vscode.workspace.fs`, without following symbolic links. */
export const listMethod = "gatewayTls/fs/list";
export interface FsParams {
  readonly uri: string;
}
export type ListResult =
  | { readonly entries: readonly { readonly name: string; readonly kind: "file" | "folder" }[] }
  | { readonly skipped: "gone" | "unreadable" };
export const readMethod = "gatewayTls/fs/read";
/** The bytes in base64, since a connection may be a stream of JSON. `limit` is in bytes. */
export interface ReadParams extends FsParams {
  readonly limit: number;
}
export type ReadResult = { readonly base64: string } | { readonly skipped: "gone" | "unreadable" | "too-large" };
export const kindMethod = "gatewayTls/fs/kind";
export type KindResult = "file" | "folder" | "link" | null;
