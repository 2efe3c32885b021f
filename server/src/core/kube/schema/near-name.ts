/** The name that somebody may have meant. */
import { distance } from "fastest-levenshtein";

/**
 * The candidate that is nearest to a name: equal but for capitals, or with at most one mistake in three letters (and no more than three), or a candidate
 * that begins with the name. A missing, strange or wrong letter is a mistake, and so are two that changed places. Undefined where none is near, or where
 * two are equally near.
 */
export function nearName(name: string, candidates: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  const most = Math.min(3, Math.floor(wanted.length / 3));
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  let isShared = false;
  for (const candidate of candidates) {
    const away = mistakes(wanted, candidate.toLowerCase());
    if (away > most || (best !== undefined && away > best.distance)) continue;
    isShared = best !== undefined && away === best.distance;
    best = { candidate, distance: away };
  }
  if (best !== undefined) return isShared ? undefined : best.candidate;
  if (wanted.length < 4) return undefined;
  const longer = candidates.filter((candidate) => candidate.toLowerCase().startsWith(wanted));
  return longer.length === 1 ? longer[0] : undefined;
}

/** Levenshtein's distance, in which one pair of neighbours that changed places counts once instead of twice. */
export function mistakes(name: string, candidate: string): number {
  let fewest = distance(name, candidate);
  for (let i = 0; i + 1 < name.length && fewest > 1; i++) {
    const swapped = `${name.slice(0, i)}${name[i + 1]}${name[i]}${name.slice(i + 2)}`;
    fewest = Math.min(fewest, 1 + distance(swapped, candidate));
  }
  return fewest;
}
