/** What the API server would refuse about an object, with the Gateway API of a bundle installed. */
import type { ObjectHead } from "../object.ts";
import { assumedBundle, type Bundle, bundleTitle } from "./bundle.ts";
import { checkObject, type Found } from "./check.ts";
import type { Channel } from "./facts.ts";
import type { Refusal } from "./refusal.ts";
import { rootShape } from "./shape.ts";

const otherChannel: Readonly<Record<Channel, Channel>> = { standard: "experimental", experimental: "standard" };

/** The latest answer per object, which never changes: several rules and the status ask, mostly of the same bundle. */
const latest = new WeakMap<ObjectHead, { readonly bundle: Bundle; readonly refusals: readonly Found[] }>();

/**
 * What the API server would refuse about an object: fields that it does not have, and values outside of their types, limits, patterns and clauses.
 * Placeholders, kinds of other groups, versions that no table describes and strategic merge patches are passed over. Where the bundle is only assumed,
 * what the other channel allows is allowed. A refusal that follows from another one is left out: a misspelt field is not missing as well.
 */
export function refusals(object: ObjectHead, bundle: Bundle = assumedBundle): readonly Refusal[] {
  return found(object, bundle).filter((refusal) => !refusal.follows);
}

/**
 * What is refused for certain, and even where unknown fields are let through and dropped (`kubectl apply --validate=false`, Helm): everything but these
 * fields, with what follows from the lack of them.
 */
export function firmRefusals(object: ObjectHead, bundle: Bundle = assumedBundle): readonly Refusal[] {
  return found(object, bundle).filter(({ code, assumed }) => code !== "field-unknown" && !assumed);
}

function found(object: ObjectHead, bundle: Bundle): readonly Found[] {
  const last = latest.get(object);
  if (last !== undefined && isSame(last.bundle, bundle)) return last.refusals;
  const refusals = check(object, bundle);
  latest.set(object, { bundle, refusals });
  return refusals;
}

function isSame(a: Bundle, b: Bundle): boolean {
  return a === b || (a.assumed === b.assumed && bundleTitle(a) === bundleTitle(b));
}

function check(object: ObjectHead, bundle: Bundle): readonly Found[] {
  const { group, kind, version, root: node } = object;
  const root = rootShape(group, kind, version, bundle.channel);
  if (root === undefined || isPatch(object)) return [];
  const other = rootShape(group, kind, version, otherChannel[bundle.channel]);
  const here = checkObject(node, { kind, root, other: other === root ? undefined : other, bundle });
  if (!bundle.assumed || here.length === 0 || other === undefined || other === root) return here;
  const there = checkObject(node, { kind, root: other, other: root, bundle: { ...bundle, channel: otherChannel[bundle.channel] } });
  const both = new Set(there.map(identity));
  return here.filter((refusal) => both.has(identity(refusal)));
}

function identity({ code, path }: Refusal): string {
  return `${code} ${path.join("/")}`;
}

/** Whether an object is the text of a strategic merge patch: directives such as `$patch` say so. */
function isPatch({ root }: ObjectHead): boolean {
  return root.pairs.some(
    ({ key, value }) =>
      key.value.startsWith("$") || (value.kind === "map" && value.pairs.some((pair) => pair.key.value.startsWith("$patch"))),
  );
}
