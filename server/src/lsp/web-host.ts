/** The language server's host in a browser's worker: a clock, and nothing else. */
import type { Host } from "./host.ts";

export function webHost(): Host {
  return {
    version: "web",
    now: Date.now,
    after(milliseconds, callback) {
      const timer = setTimeout(callback, milliseconds);
      return () => clearTimeout(timer);
    },
    turn: () =>
      new Promise((resolve) => {
        // A timer of zero is held back by browsers; a message to oneself is not.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          port1.close();
          resolve();
        };
        port2.postMessage(undefined);
      }),
  };
}
