/** URIs in one canonical spelling, so that a string comparison tells whether two name the same file. */
import { URI } from "vscode-uri";

/** The canonical spelling of a URI; editors differ in what they escape (`%20`, `+`, `c%3A`). Text that is no URI stays as it is. */
export function canonicalUri(uri: string): string {
  try {
    return URI.parse(uri, true).toString();
  } catch {
    return uri;
  }
}

/** The canonical URI of a folder: without a slash at its end. */
export function canonicalFolder(uri: string): string {
  const canonical = canonicalUri(uri);
  return canonical.endsWith("/") ? canonical.slice(0, -1) : canonical;
}

/** The URI of a name within a folder. The name is raw, as a directory listing gives it. */
export function childUri(folder: string, name: string): string {
  // Most names need no escaping; parsing a URI for each of 100,000 files does cost.
  if (/^[\w.-]+$/.test(name)) return `${folder}/${name}`;
  const parent = URI.parse(folder);
  return parent.with({ path: `${parent.path}/${name}` }).toString();
}

/** The URI of the folder that holds a file or folder. */
export function parentUri(uri: string): string {
  return uri.slice(0, uri.lastIndexOf("/"));
}

/** The last name of a URI's path, unescaped. */
export function nameOf(uri: string): string {
  return decoded(uri.slice(uri.lastIndexOf("/") + 1));
}

/** Whether a URI lies below a folder (not the folder itself). */
export function isBelow(folder: string, uri: string): boolean {
  return uri.length > folder.length && uri.startsWith(folder) && uri.charCodeAt(folder.length) === 47;
}

/** The path from a folder to a URI below it, unescaped, with `/` between names. */
export function pathBelow(folder: string, uri: string): string {
  return decoded(uri.slice(folder.length + 1));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
