/** Paths of files named by URI, for references that are written as relative paths. */

/** The decoded path of a URI, scheme and authority included, so that written names compare with it; broken escapes stay as they are. */
export function pathOf(uri: string): string {
  if (!uri.includes("%")) return uri;
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

/** The directory that holds a path, without a slash at its end. A path without any slash is its own directory. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? path : path.slice(0, slash);
}

/** The last name of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Whether a reference leads to another repository or host, as kustomize takes them (`https://…`, `git@…`, `github.com/…?ref=`). */
export function isRemote(reference: string): boolean {
  return /:\/\/|^git@|[?&]ref=|^(?:[\w-]+\.)+(?:com|org|io|net|dev)\//.test(reference);
}

/** A relative reference from a directory; undefined for one that is absolute, remote, or leads above the root. */
export function resolvePath(directory: string, reference: string): string | undefined {
  if (reference.startsWith("/") || isRemote(reference)) return undefined;
  const steps = directory.split("/");
  for (const step of reference.split("/")) {
    if (step === "" || step === ".") continue;
    if (step !== "..") steps.push(step);
    else if (steps.length > 1) steps.pop();
    else return undefined;
  }
  return steps.join("/");
}
