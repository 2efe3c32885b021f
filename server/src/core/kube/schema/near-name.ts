/** The name that somebody may have meant. */
import { distance } from "fastest-levenshtein";

/**
 * The candidate that is nearest to a name: equal but for capitals, or with at most one wrong letter in three (and no more than three), or a candidate
 * that begins with the name. Undefined where none is near, or where two are equally near.
 */
export function nearName(name: string, candidates: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  const most = Math.min(3, Math.floor(wanted.length / 3));
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  let isShared = false;
  for (const candidate of candidates) {
    const away = distance(wanted, candidate.toLowerCase());
    if (away > most || (best !== undefined && away > best.distance)) continue;
    isShared = best !== undefined && away === best.distance;
    best = { candidate, distance: away };
  }
  if (best !== undefined) return isShared ? undefined : best.candidate;
  if (wanted.length < 4) return undefined;
  const longer = candidates.filter((candidate) => candidate.toLowerCase().startsWith(wanted));
  return longer.length === 1 ? longer[0] : undefined;
}
