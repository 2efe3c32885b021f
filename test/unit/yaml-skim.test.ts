import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseDocument } from "../../server/src/core/yaml/parse.ts";
import { skim } from "../../server/src/core/yaml/skim.ts";
import { splitDocuments } from "../../server/src/core/yaml/split.ts";
import { get } from "../../server/src/core/yaml/tree.ts";

const kinds = ["Gateway", "GatewayClass", "HTTPRoute", "Secret", "Service"];

/** The kinds at the root of each document, as the parser finds them. */
function kindsOf(file: string): string[] {
  return splitDocuments(file).flatMap(({ text }) => {
    const kind = get(parseDocument(text).root, "kind");
    return kind?.kind === "scalar" ? [kind.value] : [];
  });
}

const matters = (kind: string) => kinds.includes(kind) || /^[A-Za-z0-9]*List$/.test(kind);

const yes: Record<string, string> = {
  "the usual form": "apiVersion: v1\nkind: Secret\n",
  "kind first": "kind: Secret # x\napiVersion: v1\n",
  "a later document": "kind: Pod\n---\nkind: Secret\n",
  CRLF: "apiVersion: v1\r\nkind: Secret\r\n",
  "single quotes": "kind: 'Secret'\n",
  "a quoted key": '"kind": Secret\n',
  flow: "{apiVersion: v1, kind: Secret}",
  KYAML: '---\n{\n  apiVersion: "v1",\n  kind: "Secret",\n}\n',
  "compact JSON": '{"apiVersion":"v1","kind":"Secret"}',
  "JSON with blanks before the colon": '{"kind"\n  :\n "Secret"}',
  "JSON after other kinds": '{"a":[{"kind":"Pod"},{"kind":"Job"}],"kind":"Secret"}',
  "an escaped value": '{"kind":"\\u0053ecret"}',
  "an escaped key": '{"k\\u0069nd":"Secret"}',
  "an escaped value in block style": 'kind: "Sec\\x72et"\n',
  "an escaped line break": 'kind: "Sec\\\n  ret"\n',
  "a folded scalar": "kind: >-\n  Secret\n",
  "the next line": "kind:\n  Secret\n",
  "the next line after a comment": "kind: # what\n  Secret\n",
  "an anchor": "kind: &k Secret\n",
  "a tag": "kind: !!str Secret\n",
  "an alias": "a: &k Secret\nkind: *k\n",
  "an explicit key": "? kind\n: Secret\n",
  "an explicit key with a comment": "? kind # c\n# d\n: Secret\n",
  "a merge key": "base: &b\n  kind: Secret\n<<: *b\n",
  "an alias as key": "a: &k kind\n*k : Secret\n",
  "an indented root": "  kind: Secret\n  a: b\n",
  "content on the separator": "--- {kind: Secret}\n",
  "a list": "apiVersion: v1\nkind: List\nitems: []\n",
  "a list of a kind": "kind: GatewayList\n",
  "a byte-order mark": "\ufeffkind: Secret\n",
  "a comment above": "# licence\n\nkind: Secret\n",
  "an indentation that fits nowhere": "apiVersion: v1\nmetadata:\n    a: b\n  kind: Secret\n",
  "a second kind, spelt otherwise, which wins": "kind: Pod\n'kind': Secret\n",
  "a quote that is not closed": 'apiVersion: v1\nname: "x\nkind: Secret\n',
};

for (const [what, text] of Object.entries(yes)) {
  test(`yes: ${what}`, () => {
    assert.ok(kindsOf(text).some(matters), "the parser must find it, or the row tests nothing");
    assert.equal(skim(text, kinds), true);
  });
}

const no: Record<string, string> = {
  "an empty text": "",
  "another kind": "kind: Deployment\nspec:\n  template: {}\n",
  "a kind that only begins like one": "kind: ServiceAccount\n",
  "a kind that only ends like one": "kind: MyGateway\n",
  "a nested kind in block style": "kind: HelmRelease\nspec:\n  ref:\n    kind: Secret\n",
  "a nested kind among items in column 0": "kind: Role\nrules:\n- kind: Secret\n",
  "a mention": "kind: Deployment\nname: Gateway\n",
  "values without a kind": "gateway:\n  name: Secret\n  type: List\n",
  "a schema": "properties:\n  kind:\n    description: Secret\n  kinds:\n  - Secret\n",
  "flow without the kind": "{kind: Pod, name: Secret}",
  "JSON without the kind": '{"kind":"Pod","kinds":["Secret"],"mankind":"Secret"}',
};

for (const [what, text] of Object.entries(no)) {
  test(`no: ${what}`, () => {
    assert.ok(!kindsOf(text).some(matters));
    assert.equal(skim(text, kinds), false);
  });
}

const spelledKind = fc.constantFrom(
  "kind",
  '"kind"',
  "'kind'",
  '"k\\u0069nd"',
  '"\\x6bind"',
  '"ki\\\n  nd"',
  "&a kind",
  "!!str kind",
  "&a !t 'kind'",
);
const value = fc.constantFrom("Gateway", "HTTPRoute", "Secret", "List", "PodList", "Pod", "GatewayX", "SecretStore");

function spellings(name: string): readonly string[] {
  const code = name.charCodeAt(0).toString(16).padStart(4, "0");
  const head = name.slice(0, 2);
  const tail = name.slice(2);
  return [
    name,
    `"${name}"`,
    `'${name}'`,
    `"\\u${code}${name.slice(1)}"`,
    `"${head}\\U0000${tail.charCodeAt(0).toString(16).padStart(4, "0")}${tail.slice(1)}"`,
    `"${head}\\\n   ${tail}"`,
    `&v ${name}`,
    `!!str ${name}`,
    `# c\n  ${name}`,
    `\n  ${name}`,
    `\t${name}`,
  ];
}

const object = fc
  .tuple(
    spelledKind,
    value,
    fc.nat(),
    fc.constantFrom("", "metadata: {kind: Pod}", "x: {kind: Secret}", "y: [a, b]"),
    fc.boolean(),
    fc.nat(8),
  )
  .map(([key, name, choice, other, before, shape]) => {
    const forms = spellings(name);
    const written = forms[choice % forms.length] ?? name;
    const block = (pair: string) => [before ? other : "", pair, before ? "" : other].filter((line) => line !== "").join("\n");
    switch (shape) {
      case 0:
        return block(`? ${key}\n: ${written}`);
      case 1:
        return block(`${key}: >-\n  ${name}`);
      case 2:
        return `{${before ? `${other}${other && ", "}` : ""}${key} : ${written}${before || other === "" ? "" : `, ${other}`}}`;
      case 3:
        return `{\n"a": 1, "kind"\n  :"${name}"}`;
      case 4:
        return `b: &b {${key}: ${written} }\n<<: *b`;
      case 5:
        return `a: &k kind\nv: &n ${written}\n*k : *n`;
      default:
        return block(`${key}: ${written}`);
    }
  });

test("never no where the parser finds one", () => {
  let found = 0;
  const file = fc
    .tuple(
      fc.array(object, { minLength: 1, maxLength: 3 }),
      fc.constantFrom("\n", "\r\n"),
      fc.constantFrom("", "---\n", "# c\n\n", "%YAML 1.2\n---\n", "\ufeff"),
    )
    .map(([objects, eol, head]) => (head + objects.join("\n---\n")).replaceAll("\n", eol));
  fc.assert(
    fc.property(file, (text) => {
      if (!kindsOf(text).some(matters)) return;
      found++;
      assert.equal(skim(text, kinds), true);
    }),
    { numRuns: 3000 },
  );
  assert.ok(found > 1000, `only ${found} of the generated files held one`);
});

test("never no where the parser finds one in a soup of tokens", () => {
  const token = fc.constantFrom(
    "kind",
    "Gateway",
    "List",
    ":",
    ": ",
    "\n",
    "\n  ",
    " ",
    "{",
    "}",
    "[",
    "]",
    ",",
    '"',
    "'",
    "? ",
    "- ",
    "&a ",
    "*a",
    "# c\n",
    "|\n",
    ">-\n",
    "a",
    "a: b\n",
    "<<: ",
    "\\",
    "\\u0047",
    "---\n",
    "!t ",
  );
  let found = 0;
  fc.assert(
    fc.property(fc.array(token, { maxLength: 14 }), fc.nat(14), (tokens, at) => {
      const text = [...tokens.slice(0, at), "kind", ": ", "Gateway", ...tokens.slice(at)].join("");
      const rootKinds = splitDocuments(text).map((each) => kindPairs(each.text));
      if (!rootKinds.some((pairs) => pairs.length === 1 && pairs.some(matters))) return;
      found++;
      assert.equal(skim(text, kinds), true, JSON.stringify(text));
    }),
    { numRuns: 5000 },
  );
  assert.ok(found > 300, `only ${found} of the generated texts held one`);
});

/** The root kinds of a document that may be broken elsewhere, but not between the start of the key's line and the end of the value. */
function kindPairs(text: string): string[] {
  const { root, problems } = parseDocument(text);
  if (root?.kind !== "map") return [];
  return root.pairs.flatMap(({ key, value: each }) => {
    const line = text.lastIndexOf("\n", key.start) + 1;
    const isSound = !problems.some(({ start, end }) => start <= each.end && end >= line);
    return key.value === "kind" && each.kind === "scalar" && isSound ? [each.value] : [];
  });
}
