/** Measuring, and telling what was measured. Times are milliseconds. */

export function median(times: readonly number[]): number {
  return quantile(times, 0.5);
}

/** The value below which a share of the times lies. */
export function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** How long a piece of work takes, once. */
export function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Runs variants turn by turn, so that what else the machine does hits all alike; the first round warms up and does not count. */
export function rounds<Name extends string>(count: number, variants: Readonly<Record<Name, () => unknown>>): Record<Name, number[]> {
  const names = Object.keys(variants) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = -1; round < count; round++) {
    for (const name of names) {
      const time = timed(variants[name]);
      if (round >= 0) times[name].push(time);
    }
  }
  return times;
}

/** Prints a table; the first row is its head. */
export function table(title: string, rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  console.log(`\n${title}`);
  for (const row of rows)
    console.log(
      `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  ")}`,
    );
}

/** A time for people. */
export function ms(time: number): string {
  return time < 10 ? time.toFixed(2) : time < 100 ? time.toFixed(1) : time.toFixed(0);
}
