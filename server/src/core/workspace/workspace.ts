/**
 * The core's single door: inputs go in through `apply`, a frozen snapshot comes out. No I/O, no clock, no protocol.
 * Language server, browser worker, command line and tests all use exactly this.
 */

import type { Model } from "../gateway/model.ts";
import type { Finding } from "../rules/rule.ts";
import type { Settings } from "./settings.ts";

/** A change of the inputs. Files are named by URI; a text of undefined says that the file is gone. */
export interface InputChange {
  readonly files?: Iterable<readonly [file: string, text: string | undefined]>;
  readonly settings?: Settings;
  /** Milliseconds since the epoch; dates are judged against it. */
  readonly now?: number;
}

/** What is known after one change. Never changes; a later `apply` makes a new one. */
export interface Snapshot {
  readonly serial: number;
  readonly now: number;
  readonly settings: Settings;
  readonly model: Model;
  /** Findings by file, made on first demand and kept. The generator yields between subjects so that the host can pace it. */
  judge(): Generator<void, ReadonlyMap<string, readonly Finding[]>>;
  /** Offsets (UTF-16 code units) at which the lines of a relevant file start; undefined for a file without relevant documents. */
  lineStarts(file: string): readonly number[] | undefined;
  /** The next instant after `now` at which a lens or an expiry rule would say something else; undefined for never. */
  nextTurn(): number | undefined;
}
export interface Workspace {
  apply(change: InputChange): Snapshot;
  readonly snapshot: Snapshot;
}
