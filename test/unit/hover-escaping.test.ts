import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { marked, type Token } from "marked";
import { certificatePage } from "../../server/src/core/features/certificate-page.ts";
import { markdownName, markdownText, oneLine, xmlText } from "../../server/src/core/features/escape.ts";
import { hoverAt } from "../../server/src/core/features/hover.ts";
import { file, gatewayWith, lensesIn, route, sceneOf, secret, service, terminating, tlsRoute } from "../support/scene.ts";

/** Every token of a Markdown text, nested ones included. */
function tokensOf(markdown: string): Token[] {
  const tokens: Token[] = [];
  marked.walkTokens(marked.lexer(markdown), (token) => {
    tokens.push(token);
  });
  return tokens;
}

const ours = /^https:\/\/(?:gateway-api\.sigs\.k8s\.io|cert-manager\.io)\/[a-z/-]+$|^command:gatewayTls\.explain\?%5B%22[a-z-]+%22%5D$/;

/** Nothing but what our own words may bring: no HTML, only our links, only our picture, tables of one width. */
function assertHarmless(markdown: string): void {
  for (const token of tokensOf(markdown)) {
    assert.notEqual(token.type, "html", `HTML: ${token.raw}`);
    if (token.type === "link") assert.match(token.href, ours);
    if (token.type === "image") assert.match(token.href, /^data:image\/svg\+xml;base64,[A-Za-z0-9+/=]+$/);
    if (token.type === "table") for (const row of token.rows) assert.equal(row.length, token.header.length);
  }
  assert.doesNotMatch(markdown.replace(/data:[^)]*/g, ""), /(?<!\\)\$\(/, "a theme icon");
}

const evils = [
  "[x](command:evil)",
  "![x](https://evil.example/x.png)",
  "<script>alert(1)</script>",
  "`` ` ` a ``",
  "a | b | c",
  "$(zap) https://evil.example www.evil.example a@evil.example",
  "</text><script/>&amp;\"'",
  "*strong* _weak_ ~~gone~~ # head\n\n- item\n\n> quote",
  "\\](command:evil)",
  "\u202Edrah\u0000\u200B",
];

/** A double-quoted YAML scalar. */
const quoted = (text: string) => JSON.stringify(text);

for (const evil of evils) {
  test(`no card lets ${JSON.stringify(evil)} be more than text`, () => {
    const name = quoted(evil);
    const scenes = [
      sceneOf(
        gatewayWith(
          `protocol: HTTPS\nport: 443\nhostname: ${name}\ntls:\n  certificateRefs:\n    - name: ${name}\n    - name: api-tls\n      namespace: ${name}\nallowedRoutes:\n  namespaces:\n    from: All`,
          name,
        )
          .replace("name: public", `name: ${name}`)
          .replace("namespace: ingress", `namespace: ${name}`),
        route
          .replaceAll("name: public", `name: ${name}`)
          .replaceAll("namespace: ingress", `namespace: ${name}`)
          .replace("- api.example.com", `- ${name}`)
          .replace("name: backend", `name: ${name}`)
          .replace("name: api", `name: ${name}`),
        service.replace("name: backend", `name: ${name}`),
        secret.replace("name: api-tls", `name: ${name}`).replace("namespace: ingress", `namespace: ${name}`),
        `apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata:\n  name: ${name}\nspec:\n  secretName: ${name}\n  dnsNames: [${name}]\n  issuerRef: {name: ${name}, kind: ${name}}\n  duration: ${name}`,
        `apiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\nmetadata:\n  name: ${name}\n  namespace: ${name}\nspec:\n  from:\n    - {group: ${name}, kind: ${name}, namespace: ${name}}\n  to:\n    - {group: ${name}, kind: ${name}, name: ${name}}`,
        `apiVersion: gateway.networking.k8s.io/v1\nkind: BackendTLSPolicy\nmetadata:\n  name: ${name}\nspec:\n  targetRefs:\n    - {group: "", kind: Service, name: ${name}, sectionName: ${name}}\n  validation:\n    hostname: ${name}\n    caCertificateRefs:\n      - {group: "", kind: ${name}, name: ${name}}`,
      ),
      sceneOf(gatewayWith(`protocol: ${name}\nport: 443\ntls:\n  mode: ${name}`), tlsRoute),
      sceneOf(terminating, secret.replace("san=api.example.com", "san=api.example.com cn=*x*_y_")),
    ];
    let cards = 0;
    for (const scene of scenes) {
      for (let offset = 0; offset < scene.text.length; offset += 7) {
        const card = hoverAt(scene, file, offset, { commandLinks: true });
        if (card === undefined) continue;
        cards++;
        assertHarmless(card.markdown);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the point
        assert.doesNotMatch(card.plain, /[\u0000-\u0009\u000B-\u001F\u200B-\u200F\u202A-\u202E]/);
        const page = certificatePage(scene, file, offset);
        if (page !== undefined) assertHarmless(page);
      }
      for (const { title } of lensesIn(scene)) assert.doesNotMatch(title, /\$\(|[\n\u202E]/);
    }
    assert.ok(cards > 40, `${cards} cards`);
  });
}

const nasty = fc.oneof(
  fc.constantFrom("1. x", "23) x", "- x", "+ x", "# x", "> x", "=== x", "~~~", "http://x.example", "www.x.example"),
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: fc.constantFrom(..."\\`*_[](){}<>#|~&$!:@+=-.wW1 \n\t/hpst".split("")) }),
);

/** What a reader sees of inline Markdown. */
function seen(markdown: string): string {
  const html = marked.parseInline(markdown, { async: false });
  return html
    .replace(/<\/?code>/g, "")
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ({ amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" })[name] ?? "");
}

test("any text, as Markdown text or as a name, reads as itself", () => {
  fc.assert(
    fc.property(nasty, (text) => {
      const line = oneLine(text);
      const squeezed = (words: string) => words.replace(/ +/g, " ");
      assert.equal(squeezed(seen(markdownText(text))), squeezed(line));
      if (line !== "")
        assert.deepEqual(
          marked.lexer(markdownText(text)).map(({ type }) => type),
          ["paragraph"],
        );
      if (line !== "") assert.equal(squeezed(seen(markdownName(text))), squeezed(line));
    }),
    { numRuns: 2000 },
  );
});

test("any text stays within its cell of a table", () => {
  fc.assert(
    fc.property(nasty, (text) => {
      const [table] = marked.lexer(`| a | b |\n| :-- | :-- |\n| ${markdownText(text)} | ${markdownName(text)} |\n`);
      assert.equal(table?.type, "table");
      assert.equal(table.type === "table" ? table.rows.length : 0, 1);
      assert.equal(
        tokensOf(table?.raw ?? "").some(({ type }) => type === "link" || type === "html" || type === "image"),
        false,
      );
    }),
    { numRuns: 1000 },
  );
});

test("text in XML is character data", () => {
  assert.equal(xmlText(`</text><script>&"'`), "&lt;/text&gt;&lt;script&gt;&amp;&quot;&apos;");
});

test("usual names are code, an empty one is shown as such, an overlong one is cut", () => {
  assert.equal(markdownName("*.example.com"), "`*.example.com`");
  assert.equal(markdownName(""), '`""`');
  assert.equal(oneLine("x".repeat(300)).length, 253);
});
