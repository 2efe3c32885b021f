/** The workspace: takes changes of the inputs, and answers with snapshots that never change. */
import type { RuleFault } from "../rules/judge.ts";
import { Deliveries } from "./deliveries.ts";
import { Readings } from "./document-facts.ts";
import { type FileFacts, readFile, saysTheSame } from "./file-facts.ts";
import { type Findings, judgeLinked } from "./judging.ts";
import { type Linked, linkFiles } from "./linking.ts";
import { type Once, once } from "./once.ts";
import { defaultSettings, type Settings } from "./settings.ts";
import { nextTurn } from "./turning.ts";
import type { InputChange, Snapshot, Workspace } from "./workspace.ts";

export interface WorkspaceOptions {
  /** Told once of each rule that throws: the judgement is lost, nothing else. */
  readonly onFault?: (fault: RuleFault) => void;
}

/**
 * Opens a workspace without any file, with default settings, at the epoch. Each change parses only the documents that it touches; the model
 * and the findings of a snapshot are made when they are first asked for, whole, so that they cannot be stale. Texts are not kept.
 */
export function openWorkspace(options: WorkspaceOptions = {}): Workspace {
  return new LiveWorkspace(options.onFault ?? (() => undefined));
}

interface Inputs {
  readonly settings: Settings;
  readonly now: number;
  readonly files: ReadonlyMap<string, FileFacts>;
  /** The names of the files, sorted. */
  readonly names: readonly string[];
}

/** What was made of the inputs so far. */
interface State extends Inputs {
  /** What the files come to, under the circumstances in which they were linked. */
  readonly base: Once<Linked>;
  /** The same under the present circumstances. */
  readonly linked: Once<Linked>;
  readonly judged: Once<Findings>;
}

class LiveWorkspace implements Workspace {
  readonly #readings = new Readings();
  readonly #deliveries = new Deliveries();
  readonly #faulty = new Set<string>();
  readonly #onFault: (fault: RuleFault) => void;
  #state: State;
  #snapshot: Snapshot;

  constructor(onFault: (fault: RuleFault) => void) {
    this.#onFault = onFault;
    this.#state = this.#stateOf({ settings: defaultSettings, now: 0, files: new Map(), names: [] });
    this.#snapshot = snapshotOf(this.#state, 0);
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  apply(change: InputChange): Snapshot {
    this.#state = this.#after(change);
    this.#snapshot = snapshotOf(this.#state, this.#snapshot.serial + 1);
    return this.#snapshot;
  }

  #after(change: InputChange): State {
    const old = this.#state;
    const settings = change.settings ?? old.settings;
    const now = change.now ?? old.now;
    const files = new Map(old.files);
    const touched = new Set<string>();
    for (const [file, text] of change.files ?? []) {
      touched.add(file);
      const before = files.get(file);
      const facts = text === undefined ? undefined : readFile(file, text, this.#readings);
      if (facts === undefined) files.delete(file);
      else files.set(file, facts);
      for (const key of before?.held ?? []) this.#readings.release(key);
    }
    const sameNames = [...touched].every((file) => old.files.has(file) === files.has(file));
    const names = sameNames ? old.names : [...files.keys()].sort();
    const inputs: Inputs = { settings, now, files, names };
    if (![...touched].every((file) => saysTheSame(old.files.get(file), files.get(file)))) return this.#stateOf(inputs);
    if (settings === old.settings && now === old.now) return { ...old, ...inputs };
    return this.#stateOf(inputs, old.base);
  }

  /** `known` is what the files come to, where they are the same as before. */
  #stateOf(inputs: Inputs, known?: Once<Linked>): State {
    const { settings, now, files, names } = inputs;
    const sorted = () => names.flatMap((name) => files.get(name) ?? []);
    const base = known ?? once(() => linkFiles(sorted(), this.#deliveries, { now, expiring: settings.expiring, world: settings.world }));
    const linked = known === undefined ? base : under(base, settings, now);
    const onFault = (fault: RuleFault): void => this.#tell(fault);
    const judged = once(function* () {
      return yield* judgeLinked(yield* linked.pull(), settings, onFault);
    });
    return { ...inputs, base, linked, judged };
  }

  #tell(fault: RuleFault): void {
    if (this.#faulty.has(fault.rule)) return;
    this.#faulty.add(fault.rule);
    this.#onFault(fault);
  }
}

/** The same links under other circumstances, on which nothing in them depends. */
function under(base: Once<Linked>, { expiring, world }: Settings, now: number): Once<Linked> {
  return once(function* () {
    const linked = yield* base.pull();
    return { ...linked, model: { ...linked.model, now, expiring, world } };
  });
}

function snapshotOf({ files, settings, now, linked, judged }: State, serial: number): Snapshot {
  let turn: { readonly at: number | undefined } | undefined;
  return Object.freeze({
    serial,
    now,
    settings,
    get model() {
      return linked.now().model;
    },
    judge: () => judged.pull(),
    lineStarts: (file: string) => files.get(file)?.lineStarts,
    nextTurn() {
      turn ??= { at: nextTurn(linked.now().model) };
      return turn.at;
    },
  });
}
