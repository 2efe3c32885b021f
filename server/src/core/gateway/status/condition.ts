/** Conditions as a controller writes them into `status` (Kubernetes `metav1.Condition`, without the times). */

export interface Condition {
  readonly type: string;
  readonly status: "True" | "False" | "Unknown";
  readonly reason: string;
  readonly message: string;
}

/** The one reason of our own: the manifests at hand do not decide it. Always with status Unknown. */
export const undetermined = "Undetermined";

export function holds(type: string, reason: string, message: string): Condition {
  return { type, status: "True", reason, message };
}

export function fails(type: string, reason: string, message: string): Condition {
  return { type, status: "False", reason, message };
}

export function unknown(type: string, because: string): Condition {
  return { type, status: "Unknown", reason: undetermined, message: `Cannot be told from these manifests: ${because}.` };
}

/** A judgement of one reference or one check: it is fine, it is not (with the API's reason), or nobody can tell from here. */
export type Judged =
  | { readonly verdict: "yes"; readonly message: string }
  | { readonly verdict: "no"; readonly reason: string; readonly message: string }
  | { readonly verdict: "unknown"; readonly because: string };

/** All of several judgements: no as soon as one is, else unknown as soon as one is, else yes. The first that decides is told. */
export function allOf(judged: readonly Judged[], fine: string): Judged {
  return (
    judged.find(({ verdict }) => verdict === "no") ??
    judged.find(({ verdict }) => verdict === "unknown") ?? { verdict: "yes", message: fine }
  );
}

/** The condition that a judgement becomes. */
export function conditionOf(type: string, judged: Judged, reasonWhenTrue: string): Condition {
  switch (judged.verdict) {
    case "yes":
      return holds(type, reasonWhenTrue, judged.message);
    case "no":
      return fails(type, judged.reason, judged.message);
    case "unknown":
      return unknown(type, judged.because);
  }
}
