/** Input as people and programs leave it: a clear finding at the right place, or a deliberate silence; never a crash, never a hang. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { Finding } from "../../server/src/core/rules/rule.ts";
import type { Snapshot } from "../../server/src/core/workspace/workspace.ts";
import { derCertificate, fixtureNow } from "../support/certificates.ts";
import { findingsOf, workspaceOf } from "../support/judged-corpus.ts";
import { documents } from "../support/manifest-pool.ts";
import { certificate, gateway, grant } from "../support/shop-manifests.ts";

const file = "file:///w/gateway.yaml";
const others = [["file:///w/certificate.yaml", certificate]] as const;
const refused = "reference-not-granted";

/** What this file is about; what the API's schema says of a field is told elsewhere. */
const heeded: ReadonlySet<string> = new Set([refused, "yaml-invalid", "secret-malformed"]);

function judged(text: string, name = file): { readonly snapshot: Snapshot; readonly findings: readonly Finding[] } {
  const { snapshot } = workspaceOf([[name, text], ...others], fixtureNow);
  return { snapshot, findings: findingsOf(snapshot).filter(({ code }) => heeded.has(code)) };
}

/** The code of each finding in the file with the text that it stands on. */
function said(text: string, name = file): [code: string, under: string][] {
  return judged(text, name).findings.map(({ code, place }) => [
    code,
    place.file === name ? text.slice(place.start, place.end) : `in ${place.file}`,
  ]);
}

/** The line of an offset by the snapshot's own table, counted from one, and the rest of the line. */
function lineOf({ start }: Finding["place"], snapshot: Snapshot): number {
  return (snapshot.lineStarts(file) ?? []).filter((lineStart) => lineStart <= start).length;
}

const ours: [string, string][] = [[refused, "shop-tls"]];

describe("silence", () => {
  for (const [what, text] of [
    ["an empty file", ""],
    ["blanks", "  \n\t\n"],
    ["comments", "# nothing\n# kind: Gateway\n"],
    ["a lone separator", "---\n"],
    ["separators", "---\n---\n...\n---\n"],
    ["a directive", "%YAML 1.2\n---\n"],
    ["a scalar", "just words\n"],
    ["a number", "42"],
    ["a list", "- kind\n- Gateway\n"],
    ["a binary", "\0GITCRYPT\0\u0001\ufffd\ufffdkind: Gateway\u0002\ufffd"],
    ["a picture", `\u0089PNG\r\n\u001a\n${"\0\u0001\ufffd".repeat(1000)}`],
    ["another program's file", "on: push\njobs:\n  a: {runs-on: x}\n\tb: [\n"],
    [
      "a schema that speaks of a Gateway",
      "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  x:\n    kind: Gateway\n    y: [\n",
    ],
    [
      "a manifest in a block scalar",
      `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n  gateway.yaml: |\n${gateway.replaceAll(/^/gm, "    ")}`,
    ],
    ["another group's Gateway", gateway.replace("gateway.networking.k8s.io/v1", "networking.istio.io/v1")],
    ["an object without a name", gateway.replace("  name: edge\n", "")],
    ["a name that is generated", gateway.replace("  name: edge\n", "  generateName: edge-\n  x: y\n")],
    ["a name that is a list", gateway.replace("name: edge", "name: [edge]")],
    ["fields of the wrong type", gateway.replace(/listeners:[\s\S]*/, "listeners: all\n")],
    ["a listener that is a word", gateway.replace(/listeners:[\s\S]*/, "listeners:\n    - https\n    - 443\n    - null\n")],
    ["a reference that is a word", gateway.replace(/certificateRefs:[\s\S]*/, "certificateRefs: [shop-tls, [], {}, { name: {} }]\n")],
  ] as const) {
    test(`for ${what}`, () => assert.deepEqual(said(text), []));
  }

  test("for JSON of other programs, with comments too", () => {
    assert.deepEqual(said('{"name": "x", "version": "1", "kind": "Gateway"}', "file:///w/package.json"), []);
    assert.deepEqual(said('{ // comment\n  "a": 1,\n}', "file:///w/tsconfig.json"), []);
  });
});

describe("the same finding at the same words", () => {
  const merged = gateway
    .replace("spec:", "x-ref: &ref { name: shop-tls }\nspec:")
    .replace(/- name: shop-tls\n.*\n/, "- { <<: *ref, namespace: security-certs }\n");
  for (const [what, text] of [
    ["as usual", gateway],
    ["after a byte-order mark", `\ufeff${gateway}`],
    ["with CRLF", gateway.replaceAll("\n", "\r\n")],
    ["with a byte-order mark, CRLF and a comment", `\ufeff# über 😀\r\n---\r\n${gateway.replaceAll("\n", "\r\n")}`],
    ["with lone carriage returns in a comment", `# a\r# b\n${gateway}`],
    ["without a newline at the end", gateway.trimEnd()],
    ["after a separator and characters beyond the basic plane", `# 😀😀\n---\n${gateway.replace("shared", '"shared 😀"')}`],
    ["between other documents", `a: 1\n---\n${gateway}---\nb: [\n`],
    ["with an anchor", gateway.replace("name: shop-tls", "name: &n shop-tls")],
    ["with a merge key", merged],
    [
      "with quotes and flow",
      gateway.replace("- name: shop-tls\n            namespace: security-certs", '- { "name": "shop-tls", "namespace": security-certs }'),
    ],
    ["with tabs after the colon", gateway.replace("gatewayClassName: ", "gatewayClassName:\t")],
    ["with a kind of its own anchor", gateway.replace("kind: Gateway", "kind: &k Gateway")],
    ["with nulls where nothing is needed", gateway.replace("spec:", "status: ~\nnull: null\nspec:")],
  ] as const) {
    test(what, () => {
      const [finding] = said(text);
      assert.equal(finding?.[0], refused);
      assert.match(finding?.[1] ?? "", /^(?:&n )?["']?shop-tls["']?$/);
      assert.equal(said(text).length, 1);
    });
  }

  test("through an alias, at the alias", () => {
    const text = gateway.replace("spec:", "x-name: &n shop-tls\nspec:").replace("name: shop-tls", "name: *n");
    assert.deepEqual(said(text), [[refused, "*n"]]);
  });

  test("in JSON, on one line and on many", () => {
    const object = {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "Gateway",
      metadata: { name: "edge", namespace: "platform-ingress" },
    };
    const ref = { name: "shop-tls", namespace: "security-certs" };
    const listener = { name: "https", port: 443, protocol: "HTTPS", tls: { certificateRefs: [ref] } };
    for (const indentation of [0, 2, "\t"]) {
      const text = JSON.stringify({ ...object, spec: { listeners: [listener] } }, null, indentation);
      assert.deepEqual(said(text, "file:///w/gateway.json"), [[refused, '"shop-tls"']]);
    }
  });

  test("in a List, nested", () => {
    const items = gateway.trimEnd().replaceAll(/^/gm, "        ").replace("        ", "      - ");
    const text = `apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: List\n    items:\n${items}\n`;
    assert.deepEqual(said(text), ours);
  });
});

describe("a fault of syntax", () => {
  for (const [what, text, under] of [
    ["a tab as indentation", gateway.replace("  listeners:", "\tlisteners:"), /^\t?/],
    ["an unclosed quote", gateway.replace("name: https", 'name: "https'), /^"/],
    ["an unclosed bracket", gateway.replace("port: 443", "port: [443"), /./],
    ["a dangling alias", gateway.replace("name: shop-tls", "name: *nowhere"), /^\*nowhere$/],
    ["an indentation that fits nowhere", gateway.replace("      port: 443", "     port: 443"), /./],
  ] as const) {
    test(`${what} is told once, where it is`, () => {
      const { findings, snapshot } = judged(text);
      assert.deepEqual(
        findings.map(({ code }) => code),
        ["yaml-invalid"],
      );
      const [finding] = findings;
      assert.ok(finding !== undefined);
      assert.match(text.slice(finding.place.start, finding.place.end), under);
      const changed = text.split("\n").findIndex((line, i) => line !== gateway.split("\n")[i]) + 1;
      assert.ok(Math.abs(lineOf(finding.place, snapshot) - changed) <= 1, `line ${lineOf(finding.place, snapshot)}, changed ${changed}`);
    });
  }

  test("a key that is there twice is told at the second, and the last one counts", () => {
    const text = gateway.replace("name: shop-tls", "name: other-tls\n            name: shop-tls");
    assert.deepEqual(
      said(text).map(([code]) => code),
      ["yaml-invalid", refused],
    );
    const { findings, snapshot } = judged(text);
    assert.deepEqual(
      findings.map(({ place }) => lineOf(place, snapshot)),
      [16, 16],
    );
  });

  test("an alias bomb is told, in no time", { timeout: 20_000 }, () => {
    const levels = Array.from({ length: 30 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(", ")}]`).join("\n");
    const text = `${gateway}x:\n  &l0 [a, b]\n${levels}\n`;
    assert.ok(said(text).some(([code]) => code === "yaml-invalid"));
  });

  test("nesting beyond measure ends, in silence", { timeout: 20_000 }, () => {
    for (const deep of [
      "[".repeat(100_000),
      "{a: ".repeat(50_000),
      Array.from({ length: 2000 }, (_, i) => `${" ".repeat(i)}a:`).join("\n"),
    ]) {
      assert.deepEqual(said(`${gateway}x:\n  ${deep.replaceAll("\n", "\n  ")}`), []);
    }
  });
});

describe("size", () => {
  test("a file of 100,000 lines has its finding on the right line", { timeout: 60_000 }, () => {
    const text = `${`apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: big\ndata:\n  big: |\n${"    line\n".repeat(99_987)}`}---\n${gateway}`;
    const { findings, snapshot } = judged(text);
    assert.deepEqual(
      findings.map(({ place }) => [text.slice(place.start, place.end), lineOf(place, snapshot)]),
      [["shop-tls", 99_994 + 15]],
    );
  });

  test("one of ten thousand documents is read", { timeout: 60_000 }, () => {
    const text = `${"apiVersion: v1\nkind: Service\nmetadata:\n  name: x\n  namespace: y\n---\n".repeat(10_000)}${gateway}`;
    assert.deepEqual(said(text), ours);
  });

  test("one line of a megabyte is read", { timeout: 60_000 }, () => {
    assert.deepEqual(said(`${gateway}x: "${"y".repeat(1_000_000)}"\n`), ours);
  });
});

describe("certificates that lie", () => {
  function secretOf(der: Uint8Array): string {
    const base64 = Buffer.from(der).toString("base64");
    const pem = `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`;
    const indented = pem.trimEnd().replaceAll(/^/gm, "    ");
    return `apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop-tls\n  namespace: security-certs\ntype: kubernetes.io/tls\nstringData:\n  tls.crt: |\n${indented}\n`;
  }
  const der = derCertificate({ san: ["shop.example.com"] });

  test("a length longer than what follows is told as a fault of the certificate", () => {
    for (const at of [1, 2, 3, 5, 6, 7]) {
      const lying = Buffer.from(der);
      lying[at] = 0xff;
      const codes = said(secretOf(lying)).map(([code]) => code);
      assert.ok(codes.includes("secret-malformed"), `byte ${at}: ${codes}`);
    }
  });

  test("no byte that is changed and no place that is cut makes anything throw", () => {
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.nat(255), fc.nat(der.length), (at, byte, end) => {
        const lying = Buffer.from(der.subarray(0, end));
        if (at < end) lying[at] = byte;
        said(secretOf(lying));
      }),
      { numRuns: 300 },
    );
  });
});

describe("everything half-typed", () => {
  /** Every place of every finding lies in a text that is known, within its bounds, and has lines. */
  function assertPlaced(files: ReadonlyMap<string, string>): void {
    const { snapshot } = workspaceOf(files, fixtureNow);
    for (const { place, related } of findingsOf(snapshot)) {
      for (const { file: name, start, end } of [place, ...related.map((one) => one.place)]) {
        const text = files.get(name) ?? "";
        assert.ok(0 <= start && start <= end && end <= text.length, `${name} ${start}-${end} of ${text.length}`);
        assert.ok(snapshot.lineStarts(name) !== undefined);
      }
    }
  }

  test("each beginning of a file is judged, with places in the text", () => {
    const text = `${gateway}---\n${grant}`;
    for (let end = 0; end <= text.length; end++) assertPlaced(new Map([[file, text.slice(0, end)], ...others]));
  });

  test("any text cut out of and put into manifests is judged, with places in the text", () => {
    const whole = documents.join("---\n");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length), fc.nat(40), fc.string({ unit: "binary", maxLength: 6 })), { maxLength: 8 }),
        (edits) => {
          let text = whole;
          for (const [at, cut, put] of edits) text = text.slice(0, at) + put + text.slice(at + cut);
          assertPlaced(new Map([[file, text], ...others]));
        },
      ),
      { numRuns: 100 },
    );
  });
});
