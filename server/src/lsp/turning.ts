/** One timer for the next instant at which an expiry would read differently. */
import type { Host } from "./host.ts";

/**
 * The longest single wait, in milliseconds. Timers hold at most 2^31 - 1 (25 days), and they stand still while a laptop sleeps:
 * looking at the clock every hour serves both.
 */
const longestWait = 60 * 60 * 1000;
/** How long to leave the machine alone after a publication: the instant is asked of every certificate there is. In milliseconds. */
const quiet = 500;

export class Turning {
  readonly #host: Host;
  readonly #nextTurn: () => number | undefined;
  readonly #turned: () => void;
  #turn: number | undefined;
  #cancel: (() => void) | undefined;

  /** `nextTurn` gives the instant in milliseconds since the epoch; `turned` is called once the clock has reached it. */
  constructor(host: Host, nextTurn: () => number | undefined, turned: () => void) {
    this.#host = host;
    this.#nextTurn = nextTurn;
    this.#turned = turned;
  }

  /** Asks anew for the instant, once it has been quiet for a moment. */
  armSoon(): void {
    this.#wait(Math.min(quiet, this.#remaining()), () => {
      if (this.check()) return;
      this.#turn = this.#nextTurn();
      this.#arm();
    });
  }

  /** Turns if the clock has reached the instant. */
  check(): boolean {
    if (this.#remaining() > 0) return false;
    this.#turn = undefined;
    this.#turned();
    return true;
  }

  stop(): void {
    this.#cancel?.();
    this.#turn = undefined;
  }

  #arm(): void {
    if (this.#turn === undefined) return;
    this.#wait(Math.min(this.#remaining(), longestWait), () => {
      if (!this.check()) this.#arm();
    });
  }

  #remaining(): number {
    return this.#turn === undefined ? Number.POSITIVE_INFINITY : Math.max(0, this.#turn - this.#host.now());
  }

  #wait(milliseconds: number, callback: () => void): void {
    this.#cancel?.();
    this.#cancel = this.#host.after(milliseconds, callback);
  }
}
