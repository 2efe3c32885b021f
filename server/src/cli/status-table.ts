/** Predicted statuses as a table for people. */
import type { Condition } from "../core/gateway/status/condition.ts";
import type { StatusObject } from "../core/gateway/status/render.ts";
import { printable } from "./terminal.ts";

interface Row {
  readonly object: string;
  readonly part: string;
  readonly condition: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

interface AnyStatus {
  readonly conditions?: readonly Condition[];
  readonly listeners?: readonly { readonly name: string; readonly attachedRoutes: number; readonly conditions: readonly Condition[] }[];
  readonly parents?: readonly { readonly parentRef: Ref; readonly conditions: readonly Condition[] }[];
  readonly ancestors?: readonly { readonly ancestorRef: Ref; readonly conditions: readonly Condition[] }[];
}

interface Ref {
  readonly namespace?: string;
  readonly name: string;
  readonly sectionName?: string;
}

/** A row for each condition; the object is named once. Objects without a status say why. */
export function statusAsText(objects: readonly StatusObject[]): string {
  if (objects.length === 0) return "No Gateway, ListenerSet, route or BackendTLSPolicy was found.\n";
  const rows = objects.flatMap(rowsOf);
  const heads: Row = { object: "OBJECT", part: "PART", condition: "CONDITION", status: "STATUS", reason: "REASON", message: "MESSAGE" };
  const columns = ["object", "part", "condition", "status", "reason"] as const;
  const widths = columns.map((column) => Math.max(...[heads, ...rows].map((row) => row[column].length)));
  const line = (row: Row) => `${columns.map((column, i) => row[column].padEnd(widths[i] ?? 0)).join("  ")}  ${row.message}`.trimEnd();
  let last = "";
  const lines = rows.map((row) => {
    const printed = line(row.object === last ? { ...row, object: "" } : row);
    last = row.object;
    return printed;
  });
  return `${printable([line(heads), ...lines].join("\n"))}\n`;
}

function rowsOf({ kind, metadata, status, refused }: StatusObject): readonly Row[] {
  const object = `${kind} ${metadata.namespace === undefined ? "" : `${metadata.namespace}/`}${metadata.name}`;
  if (refused !== undefined) {
    return refused.map(({ path, message }) => ({ object, part: path, condition: "(refused)", status: "", reason: "", message }));
  }
  const { conditions = [], listeners = [], parents = [], ancestors = [] } = (status ?? {}) as AnyStatus;
  const row = (part: string, { type, status: verdict, reason, message }: Condition): Row => ({
    object,
    part,
    condition: type,
    status: verdict,
    reason,
    message,
  });
  const rows = [
    ...conditions.map((condition) => row("", condition)),
    ...listeners.flatMap(({ name, attachedRoutes, conditions: own }) => [
      ...own.map((condition) => row(`listener ${name}`, condition)),
      { object, part: `listener ${name}`, condition: "attachedRoutes", status: String(attachedRoutes), reason: "", message: "" },
    ]),
    ...parents.flatMap(({ parentRef, conditions: own }) => own.map((condition) => row(`parent ${titleOf(parentRef)}`, condition))),
    ...ancestors.flatMap(({ ancestorRef, conditions: own }) => own.map((condition) => row(`ancestor ${titleOf(ancestorRef)}`, condition))),
  ];
  if (rows.length > 0) return rows;
  return [
    {
      object,
      part: "",
      condition: "",
      status: "",
      reason: "",
      message: "No controller writes a status for it: nothing here is its parent.",
    },
  ];
}

function titleOf({ namespace, name, sectionName }: Ref): string {
  return `${namespace === undefined ? "" : `${namespace}/`}${name}${sectionName === undefined ? "" : ` (${sectionName})`}`;
}
