/** What may be told of an error. */

/** An error's class and the functions it came through, without its message. Takes the error, or its stack as text. */
export function outline(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "") : typeof error === "string" ? error : "";
  const name = error instanceof Error ? error.name : (/^\w*Error\b/.exec(stack)?.[0] ?? "error");
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  return [name, ...frames.slice(0, 12)].join("\n");
}
