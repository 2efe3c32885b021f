/** The driver: severities, suppressions, faults of rules, what may be quoted, and documents that are broken. */
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import { deploy, type ManifestFile } from "../../server/src/core/delivery/deployment.ts";
import { link, type Model } from "../../server/src/core/gateway/model.ts";
import { openWorld } from "../../server/src/core/gateway/world.ts";
import { resourcesOf } from "../../server/src/core/kube/kinds.ts";
import { headNode } from "../../server/src/core/kube/object.ts";
import { allRules, rules } from "../../server/src/core/rules/index.ts";
import { type JudgeOptions, judge, type RuleFault, type Severities } from "../../server/src/core/rules/judge.ts";
import type { JudgedFile } from "../../server/src/core/rules/judged-file.ts";
import type { Finding, Rule } from "../../server/src/core/rules/rule.ts";
import { parseDocument } from "../../server/src/core/yaml/parse.ts";
import { lineStartsOf, splitDocuments } from "../../server/src/core/yaml/split.ts";
import { expandPem, fixtureNow } from "../support/certificates.ts";
import { uriOf } from "../support/fixture.ts";
import { findingsOf, type Texts, toldOf } from "../support/judged.ts";
import { certificate, gateway, oneFile, secret, workspaceOf } from "../support/objects.ts";

function run<Result>(work: Generator<void, Result>): { readonly result: Result; readonly pauses: number } {
  let pauses = 0;
  for (let step = work.next(); ; step = work.next()) {
    if (step.done) return { result: step.value, pauses };
    pauses++;
  }
}

/** The files and their model, linked by the shortest way. */
function linked(texts: Texts): { readonly model: Model; readonly files: readonly JudgedFile[] } {
  const files = [...texts].map(([file, text]) => ({
    file,
    lineStarts: lineStartsOf(text),
    documents: splitDocuments(text).map(({ start, end, text: document }) => {
      const { root, ...facts } = parseDocument(document);
      const resources = resourcesOf(root);
      return { offset: start, end, resources, facts: { ...facts, resources } };
    }),
  })) satisfies readonly (JudgedFile & ManifestFile)[];
  const objects = deploy(files, (_, resource) => resource.namespace?.value ?? "?");
  return { files, model: run(link(objects, { now: fixtureNow, expiring: { days: 30, share: 1 / 3 }, world: openWorld })).result };
}

function judged(texts: Texts, severities: Severities = {}, options: JudgeOptions = {}): readonly Finding[] {
  const { model, files } = linked(texts);
  return [...run(judge(model, files, severities, options)).result.values()].flat();
}

/** A rule that says "seen" of every Gateway. */
function sightings(change: Partial<Rule<Model["gateways"][number]>> = {}): Rule<unknown> {
  return {
    code: "gateway-seen",
    severity: "information",
    summary: "A Gateway is here.",
    reference: undefined,
    since: "0.1.0",
    subjects: (model) => model.gateways,
    check: ({ file, offset, resource }) => {
      const { start, end } = headNode(resource);
      return { place: { file, start: offset + start, end: offset + end }, message: "seen" };
    },
    ...change,
  };
}

const three = oneFile(...["a", "b", "c"].map((name) => gateway(`edge/${name}`, [])));

describe("a rule that throws", () => {
  const boom = () => {
    throw new Error("boom");
  };
  test("loses its one judgement and is told once", () => {
    const faults: RuleFault[] = [];
    const seen = sightings();
    const failing = sightings({ check: (subject, model) => (subject.name === "c" ? seen.check(subject, model) : boom()) });
    const findings = judged(three, {}, { rules: [failing, sightings({ code: "other-rule" })], onFault: (fault) => faults.push(fault) });
    assert.deepEqual(
      findings.map(({ code }) => code),
      ["other-rule", "other-rule", "gateway-seen", "other-rule"],
    );
    assert.deepEqual(
      faults.map(({ rule }) => rule),
      ["gateway-seen"],
    );
    assert.match(faults[0]?.message ?? "", /boom/);
  });
  test("while it lists its subjects keeps those that it listed", () => {
    const faults: RuleFault[] = [];
    const failing = sightings({
      *subjects(model) {
        yield* model.gateways.slice(0, 1);
        boom();
      },
    });
    assert.equal(judged(three, {}, { rules: [failing], onFault: (fault) => faults.push(fault) }).length, 1);
    assert.equal(faults.length, 1);
  });
  test("in its fixes offers none", () => {
    const faults: RuleFault[] = [];
    const [finding] = judged(three, {}, { rules: [sightings({ fixes: boom })], onFault: (fault) => faults.push(fault) });
    assert.deepEqual(finding?.fixes(), []);
    assert.equal(faults.length, 1);
  });
});

test("a severity that is set wins over the judgement's and the rule's, and off silences", () => {
  const own = sightings({ code: "own" });
  const mild: Rule<unknown> = {
    ...own,
    check: (subject, model) => ({ place: { file: "", start: 0, end: 0 }, message: "", ...own.check(subject, model), severity: "hint" }),
  };
  assert.deepEqual(new Set(judged(three, {}, { rules: [own] }).map(({ severity }) => severity)), new Set(["information"]));
  assert.deepEqual(new Set(judged(three, {}, { rules: [mild] }).map(({ severity }) => severity)), new Set(["hint"]));
  assert.deepEqual(new Set(judged(three, { own: "error" }, { rules: [mild] }).map(({ severity }) => severity)), new Set(["error"]));
  assert.deepEqual(judged(three, { own: "off" }, { rules: [mild] }), []);
});

test("it pauses between subjects, and pausing changes nothing", () => {
  const { model, files } = linked(three);
  const { result, pauses } = run(judge(model, files, {}, { rules: [sightings()] }));
  assert.ok(pauses >= 3, `${pauses} pauses for 3 subjects`);
  assert.deepEqual([...result.keys()], [uriOf("all.yaml")]);
});

test("findings come in the order of files and places", () => {
  const files = workspaceOf({ "b.yaml": [gateway("edge/b1", []), gateway("edge/b2", [])], "a.yaml": [gateway("edge/a", [])] });
  const reversed = sightings({ subjects: (model) => model.gateways.toReversed() });
  const names = judged(files, {}, { rules: [reversed] }).map(({ place }) => files.get(place.file)?.slice(place.start, place.end));
  assert.deepEqual(names, ["a", "b1", "b2"]);
});

test("codes are unique, kebab-case, and no rule lacks its facts", () => {
  assert.equal(new Set(allRules.map(({ code }) => code)).size, allRules.length);
  for (const { code, summary, since } of allRules) {
    assert.match(code, /^[a-z]+(?:-[a-z]+)+$/);
    assert.match(summary, /^[A-Z].*\.$/);
    assert.match(since, /^\d+\.\d+\.\d+$/);
  }
  assert.ok(rules.every((rule) => allRules.includes(rule)));
});

describe("a suppression", () => {
  const shop = (host: string, before = "") => `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  gatewayClassName: envoy
  listeners:
    - name: https
      port: 443
      protocol: HTTPS
${before}      hostname: ${host}
      tls: { certificateRefs: [{ name: tls }] }
`;
  const files = (text: string) => new Map([[uriOf("gateway.yaml"), text], ...oneFile(certificate("shop/tls", ["b.example.com"]))]);
  const told = (text: string, rulesSet: Severities = {}) => toldOf(files(text), { rules: rulesSet });

  test("silences its line", () => assert.deepEqual(told(shop("a.example.com # gateway-tls: ignore san-mismatch -- CDN")), []));
  test("alone on its line silences the next one", () => {
    assert.deepEqual(told(shop("a.example.com", "      # gateway-tls: ignore san-mismatch -- CDN\n")), []);
  });
  test("silences several codes, and says which of them it did not need", () => {
    const comment = "# gateway-tls: ignore san-mismatch, certificate-expired -- CDN";
    assert.deepEqual(told(shop(`a.example.com ${comment}`)), [`hint suppression-unused at "${comment}"`]);
  });
  test("of another code silences nothing", () => {
    const comment = "# gateway-tls: ignore certificate-expired -- CDN";
    assert.deepEqual(told(shop(`a.example.com ${comment}`)), [
      'warning san-mismatch at "a.example.com"',
      `hint suppression-unused at "${comment}"`,
    ]);
  });
  test("of a rule that is off is not called unused", () => {
    assert.deepEqual(told(shop("a.example.com # gateway-tls: ignore san-mismatch -- CDN"), { "san-mismatch": "off" }), []);
  });
  test("without a reason works, and is told", () => {
    assert.deepEqual(told(shop("a.example.com # gateway-tls: ignore san-mismatch")), [
      'warning suppression-without-reason at "# gateway-tls: ignore san-mismatch"',
    ]);
  });
  test("without a code silences nothing", () => {
    const findings = findingsOf(files(shop("a.example.com # gateway-tls: ignore -- everything")));
    assert.deepEqual(
      findings.map(({ code }) => code),
      ["san-mismatch", "suppression-unused"],
    );
    assert.match(findings[1]?.message ?? "", /names no rule/);
  });
  test("of a code that does not exist says so", () => {
    const findings = findingsOf(files(shop("b.example.com # gateway-tls: ignore san-missmatch -- CDN")));
    assert.deepEqual(
      findings.map(({ message }) => message.split(",")[0]),
      ["There is no rule san-missmatch"],
    );
  });
  test("is turned off in its own two rules by the settings only", () => {
    const off = { "suppression-unused": "off", "suppression-without-reason": "off" } as const;
    assert.deepEqual(told(shop("b.example.com # gateway-tls: ignore san-missmatch"), off), []);
  });
  test("silences a fault of syntax too", () => {
    assert.deepEqual(
      told(shop("b.example.com\n      # gateway-tls: ignore yaml-invalid -- kept for the old chart\n      hostname: b.example.com")),
      [],
    );
  });
});

describe("a document with a fault of syntax", () => {
  const broken = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: broken, namespace: shop }
spec:
  gatewayClassName: envoy
  listeners:
    - name: https
      port: 443
      protocol: HTTPS
      hostname: a.example.com
      tls: { certificateRefs: [{ name: tls }]
`;
  test("has no other finding, and the other documents keep theirs", () => {
    const good = oneFile(
      gateway("shop/public", [{ hostname: "a.example.com", secrets: ["tls"] }]),
      certificate("shop/tls", ["b.example.com"]),
    );
    const text = `${[...good.values()][0]}---\n${broken}`;
    const findings = findingsOf(new Map([[uriOf("all.yaml"), text]]));
    assert.deepEqual(
      findings.map(({ code }) => code),
      ["san-mismatch", "yaml-invalid"],
    );
    assert.equal(findingsOf(new Map([[uriOf("broken.yaml"), broken]])).length, 1);
  });
  test("silences what a rule says in it", () => {
    const good = [...three.values()].join("");
    const files = new Map([[uriOf("all.yaml"), `${good}---\n${broken}`]]);
    const codes = judged(files, {}, { rules: [sightings()] }).map(({ code }) => code);
    assert.deepEqual(codes, ["gateway-seen", "gateway-seen", "gateway-seen", "yaml-invalid"]);
  });
  test("is not ours where it is a kustomization", () => {
    assert.deepEqual(toldOf(new Map([[uriOf("kustomization.yaml"), "resources:\n  - [a.yaml\nnamespace: x\n"]])), []);
  });
  test("is told once, however many faults follow", () => {
    const worse = broken.replace("port: 443", "port: [443").replace("hostname: a", 'hostname: "a');
    assert.equal(findingsOf(new Map([[uriOf("broken.yaml"), worse]])).filter(({ code }) => code === "yaml-invalid").length, 1);
  });
  for (const [name, text] of [
    ["a template", broken.replace("a.example.com", "{{ .Values.host }}\n      {{- if .x }}")],
    ["no manifest", broken.replace(/^kind: .*$/m, "kind: Playbook").replace(/^apiVersion: .*$/m, "apiVersion: example.org/v1")],
    ["of another group", broken.replace("gateway.networking.k8s.io", "networking.istio.io")],
  ] as const) {
    test(`is not ours where it is ${name}`, () => assert.deepEqual(toldOf(new Map([[uriOf("x.yaml"), text]])), []));
  }
});

describe("lines that hold a Secret's values are not quotable", () => {
  const pem = expandPem("{{pem leaf san=a.example.com expires=-1d}}");
  test("in block style only those of the values", () => {
    const findings = findingsOf(
      oneFile(
        gateway("shop/public", [{ hostname: "b.example.com", secrets: ["tls"] }]),
        secret("shop/tls", "pem leaf san=a.example.com expires=-1d", "key leaf", { type: "Opaque" }),
      ),
    );
    assert.deepEqual(
      findings.map(({ code, quotable }) => [code, quotable]),
      [
        ["san-mismatch", true],
        ["secret-malformed", true],
        ["certificate-expired", false],
      ],
    );
  });
  test("in JSON on one line nothing of the file", () => {
    const list = {
      apiVersion: "v1",
      kind: "List",
      items: [gateway("shop/public", [{ hostname: "b.example.com", secrets: ["tls"] }]), secret("shop/tls", "pem leaf san=a.example.com")],
    };
    const findings = findingsOf(new Map([[uriOf("list.json"), JSON.stringify(list)]]));
    assert.deepEqual(
      findings.map(({ code, quotable }) => [code, quotable]),
      [["san-mismatch", false]],
    );
  });
  test("in JSON on many lines the other lines are", () => {
    const list = {
      apiVersion: "v1",
      kind: "List",
      items: [gateway("shop/public", [{ hostname: "b.example.com", secrets: ["tls"] }]), secret("shop/tls", "pem leaf san=a.example.com")],
    };
    const findings = findingsOf(new Map([[uriOf("list.json"), JSON.stringify(list, undefined, 2)]]));
    assert.deepEqual(
      findings.map(({ code, quotable }) => [code, quotable]),
      [["san-mismatch", true]],
    );
  });
  test("nor the annotation in which kubectl repeats them", () => {
    const annotation = JSON.stringify({ data: { "tls.crt": pem } });
    const text = `{"apiVersion":"v1","kind":"Secret","type":"Opaque","metadata":{"name":"tls","namespace":"shop","annotations":{"kubectl.kubernetes.io/last-applied-configuration":${JSON.stringify(annotation)}}},
"data":{"tls.crt":"AAAA","tls.key":"AAAA"}}`;
    const files = new Map([[uriOf("s.json"), text], ...oneFile(gateway("shop/public", [{ secrets: ["tls"] }]))]);
    assert.ok(findingsOf(files).length > 0);
    assert.ok(findingsOf(files).every(({ quotable }) => !quotable));
  });
  test("nor any line of a broken Secret", () => {
    const text = `apiVersion: v1\nkind: Secret\nmetadata: { name: tls, namespace: shop\ntype: kubernetes.io/tls\nstringData:\n  tls.key: |\n    secret\n`;
    const findings = findingsOf(new Map([[uriOf("s.yaml"), text]]));
    assert.deepEqual(
      findings.map(({ code, quotable }) => [code, quotable]),
      [["yaml-invalid", false]],
    );
  });
});
