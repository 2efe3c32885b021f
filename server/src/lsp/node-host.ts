/** The language server's host where there is Node: the clock, the disk and a watcher. */
import { disk } from "../files/disk.ts";
import { watchDisk } from "../files/disk-watcher.ts";
import { productVersion } from "../files/product-folder.ts";
import type { Host } from "./host.ts";

export function nodeHost(): Host {
  return {
    version: productVersion(),
    now: Date.now,
    after(milliseconds, callback) {
      const timer = setTimeout(callback, milliseconds);
      return () => clearTimeout(timer);
    },
    turn: () => new Promise((resolve) => setImmediate(resolve)),
    disk,
    watch: watchDisk,
  };
}
