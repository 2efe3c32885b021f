/** Copies of text that share nothing with the document that they were cut from. */

/** From this length on V8 lets a substring point into the text that it was cut from instead of copying it. */
const shared = 13;

/**
 * A copy that does not keep its origin alive. The name of a Secret would otherwise hold on to the whole document, with the private key in it,
 * and every other scalar to the text of its file.
 */
export function detached(text: string): string {
  return text.length < shared ? text : `${text}\0`.slice(0, -1);
}
