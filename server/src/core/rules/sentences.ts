/** The turns of phrase that messages share. */
import { type Deployed, qualifiedName, titleOf } from "../delivery/deployment.ts";
import type { Target } from "../gateway/grants.ts";
import type { Listener } from "../gateway/listener.ts";

/** "a", "a and b", "a, b and c"; of more than `most` the first ones and "2 more". */
export function listOf(words: readonly string[], most = 3): string {
  const shown = words.length > most ? [...words.slice(0, most), `${words.length - most} more`] : words;
  return shown.length < 2 ? (shown[0] ?? "") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** "Secret security-certs/wildcard". */
export function targetTitle({ kind, namespace, name }: Target): string {
  return `${kind} ${qualifiedName(namespace, name)}`;
}

/** "listener https", or "listener 2" for one without a name. */
export function listenerTitle(listener: Listener): string {
  return `listener ${listener.name === "" ? listener.spec.index + 1 : listener.name}`;
}

/** "listener https of Gateway platform-ingress/public". */
export function fullListenerTitle(listener: Listener): string {
  return `${listenerTitle(listener)} of ${titleOf(listener.owner)}`;
}

/** "Listener https", "Listeners https and admin", each once. */
export function listenersTitle(listeners: readonly Listener[]): string {
  const [first, ...others] = new Set(listeners);
  if (first === undefined) return "The listener";
  return others.length === 0 ? sentence(listenerTitle(first)) : `Listeners ${listOf([first, ...others].map(({ name }) => name))}`;
}

/** "Gateway platform-ingress/public", or its bare kind and name from the point of view of an object beside it. */
export function titleBeside(object: Deployed, other: Deployed): string {
  return object.namespace === other.namespace ? `${object.resource.kind} ${object.name}` : titleOf(object);
}

/** A sentence with a capital at its start. */
export function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Sentences with blanks between them; empty ones are left out. */
export function joined(...sentences: readonly string[]): string {
  return sentences.filter((each) => each !== "").join(" ");
}
