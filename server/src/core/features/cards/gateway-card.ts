/** The card of a Gateway or ListenerSet: where TLS ends on each of its listeners. */
import { boundaryOf } from "../../gateway/boundary.ts";
import type { ListenerOwner } from "../../gateway/listener.ts";
import type { Model } from "../../gateway/model.ts";
import { predicted } from "../../gateway/status/predicted.ts";
import type { Card } from "../card.ts";
import { gatewayLesson } from "../lessons.ts";
import { say, text } from "../prose.ts";
import { listenerFacts, objectName } from "../words.ts";
import { certificateWords } from "./listener-card.ts";
import { conditionTable, refusalNotes } from "./status-table.ts";

const mostRows = 10;

/** Draws the card; `now` in milliseconds since the epoch. A Gateway's listeners include those of its ListenerSets. */
export function gatewayCard(owner: ListenerOwner, model: Model, now: number): Card {
  const own = model.listenersOf(owner);
  const first = own[0];
  const merged = first === undefined || owner.resource.type !== "Gateway" ? own : model.siblings(first);
  const rows = merged.slice(0, mostRows).map((listener) => {
    const boundary = boundaryOf(listener, model);
    const elsewhere = listener.owner === owner ? [] : say` of ${objectName(listener.owner)}`;
    return [
      say`${listener.name}${elsewhere}: ${listenerFacts(listener)}`,
      text(boundary.model),
      certificateWords(boundary, model, now),
      say`${boundary.routes.filter(({ verdict }) => verdict === "yes").length}`,
    ];
  });
  if (merged.length > mostRows) rows.push([say`and ${merged.length - mostRows} more`, [], [], []]);
  return {
    headline: say`${objectName(owner)}: ${merged.length} ${merged.length === 1 ? say`listener` : say`listeners`}`,
    facts: [],
    tables: [
      { head: ["Listener", "TLS", "Certificate", "Known routes"], rows },
      ...conditionTable(predicted(model).owner(owner)?.conditions ?? []),
    ],
    notes: refusalNotes(predicted(model).refused(owner)?.reasons ?? []),
    ...gatewayLesson,
  };
}
