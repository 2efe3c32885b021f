/** Dates, keys and the form of Secrets, beyond the examples of the pages. */
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import { expandPem, fixtureNow } from "../support/certificates.ts";
import { findingsOf, inShort, onlyFindingOf, toldOf } from "../support/judged.ts";
import { certificate, type Fields, gateway, listenerSet, oneFile, ref, route, secret } from "../support/objects.ts";

const day = 86_400_000;
const shop = gateway("shop/public", [{ hostname: "shop.example.com", secrets: ["tls"] }]);
const leaf = "pem leaf san=shop.example.com";

/** A Secret with the values as they are, under `data` or `stringData`. */
function raw(field: "data" | "stringData", values: Fields, more: Fields = {}): Fields {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "tls", namespace: "shop" },
    type: "kubernetes.io/tls",
    [field]: values,
    ...more,
  };
}

const pem = (marker: string) => expandPem(`{{${marker}}}`);
const both = (crt: string, key = "key leaf") => ({ "tls.crt": pem(crt), "tls.key": pem(key) });

describe("certificate-expired", () => {
  const expired = secret("shop/tls", `${leaf} expires=-1d`);

  test("names every listener and hostname that falls", () => {
    const gateways = [
      gateway("shop/public", [
        { name: "a", hostname: "shop.example.com", secrets: ["tls"] },
        { name: "b", port: 8443, hostname: "*.example.com", secrets: ["tls"] },
      ]),
      route("shop/web", { parents: [ref("public")], hostnames: ["shop.example.com", "www.example.com"] }),
    ];
    const finding = findingsOf(oneFile(...gateways, secret("shop/tls", "pem leaf san=*.example.com expires=-1d"))).at(-1);
    assert.match(
      finding?.message ?? "",
      /listener a of Gateway shop\/public \(shop\.example\.com\) and listener b of Gateway shop\/public \(shop\.example\.com and www\.example\.com\)\./,
    );
    assert.deepEqual(
      finding?.related.map(({ message }) => message),
      [
        "Listener a presents this certificate for shop.example.com.",
        "Listener b presents this certificate for shop.example.com and www.example.com.",
      ],
    );
  });
  test("leaves out the hostnames that another certificate of the listener covers", () => {
    const two = gateway("shop/public", [{ hostname: "*.example.com", secrets: ["tls", "other"] }]);
    const web = route("shop/web", { parents: [ref("public")], hostnames: ["a.example.com", "b.example.com"] });
    const files = oneFile(
      two,
      web,
      secret("shop/tls", "pem leaf san=a.example.com,b.example.com expires=-1d"),
      secret("shop/other", "pem leaf san=b.example.com"),
    );
    assert.match(onlyFindingOf(files).message, /\(a\.example\.com\)/);
  });
  test("of an intermediate is told with its name", () => {
    const chain = { "tls.crt": `${pem(leaf)}\n${pem("pem ca cn=R11 issuer=Root expires=-2d")}`, "tls.key": pem("key leaf") };
    const { message, severity } = onlyFindingOf(oneFile(shop, raw("stringData", chain)));
    assert.equal(severity, "error");
    assert.match(message, /^The intermediate certificate R11 in tls\.crt expired on 2026-06-13\./);
  });
  test("is information where nothing presents it", () =>
    assert.deepEqual(toldOf(oneFile(expired)), ['information certificate-expired at "tls.crt"']));
  test("is information where a passthrough listener ignores it", () => {
    const ignoring = gateway("shop/public", [{ protocol: "TLS", mode: "Passthrough", secrets: ["tls"] }]);
    assert.deepEqual(toldOf(oneFile(ignoring, expired)), [
      'warning certificate-ignored at "certificateRefs"',
      'information certificate-expired at "tls.crt"',
    ]);
  });
  test("is an error where a Gateway shows it to its backends", () => {
    const client = gateway("shop/public", [{ protocol: "HTTP", port: 80 }], {
      spec: { tls: { backend: { clientCertificateRef: { name: "tls" } } } },
    });
    const finding = onlyFindingOf(oneFile(client, expired));
    assert.equal(finding.severity, "error");
    assert.match(finding.message, /Gateway shop\/public shows it to its backends as its own\./);
  });
  test("is an error on a ListenerSet", () => {
    const set = listenerSet("shop/set", "public", [{ hostname: "shop.example.com", secrets: ["tls"] }]);
    assert.deepEqual(toldOf(oneFile(set, expired)), ['error certificate-expired at "tls.crt"']);
  });
  for (const [name, maker] of [
    ["a Certificate", certificate("shop/tls", ["shop.example.com"])],
    ["an ExternalSecret", { apiVersion: "external-secrets.io/v1", kind: "ExternalSecret", metadata: { name: "tls", namespace: "shop" } }],
  ] as const) {
    test(`is information where ${name} makes the Secret`, () => {
      const { severity, message } = onlyFindingOf(oneFile(shop, maker, expired));
      assert.equal(severity, "information");
      assert.match(message, new RegExp(`In the cluster ${maker.kind} tls keeps this Secret`));
    });
  }
  test("is information where another Secret is copied into it", () => {
    const copy = {
      ...expired,
      metadata: { name: "tls", namespace: "shop", annotations: { "replicator.v1.mittwald.de/replicate-from": "certs/tls" } },
    };
    const { severity, message } = onlyFindingOf(oneFile(shop, copy));
    assert.equal(severity, "information");
    assert.match(message, /In the cluster other software keeps this Secret/);
  });
  test("is information where cert-manager makes the Secret by an annotation", () => {
    const annotated = gateway("shop/public", [{ hostname: "shop.example.com", secrets: ["tls"] }], {
      annotations: { "cert-manager.io/issuer": "ca" },
    });
    assert.deepEqual(toldOf(oneFile(annotated, expired)), ['information certificate-expired at "tls.crt"']);
  });
  test("counts the second of notAfter as valid, and the next one as over", () => {
    const files = oneFile(shop, secret("shop/tls", `${leaf} expires=2026-07-01T00:00:00Z`));
    const codes = (now: number) => findingsOf(files, {}, now).map(({ code }) => code);
    assert.deepEqual(codes(Date.UTC(2026, 6, 1)), ["certificate-expiring"]);
    assert.deepEqual(codes(Date.UTC(2026, 6, 1) + 1), ["certificate-expired"]);
  });
});

describe("certificate-expiring", () => {
  const until = (expires: string, starts: string) => oneFile(shop, secret("shop/tls", `${leaf} starts=${starts} expires=${expires}`));
  const codes = (texts: ReturnType<typeof until>, expiring?: { days: number; share: number }, now = fixtureNow) =>
    findingsOf(texts, expiring === undefined ? {} : { expiring }, now).map(({ code }) => code);

  test("speaks from 30 days before the end of a long certificate", () => {
    assert.deepEqual(codes(until("+30d", "-335d")), []);
    assert.deepEqual(codes(until("+30d", "-335d"), undefined, fixtureNow + 1), ["certificate-expiring"]);
  });
  test("speaks in the last third of a short one", () => {
    assert.deepEqual(codes(until("+4d", "-6d")), []);
    assert.deepEqual(codes(until("+3d", "-7d")), ["certificate-expiring"]);
  });
  test("heeds both settings", () => {
    assert.deepEqual(codes(until("+30d", "-335d"), { days: 40, share: 1 / 3 }), ["certificate-expiring"]);
    assert.deepEqual(codes(until("+20d", "-345d"), { days: 40, share: 0.05 }), []);
    const { message } = onlyFindingOf(until("+3d", "-7d"), { expiring: { days: 30, share: 0.5 } });
    assert.match(message, /less than 50 % of its lifetime is left/);
  });
  test("is information where something else renews it", () => {
    const files = oneFile(shop, certificate("shop/tls", ["shop.example.com"]), secret("shop/tls", `${leaf} expires=+5d`));
    assert.deepEqual(toldOf(files), ['information certificate-expiring at "tls.crt"']);
  });
  test("leaves the word to an expired member of the chain", () => {
    const chain = {
      "tls.crt": `${pem(`${leaf} expires=+5d`)}\n${pem("pem ca cn=R11 issuer=Root expires=-2d")}`,
      "tls.key": pem("key leaf"),
    };
    assert.deepEqual(toldOf(oneFile(shop, raw("stringData", chain))), ['error certificate-expired at "tls.crt"']);
  });
});

test("certificate-not-yet-valid gives the minute", () => {
  const { message } = onlyFindingOf(oneFile(shop, secret("shop/tls", `${leaf} starts=+2h expires=+90d`)));
  assert.match(message, /is not valid before 2026-06-15 14:00 UTC\. Until then clients refuse the connection to listener https/);
});

describe("key-mismatch", () => {
  for (const key of ["p256", "p384", "p521", "ed25519", "rsa2048", "rsa4096"] as const) {
    test(`takes the ${key} key of its certificate and no other`, () => {
      assert.deepEqual(toldOf(oneFile(shop, secret("shop/tls", `${leaf} key=${key}`, `key leaf key=${key}`))), []);
      const other = key === "p256" ? "p384" : "p256";
      assert.deepEqual(toldOf(oneFile(shop, secret("shop/tls", `${leaf} key=${key}`, `key leaf key=${other}`))), [
        'error key-mismatch at "tls.key"',
      ]);
    });
  }
  test("of a key whose certificate comes second says so", () => {
    const swapped = { "tls.crt": `${pem("pem ca")}\n${pem(leaf)}`, "tls.key": pem("key leaf") };
    const { message } = onlyFindingOf(oneFile(shop, raw("stringData", swapped)));
    assert.match(message, /is the key of certificate 2 in tls\.crt, but TLS pairs it with the first\..* Put that certificate first\./);
  });
  test("says nothing of a key that is a placeholder, encrypted or cannot be read", () => {
    assert.deepEqual(toldOf(oneFile(shop, raw("stringData", { "tls.crt": pem(leaf), "tls.key": "$" + "{KEY}" }))), []);
    const broken = toldOf(oneFile(shop, raw("stringData", { "tls.crt": pem(leaf), "tls.key": "no key" })));
    assert.deepEqual(broken, ['error secret-malformed at "tls.key"']);
  });
  test("does not compare with a second certificate where the first cannot be read", () => {
    const values = {
      "tls.crt": `-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n${pem(leaf)}`,
      "tls.key": pem("key leaf key=p384"),
    };
    assert.deepEqual(toldOf(oneFile(shop, raw("stringData", values))), ['error secret-malformed at "tls.crt"']);
  });
  test("tells no byte of the key", () => {
    const files = oneFile(shop, secret("shop/tls", leaf, "key leaf key=p384"));
    const body = pem("key leaf key=p384").split("\n").slice(1, -2).join("");
    const said = JSON.stringify(findingsOf(files));
    for (let i = 0; i + 8 <= body.length; i += 8) assert.ok(!said.includes(body.slice(i, i + 8)), "a part of the key is told");
    assert.ok(findingsOf(files).every(({ quotable }) => !quotable));
  });
});

describe("secret-malformed", () => {
  const cases: readonly (readonly [name: string, secret: Fields, told: readonly string[]])[] = [
    ["PEM under data", raw("data", both(leaf)), ['error secret-malformed at "tls.crt"', 'error secret-malformed at "tls.key"']],
    ["no base64", raw("data", { "tls.crt": "%%%", "tls.key": pem("base64 key leaf") }), ['error secret-malformed at "tls.crt"']],
    ["no PEM", raw("stringData", { "tls.crt": "hello", "tls.key": pem("key leaf") }), ['error secret-malformed at "tls.crt"']],
    [
      "no DER",
      raw("stringData", { "tls.crt": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "tls.key": pem("key leaf") }),
      ['error secret-malformed at "tls.crt"'],
    ],
    [
      "base64 twice",
      raw("data", { "tls.crt": pem(`base64 base64 ${leaf}`), "tls.key": pem("base64 key leaf") }),
      ['error secret-malformed at "tls.crt"'],
    ],
    [
      "a key for a certificate",
      raw("stringData", { "tls.crt": pem("key leaf"), "tls.key": pem("key leaf") }),
      ['error secret-malformed at "tls.crt"'],
    ],
    ["a certificate for a key", raw("stringData", { "tls.crt": pem(leaf), "tls.key": pem(leaf) }), ['error secret-malformed at "tls.key"']],
    [
      "a broken intermediate",
      raw("stringData", {
        "tls.crt": `${pem(leaf)}\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`,
        "tls.key": pem("key leaf"),
      }),
      ['error secret-malformed at "tls.crt"'],
    ],
    [
      "a key beside the certificate, which works",
      raw("stringData", { "tls.crt": `${pem(leaf)}\n${pem("key leaf")}`, "tls.key": pem("key leaf") }),
      ['warning secret-malformed at "tls.crt"'],
    ],
    ["one key missing", raw("stringData", { "tls.crt": pem(leaf) }), ['error secret-malformed at "stringData"']],
    [
      "the keys of another kind of Secret",
      raw("stringData", { certificate: pem(leaf), "private.key": pem("key leaf") }),
      ['error secret-malformed at "stringData"'],
    ],
    ["Istio's names", raw("stringData", { cert: pem(leaf), key: pem("key leaf") }), ['warning secret-malformed at "stringData"']],
    ["the wrong type", raw("stringData", both(leaf), { type: "Opaque" }), ['warning secret-malformed at "Opaque"']],
    ["no type at all", { ...raw("stringData", both(leaf)), type: undefined }, ['warning secret-malformed at "tls"']],
    [
      "the wrong type and no keys is one fault",
      raw("stringData", { cert: pem(leaf) }, { type: "Opaque" }),
      ['error secret-malformed at "stringData"'],
    ],
  ];
  for (const [name, fields, told] of cases) {
    test(name, () => {
      const files = oneFile(shop, fields);
      assert.deepEqual(toldOf(files), told);
      for (const finding of findingsOf(files)) {
        assert.match(finding.message, /Secret shop\/tls/);
        if (finding.severity === "error") assert.match(finding.message, /ResolvedRefs=False, InvalidCertificateRef/);
      }
    });
  }
  const nothing: readonly (readonly [name: string, secret: Fields])[] = [
    ["good PEM under data", raw("data", { "tls.crt": pem(`base64 ${leaf}`), "tls.key": pem("base64 key leaf") })],
    ["good PEM under stringData hides what data says", { ...raw("stringData", both(leaf)), data: { "tls.crt": "%%%", "tls.key": "%%%" } }],
    ["placeholders", raw("stringData", { "tls.crt": "<path:secret/data/shop#crt>", "tls.key": "{{ .Values.key }}" })],
    ["encrypted values", raw("stringData", { "tls.crt": "ENC[AES256_GCM,data:AAAA]", "tls.key": "ENC[AES256_GCM,data:AAAA]" })],
    ["a sops block", raw("stringData", { "tls.crt": "AAAA", "tls.key": "AAAA" }, { sops: { version: "3.9.0" } })],
    ["empty values, which something fills", raw("data", { "tls.crt": "", "tls.key": "" })],
    ["no values, which something fills", raw("data", {})],
    ["a type that is a placeholder", raw("stringData", both(leaf), { type: "$" + "{TYPE}" })],
    ["three certificates and further keys", raw("stringData", { ...both(leaf), "ca.crt": pem("pem ca"), "keystore.p12": "AAAA" })],
  ];
  for (const [name, fields] of nothing) test(`says nothing of ${name}`, () => assert.deepEqual(toldOf(oneFile(shop, fields)), []));

  test("says nothing of Secrets that have nothing to do with TLS", () => {
    const opaque = raw("stringData", { "tls.crt": "hello", password: "x" }, { type: "Opaque" });
    assert.deepEqual(toldOf(oneFile(opaque)), []);
  });
  test("is information where nothing uses a Secret of the type", () => {
    assert.deepEqual(toldOf(oneFile(raw("stringData", { "tls.crt": pem(leaf) }))), ['information secret-malformed at "stringData"']);
  });
  test("is information where something else makes the Secret", () => {
    const files = oneFile(
      shop,
      certificate("shop/tls", ["shop.example.com"]),
      raw("stringData", { "tls.crt": "hello", "tls.key": pem("key leaf") }),
    );
    assert.deepEqual(toldOf(files), ['information secret-malformed at "tls.crt"']);
  });
  test("quotes no value of the Secret", () => {
    const findings = findingsOf(oneFile(shop, raw("stringData", { "tls.crt": "hunter2-hunter2", "tls.key": "-----BEGIN HUNTER2-----" })));
    assert.equal(findings.length, 2);
    assert.doesNotMatch(JSON.stringify(findings), /hunter2/i);
  });
});

test("two Secrets of one name are judged each by itself", () => {
  const files = oneFile(shop, secret("shop/tls", `${leaf} expires=-1d`), secret("shop/tls", leaf));
  assert.deepEqual(inShort(findingsOf(files), files), ['error certificate-expired at "tls.crt"']);
  assert.equal(findingsOf(files, {}, fixtureNow + 100 * day).length, 2);
});
