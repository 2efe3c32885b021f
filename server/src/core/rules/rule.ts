/** What a rule is, and what it says. */
import type { Model } from "../gateway/model.ts";
import type { Place } from "../kube/object.ts";
import type { Fix } from "../yaml/change.ts";

export type Severity = "error" | "warning" | "information" | "hint";

/** Another place that belongs to a finding: the grant that nearly allows it, the Secret, the listener. */
export interface Related {
  readonly place: Place;
  readonly message: string;
}

/** One judgement of a rule about one subject. */
export interface Judgement {
  readonly place: Place;
  /** What is wrong, what it does to traffic, what to change, and the condition that a controller would report where one exists. */
  readonly message: string;
  readonly related?: readonly Related[];
  /** Where it differs from the rule's default. */
  readonly severity?: Severity;
}

/** What every rule says of itself. */
export interface RuleFacts {
  /** Kebab-case statement of the fault; public, never reused. The page is `<code>.md` beside the rule. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence for tables. */
  readonly summary: string;
  /** Address of the clause that the rule rests on; undefined for a rule about our own comments. */
  readonly reference: string | undefined;
  /** The version that brought it. */
  readonly since: string;
  /** A policy that not everybody shares: silent until a person gives it a severity in the settings. */
  readonly optIn?: true;
  /** Speaks of what is not there, and so only in a workspace that its owner declared complete. */
  readonly onlyWhenComplete?: true;
}

/**
 * A rule as a value. `subjects` lists what it looks at, `check` judges one subject, `fixes` repairs it; all are pure functions of
 * the model. A rule that is not sure returns undefined.
 */
export interface Rule<Subject> extends RuleFacts {
  subjects(model: Model): Iterable<Subject>;
  check(subject: Subject, model: Model): Judgement | undefined;
  /** Alternatives, the best first; asked only for a subject that `check` reported. */
  fixes?(subject: Subject, model: Model): readonly Fix[];
}

/** A judgement with the rule's name on it: what the product publishes. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly place: Place;
  readonly related: readonly Related[];
  /** False where a line of the place may hold a part of a Secret's values: then none of its lines is shown. */
  readonly quotable: boolean;
  /** Computes the repairs on demand. */
  fixes(): readonly Fix[];
}
