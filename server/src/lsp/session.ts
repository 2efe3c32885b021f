/** One editor's session: its folders, documents and settings, the worlds that they make, and what is shown of them. */
import type {
  CodeAction,
  CodeActionParams,
  CodeLens,
  Connection,
  Diagnostic,
  InitializeParams,
  WorkspaceFoldersChangeEvent,
} from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Finding } from "../core/rules/rule.ts";
import { openWorkspace } from "../core/workspace/open.ts";
import { defaultSettings, type Settings } from "../core/workspace/settings.ts";
import type { Snapshot } from "../core/workspace/workspace.ts";
import type { FileAccess } from "../files/access.ts";
import { outline } from "../files/error-outline.ts";
import { canonicalFolder, canonicalUri } from "../files/uri.ts";
import { type Abilities, abilitiesOf } from "./abilities.ts";
import { accessByScheme, clientFiles, noFiles } from "./client-files.ts";
import { codeActions } from "./code-actions.ts";
import { readConfiguration } from "./configuration.ts";
import { diagnosticOf } from "./convert.ts";
import type { Guard, Log } from "./guard.ts";
import type { Host } from "./host.ts";
import { indexingProgress } from "./indexing-progress.ts";
import { LensRefresh } from "./lens-refresh.ts";
import { type Home, OpenDocuments } from "./open-documents.ts";
import { pull } from "./pacing.ts";
import { Publisher } from "./publisher.ts";
import { lenses } from "./queries.ts";
import { type InitializationOptions, type StatusParams, statusMethod } from "./requests.ts";
import { Turning } from "./turning.ts";
import { Watching } from "./watching.ts";
import { WorkspaceFiles } from "./workspace-files.ts";
import { workspaceFoldersOf } from "./workspace-folders.ts";
import { World } from "./world.ts";

/** A world with the publisher that speaks for it. */
interface Speaker extends Home {
  readonly publisher: Publisher;
}

export class Session {
  readonly abilities: Abilities;
  readonly documents: OpenDocuments;
  readonly #access: FileAccess;
  readonly #lensRefresh: LensRefresh;
  readonly #connection: Connection;
  readonly #host: Host;
  readonly #guard: Guard;
  readonly #log: Log;
  readonly #workspace: Speaker;
  readonly #files: WorkspaceFiles;
  readonly #watching: Watching;
  readonly #turning: Turning;
  readonly #speakers = new Set<Speaker>();
  /** What each file shows now, by canonical URI. */
  readonly #shown = new Map<string, string>();
  #folders: readonly string[];
  #pushed: unknown;
  #settings: Settings = defaultSettings;
  #roots: string | undefined;
  #status = "";
  #stopped = false;

  constructor(connection: Connection, host: Host, params: InitializeParams, guard: Guard, log: Log) {
    const options: InitializationOptions | undefined = params.initializationOptions;
    this.#connection = connection;
    this.#host = host;
    this.#guard = guard;
    this.#log = log;
    this.#folders = workspaceFoldersOf(params);
    this.#pushed = options?.settings;
    this.abilities = abilitiesOf(params);
    this.#access = accessByScheme(host.disk, this.abilities.fs ? clientFiles(connection) : noFiles);
    this.#workspace = this.#speaker(
      () => this.#files.halfTaken,
      (publisher, file) => publisher.release(file),
    );
    this.#files = new WorkspaceFiles(this.#workspace.world, {
      host,
      guard,
      log,
      access: this.#access,
      isOpen: (file) => this.documents.isOpenInWorkspace(file),
      folderAnnounced: (folder) => this.#watching.follow(folder),
      progress: () => indexingProgress(connection, this.abilities.progress),
      changed: () => this.#workspace.request(),
      settled: () => this.#settled(),
    });
    this.documents = new OpenDocuments({
      workspace: this.#workspace,
      makeLone: () => this.#loneSpeaker(),
      isInWorkspace: (file) => this.#files.takes(file, "file"),
      standsInWorkspace: (file) => this.#access.standsIn(this.#files.rootOf(file) ?? "", file),
      look: (file) => this.#files.look(file),
    });
    this.#watching = new Watching(host, this.#files, log);
    this.#turning = new Turning(
      host,
      () => this.#nextTurn(),
      () => this.#turned(),
    );
    this.#lensRefresh = new LensRefresh(() => void connection.sendRequest("workspace/codeLens/refresh").catch(() => undefined));
  }

  /** Begins to read and to watch; called once the client says that it is ready. */
  async start(): Promise<void> {
    if (this.abilities.watchRegistration)
      void this.#guard.answer("asking the client to watch", undefined, () => this.#watching.register(this.#connection));
    await this.configure(this.#pushed);
  }

  /** Reads the settings again. `pushed` is what the client sent along, in the shape of `gatewayTls.*`. */
  async configure(pushed: unknown): Promise<void> {
    this.#pushed = pushed;
    const configuration = await readConfiguration(this.#connection, this.abilities.configuration, this.#folders, pushed, this.#host);
    for (const name of configuration.misunderstood)
      this.#log("warning", `The setting gatewayTls.${name} is not understood and keeps its default.`);
    if (JSON.stringify(configuration.settings) !== JSON.stringify(this.#settings)) {
      this.#settings = configuration.settings;
      for (const { world } of this.#speakers) world.setSettings(this.#settings);
    }
    const roots = JSON.stringify(configuration.roots);
    if (roots !== this.#roots) {
      this.#roots = roots;
      this.#files.setRoots(configuration.roots);
      if (!this.abilities.watchRegistration) this.#watching.watch(this.#files.roots);
    }
    this.documents.placeAll();
    for (const speaker of this.#speakers) speaker.request();
    this.#tellStatus();
  }

  async changeFolders({ added, removed }: WorkspaceFoldersChangeEvent): Promise<void> {
    const gone = new Set(removed.map(({ uri }) => canonicalFolder(uri)));
    const kept = this.#folders.filter((folder) => !gone.has(folder));
    this.#folders = [...new Set([...kept, ...added.map(({ uri }) => canonicalFolder(uri))])];
    await this.configure(this.#pushed);
  }

  opened(document: TextDocument): void {
    // A client that had the file open before may have dropped what it showed for it.
    const file = canonicalUri(document.uri);
    if (this.#shown.has(file)) this.#shown.set(file, "perhaps forgotten");
    this.documents.changed(document);
    this.documents.homeOf(file).request();
  }

  /** Something may have happened to these files or folders. */
  look(uris: readonly string[]): void {
    for (const uri of uris) this.#files.look(canonicalFolder(uri));
  }

  /** The world that speaks for a file, of today: a timer may have slept with the laptop. */
  worldOf(file: string): World {
    this.#turning.check();
    return this.documents.homeOf(file).world;
  }

  codeActions(params: CodeActionParams): Promise<CodeAction[]> {
    const file = canonicalUri(params.textDocument.uri);
    return codeActions(params, file, this.worldOf(file), {
      abilities: this.abilities,
      findings: async (snapshot) => (await pull(snapshot.judge(), this.#host, () => false)) ?? new Map(),
      textOf: async (name) => {
        const open = this.documents.get(name);
        if (open !== undefined) return open.getText();
        const reading = await this.#access.read(name);
        return "text" in reading ? reading.text : undefined;
      },
      exists: async (name) => this.documents.get(name) !== undefined || (await this.#access.kindOf(name)) !== undefined,
      fileOf: (name, text) => ({ uri: this.documents.spellingOf(name), version: this.documents.get(name)?.version, text }),
      diagnosticOf: (finding, snapshot) => this.#diagnosticOf(finding, snapshot),
      refreshed: () => this.documents.homeOf(file).request(),
    });
  }

  serveLenses(file: string): CodeLens[] {
    return this.#lensRefresh.serve(file, this.documents.get(file)?.version ?? 0, this.#lensesOf(file));
  }

  stop(): void {
    this.#stopped = true;
    this.#turning.stop();
    this.#watching.close();
    this.#files.close();
    // What is shown stays: the client clears it, or shows it until a new server speaks.
    for (const { publisher } of this.#speakers) publisher.stop();
  }

  #speaker(held: () => boolean, release: (publisher: Publisher, file: string) => void): Speaker {
    const world = new World(
      openWorkspace({
        onFault: ({ rule, message }) => this.#log("error", `${rule === undefined ? "A rule" : `Rule ${rule}`} failed: ${outline(message)}`),
      }),
      this.#settings,
      this.#host.now(),
    );
    const publisher: Publisher = new Publisher(world, {
      host: this.#host,
      guard: this.#guard,
      shown: this.#shown,
      held,
      owns: (file) => this.documents.homeOf(file) === speaker,
      diagnostics: (findings, snapshot) => findings.flatMap((finding) => this.#diagnosticOf(finding, snapshot) ?? []),
      versions: () => this.documents.versions(),
      send: (file, version, diagnostics) => {
        const shownVersion = this.abilities.diagnosticVersion && version !== undefined ? { version } : {};
        this.#send("publishing", () =>
          this.#connection.sendDiagnostics({ uri: this.documents.spellingOf(file), ...shownVersion, diagnostics }),
        );
      },
      published: () => this.#published(),
    });
    const speaker: Speaker = { world, publisher, request: () => publisher.request(), release: (file) => release(publisher, file) };
    this.#speakers.add(speaker);
    return speaker;
  }

  #loneSpeaker(): Speaker {
    const speaker = this.#speaker(
      () => false,
      (publisher) => {
        publisher.close();
        this.#speakers.delete(speaker);
        this.#tellStatus();
      },
    );
    return speaker;
  }

  #settled(): void {
    // The walk may have met .gitignore files that leave out what is open.
    this.documents.placeAll();
    this.#workspace.request();
    this.#tellStatus();
  }

  #turned(): void {
    for (const speaker of this.#speakers) {
      speaker.world.setNow(this.#host.now());
      speaker.request();
    }
  }

  #published(): void {
    this.#turning.armSoon();
    if (this.abilities.lensRefresh) this.#refreshLenses();
    this.#tellStatus();
  }

  /** The next instant at which something would read differently, of the worlds that stand still. */
  #nextTurn(): number | undefined {
    const turns = [...this.#speakers].flatMap(({ publisher }) => publisher.upToDate?.nextTurn() ?? []);
    return turns.length === 0 ? undefined : Math.min(...turns);
  }

  #refreshLenses(): void {
    this.#lensRefresh.check(this.documents.versions(), (file) => {
      const speaker = [...this.#speakers].find((one) => one === this.documents.homeOf(file));
      // What is on its way to be judged will be published, and checked then.
      return speaker?.publisher.upToDate === undefined ? undefined : this.#lensesOf(file);
    });
  }

  #diagnosticOf(finding: Finding, snapshot: Snapshot): Diagnostic | undefined {
    return diagnosticOf(finding, snapshot, this.abilities, (file) => this.documents.spellingOf(file));
  }

  #lensesOf(file: string): CodeLens[] {
    return lenses(this.worldOf(file).snapshot, file, this.abilities, (name) => this.documents.spellingOf(name));
  }

  /** Sends without waiting; a client that hangs up meanwhile is no fault. */
  #send(what: string, send: () => Promise<void>): void {
    if (!this.#stopped) void this.#guard.answer(what, undefined, send);
  }

  #tellStatus(): void {
    if (!this.abilities.status) return;
    const findings = { error: 0, warning: 0, information: 0, hint: 0 };
    for (const { publisher } of this.#speakers) {
      for (const list of publisher.findings.values()) for (const { severity } of list) findings[severity]++;
    }
    const status: StatusParams = { state: this.#files.indexed ? "ready" : "indexing", findings };
    const text = JSON.stringify(status);
    if (text === this.#status) return;
    this.#status = text;
    this.#send("telling the status", () => this.#connection.sendNotification(statusMethod, status));
  }
}
