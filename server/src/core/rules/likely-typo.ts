/** Which name somebody most likely mistyped. Stricter than `nearName`, for where it is not even sure that the name is wrong. */
import { mistakes } from "../kube/schema/near-name.ts";

/**
 * The only candidate that differs from a name by a slip: other capitals or separators (`shop_tls`, `shoptls`), a missing or additional last word such as
 * `-tls`, or one or two letters within one long word. Names that differ in a short word or in numbers (`shop-dev`, `shop-2`) are other names.
 */
export function likelyTypo(name: string, candidates: Iterable<string>): string | undefined {
  const near = [...new Set(candidates)].filter((candidate) => candidate !== name && isSlip(name, candidate));
  return near.length === 1 ? near[0] : undefined;
}

/** Last words that say what kind of thing a name is for, and that are easily forgotten. */
const kinds: ReadonlySet<string> = new Set([
  "tls",
  "cert",
  "certs",
  "certificate",
  "crt",
  "secret",
  "svc",
  "service",
  "ca",
  "bundle",
  "cm",
]);

function isSlip(name: string, candidate: string): boolean {
  const [mine, theirs] = [wordsOf(name), wordsOf(candidate)];
  if (mine.join("") === theirs.join("")) return true;
  const [shorter, longer] = mine.length < theirs.length ? [mine, theirs] : [theirs, mine];
  if (longer.length === shorter.length + 1) return shorter.every((word, i) => word === longer[i]) && kinds.has(longer.at(-1) ?? "");
  if (mine.length !== theirs.length) return false;
  const different = mine.flatMap((word, i) => (word === theirs[i] ? [] : [[word, theirs[i] ?? ""] as const]));
  const [first, another] = different;
  return first !== undefined && another === undefined && isSlipOfTheHand(...first);
}

function wordsOf(name: string): readonly string[] {
  return name.toLowerCase().split(/[-._]/);
}

function isSlipOfTheHand(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  if (shorter < 4 || a.replace(/\d/g, "") === b.replace(/\d/g, "")) return false;
  return mistakes(a, b) <= (shorter < 8 ? 1 : 2);
}
