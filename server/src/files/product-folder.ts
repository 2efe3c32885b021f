/** Where this program is installed, to find what ships beside it: its manifest and the rules' pages. */
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder that holds the product's package.json, `docs/` and `dist/`; undefined where the program runs without them. */
export function productFolder(): string | undefined {
  const script = process.argv[1];
  if (script === undefined) return undefined;
  let folder: string;
  try {
    folder = dirname(realpathSync(script));
  } catch {
    return undefined;
  }
  for (;;) {
    if (existsSync(join(folder, "package.json")) && nameIn(folder) === "gateway-tls") return folder;
    const above = dirname(folder);
    if (above === folder) return undefined;
    folder = above;
  }
}

/** The version in the product's package.json. */
export function productVersion(): string {
  const folder = productFolder();
  const version = folder === undefined ? undefined : manifestOf(folder).version;
  return typeof version === "string" ? version : "unknown";
}

function nameIn(folder: string): unknown {
  return manifestOf(folder).name;
}

function manifestOf(folder: string): Readonly<Record<string, unknown>> {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return typeof manifest === "object" && manifest !== null ? { ...manifest } : {};
  } catch {
    return {};
  }
}
