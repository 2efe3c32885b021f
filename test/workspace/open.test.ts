/** The workspace's door: what an edit changes, what it leaves alone, and when a snapshot would say something else by itself. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Finding } from "../../server/src/core/rules/rule.ts";
import { openWorkspace } from "../../server/src/core/workspace/open.ts";
import { defaultSettings } from "../../server/src/core/workspace/settings.ts";
import type { Snapshot } from "../../server/src/core/workspace/workspace.ts";
import { expandPem, fixtureNow } from "../support/certificates.ts";
import { findingsOf } from "../support/judged-corpus.ts";
import { certificate, gateway, grant } from "../support/shop-manifests.ts";

const day = 86_400_000;
const gatewayFile = "file:///w/gateway.yaml";
const certificateFile = "file:///w/certificate.yaml";
const grantFile = "file:///w/grant.yaml";
const deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 1\n";

/** A workspace in which one reference is refused. */
function refusing() {
  const workspace = openWorkspace();
  workspace.apply({
    files: [
      [gatewayFile, gateway],
      [certificateFile, certificate],
    ],
    now: fixtureNow,
  });
  return workspace;
}

function codes(snapshot: Snapshot): string[] {
  return findingsOf(snapshot).map(({ code }) => code);
}

function secretUntil(expires: string, starts = ""): string {
  return expandPem(`apiVersion: v1
kind: Secret
metadata:
  name: web-tls
  namespace: web
type: kubernetes.io/tls
stringData:
  tls.crt: |
    {{pem leaf san=shop.example.com expires=${expires}${starts === "" ? "" : ` starts=${starts}`}}}
  tls.key: |
    {{key leaf}}
`);
}

describe("snapshots", () => {
  test("an empty workspace says nothing", () => {
    const { snapshot } = openWorkspace();
    assert.deepEqual(codes(snapshot), []);
    assert.equal(snapshot.nextTurn(), undefined);
    assert.equal(snapshot.lineStarts(gatewayFile), undefined);
  });

  test("are frozen, numbered upwards, and keep saying what they said", () => {
    const workspace = refusing();
    const before = workspace.snapshot;
    const after = workspace.apply({ files: [[grantFile, grant]] });
    assert.ok(Object.isFrozen(before));
    assert.ok(after.serial > before.serial);
    assert.equal(workspace.snapshot, after);
    assert.deepEqual(codes(before), ["reference-not-granted"]);
    assert.deepEqual(codes(after), []);
    assert.equal(before.model.referenceGrants.length, 0);
  });

  test("a deleted file is gone", () => {
    const workspace = refusing();
    workspace.apply({ files: [[grantFile, grant]] });
    assert.deepEqual(codes(workspace.apply({ files: [[grantFile, undefined]] })), ["reference-not-granted"]);
    assert.equal(workspace.snapshot.lineStarts(grantFile), undefined);
  });

  test("a file given twice in one change counts as it was given last", () => {
    const snapshot = refusing().apply({
      files: [
        [grantFile, "gone: true\n"],
        [grantFile, grant],
      ],
    });
    assert.deepEqual(codes(snapshot), []);
  });

  test("a judgement may be left half-way and taken up by somebody else", () => {
    const { snapshot } = refusing();
    const [one, other] = [snapshot.judge(), snapshot.judge()];
    one.next();
    one.next();
    other.next();
    assert.deepEqual(codes(snapshot), ["reference-not-granted"]);
    assert.equal(snapshot.model.gateways.length, 1, "the model too");
    let step = one.next();
    while (!step.done) step = one.next();
    assert.deepEqual([...step.value.keys()], [gatewayFile]);
  });

  test("judging yields between subjects", () => {
    const workspace = openWorkspace();
    workspace.apply({
      files: Array.from({ length: 50 }, (_, i) => [`file:///w/${i}.yaml`, gateway.replace("name: edge", `name: edge-${i}`)] as const),
    });
    let steps = 0;
    for (const work = workspace.snapshot.judge(); !work.next().done; ) steps++;
    assert.ok(steps > 50, `${steps} steps`);
  });
});

describe("an edit", () => {
  test("to a file that holds nothing of ours leaves the model and the findings as they are", () => {
    const workspace = refusing();
    const { model } = workspace.snapshot;
    const [finding] = findingsOf(workspace.snapshot);
    workspace.apply({ files: [["file:///w/deployment.yaml", deployment]] });
    workspace.apply({ files: [["file:///w/values.yaml", "a: 1\n"]] });
    assert.equal(workspace.snapshot.model, model);
    assert.equal(findingsOf(workspace.snapshot)[0], finding);
    assert.equal(workspace.snapshot.lineStarts("file:///w/deployment.yaml"), undefined);
  });

  test("above a document that it does not touch moves what is said of that", () => {
    const workspace = openWorkspace();
    const text = `${deployment}---\n${gateway}`;
    const place = (snapshot: Snapshot): Finding["place"] | undefined => findingsOf(snapshot)[0]?.place;
    const before = place(
      workspace.apply({
        files: [
          [gatewayFile, text],
          [certificateFile, certificate],
        ],
      }),
    );
    const after = place(workspace.apply({ files: [[gatewayFile, text.replace("replicas: 1", "replicas: 1000")]] }));
    assert.equal(text.slice(before?.start, before?.end), "shop-tls");
    assert.deepEqual(after, { file: gatewayFile, start: (before?.start ?? 0) + 3, end: (before?.end ?? 0) + 3 });
  });

  test("to a patch changes what it patches", () => {
    const workspace = refusing();
    const build = "resources: [gateway.yaml, certificate.yaml]\npatches: [{ path: patch.yaml }]\n";
    const patch = "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata:\n  name: other\n";
    const files = [
      ["file:///w/kustomization.yaml", build],
      ["file:///w/patch.yaml", patch],
    ] as const;
    assert.deepEqual(codes(workspace.apply({ files })), ["reference-not-granted"]);
    assert.deepEqual(codes(workspace.apply({ files: [["file:///w/patch.yaml", patch.replace("other", "edge")]] })), []);
  });

  test("that only moves lines keeps the model and moves the lines", () => {
    const workspace = refusing();
    workspace.apply({ files: [[gatewayFile, `${gateway}---\n# end\n`]] });
    const { model } = workspace.snapshot;
    const before = workspace.snapshot.lineStarts(gatewayFile)?.length ?? 0;
    workspace.apply({ files: [[gatewayFile, `${gateway}---\n# the\n# end\n`]] });
    assert.equal(workspace.snapshot.model, model);
    assert.equal(workspace.snapshot.lineStarts(gatewayFile)?.length, before + 1);
  });
});

describe("a document with a fault of syntax", () => {
  const broken = gateway.replace("name: shop-tls", 'name: "shop-tls');

  test("is told so, and nothing else is said in it", () => {
    const workspace = refusing();
    workspace.apply({ files: [[gatewayFile, broken]] });
    assert.deepEqual(codes(workspace.snapshot), ["yaml-invalid"]);
  });

  test("leaves the other documents of its file and the other files what they say", () => {
    const workspace = refusing();
    const other = gateway.replace("name: edge", "name: other");
    workspace.apply({ files: [[gatewayFile, `${broken}---\n${other}`]] });
    assert.deepEqual(codes(workspace.snapshot), ["yaml-invalid", "reference-not-granted"]);
    assert.equal(workspace.snapshot.model.certificates.length, 1);
    assert.equal(workspace.snapshot.model.gateways.length, 2, "what can be made out of it stays in the index");
  });

  test("does not make others guilty: a grant half-typed may still allow", () => {
    const workspace = refusing();
    workspace.apply({ files: [[grantFile, grant]] });
    for (const typed of [
      grant.replace("  to:", "  to: ["),
      grant.replace("kind: Secret", 'kind: "Secret'),
      grant.replace("spec:", "spec: {"),
    ]) {
      workspace.apply({ files: [[grantFile, typed]] });
      assert.deepEqual(codes(workspace.snapshot), ["yaml-invalid"], typed);
    }
  });
});

describe("settings and time", () => {
  test("a rule turned off is silent, and speaks again", () => {
    const workspace = refusing();
    const off = { ...defaultSettings, rules: { "reference-not-granted": "off" } } as const;
    assert.deepEqual(codes(workspace.apply({ settings: off })), []);
    assert.deepEqual(codes(workspace.apply({ settings: defaultSettings })), ["reference-not-granted"]);
  });

  test("a severity is as it was set", () => {
    const workspace = refusing();
    workspace.apply({ settings: { ...defaultSettings, rules: { "reference-not-granted": "hint" } } });
    assert.deepEqual(
      findingsOf(workspace.snapshot).map(({ severity }) => severity),
      ["hint"],
    );
  });

  test("dates are judged by now, without linking anew", () => {
    const workspace = openWorkspace();
    workspace.apply({ files: [["file:///w/secret.yaml", secretUntil("+60d")]], now: fixtureNow });
    assert.deepEqual(codes(workspace.snapshot), []);
    const { objects } = workspace.snapshot.model;
    assert.deepEqual(codes(workspace.apply({ now: fixtureNow + 45 * day })), ["certificate-expiring"]);
    assert.deepEqual(codes(workspace.apply({ now: fixtureNow + 61 * day })), ["certificate-expired"]);
    assert.equal(workspace.snapshot.model.objects, objects);
    assert.equal(workspace.snapshot.model.now, fixtureNow + 61 * day);
  });

  test("the threshold of expiry is a setting", () => {
    const workspace = openWorkspace();
    workspace.apply({ files: [["file:///w/secret.yaml", secretUntil("+20d", "-100d")]], now: fixtureNow });
    assert.deepEqual(codes(workspace.snapshot), ["certificate-expiring"]);
    assert.deepEqual(codes(workspace.apply({ settings: { ...defaultSettings, expiring: { days: 7, share: 1 / 3 } } })), []);
  });
});

describe("the next turn", () => {
  const turnOf = (expires: string, now: number, starts = "") =>
    openWorkspace()
      .apply({ files: [["file:///w/secret.yaml", secretUntil(expires, starts)]], now })
      .nextTurn();
  const midnight = Math.floor(fixtureNow / day) * day + day;

  test("there is none without a certificate", () => assert.equal(refusing().snapshot.nextTurn(), undefined));

  test("days left turn over at the next midnight", () => assert.equal(turnOf("+100d", fixtureNow), midnight));

  test("a certificate that begins today turns when it begins", () => {
    assert.equal(turnOf("+100d", fixtureNow, "+2h"), fixtureNow + 2 * 3_600_000);
  });

  test("one that ends today turns just after its last moment", () => {
    assert.equal(turnOf("+2h", fixtureNow), fixtureNow + 2 * 3_600_000 + 1);
  });

  test("one far away turns when its years do, further away than a timer can hold", () => {
    const turn = turnOf("+100y", fixtureNow) ?? 0;
    assert.ok(turn > fixtureNow + 2 ** 31 && turn < fixtureNow + 366 * day, new Date(turn).toISOString());
  });

  test("nothing is said differently before it, for any certificate at any time", () => {
    for (const [expires, starts] of [
      ["+40d", "-50d"],
      ["+3d", "-87d"],
      ["+6h", "-6d"],
      ["-1d", "-30d"],
      ["+30d", "+5d"],
      ["+800d", "-10d"],
    ] as const) {
      const workspace = openWorkspace();
      workspace.apply({ files: [["file:///w/secret.yaml", secretUntil(expires, starts)]], now: fixtureNow });
      const said = () => JSON.stringify(findingsOf(workspace.snapshot));
      for (let turns = 0, now = fixtureNow; turns < 14; turns++) {
        const before = said();
        const turn = workspace.snapshot.nextTurn();
        assert.ok(turn !== undefined && turn > now);
        workspace.apply({ now: now + Math.floor((turn - now) / 2) });
        assert.equal(said(), before);
        workspace.apply({ now: turn - 1 });
        assert.equal(said(), before, `${expires} at ${new Date(turn - 1).toISOString()}`);
        workspace.apply({ now: turn });
        now = turn;
      }
    }
  });
});
