/** From a world's newest snapshot to what the client shows: judged in slices, sent only where it differs from what was sent last. */
import type { Diagnostic } from "vscode-languageserver";
import type { Finding } from "../core/rules/rule.ts";
import type { Snapshot } from "../core/workspace/workspace.ts";
import type { Guard } from "./guard.ts";
import type { Host } from "./host.ts";
import { pull } from "./pacing.ts";
import type { World } from "./world.ts";

/** How long judging may be overtaken by newer input before it is let finish once, in milliseconds. */
const patience = 250;

export interface PublisherRoom {
  readonly host: Host;
  readonly guard: Guard;
  /** What each file shows now, in any world: the diagnostics as text, by canonical URI. Shared by all publishers. */
  readonly shown: Map<string, string>;
  /** Whether publishing has to wait: half an index would accuse what the other half allows. */
  held(): boolean;
  /** Whether this world speaks for a file: a file may move from the workspace to a world of its own. */
  owns(file: string): boolean;
  diagnostics(findings: readonly Finding[], snapshot: Snapshot): Diagnostic[];
  /** The document versions that the newest snapshot was made of; asked when a snapshot is taken up. */
  versions(): ReadonlyMap<string, number>;
  send(file: string, version: number | undefined, diagnostics: Diagnostic[]): void;
  /** Called after each publication. */
  published(): void;
}

export class Publisher {
  readonly #world: World;
  readonly #room: PublisherRoom;
  /** Files for which this world last had findings. */
  #speaking = new Set<string>();
  #findings: ReadonlyMap<string, readonly Finding[]> = new Map();
  #judged: Snapshot | undefined;
  #wanted = false;
  #running = false;
  #closed = false;

  constructor(world: World, room: PublisherRoom) {
    this.#world = world;
    this.#room = room;
  }

  /** The findings that were published last. */
  get findings(): ReadonlyMap<string, readonly Finding[]> {
    return this.#findings;
  }

  /** The snapshot that was published last, if it is still the newest. */
  get upToDate(): Snapshot | undefined {
    return this.#judged === this.#world.snapshot ? this.#judged : undefined;
  }

  /** Says that the world has changed, or that publishing is no longer held. */
  request(): void {
    this.#wanted = true;
    if (this.#running || this.#closed) return;
    this.#running = true;
    void this.#run().finally(() => {
      this.#running = false;
      if (this.#wanted && !this.#room.held()) this.request();
    });
  }

  /** Clears what this world shows for a file that is about to belong to another. */
  release(file: string): void {
    if (this.#speaking.delete(file)) this.#show(file, this.#room.versions().get(file), []);
  }

  /** Says nothing more. */
  stop(): void {
    this.#closed = true;
    this.#wanted = false;
  }

  /** Clears all that this world shows, for a world that ends. */
  close(): void {
    this.stop();
    for (const file of [...this.#speaking]) this.release(file);
    this.#findings = new Map();
  }

  async #run(): Promise<void> {
    let overtakenSince: number | undefined;
    // Messages that have already come in are applied first; then one judgement serves them all.
    await this.#room.host.turn();
    while (this.#wanted && !this.#closed && !this.#room.held()) {
      this.#wanted = false;
      const snapshot = this.#world.snapshot;
      const versions = this.#room.versions();
      const waited = overtakenSince === undefined ? 0 : performance.now() - overtakenSince;
      const overtaken = () => this.#closed || (waited < patience && this.#world.snapshot !== snapshot);
      const findings = await this.#room.guard.answer("judging", undefined, () => pull(snapshot.judge(), this.#room.host, overtaken));
      if (this.#closed) return;
      if (findings === undefined) {
        overtakenSince ??= performance.now();
        continue;
      }
      overtakenSince = undefined;
      if (this.#room.held()) {
        this.#wanted = true;
        return;
      }
      this.#room.guard.run("publishing", () => this.#publish(snapshot, findings, versions));
    }
  }

  /** Runs of one world come one after another, so what is sent never grows older. */
  #publish(snapshot: Snapshot, findings: ReadonlyMap<string, readonly Finding[]>, versions: ReadonlyMap<string, number>): void {
    const before = this.#speaking;
    const speaking = new Set<string>();
    this.#findings = findings;
    this.#judged = snapshot;
    for (const [file, list] of findings) {
      if (!this.#room.owns(file)) continue;
      const diagnostics = this.#room.diagnostics(list, snapshot);
      if (diagnostics.length > 0) speaking.add(file);
      this.#show(file, versions.get(file), diagnostics);
    }
    this.#speaking = speaking;
    for (const file of before) {
      if (!speaking.has(file) && this.#room.owns(file)) this.#show(file, versions.get(file), []);
    }
    this.#room.published();
  }

  #show(file: string, version: number | undefined, diagnostics: Diagnostic[]): void {
    const text = diagnostics.length === 0 ? "" : JSON.stringify(diagnostics);
    if ((this.#room.shown.get(file) ?? "") === text) return;
    if (text === "") this.#room.shown.delete(file);
    else this.#room.shown.set(file, text);
    this.#room.send(file, version, diagnostics);
  }
}
