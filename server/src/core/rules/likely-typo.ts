/** Which name somebody most likely mistyped. Stricter than `nearName`, for where it is not even sure that the name is wrong. */
import { mistakes } from "../kube/schema/near-name.ts";

/**
 * The only candidate that differs from a name by a slip: other capitals or separators (`shop_tls`, `shoptls`), a missing or additional last word such as
 * `-tls`, or one or two letters within one long word. Names that differ in a short word or in numbers (`shop-dev`, `shop-2`) are other names.
 */
export function likelyTypo(name: string, candidates: Iterable<string>): string | undefined {
  let found: string | undefined;
  for (const candidate of candidates) {
    if (candidate === found || candidate === name || !mayBeSlip(name, candidate) || !isSlip(name, candidate)) continue;
    if (found !== undefined) return undefined;
    found = candidate;
  }
  return found;
}

/** A slip is all within so many neighbouring letters. */
const widest = 5;

/** Quick look, since nearly all candidates are other names: whether one begins with the other, or but a few letters lie between what both begin and end with. */
function mayBeSlip(name: string, candidate: string): boolean {
  const most = Math.min(name.length, candidate.length);
  let before = 0;
  while (before < most && isSame(name, before, candidate, before)) before++;
  if (before === most) return true;
  let after = 0;
  while (after < most - before && isSame(name, name.length - 1 - after, candidate, candidate.length - 1 - after)) after++;
  if (Math.max(name.length, candidate.length) - before - after > widest) return false;
  return !areDigits(name, before, name.length - after) || !areDigits(candidate, before, candidate.length - after);
}

/** Whether all characters from `start` to `end` are digits: names that differ in numbers are numbered. */
function areDigits(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  return true;
}

/** Whether two characters are alike but for capitals (ASCII, as names of objects are). */
function isSame(a: string, i: number, b: string, j: number): boolean {
  const [one, other] = [a.charCodeAt(i), b.charCodeAt(j)];
  return one === other || ((one | 32) === (other | 32) && (one | 32) >= 97);
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
