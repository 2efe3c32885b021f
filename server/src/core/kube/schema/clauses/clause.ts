/** A rule of a CRD that goes beyond one field. */
import type { Span } from "../../../yaml/tree.ts";
import type { Refusal } from "../refusal.ts";
import type { Spot, Value } from "../value.ts";

/** Tells a fault at a spot. `node` is what to point at, where it is another than the spot's value. */
export type Tell = (
  at: Spot,
  message: string,
  more?: Partial<Pick<Refusal, "code" | "related" | "repairs">> & { readonly node?: Span },
) => void;

/** Asks a list or a mapping, after its presets were put in. What is not known is passed over. */
export type Clause = (value: Value, tell: Tell) => void;
