/** The language server's host in a browser's worker: a clock, and nothing else. */
import type { Host } from "./host.ts";

export function webHost(): Host {
  // A timer of zero is held back by browsers; a message to oneself is not.
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return {
    version: "web",
    now: Date.now,
    after(milliseconds, callback) {
      const timer = setTimeout(callback, milliseconds);
      return () => clearTimeout(timer);
    },
    turn: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        port2.postMessage(undefined);
      }),
  };
}
