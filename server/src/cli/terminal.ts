/** What a command sees of the process that it runs in; tests give it their own. */
export interface Terminal {
  readonly workingDirectory: string;
  /** Whether standard output goes to a person. */
  readonly isInteractive: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  out(text: string): void;
  /** Standard error: what is said about the run, not its result. */
  err(text: string): void;
}

/** Exit statuses, as documented in docs/json.md and `--help`. */
export const exit = { clean: 0, findings: 1, trouble: 2 } as const;

/** A mistake in how the command was called; the message is for the person who called it. */
export class UsageError extends Error {}

/**
 * Text that is safe to print: control characters, which could move the cursor or recolour the terminal, become U+FFFD. Tabs and
 * line ends stay.
 */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
}
