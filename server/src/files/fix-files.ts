/** The files that a fix touches, and names for those that it creates. */
import type { Change, Fix } from "../core/yaml/change.ts";

/** The files that a fix changes or creates, each once. */
export function filesOf(fix: Fix): readonly string[] {
  return [...new Set(fix.changes.map((change) => ("at" in change ? change.at.file : change.file)))];
}

/**
 * The same fix, with a number added to the name of a file to create where something stands there already: the core knows only
 * the files that hold manifests, and a fix never writes over another.
 */
export async function withFreeNames(fix: Fix, exists: (file: string) => Promise<boolean>): Promise<Fix> {
  const changes = await Promise.all(
    fix.changes.map(async (change): Promise<Change> => {
      if (change.change !== "create") return change;
      let file = change.file;
      for (let number = 2; await exists(file); number++) {
        file = change.file.replace(/(\.[^./]+)?$/, (extension) => `-${number}${extension}`);
      }
      return { ...change, file };
    }),
  );
  return { ...fix, changes };
}
