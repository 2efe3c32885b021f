/** Files that only the editor can read: those of a browser, or of a virtual workspace. */
import type { Connection } from "vscode-languageserver";
import { type FileAccess, largestManifest, type Reading } from "../files/access.ts";
import { textOfBytes } from "../files/bytes-to-text.ts";
import {
  type FsParams,
  type KindResult,
  kindMethod,
  type ListResult,
  listMethod,
  type ReadParams,
  type ReadResult,
  readMethod,
} from "./requests.ts";

/** Asks the client for each folder and file. A client that fails to answer leaves the file unreadable. */
export function clientFiles(connection: Connection): FileAccess {
  const kindOf = async (uri: string): Promise<KindResult> => {
    try {
      return await connection.sendRequest<KindResult>(kindMethod, { uri } satisfies FsParams);
    } catch {
      return null;
    }
  };
  return {
    async list(uri) {
      try {
        return await connection.sendRequest<ListResult>(listMethod, { uri } satisfies FsParams);
      } catch {
        return { skipped: "unreadable" };
      }
    },
    async read(uri): Promise<Reading> {
      try {
        const result = await connection.sendRequest<ReadResult>(readMethod, { uri, limit: largestManifest } satisfies ReadParams);
        return "skipped" in result ? result : textOfBytes(bytesOf(result.base64));
      } catch {
        return { skipped: "unreadable" };
      }
    },
    kindOf: async (uri) => (await kindOf(uri)) ?? undefined,
    standsIn: async (_folder, file) => (await kindOf(file)) !== "link",
  };
}

/** No files at all, for a client that neither shares a disk with the server nor reads for it: open documents are all there is. */
export const noFiles: FileAccess = {
  list: async () => ({ skipped: "gone" }),
  read: async () => ({ skipped: "gone" }),
  kindOf: async () => undefined,
  standsIn: async () => true,
};

/** Sends each URI to the access that can read it: `file:` to the disk where there is one, everything else to the client. */
export function accessByScheme(disk: FileAccess | undefined, other: FileAccess): FileAccess {
  const of = (uri: string): FileAccess => (disk !== undefined && uri.startsWith("file:") ? disk : other);
  return {
    list: (folder) => of(folder).list(folder),
    read: (file) => of(file).read(file),
    kindOf: (uri) => of(uri).kindOf(uri),
    standsIn: (folder, file) => of(folder).standsIn(folder, file),
  };
}

function bytesOf(base64: string): Uint8Array {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
