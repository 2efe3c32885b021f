/**
 * What the conformance suite expects of attachment and conflicts, as findings: everything that it expects refused is told at the very object, and nothing
 * is called an error in an object that it expects to be accepted throughout.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Finding } from "../../server/src/core/rules/rule.ts";
import type { Snapshot } from "../../server/src/core/workspace/workspace.ts";
import { conformance, conformanceBundle, conformanceNow, type Expectation, type ObjectName } from "../support/conformance.ts";
import { findingsOf, workspaceOf } from "../support/judged-corpus.ts";

const skip = conformance === undefined ? "../shared is absent" : false;

/** By which rules a reason is told. */
const rules: Readonly<Record<string, readonly string[]>> = {
  NoMatchingParent: ["route-not-attached"],
  NoMatchingListenerHostname: ["route-not-attached"],
  NotAllowedByListeners: ["route-not-attached"],
  NotAllowed: ["listenerset-not-allowed"],
  InvalidRouteKinds: ["route-kind-invalid"],
  HostnameConflict: ["listener-conflict"],
  ProtocolConflict: ["listener-conflict", "mixed-termination"],
};

/** The findings that are said within an object, and within the section that its name means. */
function within({ kind, namespace, name, section }: ObjectName, snapshot: Snapshot, findings: readonly Finding[]): readonly Finding[] {
  const object = snapshot.model.objects.find((one) => one.resource.kind === kind && one.namespace === namespace && one.name === name);
  if (object === undefined) return [];
  const listener = section === undefined ? undefined : snapshot.model.listeners.find((one) => one.owner === object && one.name === section);
  const { start, end } = listener?.spec.node ?? object.resource.root;
  const holds = (place: Finding["place"]) =>
    place.file === object.file && object.offset + start <= place.start && place.end <= object.offset + end;
  return findings.filter(({ place, related }) => holds(place) || (section !== undefined && related.some((one) => holds(one.place))));
}

/** The objects that the suite expects to be accepted, and of which it expects nothing bad. */
function acceptedIn(expectations: readonly Expectation[]): readonly ObjectName[] {
  const objects = new Map<string, { readonly object: ObjectName; readonly conditions: Expectation["condition"][] }>();
  for (const { object, condition } of expectations) {
    const { kind, namespace, name } = object;
    const key = `${kind} ${namespace}/${name}`;
    const known = objects.get(key);
    if (known === undefined) objects.set(key, { object: { kind, namespace, name }, conditions: [condition] });
    else known.conditions.push(condition);
  }
  return [...objects.values()].flatMap(({ object, conditions }) => {
    const isBad = conditions.some(({ type, status }) => /^(?:Accepted|ResolvedRefs|Programmed)$/.test(type) && status === "False");
    return !isBad && conditions.some(({ type, status }) => type === "Accepted" && status === "True") ? [object] : [];
  });
}

describe("conformance", { skip }, () => {
  let refused = 0;
  let accepted = 0;
  for (const record of conformance?.records ?? []) {
    const { snapshot } = workspaceOf(conformance?.files(record) ?? [], conformanceNow, { complete: false, bundle: conformanceBundle });
    const findings = findingsOf(snapshot);

    test(`${record.test}: what is refused is told`, () => {
      for (const { object, condition } of record.expect) {
        const codes = rules[condition.reason];
        if (codes === undefined) continue;
        refused++;
        const told = within(object, snapshot, findings).map(({ code }) => code);
        assert.ok(
          codes.some((code) => told.includes(code)),
          `${JSON.stringify(object)} ${condition.reason}: told is ${told.join(", ") || "nothing"}`,
        );
      }
    });

    test(`${record.test}: what is accepted has no error`, () => {
      for (const object of acceptedIn(record.expect)) {
        accepted++;
        const errors = within(object, snapshot, findings).filter(({ severity }) => severity === "error");
        assert.deepEqual(
          errors.map(({ code, message }) => `${code}: ${message}`),
          [],
          `errors in ${object.kind} ${object.name}`,
        );
      }
    });
  }

  test("there was something to compare", () => {
    assert.ok(refused > 50, `${refused} refusals`);
    assert.ok(accepted > 100, `${accepted} accepted objects`);
  });
});
