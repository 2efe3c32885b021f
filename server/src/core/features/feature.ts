/** What the features answer with: plain data that any host can print. */
import type { Place } from "../kube/object.ts";

/** A hover card. `markdown` for clients that show it (it may hold a picture as a data: URI), `plain` for those that do not. */
export interface HoverCard {
  readonly place: Place;
  readonly markdown: string;
  readonly plain: string;
}

/** A code lens: a line of text above `place`. `show` names what a click opens; without it the lens is only text. */
export interface Lens {
  readonly place: Place;
  readonly title: string;
  /** The icon that a client may put before the title, where it has icons: `$(warning)` in VS Code. */
  readonly icon?: "warning";
  /** Opens the decoded certificate of the object at this place as a read-only Markdown page. */
  readonly show?: { readonly file: string; readonly offset: number };
}
