/** The driver: from the model and the files to the findings. It catches, paces, sets severities, suppresses and sorts, so that no rule has to. */
import type { Model } from "../gateway/model.ts";
import { predictOnce } from "../gateway/status/predicted.ts";
import type { Place } from "../kube/object.ts";
import type { Fix } from "../yaml/change.ts";
import { rules as productRules } from "./index.ts";
import type { JudgedFile } from "./judged-file.ts";
import { type Quotability, quotabilityOf } from "./quotable.ts";
import type { Finding, Judgement, Rule, RuleFacts, Severity } from "./rule.ts";
import { Suppressions } from "./suppressed.ts";
import { judgeUnusedSuppression, suppressionUnused } from "./suppression-unused.ts";
import { judgeMissingReason, suppressionWithoutReason } from "./suppression-without-reason.ts";
import { yamlInvalid } from "./yaml-invalid.ts";

/** A rule that threw: it loses this one judgement. */
export interface RuleFault {
  readonly rule: string;
  readonly message: string;
}

export interface JudgeOptions {
  /** Told once per rule that threw. */
  readonly onFault?: (fault: RuleFault) => void;
  /** Other rules than the product's, for tests. */
  readonly rules?: readonly Rule<unknown>[];
}

/** Severity per rule code, as a person set it; "off" silences the rule. */
export type Severities = Readonly<Record<string, Severity | "off">>;

/** What a rule said of one subject. */
interface Spoken {
  readonly rule: RuleFacts;
  readonly judgement: Judgement;
  readonly fixes: () => readonly Fix[];
}

const noFixes = (): readonly Fix[] => [];

/**
 * The findings of each file that has any, sorted by their places. `files` are those that the model was made of. Yields between subjects, so that the
 * host can pace it; the result does not depend on when it pauses. Nothing that a document with a fault of syntax says is taken for certain: its only
 * findings are about its syntax and its comments.
 */
export function* judge(
  model: Model,
  files: readonly JudgedFile[],
  severities: Severities,
  options: JudgeOptions = {},
): Generator<void, ReadonlyMap<string, readonly Finding[]>> {
  const rules = options.rules ?? productRules;
  const faults = new FaultLog(options.onFault);
  const spoken: Spoken[] = [];
  // Rules ask for the prediction at once; made before them, it is made in slices.
  yield* predictOnce(model);
  for (const rule of rules) if (isOn(rule, severities, model)) yield* runRule(rule, model, faults, spoken);
  const broken = new BrokenDocuments(files);
  const certain = spoken.filter(({ judgement }) => !broken.hold(judgement.place));
  for (const file of files) {
    for (const judgement of yamlInvalid.check(file)) certain.push({ rule: yamlInvalid, judgement, fixes: noFixes });
  }
  yield;
  const suppressions = new Suppressions(files);
  const loud = certain.filter(({ rule, judgement }) => !suppressions.silences(rule.code, judgement.place));
  loud.push(...aboutSuppressions(suppressions, [...rules, yamlInvalid], severities, model));
  yield;
  return findingsByFile(loud, files, severities);
}

/** Whether a rule may speak: it is not turned off, was asked for where it has to be, and the workspace tells enough. */
function isOn({ code, optIn, onlyWhenComplete }: RuleFacts, severities: Severities, { world }: Model): boolean {
  const severity = severities[code];
  return severity !== "off" && !(optIn && severity === undefined) && !(onlyWhenComplete && !world.complete);
}

function* runRule(rule: Rule<unknown>, model: Model, faults: FaultLog, into: Spoken[]): Generator<void, void> {
  const subjects = faults.guard(rule.code, () => rule.subjects(model)[Symbol.iterator]());
  if (subjects === undefined) return;
  for (;;) {
    const next = faults.guard(rule.code, () => subjects.next());
    if (next === undefined || next.done) return;
    const subject = next.value;
    const judgement = faults.guard(rule.code, () => rule.check(subject, model));
    if (judgement !== undefined) {
      const fixes = () => faults.guard(rule.code, () => rule.fixes?.(subject, model)) ?? [];
      into.push({ rule, judgement, fixes });
    }
    yield;
  }
}

/** Catches what rules throw and tells of each rule once. */
class FaultLog {
  readonly #told = new Set<string>();
  readonly #tell: ((fault: RuleFault) => void) | undefined;

  constructor(tell: ((fault: RuleFault) => void) | undefined) {
    this.#tell = tell;
  }

  guard<Result>(rule: string, run: () => Result): Result | undefined {
    try {
      return run();
    } catch (error) {
      if (!this.#told.has(rule)) {
        this.#told.add(rule);
        this.#tell?.({ rule, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      }
      return undefined;
    }
  }
}

/** The documents with a fault of syntax, by file. */
class BrokenDocuments {
  readonly #spans = new Map<string, { readonly start: number; readonly end: number }[]>();

  constructor(files: readonly JudgedFile[]) {
    for (const { file, documents } of files) {
      const broken = documents.filter(({ facts }) => facts.problems.length > 0);
      if (broken.length > 0)
        this.#spans.set(
          file,
          broken.map(({ offset, end }) => ({ start: offset, end })),
        );
    }
  }

  hold(place: Place): boolean {
    return this.#spans.get(place.file)?.some(({ start, end }) => start <= place.start && place.start < end) ?? false;
  }
}

/** These two cannot be suppressed themselves; they are turned off in the settings. */
function aboutSuppressions(suppressions: Suppressions, rules: readonly RuleFacts[], severities: Severities, model: Model): Spoken[] {
  const spoken: Spoken[] = [];
  const known = new Map(rules.map((rule) => [rule.code, isOn(rule, severities, model)]));
  if (severities[suppressionUnused.code] !== "off") {
    for (const silenced of suppressions.unused()) {
      const judgement = judgeUnusedSuppression(silenced, known);
      if (judgement !== undefined) spoken.push({ rule: suppressionUnused, judgement, fixes: noFixes });
    }
  }
  if (severities[suppressionWithoutReason.code] !== "off") {
    for (const place of suppressions.withoutReason()) {
      spoken.push({ rule: suppressionWithoutReason, judgement: judgeMissingReason(place), fixes: noFixes });
    }
  }
  return spoken;
}

function findingsByFile(
  spoken: readonly Spoken[],
  files: readonly JudgedFile[],
  severities: Severities,
): ReadonlyMap<string, readonly Finding[]> {
  const quotabilities = new Map<string, Quotability>();
  const byName = new Map(files.map((file) => [file.file, file]));
  const isQuotable = (place: Place): boolean => {
    let quotability = quotabilities.get(place.file);
    if (quotability === undefined) {
      const file = byName.get(place.file);
      // A file that nobody describes is one of which nothing may be shown.
      quotability = file === undefined ? () => false : quotabilityOf(file);
      quotabilities.set(place.file, quotability);
    }
    return quotability(place);
  };
  const found = new Map<string, Finding[]>();
  for (const { rule, judgement, fixes } of spoken) {
    const set = severities[rule.code];
    if (set === "off") continue;
    const finding: Finding = {
      code: rule.code,
      severity: set ?? judgement.severity ?? rule.severity,
      message: judgement.message,
      place: judgement.place,
      related: judgement.related ?? [],
      quotable: isQuotable(judgement.place),
      fixes,
    };
    const there = found.get(finding.place.file);
    if (there === undefined) found.set(finding.place.file, [finding]);
    else there.push(finding);
  }
  for (const findings of found.values()) findings.sort(inOrder);
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function inOrder(a: Finding, b: Finding): number {
  return a.place.start - b.place.start || a.place.end - b.place.end || compare(a.code, b.code) || compare(a.message, b.message);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
