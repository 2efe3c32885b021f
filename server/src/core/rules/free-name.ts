/** Names for what a fix creates. */

/** `base`, or the first of `base-2`, `base-3`, … that is free. */
export function freeName(base: string, isTaken: (name: string) => boolean): string {
  let name = base;
  for (let i = 2; isTaken(name); i++) name = `${base}-${i}`;
  return name;
}
