/** Which lines may be shown: never one that holds a part of a Secret's values. */
import type { Resource } from "../kube/kinds.ts";
import type { Place } from "../kube/object.ts";
import { get, type Span } from "../yaml/tree.ts";
import type { JudgedDocument, JudgedFile } from "./judged-file.ts";

/** Tells of a file's places whether their lines may be shown. */
export type Quotability = (place: Place) => boolean;

/** Looks at whole lines, because JSON and flow style put values beside everything else. */
export function quotabilityOf({ lineStarts, documents }: JudgedFile): Quotability {
  const hidden = documents.flatMap(hiddenSpans);
  return ({ start, end }) => {
    const from = lineStarts[lineAt(lineStarts, start)] ?? 0;
    const to = lineStarts[lineAt(lineStarts, end) + 1] ?? Number.POSITIVE_INFINITY;
    return !hidden.some((span) => span.start < to && span.end > from);
  };
}

function hiddenSpans({ offset, end, facts }: JudgedDocument): Span[] {
  const secrets = facts.resources.filter((resource) => resource.type === "Secret");
  // Where the syntax is broken, a Secret's values may stand anywhere in its document, and the Secret may be what could not be read.
  if (facts.problems.length > 0 && (secrets.length > 0 || facts.resources.length === 0)) return [{ start: offset, end }];
  return secrets.flatMap(valuesOf).map((span) => ({ start: offset + span.start, end: offset + span.end }));
}

/** The values of a Secret, and its annotations, in one of which kubectl repeats them. */
function valuesOf({ root }: Resource): Span[] {
  return [get(root, "data"), get(root, "stringData"), get(get(root, "metadata"), "annotations")].filter((node) => node !== undefined);
}

/** The line that an offset is on, counted from zero. */
function lineAt(lineStarts: readonly number[], offset: number): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
