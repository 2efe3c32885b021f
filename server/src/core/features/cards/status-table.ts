/** The conditions that a controller will report, as a table of a card. */
import type { Condition } from "../../gateway/status/condition.ts";
import type { Table } from "../card.ts";
import { type Prose, say, strong, text } from "../prose.ts";

/** Rows of conditions; one that fails stands out. `who` names the listener or parent, where there are several. */
export function conditionRows(conditions: readonly Condition[], who?: Prose): readonly (readonly Prose[])[] {
  return conditions.map(({ type, status, reason, message }) => {
    const told = `${type}=${status}`;
    const cells = [status === "False" || isAlarm(type, status) ? strong(told) : text(told), text(reason), text(message)];
    return who === undefined ? cells : [who, ...cells];
  });
}

/** Types of which True is the bad news. */
function isAlarm(type: string, status: Condition["status"]): boolean {
  return status === "True" && ["Conflicted", "OverlappingTLSConfig", "InsecureFrontendValidationMode", "PartiallyInvalid"].includes(type);
}

/** The table of one object's conditions; none where there are none. */
export function conditionTable(conditions: readonly Condition[]): readonly Table[] {
  if (conditions.length === 0) return [];
  return [{ head: ["Predicted condition", "Reason", "In words"], rows: conditionRows(conditions) }];
}

/** The table of the conditions of an object's parts: `part` heads the first column. */
export function partsTable(part: string, rows: readonly (readonly Prose[])[]): readonly Table[] {
  return rows.length === 0 ? [] : [{ head: [part, "Predicted condition", "Reason", "In words"], rows }];
}

/** Why the API server refuses an object, as notes. */
export function refusalNotes(reasons: readonly { readonly path: string; readonly message: string }[]): readonly Prose[] {
  return reasons.slice(0, 3).map(({ path, message }) => say`${strong("The API server refuses it")}: ${path}: ${text(message)}`);
}
