/** The documents that the editor has open, and the world that each belongs to. */
import type { TextDocument } from "vscode-languageserver-textdocument";
import { isManifestFile } from "../core/workspace/relevance.ts";
import { canonicalUri } from "../files/uri.ts";
import type { World } from "./world.ts";

/** A world with its publisher, as this file needs it. */
export interface Home {
  readonly world: World;
  /** The world has changed. */
  request(): void;
  /** The world no longer speaks for this file: what it shows there is cleared. */
  release(file: string): void;
}

export interface DocumentsRoom {
  readonly workspace: Home;
  /** A world for a file that belongs to no workspace folder, or that the folder leaves out. */
  makeLone(file: string): Home;
  /** Whether a file belongs to the workspace, as far as is known without the disk. */
  isInWorkspace(file: string): boolean;
  /** Whether it is reached without a symbolic link; the file that a link leads to is read where it is. */
  standsInWorkspace(file: string): Promise<boolean>;
  /** The disk speaks for a file again. */
  look(file: string): void;
}

/**
 * Language ids that hold manifests; others with a manifest's file name are taken too. A Helm template is no YAML until Helm has
 * rendered it, so nothing is said while it is open as such.
 */
const manifestLanguages: ReadonlySet<string> = new Set(["yaml", "json", "jsonc"]);
const templateLanguages: ReadonlySet<string> = new Set(["helm", "helm-template", "gotmpl", "jinja", "jinja-yaml"]);

export class OpenDocuments {
  readonly #room: DocumentsRoom;
  readonly #documents = new Map<string, TextDocument>();
  readonly #homes = new Map<string, Home>();
  readonly #links = new Set<string>();
  #placing = false;

  constructor(room: DocumentsRoom) {
    this.#room = room;
  }

  /** From now on documents get their place: the workspace folders and their settings are known. Places all that are open. */
  placeAll(): void {
    this.#placing = true;
    for (const file of this.#documents.keys()) this.#place(file);
  }

  /** A document was opened or edited; it holds its new text already. */
  changed(document: TextDocument): void {
    if (!isManifest(document)) return;
    const file = canonicalUri(document.uri);
    const isNew = !this.#documents.has(file);
    this.#documents.set(file, document);
    if (!this.#placing) return;
    if (isNew) this.#place(file);
    else this.#apply(file, document);
  }

  closed(document: TextDocument): void {
    const file = canonicalUri(document.uri);
    if (!this.#documents.delete(file)) return;
    const home = this.#homes.get(file);
    this.#homes.delete(file);
    this.#links.delete(file);
    if (home === this.#room.workspace) this.#room.look(file);
    else home?.release(file);
  }

  get(file: string): TextDocument | undefined {
    return this.#documents.get(file);
  }

  /** The worlds of files that stand alone. */
  get loneHomes(): readonly Home[] {
    return [...this.#homes.values()].filter((home) => home !== this.#room.workspace);
  }

  get files(): Iterable<string> {
    return this.#documents.keys();
  }

  /** The world that speaks for a file: its own, or the workspace's. */
  homeOf(file: string): Home {
    return this.#homes.get(file) ?? this.#room.workspace;
  }

  /** Whether an open document speaks for a file of the workspace. */
  isOpenInWorkspace(file: string): boolean {
    return this.#homes.get(file) === this.#room.workspace;
  }

  /** Versions of all open documents by canonical URI. */
  versions(): ReadonlyMap<string, number> {
    return new Map([...this.#documents].map(([file, document]) => [file, document.version]));
  }

  /** The editor's own spelling of a URI, where the file is open. */
  spellingOf(file: string): string {
    return this.#documents.get(file)?.uri ?? file;
  }

  #place(file: string): void {
    const document = this.#documents.get(file);
    if (document === undefined) return;
    const before = this.#homes.get(file);
    const belongs = this.#room.isInWorkspace(file) && !this.#links.has(file);
    if (before === undefined || belongs !== (before === this.#room.workspace)) {
      if (before !== undefined) this.#leave(file, before);
      this.#homes.set(file, belongs ? this.#room.workspace : this.#room.makeLone(file));
      if (belongs) void this.#checkLink(file, document);
    }
    this.#apply(file, document);
  }

  #leave(file: string, home: Home): void {
    home.release(file);
    if (home === this.#room.workspace && home.world.take([[file, undefined]])) home.request();
  }

  async #checkLink(file: string, document: TextDocument): Promise<void> {
    if ((await this.#room.standsInWorkspace(file)) || this.#documents.get(file) !== document) return;
    this.#links.add(file);
    this.#place(file);
  }

  #apply(file: string, document: TextDocument): void {
    const home = this.homeOf(file);
    if (home.world.take([[file, document.getText()]])) home.request();
  }
}

function isManifest({ languageId, uri }: TextDocument): boolean {
  if (templateLanguages.has(languageId)) return false;
  return manifestLanguages.has(languageId) || isManifestFile(canonicalUri(uri));
}
