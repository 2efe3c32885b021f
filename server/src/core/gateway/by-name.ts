/** Values by namespace and name. Two maps deep: the names of a manifest are hashed once, where a joined key would be made at every look. */
import type { EffectiveNamespace } from "../delivery/deployment.ts";

export class ByName<Value> {
  readonly #namespaces = new Map<EffectiveNamespace, Map<string, Value[]>>();

  add(namespace: EffectiveNamespace, name: string, value: Value): void {
    let names = this.#namespaces.get(namespace);
    if (names === undefined) {
      names = new Map();
      this.#namespaces.set(namespace, names);
    }
    const there = names.get(name);
    if (there === undefined) names.set(name, [value]);
    else there.push(value);
  }

  /** What was added under a namespace and name, in that order; empty where nothing was. */
  get(namespace: EffectiveNamespace, name: string): readonly Value[] {
    return this.#namespaces.get(namespace)?.get(name) ?? [];
  }
}
