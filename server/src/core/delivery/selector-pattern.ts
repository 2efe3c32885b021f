/** The patterns by which kustomize's patches and replacements select objects. */

/**
 * Whether a pattern (an anchored RE2 expression) may fit a value. Literal names, `.*` and alternatives are compared; anything beyond counts
 * as fitting, since what a pattern says more than that is not worth an expression engine that a hostile file can stall.
 */
export function mayFit(pattern: string, value: string): boolean {
  return pattern.split("|").some((alternative) => {
    const parts = alternative.replace(/^\^/, "").replace(/\$$/, "").split(".*");
    if (!parts.every((part) => /^(?:[\w-]|\\[.-])*$/.test(part))) return true;
    return consistsOf(
      value,
      parts.map((part) => part.replace(/\\/g, "")),
    );
  });
}

/** Whether a value consists of these parts in this order with anything between them. */
function consistsOf(value: string, parts: readonly string[]): boolean {
  const [first = "", ...others] = parts;
  const last = others.pop();
  if (last === undefined) return value === first;
  if (!value.startsWith(first)) return false;
  let from = first.length;
  for (const part of others) {
    const found = value.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return value.length - last.length >= from && value.endsWith(last);
}
