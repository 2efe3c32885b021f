/** Text from manifests and certificates, made safe to stand in what we write: Markdown, a table cell, SVG, a line of plain text. */

/** Longest text from a manifest that a card repeats; no Kubernetes name is longer. */
const longest = 253;

/**
 * One line of harmless characters: line breaks and tabs become blanks, control characters and those that turn the direction of writing or
 * have no width become U+FFFD, an overlong text ends in an ellipsis.
 */
export function oneLine(text: string): string {
  const line = text
    .replace(/[\t\n\r\u2028\u2029]+/g, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu, "\uFFFD")
    .trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/**
 * Text as Markdown text that says exactly this and nothing more: no emphasis, link, image, HTML, entity, autolink, theme icon (`$(x)`) or
 * table border. Holds inside a table cell, too.
 */
export function markdownText(text: string): string {
  return oneLine(text).replace(/[\\`*_[\]<>#|~&$@]|(?<=https?|ftp):|(?<=\bwww)\.|^[-+=]|(?<=^\d+)[.)]/gi, "\\$&");
}

/** A name in Markdown: as code where it is made of nothing but the usual characters of names, else as text. */
export function markdownName(name: string): string {
  const line = oneLine(name);
  if (line === "") return '`""`';
  return /^[\p{L}\p{N}._*:/@=,+-]+$/u.test(line) ? `\`${line}\`` : markdownText(line);
}

/** Text as XML character data or as an attribute's value in double quotes. */
export function xmlText(text: string): string {
  const names: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };
  return oneLine(text).replace(/[&<>"']/g, (character) => names[character] ?? "");
}
