/** Whatever was edited before: a workspace says what a fresh one with the same files says, in whatever order the files and documents come. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { openWorkspace } from "../../server/src/core/workspace/open.ts";
import { defaultSettings, type Settings } from "../../server/src/core/workspace/settings.ts";
import type { Snapshot } from "../../server/src/core/workspace/workspace.ts";
import { fixtureNow } from "../support/certificates.ts";
import { findingsOf } from "../support/judged-corpus.ts";
import { buildFiles, documents } from "../support/manifest-pool.ts";

const manifests = ["one/a.yaml", "one/b.yaml", "two/a.yaml", "two/b.yaml", "chart/templates/a.yaml", "two/c.json"].map(
  (path) => `file:///repo/${path}`,
);
const builds = ["file:///repo/one/kustomization.yaml", "file:///repo/two/kustomization.yml", "file:///repo/chart/Chart.yaml"];

type Edit =
  | { readonly edit: "write"; readonly file: number; readonly documents: readonly number[]; readonly crlf: boolean }
  | { readonly edit: "build"; readonly file: number; readonly text: number }
  | { readonly edit: "delete"; readonly file: number }
  | { readonly edit: "rename"; readonly from: number; readonly to: number }
  | { readonly edit: "swap"; readonly file: number }
  | { readonly edit: "type"; readonly file: number; readonly at: number; readonly cut: number; readonly text: string }
  | { readonly edit: "time"; readonly days: number }
  | { readonly edit: "settings"; readonly days: number; readonly off: boolean };

const anyFile = fc.nat(manifests.length - 1);
const edits = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        edit: fc.constant("write" as const),
        file: anyFile,
        documents: fc.array(fc.nat(documents.length - 1), { maxLength: 5 }),
        crlf: fc.boolean(),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ edit: fc.constant("build" as const), file: fc.nat(builds.length - 1), text: fc.nat(buildFiles.length) }),
    },
    { weight: 1, arbitrary: fc.record({ edit: fc.constant("delete" as const), file: anyFile }) },
    { weight: 1, arbitrary: fc.record({ edit: fc.constant("rename" as const), from: anyFile, to: anyFile }) },
    { weight: 1, arbitrary: fc.record({ edit: fc.constant("swap" as const), file: anyFile }) },
    {
      weight: 4,
      arbitrary: fc.record({
        edit: fc.constant("type" as const),
        file: anyFile,
        at: fc.nat(1500),
        cut: fc.nat(8),
        text: fc.constantFrom(
          "",
          "x",
          "\n",
          "  ",
          '"',
          "'",
          ": ",
          "- ",
          "---\n",
          "\t",
          "{",
          "# gateway-tls: ignore san-mismatch -- why\n",
          "\n\n",
          "&a ",
          "*a",
          "{{ x }}",
        ),
      }),
    },
    { weight: 1, arbitrary: fc.record({ edit: fc.constant("time" as const), days: fc.integer({ min: -5, max: 30 }) }) },
    { weight: 1, arbitrary: fc.record({ edit: fc.constant("settings" as const), days: fc.nat(60), off: fc.boolean() }) },
  ),
  { minLength: 1, maxLength: 14 },
);

/** What a snapshot says, as plain data. Fixes are part of it. */
function told(snapshot: Snapshot): unknown {
  const { model } = snapshot;
  return {
    findings: findingsOf(snapshot).map((finding) => ({ ...finding, fixes: finding.fixes() })),
    objects: model.objects.map(({ resource, file, offset, name, namespace, partial, leftOutBy }) => [
      resource.kind,
      file,
      offset,
      name,
      namespace,
      partial,
      leftOutBy,
    ]),
    listeners: model.listeners.map((listener) => [
      listener.name,
      listener.certificates.map(({ target, permission, sources }) => [
        target,
        permission.verdict,
        sources.map(({ object }) => object.file),
      ]),
      listener.attachments.map(({ route, verdict }) => [route.file, route.name, verdict]),
    ]),
    lines: [...manifests, ...builds].map((file) => snapshot.lineStarts(file)),
    turn: snapshot.nextTurn(),
  };
}

function textOf(chosen: readonly number[], crlf: boolean): string {
  const text = chosen.map((i) => documents[i] ?? "").join("---\n");
  return crlf ? text.replaceAll("\n", "\r\n") : text;
}

interface Inputs {
  readonly files: Map<string, string>;
  now: number;
  settings: Settings;
}

/** Makes one edit, and answers with the files that it changed. */
function make(edit: Edit, inputs: Inputs): string[] {
  const { files } = inputs;
  const write = (file: string, text: string | undefined): string[] => {
    if (text === undefined) files.delete(file);
    else files.set(file, text);
    return [file];
  };
  const nameOf = (i: number) => manifests[i] ?? "";
  switch (edit.edit) {
    case "write":
      return write(nameOf(edit.file), textOf(edit.documents, edit.crlf));
    case "build":
      return write(builds[edit.file] ?? "", buildFiles[edit.text]);
    case "delete":
      return write(nameOf(edit.file), undefined);
    case "rename": {
      const text = files.get(nameOf(edit.from));
      return [...write(nameOf(edit.from), undefined), ...write(nameOf(edit.to), text)];
    }
    case "swap":
      return write(nameOf(edit.file), files.get(nameOf(edit.file))?.split("---\n").reverse().join("---\n"));
    case "type": {
      const text = files.get(nameOf(edit.file)) ?? "";
      const at = Math.min(edit.at, text.length);
      return write(nameOf(edit.file), text.slice(0, at) + edit.text + text.slice(at + edit.cut));
    }
    case "time":
      inputs.now = fixtureNow + edit.days * 86_400_000;
      return [];
    case "settings":
      inputs.settings = {
        ...defaultSettings,
        expiring: { days: edit.days, share: 0.5 },
        rules: edit.off ? { "san-mismatch": "off" } : {},
        world: { ...defaultSettings.world, complete: edit.days % 2 === 0 },
      };
      return [];
  }
}

test("a workspace after any edits equals a fresh one", () => {
  fc.assert(
    fc.property(edits, fc.array(fc.nat(40), { maxLength: 14 }), (list, pulls) => {
      const inputs: Inputs = { files: new Map(), now: fixtureNow, settings: defaultSettings };
      const live = openWorkspace();
      let serial = live.snapshot.serial;
      list.forEach((edit, i) => {
        // A host may leave a judgement half-way, or not ask at all.
        const abandoned = live.snapshot.judge();
        for (let pulled = pulls[i] ?? 0; pulled > 0; pulled--) abandoned.next();
        const changed = make(edit, inputs);
        const { now, settings } = inputs;
        const snapshot = live.apply({ files: changed.map((file) => [file, inputs.files.get(file)] as const), now, settings });
        assert.ok(snapshot.serial > serial);
        serial = snapshot.serial;
        const fresh = openWorkspace().apply({ files: [...inputs.files].reverse(), now, settings });
        assert.deepEqual(told(snapshot), told(fresh));
      });
    }),
    { numRuns: 250 },
  );
});

/** A finding without its offsets: the words under it, and those under its related places. */
function words(snapshot: Snapshot, files: ReadonlyMap<string, string>): string[] {
  const under = ({ file, start, end }: { file: string; start: number; end: number }) => `${file} ${files.get(file)?.slice(start, end)}`;
  return findingsOf(snapshot)
    .map(({ code, severity, message, place, related }) =>
      JSON.stringify([code, severity, message, under(place), related.map((one) => [one.message, under(one.place)]).sort()]),
    )
    .sort();
}

/** One document of each kind, namespace and name: of two manifests of one object in a file, a cluster takes the last. */
function withoutRepeats(chosen: readonly number[]): readonly number[] {
  const names = new Set<string>();
  return chosen.filter((i) => {
    const name = /kind: .*\nmetadata:\n {2}name: .*\n(?: {2}namespace: .*\n)?/.exec(documents[i] ?? "")?.[0] ?? `${i}`;
    return !names.has(name) && names.add(name);
  });
}

test("the order of documents in their files changes no finding", () => {
  const contents = fc.tuple(...manifests.slice(0, 4).map(() => fc.array(fc.nat(documents.length - 1), { maxLength: 6 })));
  fc.assert(
    fc.property(contents, fc.option(fc.nat(buildFiles.length - 1)), (chosen, build) => {
      const inOrder = (turn: (list: readonly number[]) => readonly number[]) => {
        const files = new Map(chosen.map((list, i) => [manifests[i] ?? "", textOf(turn(withoutRepeats(list)), false)]));
        if (build !== null) files.set(builds[0] ?? "", buildFiles[build] ?? "");
        return words(openWorkspace().apply({ files, now: fixtureNow }), files);
      };
      assert.deepEqual(
        inOrder((list) => [...list].reverse()),
        inOrder((list) => list),
      );
    }),
    { numRuns: 400 },
  );
});
