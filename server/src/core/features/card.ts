/** The form of a hover card, and its two tellings. The answer stands at the top: below a diagnostic an editor shows eight lines. */
import { imageOf, type Picture } from "./picture.ts";
import { type LinkOptions, type Prose, toMarkdown, toPlain } from "./prose.ts";

export interface Card {
  /** What a person wants to know, in one line. */
  readonly headline: Prose;
  /** The facts that a person looks for; they come before the picture, all within the first eight lines. */
  readonly answer?: readonly Fact[];
  readonly picture?: Picture | undefined;
  /** What else there is to know, as label and value. */
  readonly facts: readonly Fact[];
  readonly tables?: readonly Table[];
  /** What is peculiar to this object. */
  readonly notes?: readonly Prose[];
  /** What a learner should know. */
  readonly lesson: Prose;
  /** Where to read on. */
  readonly reading: Prose;
}

export type Fact = readonly [label: string, value: Prose];

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly Prose[])[];
}

export interface CardOptions extends LinkOptions {
  /** Whether the client shows pictures that are data: URIs. */
  readonly pictures: boolean;
}

/** The card as Markdown (CommonMark with tables). */
export function cardMarkdown(card: Card, options: CardOptions): string {
  const told = (prose: Prose) => toMarkdown(prose, options);
  const blocks: string[] = [told(card.headline)];
  blocks.push(...factsMarkdown(card.answer ?? [], told));
  if (options.pictures && card.picture !== undefined) blocks.push(imageOf(card.picture));
  blocks.push(...factsMarkdown(card.facts, told));
  for (const table of card.tables ?? []) blocks.push(tableMarkdown(table, told));
  if (card.notes !== undefined && card.notes.length > 0) blocks.push(card.notes.map((note) => `- ${told(note)}`).join("\n"));
  blocks.push(`**Good to know.** ${told(card.lesson)}`, told(card.reading));
  return blocks.join("\n\n");
}

/** Facts as a table. The first takes the place of a head, so that no line is spent on an empty one. */
function factsMarkdown([first, ...more]: readonly Fact[], told: (prose: Prose) => string): readonly string[] {
  if (first === undefined) return [];
  const row = ([label, value]: Fact) => `| ${label} | ${told(value)} |`;
  return [[row(first), "| :-- | :-- |", ...more.map(row)].join("\n")];
}

/** A table as Markdown; `told` renders a cell. */
export function tableMarkdown({ head, rows }: Table, told: (prose: Prose) => string): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => ":--")), ...rows.map((row) => line(row.map(told)))].join("\n");
}

/** The same facts as plain text. */
export function cardPlain(card: Card): string {
  const facts = [...(card.answer ?? []), ...card.facts];
  const lines = [toPlain(card.headline), ...facts.map(([label, value]) => `${label}: ${toPlain(value)}`)];
  for (const { head, rows } of card.tables ?? []) {
    lines.push("", head.join(" | "), ...rows.map((row) => row.map(toPlain).join(" | ")));
  }
  if (card.notes !== undefined && card.notes.length > 0) lines.push("", ...card.notes.map((note) => `- ${toPlain(note)}`));
  lines.push("", `Good to know. ${toPlain(card.lesson)}`, "", toPlain(card.reading));
  return lines.join("\n");
}
