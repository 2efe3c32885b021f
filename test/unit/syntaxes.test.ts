/**
 * The injection grammars of `contributes.grammars`, tokenised as VS Code does it: vscode-textmate over a YAML base grammar.
 * There are two bases, because VS Code changed its own: the older one (package tm-grammars) and the one that the installed
 * test host ships (test/host, skipped where it is not installed).
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, test } from "node:test";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";

const root = join(import.meta.dirname, "..", "..");
const require = createRequire(import.meta.url);
const hostYaml = join(root, "test/host/.host/node_modules/code-server/lib/vscode/extensions/yaml");

interface GrammarContribution {
  readonly path: string;
  readonly scopeName: string;
  readonly injectTo?: readonly string[];
}

function contributionsOf(folder: string): readonly { readonly file: string; readonly grammar: GrammarContribution }[] {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return manifest.contributes.grammars.map((grammar: GrammarContribution) => ({ file: join(folder, grammar.path), grammar }));
}

const ours = contributionsOf(root);

/** The base grammars by scope name, or undefined where the host is not installed. */
const bases: Readonly<Record<string, () => ReadonlyMap<string, string> | undefined>> = {
  "the YAML grammar of tm-grammars": () => new Map([["source.yaml", require.resolve("tm-grammars/grammars/yaml.json")]]),
  "the YAML grammar of the installed VS Code": () =>
    existsSync(hostYaml) ? new Map(contributionsOf(hostYaml).map(({ file, grammar }) => [grammar.scopeName, file])) : undefined,
};

let loaded: Promise<void> | undefined;

async function yamlGrammar(base: ReadonlyMap<string, string>): Promise<textmate.IGrammar> {
  loaded ??= oniguruma.loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")));
  await loaded;
  const files = new Map([...base, ...ours.map(({ file, grammar }) => [grammar.scopeName, file] as const)]);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (sources) => new oniguruma.OnigScanner(sources),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope) => {
      const file = files.get(scope);
      return file === undefined ? null : textmate.parseRawGrammar(readFileSync(file, "utf8"), file);
    },
    getInjections: (scope) => ours.filter(({ grammar }) => grammar.injectTo?.includes(scope)).map(({ grammar }) => grammar.scopeName),
  });
  const grammar = await registry.loadGrammar("source.yaml");
  assert.ok(grammar !== null);
  return grammar;
}

/** Tokenises a text; answers with the scopes of the first occurrence of `part` in the line that holds `within`. */
function scopesIn(grammar: textmate.IGrammar, text: string): (within: string, part?: string) => readonly string[] {
  let stack = textmate.INITIAL;
  const lines = text.split("\n").map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    return { line, tokens };
  });
  return (within, part = within) => {
    const found = lines.find(({ line }) => line.includes(within));
    assert.ok(found !== undefined, `no line holds ${within}`);
    const at = found.line.indexOf(part);
    return found.tokens.find((token) => token.startIndex <= at && at < token.endIndex)?.scopes ?? [];
  };
}

const secret = `kind: Secret
stringData:
  tls.crt: |
    -----BEGIN CERTIFICATE-----
    MIICcertificateOne+/
    abc=
    -----END CERTIFICATE-----
    -----BEGIN CERTIFICATE-----
    MIICcertificateTwo
    -----END CERTIFICATE-----
    plain text after
  tls.key: |
    -----BEGIN RSA PRIVATE KEY-----
    Proc-Type: 4,ENCRYPTED

    MIIEkeyOne
    -----END RSA PRIVATE KEY-----
type: kubernetes.io/tls
`;

const unfinished = `stringData:
  tls.crt: |
    -----BEGIN CERTIFICATE-----
    MIICunfinished
  tls.key: |
    -----BEGIN PRIVATE KEY-----
    MIIEunfinished
next: value
`;

const encoded = `data:
  tls.crt: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSQ==
  pkcs8: LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk1JSQ==
  rsa: "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQpNSUk="
  ec: LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0tLS0tCk1JSQ==
  encrypted: LS0tLS1CRUdJTiBFTkNSWVBURUQgUFJJVkFURSBLRVktLS0tLQpNSUk=
next: value
`;

const comments = `metadata:
  # gateway-tls: ignore san-mismatch, san-route-mismatch -- names sit behind a CDN
  name: web # gateway-tls: ignore certificate-expired
  labels: {} #gateway-tls:ignore key-mismatch secret-malformed
  # remember gateway-tls: ignore nothing-here
  text: "# gateway-tls: ignore in-a-string -- not a comment"
`;

const certificateBody = "constant.numeric.base64.certificate.pem";
const keyMark = "invalid.illegal.private-key.pem";

for (const [title, filesOf] of Object.entries(bases)) {
  const files = filesOf();
  describe(title, { skip: files === undefined ? "the test host is not installed" : false }, async () => {
    const grammar = files === undefined ? undefined : await yamlGrammar(files);
    const scopes = (text: string) => {
      assert.ok(grammar !== undefined);
      return scopesIn(grammar, text);
    };

    test("a certificate in a block scalar is coloured line by line, and ends where it ends", () => {
      const of = scopes(secret);
      assert.ok(of("-----BEGIN CERTIFICATE", "BEGIN CERTIFICATE").includes("keyword.other.certificate.pem"));
      assert.ok(of("-----BEGIN CERTIFICATE", "-----").includes("punctuation.definition.begin.pem"));
      for (const line of ["MIICcertificateOne", "abc=", "MIICcertificateTwo"]) assert.ok(of(line).includes(certificateBody), line);
      assert.ok(of("-----END CERTIFICATE", "END CERTIFICATE").includes("keyword.other.certificate.pem"));
      assert.ok(!of("plain text after").some((scope) => scope.endsWith(".pem")));
      assert.ok(of("plain text after").includes("string.unquoted.block.yaml"));
    });

    test("a private key stands out as invalid from its first line to its last", () => {
      const of = scopes(secret);
      for (const line of ["BEGIN RSA PRIVATE KEY", "Proc-Type", "MIIEkeyOne", "END RSA PRIVATE KEY"])
        assert.ok(of(line).includes(keyMark), line);
      assert.ok(!of("-----END CERTIFICATE").includes(keyMark));
      assert.ok(!of("type: kubernetes.io/tls").includes(keyMark));
    });

    test("a block without its END line leaves the following keys alone", () => {
      const of = scopes(unfinished);
      assert.ok(of("MIICunfinished").includes(certificateBody));
      assert.ok(of("tls.key").includes("entity.name.tag.yaml"));
      assert.ok(!of("tls.key").some((scope) => scope.endsWith(".pem")));
      assert.ok(of("MIIEunfinished").includes(keyMark));
      assert.ok(of("next: value", "next").includes("entity.name.tag.yaml"));
    });

    test("a base64-encoded private key in data stands out; a certificate does not", () => {
      const of = scopes(encoded);
      for (const key of ["pkcs8", "rsa", "ec", "encrypted"]) assert.ok(of(`${key}:`, "LS0t").includes(keyMark), key);
      assert.ok(!of("tls.crt:", "LS0t").includes(keyMark));
      assert.ok(of("next: value", "next").includes("entity.name.tag.yaml"));
    });

    test("a suppression comment shows its codes; other comments and strings stay as they are", () => {
      const of = scopes(comments);
      const line = "names sit behind";
      assert.ok(of(line, "gateway-tls:").includes("keyword.other.directive.gateway-tls"));
      assert.ok(of(line, "ignore").includes("keyword.control.ignore.gateway-tls"));
      for (const code of ["san-mismatch", "san-route-mismatch"])
        assert.ok(of(line, code).includes("entity.name.tag.rule.gateway-tls"), code);
      assert.ok(of(line, "--").includes("punctuation.separator.reason.gateway-tls"));
      assert.ok(!of(line).some((scope) => scope.endsWith(".gateway-tls")));
      assert.ok(of(line).includes("comment.line.number-sign.yaml"));
      for (const code of ["key-mismatch", "secret-malformed"]) assert.ok(of(code).includes("entity.name.tag.rule.gateway-tls"), code);
      assert.ok(of("certificate-expired").includes("entity.name.tag.rule.gateway-tls"));
      for (const other of ["nothing-here", "in-a-string"]) assert.ok(!of(other).some((scope) => scope.endsWith(".gateway-tls")), other);
    });
  });
}
