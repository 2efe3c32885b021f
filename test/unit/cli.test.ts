import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { Report } from "../../server/src/cli/report.ts";
import { run } from "../../server/src/cli/run.ts";
import type { Terminal } from "../../server/src/cli/terminal.ts";
import { allRules } from "../../server/src/core/rules/index.ts";
import { type ScratchFolder, scratchFolder } from "../support/scratch-folder.ts";
import { certificate, gateway, grant } from "../support/shop-manifests.ts";

interface Outcome {
  readonly status: number | undefined;
  readonly out: string;
  readonly err: string;
}

/** Runs a command as a shell would, in a folder; `terminal` overrides what the process would be. */
async function command(folder: ScratchFolder | string, args: readonly string[], terminal: Partial<Terminal> = {}): Promise<Outcome> {
  let [out, err] = ["", ""];
  const status = await run(
    args,
    {
      workingDirectory: typeof folder === "string" ? folder : folder.path,
      isInteractive: false,
      environment: {},
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      ...terminal,
    },
    async () => undefined,
  );
  return { status, out, err };
}

function refusedShop(t: TestContext): ScratchFolder {
  return scratchFolder(t, { "edge/gateway.yaml": gateway, "certs/certificate.yaml": certificate });
}

const escapeCharacter = "\u001b";

test("exit status: 0 clean, 1 with findings at or above --fail-on, 2 for trouble", async (t) => {
  const shop = refusedShop(t);
  assert.equal((await command(shop, ["check"])).status, 1);
  assert.equal((await command(shop, ["check", "--fail-on", "warning"])).status, 1);
  assert.equal((await command(shop, ["check", "--fail-on", "never"])).status, 0);
  assert.equal((await command(shop, ["check", "certs"])).status, 0, "one folder alone shows nothing");
  shop.write("certs/grant.yaml", grant);
  assert.deepEqual(await command(shop, ["check"]), { status: 0, out: "No findings in 3 files.\n", err: "" });
  const mismatch = scratchFolder(t, {
    "all.yaml": `${gateway}---\n${certificate.replace("- shop.example.com", "- other.example.com")}---\n${grant}`,
  });
  assert.equal((await command(mismatch, ["check"])).status, 0, "a warning is no error");
  assert.equal((await command(mismatch, ["check", "--fail-on", "warning"])).status, 1);
  assert.equal((await command(mismatch, ["check", "--fail-on", "information"])).status, 1);
});

test("wrong usage is 2, says what is wrong, and prints no result", async (t) => {
  const shop = refusedShop(t);
  const wrong: Readonly<Record<string, RegExp>> = {
    "": /Which command\?/,
    chekc: /There is no command "chekc"/,
    "check missing.yaml": /There is no file or folder missing\.yaml/,
    "check edge missing": /There is no file or folder missing/,
    "check --format xml": /--format takes text, json; not "xml"/,
    "check --fail-on hint": /--fail-on takes error, warning, information, never; not "hint"/,
    "check --color red": /--color takes/,
    "check --now yesterday": /--now takes an instant in ISO 8601/,
    "check --now 2026-13-01": /--now takes an instant in ISO 8601/,
    "check --now 2026-02-30": /--now takes an instant in ISO 8601/,
    "check --now 2026-04-31T12:00:00Z": /--now takes an instant in ISO 8601/,
    "check --frobnicate": /--frobnicate/,
    explain: /explain takes one rule's code/,
    serve: /gateway-tls serve --stdio/,
  };
  for (const [args, message] of Object.entries(wrong)) {
    const outcome = await command(
      shop,
      args.split(" ").filter((arg) => arg !== ""),
    );
    assert.equal(outcome.status, 2, args);
    assert.equal(outcome.out, "", args);
    assert.match(outcome.err, message);
    assert.match(outcome.err, /--help/);
  }
});

test("help and version go to standard output", async (t) => {
  const folder = scratchFolder(t);
  for (const args of [["--help"], ["check", "--help"], ["help"]]) {
    const { status, out, err } = await command(folder, args);
    assert.equal(status, 0);
    assert.match(out, /gateway-tls check \[paths\.\.\.\]/);
    assert.equal(err, "");
  }
});

test("what cannot be read makes the run incomplete: findings are printed and the status is 2", async (t) => {
  const shop = refusedShop(t);
  symlinkSync(join(shop.path, "loop.yaml"), join(shop.path, "loop.yaml"));
  const { status, err } = await command(shop, ["check", "edge", "certs", "loop.yaml"]);
  assert.equal(status, 2);
  assert.match(err, /loop\.yaml/);
  shop.write("binary.yaml", new Uint8Array([0, 1, 2]));
  const named = await command(shop, ["check", "edge", "certs", "binary.yaml", "--format", "json"]);
  assert.equal(named.status, 2);
  const report: Report = JSON.parse(named.out);
  assert.deepEqual(report.unreadable, ["binary.yaml"]);
  assert.equal(report.findings.length, 1);
  const met = await command(shop, ["check"]);
  assert.equal(met.status, 1, "a binary file that the walk meets is only passed over");
  assert.match(met.err, /Passed over binary\.yaml: it is no text\./);
  assert.match(met.out, /^1 error in 2 files\.$/m, "what was passed over was not read");
});

test("JSON has the documented shape, with paths relative to the working directory", async (t) => {
  const shop = refusedShop(t);
  const { out, err } = await command(join(shop.path, "certs"), ["check", "..", "--format", "json", "--now", "2026-06-15T12:00:00Z"]);
  assert.equal(err, "");
  const report: Report = JSON.parse(out);
  assert.deepEqual(Object.keys(report), ["version", "now", "findings", "summary", "unreadable"]);
  assert.equal(report.version, 1);
  assert.equal(report.now, "2026-06-15T12:00:00.000Z");
  assert.deepEqual(report.summary, { files: 2, error: 1, warning: 0, information: 0, hint: 0 });
  const [finding] = report.findings;
  assert.ok(finding !== undefined);
  assert.deepEqual(Object.keys(finding), ["code", "severity", "message", "file", "range", "related", "fixes"]);
  assert.equal(finding.code, "reference-not-granted");
  assert.equal(finding.severity, "error");
  assert.equal(finding.file, "../edge/gateway.yaml");
  assert.equal(finding.range.start.line, 14);
  assert.equal(gateway.split("\n")[14]?.slice(finding.range.start.character, finding.range.end.character), "shop-tls");
  assert.ok(finding.related.some(({ file, range }) => file === "certificate.yaml" && range.start.line === 3));
});

test("JSON fixes can be applied as they stand and leave nothing to find", async (t) => {
  const shop = refusedShop(t);
  const before: Report = JSON.parse((await command(shop, ["check", "--format", "json"])).out);
  const [fix] = before.findings[0]?.fixes ?? [];
  const [edit, ...more] = fix?.edits ?? [];
  assert.equal(fix?.preferred, false, "a fix that widens trust is offered, not preferred");
  assert.equal(more.length, 0);
  assert.ok(edit !== undefined && "create" in edit);
  assert.match(edit.create, /^certs\/referencegrant-.*\.yaml$/);
  shop.write(edit.create, edit.newText);
  assert.equal((await command(shop, ["check"])).status, 0);
});

test("a file to create never takes a name that is in use, even by something that is no manifest", async (t) => {
  const shop = refusedShop(t);
  const fixOf = async (): Promise<string> => {
    const report: Report = JSON.parse((await command(shop, ["check", "--format", "json"])).out);
    const edit = report.findings[0]?.fixes[0]?.edits[0];
    assert.ok(edit !== undefined && "create" in edit);
    return edit.create;
  };
  const first = await fixOf();
  shop.write(first, "nothing: of ours\n");
  assert.equal(await fixOf(), first.replace(/\.yaml$/, "-2.yaml"));
});

test("text quotes the line and underlines what is meant; related places and fixes follow", async (t) => {
  const shop = refusedShop(t);
  const { out } = await command(shop, ["check"]);
  const lines = out.split("\n");
  assert.match(lines[0] ?? "", /^edge\/gateway\.yaml:15:19 error reference-not-granted$/);
  const quoted = lines.indexOf("   15 |           - name: shop-tls");
  assert.ok(quoted > 0, out);
  assert.equal(lines[quoted + 1], "      |                   ^^^^^^^^");
  assert.ok(
    lines.some((line) => line.startsWith("  see certs/certificate.yaml:4:9 ")),
    out,
  );
  assert.ok(
    lines.some((line) => line.startsWith("  fix Create a ReferenceGrant")),
    out,
  );
  assert.equal(lines.at(-2), "1 error in 2 files.");
});

test("a long line is cut around the finding, and control characters are not printed", async (t) => {
  const long = gateway
    .replace("- name: shop-tls", `- {group: "", kind: Secret, name: shop-tls, namespace: security-certs} # ${"x".repeat(500)}`)
    .replace("            namespace: security-certs\n", "");
  const colored = gateway.replace("name: edge", `name: "edge\\e[31m"`);
  const shop = scratchFolder(t, { "long.yaml": long, "colored.yaml": colored, "certificate.yaml": certificate });
  const { out } = await command(shop, ["check"]);
  assert.match(out, /shop-tls/);
  assert.equal(out.includes("x".repeat(121)), false);
  assert.equal(out.includes(escapeCharacter), false);
  assert.match(out, /edge\ufffd\[31m/);
});

test("colours: never in a pipe, with NO_COLOR or when told so; always when told so", async (t) => {
  const shop = refusedShop(t);
  const colors = async (args: readonly string[], terminal: Partial<Terminal>): Promise<boolean> =>
    (await command(shop, ["check", ...args], terminal)).out.includes(escapeCharacter);
  assert.equal(await colors([], { isInteractive: false }), false);
  assert.equal(await colors([], { isInteractive: true }), true);
  assert.equal(await colors([], { isInteractive: true, environment: { NO_COLOR: "1" } }), false);
  assert.equal(await colors([], { isInteractive: true, environment: { TERM: "dumb" } }), false);
  assert.equal(await colors(["--color", "never"], { isInteractive: true }), false);
  assert.equal(await colors(["--color", "always"], { isInteractive: false }), true);
  const real = spawnSync(process.execPath, [join(import.meta.dirname, "../../server/src/main.cli.ts"), "check", shop.path], {
    encoding: "utf8",
  });
  assert.equal(real.status, 1);
  assert.equal(real.stdout.includes(escapeCharacter), false);
  assert.match(real.stdout, /1 error in 2 files\.\n$/);
});

const keyLine = "MC4CAQAwBQYDK2VwBCIEIHzcOdSQ0H9c1UoUVyMfzmfpJRAbXQrNbTjSsQbC2L2n";

test("no line of a Secret's values is ever printed, in either format", async (t) => {
  const pem = `-----BEGIN PRIVATE KEY-----\n${keyLine}\n-----END PRIVATE KEY-----\n`;
  const base64 = Buffer.from(pem).toString("base64");
  const secret = (values: string): string =>
    `apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop-tls\n  namespace: security-certs\ntype: kubernetes.io/tls\n${values}`;
  const block = pem
    .trimEnd()
    .split("\n")
    .map((line) => `    ${line}\n`)
    .join("");
  const shapes: Readonly<Record<string, string>> = {
    "block.yaml": secret(`stringData:\n  tls.crt: |\n${block}  tls.key: |\n${block}`),
    "data.yaml": secret(`data:\n  tls.crt: ${base64}!\n  tls.key: ${base64}\n`),
    "flow.yaml": secret(`data: {tls.crt: ${base64}, tls.key: ${base64}?}\n`),
    "one-line.json": JSON.stringify({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "a" },
      type: "kubernetes.io/tls",
      data: { "tls.crt": base64, "tls.key": `${base64}?` },
    }),
    "broken.yaml": secret(`data:\n  tls.crt: "${base64}\n  tls.key: ${base64}\n bad: [\n`),
  };
  for (const [name, text] of Object.entries(shapes)) {
    const folder = scratchFolder(t, { [name]: text, "gateway.yaml": gateway, "grant.yaml": grant });
    for (const args of [["check"], ["check", "--format", "json"]]) {
      const { out, err, status } = await command(folder, args);
      assert.ok(status === 0 || status === 1);
      for (const part of [keyLine.slice(8, 30), keyLine.slice(-20), base64.slice(40, 60), base64.slice(-24, -4)]) {
        assert.equal(`${out}${err}`.includes(part), false, `${name} ${args.join(" ")}`);
      }
    }
    const found: Report = JSON.parse((await command(folder, ["check", "--format", "json"])).out);
    assert.ok(
      found.findings.some(({ file }) => file === name),
      `${name} is found faulty, so that there was something to quote`,
    );
    rmSync(folder.path, { recursive: true });
  }
});

test("dates are judged as of --now", async (t) => {
  const folder = scratchFolder(t, { "a.yaml": gateway });
  for (const [given, meant] of [
    ["2026-03-01", "2026-03-01T00:00:00.000Z"],
    ["2026-03-01T10:00:00+02:00", "2026-03-01T08:00:00.000Z"],
    ["2028-02-29T23:30:00-01:00", "2028-03-01T00:30:00.000Z"],
  ] as const) {
    const report: Report = JSON.parse((await command(folder, ["check", "--format", "json", "--now", given])).out);
    assert.equal(report.now, meant);
  }
});

test("an empty folder, and files that hold nothing of ours, are clean", async (t) => {
  const folder = scratchFolder(t);
  assert.deepEqual(await command(folder, ["check"]), { status: 0, out: "No findings in 0 files.\n", err: "" });
  folder.write("values.yaml", "replicas: 3\n");
  folder.write("empty.yaml", "");
  folder.write("dashes.yaml", "---\n---\n");
  assert.deepEqual(await command(folder, ["check", "."]), { status: 0, out: "No findings in 3 files.\n", err: "" });
});

test("a named file is read whatever it is called, and counts once", async (t) => {
  const shop = scratchFolder(t, { "rendered.txt": `${gateway}---\n${certificate}`, "a.yaml": "", ".gitignore": "rendered.txt\n" });
  assert.equal((await command(shop, ["check", "rendered.txt"])).status, 1);
  const { out } = await command(shop, ["check", "a.yaml", ".", "./a.yaml"]);
  assert.equal(out, "No findings in 1 file.\n");
});

test("a reader that has seen enough is no error", async (t) => {
  const shop = refusedShop(t);
  const cli = join(import.meta.dirname, "../../server/src/main.cli.ts");
  const stderr = await new Promise<string>((resolve) => {
    execFile("sh", ["-c", `"${process.execPath}" "${cli}" check --format json "${shop.path}" | true`], (_error, _stdout, text) =>
      resolve(text),
    );
  });
  assert.equal(stderr, "");
});

test("explain prints the page of every rule, and for a slip of the pen names what may be meant", async (t) => {
  const folder = scratchFolder(t);
  for (const { code } of allRules) {
    const { status, out, err } = await command(folder, ["explain", code]);
    assert.deepEqual({ status, err }, { status: 0, err: "" }, code);
    assert.equal(out, readFileSync(join(import.meta.dirname, `../../docs/rules/${code}.md`), "utf8"));
  }
  const slips: Readonly<Record<string, RegExp>> = {
    "san-mismtch": /Did you mean san-mismatch/,
    expired: /Did you mean certificate-expired\?/,
    zzzzzzzz: /There are api-version-not-served, /,
    "../json": /There is no rule "\.\.\/json"/,
  };
  for (const [slip, message] of Object.entries(slips)) {
    const { status, out, err } = await command(folder, ["explain", slip]);
    assert.deepEqual({ status, out }, { status: 2, out: "" });
    assert.match(err, message);
  }
});
