import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Resource, resourcesOf } from "../../server/src/core/kube/kinds.ts";
import { type Bundle, readBundle } from "../../server/src/core/kube/schema/bundle.ts";
import { firmRefusals, refusals } from "../../server/src/core/kube/schema/refusals.ts";
import { parseDocument } from "../../server/src/core/yaml/parse.ts";

function objectOf(text: string): Resource {
  const [object] = resourcesOf(parseDocument(text).root);
  assert.ok(object !== undefined, "no object of ours");
  return object;
}

function head(kind: string, version = "v1"): string {
  return `apiVersion: gateway.networking.k8s.io/${version}\nkind: ${kind}\nmetadata: {name: x}\n`;
}

/** A Gateway with one listener, which is given in flow style. */
function gateway(listener: string, spec = ""): string {
  return `${head("Gateway")}spec:\n  gatewayClassName: c\n  listeners:\n  - ${listener}\n${spec}`;
}

function route(spec: string, kind = "HTTPRoute", version = "v1"): string {
  return `${head(kind, version)}spec:\n${spec}`;
}

function policy(spec: string, version = "v1"): string {
  return `${head("BackendTLSPolicy", version)}spec:\n${spec}`;
}

const target = "  targetRefs: [{group: '', kind: Service, name: s}]\n";
const ca = "{hostname: a.example, wellKnownCACertificates: System}";

function messages(text: string, bundle?: string): string[] {
  const known: Bundle | undefined = bundle === undefined ? undefined : readBundle(bundle);
  assert.ok(bundle === undefined || known !== undefined);
  return refusals(objectOf(text), known).map(({ message }) => message);
}

/** [what, manifest, messages]. */
type Case = readonly [what: string, text: string, ...expected: string[]];

const https = "{name: a, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: s}]}}";

const values: readonly Case[] = [
  ["a good Gateway", gateway(https)],
  ["an HTTPS listener without tls", gateway("{name: a, port: 443, protocol: HTTPS}")],
  ["a word as protocol, which the controller refuses", gateway("{name: a, port: 443, protocol: https}")],
  [
    "a port in quotes",
    gateway("{name: a, port: '80', protocol: HTTP}"),
    "spec.listeners[0].port has to be a whole number, and is text in quotes: 80.",
  ],
  ["a port as a float", gateway("{name: a, port: 80.0, protocol: HTTP}")],
  ["a port of none", gateway("{name: a, port: 0, protocol: HTTP}"), "spec.listeners[0].port is 0, and has to be between 1 and 65535."],
  ["an octal port", gateway("{name: a, port: 0120, protocol: HTTP}")],
  [
    "a number as a name",
    gateway("{name: 443, port: 443, protocol: HTTP}"),
    "spec.listeners[0].name has to be text, and is the number 443.",
  ],
  ["a quoted number as a name", gateway("{name: '443', port: 443, protocol: HTTP}")],
  [
    "a word that YAML 1.1 takes for a boolean",
    gateway("{name: on, port: 80, protocol: HTTP}"),
    "spec.listeners[0].name has to be text, and is on, which kubectl reads as true or false.",
  ],
  ["a missing listener port", gateway("{name: a, protocol: HTTP}"), "spec.listeners[0] lacks port, which is required."],
  ["a null, which is as good as missing", gateway("{name: a, port: , protocol: HTTP}"), "spec.listeners[0] lacks port, which is required."],
  ["a null where nothing is required", gateway("{name: a, port: 80, protocol: HTTP, tls: , hostname: ~}")],
  ["no spec", head("Gateway"), "Gateway lacks spec, which is required."],
  ["no listeners", `${head("Gateway")}spec: {gatewayClassName: c}`, "spec lacks listeners, which is required."],
  [
    "an empty list of listeners",
    `${head("Gateway")}spec: {gatewayClassName: c, listeners: []}`,
    "spec.listeners is empty, and has to have between 1 and 64 entries.",
  ],
  [
    "a mapping instead of a list",
    `${head("Gateway")}spec: {gatewayClassName: c, listeners: {name: a}}`,
    "spec.listeners has to be a list, and is a mapping.",
  ],
  ["a text instead of a mapping", gateway("https"), "spec.listeners[0] has to be a mapping, and is the text https."],
  [
    "a hostname in capitals",
    gateway("{name: a, port: 80, protocol: HTTP, hostname: Api.Example.com}"),
    "spec.listeners[0].hostname is Api.Example.com, and has to be a DNS name in lower case, whose first label may be *.",
  ],
  [
    "a star alone as hostname",
    gateway("{name: a, port: 80, protocol: HTTP, hostname: '*'}"),
    "spec.listeners[0].hostname is *, and has to be a DNS name in lower case, whose first label may be *.",
  ],
  ["an IPv4 address as hostname, which the pattern lets through", gateway("{name: a, port: 80, protocol: HTTP, hostname: 192.0.2.1}")],
  [
    "an empty hostname",
    gateway("{name: a, port: 80, protocol: HTTP, hostname: ''}"),
    "spec.listeners[0].hostname is empty, and has to have between 1 and 253 characters.",
  ],
  [
    "a misspelt mode",
    gateway("{name: a, port: 443, protocol: TLS, tls: {mode: passthrough}}"),
    "spec.listeners[0].tls.mode is passthrough, and has to be Terminate or Passthrough.",
  ],
  [
    "from: None for routes",
    gateway("{name: a, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: None}}}"),
    "spec.listeners[0].allowedRoutes.namespaces.from is None, and has to be All, Selector or Same.",
  ],
  ["from: None for listeners", gateway(https, "  allowedListeners: {namespaces: {from: None}}\n")],
  [
    "an option that is a number",
    gateway("{name: a, port: 443, protocol: HTTPS, tls: {options: {a/b: 1.2}}}"),
    'spec.listeners[0].tls.options["a/b"] has to be text, and is the number 1.2.',
  ],
  [
    "a frontend without default",
    gateway(https, "  tls: {frontend: {perPort: []}}\n"),
    "spec.tls.frontend lacks default, which is required.",
  ],
  ["an empty default", gateway(https, "  tls: {frontend: {default: {}}}\n")],
  [
    "a CA reference without group",
    gateway(https, "  tls: {frontend: {default: {validation: {caCertificateRefs: [{kind: ConfigMap, name: ca}]}}}}\n"),
    "spec.tls.frontend.default.validation.caCertificateRefs[0] lacks group, which is required.",
  ],
  [
    "one port twice",
    gateway(https, "  tls: {frontend: {default: {}, perPort: [{port: 443, tls: {}}, {port: 443, tls: {}}]}}\n"),
    "spec.tls.frontend.perPort has two entries with the port 443.",
  ],
  [
    "a label that is a boolean",
    `apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata: {name: x, annotations: {a/b: true}}\nspec: {controllerName: example.com/c}`,
    'metadata.annotations["a/b"] has to be text, and is true.',
  ],
  [
    "a grant for all namespaces",
    `${head("ReferenceGrant", "v1beta1")}spec: {from: [{group: g.example, kind: K, namespace: '*'}], to: [{group: '', kind: Secret}]}`,
    "spec.from[0].namespace is *, and has to be a DNS label: lower-case letters, digits and inner hyphens, without dots.",
  ],
];

const clauses: readonly Case[] = [
  [
    "tls on HTTP",
    gateway("{name: a, port: 80, protocol: HTTP, tls: {certificateRefs: [{name: s}]}}"),
    "Listener a has the protocol HTTP, which knows no TLS, and a tls block.",
  ],
  [
    "an empty tls on UDP, told once",
    gateway("{name: a, port: 80, protocol: UDP, tls: {}}"),
    "Listener a has the protocol UDP, which knows no TLS, and a tls block.",
  ],
  [
    "Passthrough on HTTPS",
    gateway("{name: a, port: 443, protocol: HTTPS, tls: {mode: Passthrough}}"),
    "Listener a has the protocol HTTPS, for which TLS ends at the Gateway, and tls.mode Passthrough.",
  ],
  [
    "TLS without tls",
    gateway("{name: a, port: 443, protocol: TLS}"),
    "Listener a has the protocol TLS and no tls block, which says whether TLS ends here or passes through.",
  ],
  ["TLS without mode, which is Terminate", gateway("{name: a, port: 443, protocol: TLS, tls: {certificateRefs: [{name: s}]}}")],
  [
    "Terminate without a certificate",
    gateway("{name: a, port: 443, protocol: HTTPS, tls: {mode: Terminate}}"),
    "spec.listeners[0].tls lets TLS end here and names no certificate: certificateRefs and options are empty.",
  ],
  ["Terminate with options", gateway("{name: a, port: 443, protocol: HTTPS, tls: {options: {a/b: c}}}")],
  ["Passthrough without a certificate", gateway("{name: a, port: 443, protocol: TLS, tls: {mode: Passthrough}}")],
  [
    "a hostname on TCP",
    gateway("{name: a, port: 80, protocol: TCP, hostname: a.example}"),
    "Listener a has the protocol TCP, which carries no hostname, and the hostname a.example.",
  ],
  [
    "two listeners of one port, protocol and hostname",
    gateway("{name: a, port: 80, protocol: HTTP}\n  - {name: b, port: 80, protocol: HTTP}"),
    "Listener b has port 80, protocol HTTP and no hostname, as has Listener a.",
  ],
  [
    "the same, told once where the names agree too",
    gateway("{name: a, port: 80, protocol: HTTP}\n  - {name: a, port: 80, protocol: HTTP}"),
    "spec.listeners has two entries with the name a.",
  ],
  ["a hostname and none", gateway("{name: a, port: 80, protocol: HTTP, hostname: a.example}\n  - {name: b, port: 80, protocol: HTTP}")],
  [
    "the same in a ListenerSet",
    `${head("ListenerSet")}spec: {parentRef: {name: g}, listeners: [{name: a, port: 80, protocol: HTTP}, {name: b, port: 80, protocol: HTTP}]}`,
    "Listener b has port 80, protocol HTTP and no hostname, as has Listener a.",
  ],
  [
    "both trust anchors",
    policy(
      `${target}  validation: {hostname: a.example, wellKnownCACertificates: System, caCertificateRefs: [{group: '', kind: ConfigMap, name: c}]}`,
    ),
    "spec.validation has both caCertificateRefs and wellKnownCACertificates, and may have only one of them.",
  ],
  [
    "no trust anchor",
    policy(`${target}  validation: {hostname: a.example, caCertificateRefs: []}`),
    "spec.validation says nowhere whom to trust: it needs caCertificateRefs or wellKnownCACertificates.",
  ],
  [
    "a wildcard to verify",
    policy(`${target}  validation: {hostname: '*.a.example', wellKnownCACertificates: System}`),
    "spec.validation.hostname is *.a.example, and has to be a DNS name: lower-case letters, digits, hyphens and dots.",
  ],
  [
    "a URI of type Hostname",
    policy(
      `${target}  validation: {hostname: a.example, wellKnownCACertificates: System, subjectAltNames: [{type: Hostname, uri: 'spiffe://a/b'}]}`,
    ),
    "spec.validation.subjectAltNames[0] has the type Hostname and no hostname.",
    "spec.validation.subjectAltNames[0] has the type Hostname and a uri.",
  ],
  [
    "a URN",
    policy(`${target}  validation: {hostname: a.example, wellKnownCACertificates: System, subjectAltNames: [{type: URI, uri: 'urn:x:y'}]}`),
    "spec.validation.subjectAltNames[0].uri is urn:x:y, and has to be a URI with a scheme and //, such as spiffe://example.com/service.",
  ],
  [
    "one target twice",
    policy(`  targetRefs: [{group: '', kind: Service, name: s}, {group: '', kind: Service, name: s}]\n  validation: ${ca}`),
    "Service s is a target twice.",
  ],
  [
    "one target with and without a section",
    policy(`  targetRefs: [{group: '', kind: Service, name: s}, {group: '', kind: Service, name: s, sectionName: p}]\n  validation: ${ca}`),
    "Service s is a target both with and without a sectionName.",
  ],
  [
    "one target with two sections",
    policy(
      `  targetRefs: [{group: '', kind: Service, name: s, sectionName: p}, {group: '', kind: Service, name: s, sectionName: q}]\n  validation: ${ca}`,
    ),
  ],
  [
    "a Service without a port",
    route("  rules: [{backendRefs: [{name: s}]}]"),
    "spec.rules[0].backendRefs[0] names Service s without a port.",
  ],
  ["another kind without a port", route("  rules: [{backendRefs: [{name: s, kind: Backend, group: g.example}]}]")],
  [
    "a mirror without a port",
    route("  rules: [{filters: [{type: RequestMirror, requestMirror: {backendRef: {name: s}}}]}]"),
    "spec.rules[0].filters[0].requestMirror.backendRef names Service s without a port.",
  ],
  [
    "one parent twice",
    route("  parentRefs: [{name: g}, {name: g}]"),
    "Gateway g is a parent twice without sectionName to tell them apart.",
  ],
  [
    "one parent with and without a section",
    route("  parentRefs: [{name: g}, {name: g, sectionName: a}]"),
    "Gateway g is a parent twice, once with and once without sectionName.",
  ],
  ["one name in two namespaces", route("  parentRefs: [{name: g}, {name: g, namespace: other}]")],
  [
    "an address as a TLSRoute's hostname",
    route("  hostnames: [192.0.2.1]\n  rules: [{backendRefs: [{name: s, port: 443}]}]", "TLSRoute"),
    "spec.hostnames[0] is the IP address 192.0.2.1, and clients do not send addresses in SNI.",
  ],
  [
    "two rules in a TLSRoute",
    route("  hostnames: [a.example]\n  rules: [{backendRefs: [{name: s, port: 443}]}, {backendRefs: [{name: s, port: 443}]}]", "TLSRoute"),
    "spec.rules has 2 entries, and has to have exactly 1.",
  ],
  [
    "a TLSRoute without backends",
    route("  hostnames: [a.example]\n  rules: [{}]", "TLSRoute"),
    "spec.rules[0] lacks backendRefs, which is required.",
  ],
];

for (const [group, cases] of Object.entries({ values, clauses })) {
  describe(group, () => {
    for (const [what, text, ...expected] of cases) test(what, () => assert.deepEqual(messages(text), expected));
  });
}

const unknown: readonly Case[] = [
  [
    "a misspelt field",
    gateway("{name: a, port: 80, protocol: HTTP, hostnmae: a.example}"),
    "A Gateway has no field spec.listeners[0].hostnmae. The nearest name is hostname.",
  ],
  [
    "a misspelt required field, told once",
    gateway("{name: a, prot: 80, protocol: HTTP}"),
    "A Gateway has no field spec.listeners[0].prot. The nearest name is port.",
  ],
  [
    "the singular, and not also the lack of a certificate",
    gateway("{name: a, port: 443, protocol: HTTPS, tls: {certificateRef: [{name: s}]}}"),
    "A Gateway has no field spec.listeners[0].tls.certificateRef. The nearest name is certificateRefs.",
  ],
  [
    "a name cut short",
    `${head("Gateway")}spec: {gatewayClass: c, listeners: [${https}]}`,
    "A Gateway has no field spec.gatewayClass. The nearest name is gatewayClassName.",
  ],
  [
    "a field of the listener beside them",
    gateway(https, "  allowedRoutes: {namespaces: {from: All}}\n"),
    "A Gateway has no field spec.allowedRoutes. It belongs to spec.listeners[].",
  ],
  [
    "a field of tls beside it",
    gateway("{name: a, port: 443, protocol: HTTPS, certificateRefs: [{name: s}]}"),
    "A Gateway has no field spec.listeners[0].certificateRefs. It belongs to spec.listeners[].tls.",
  ],
  [
    "a field below where it belongs",
    gateway("{name: a, port: 443, protocol: HTTPS, tls: {hostname: a.example, certificateRefs: [{name: s}]}}"),
    "A Gateway has no field spec.listeners[0].tls.hostname. It belongs to spec.listeners[].",
  ],
  ["a field of nothing", gateway(https, "  replicas: 2\n"), "A Gateway has no field spec.replicas."],
  [
    "a namespace of a policy's target",
    policy(`  targetRefs: [{group: '', kind: Service, name: s, namespace: n}]\n  validation: ${ca}`),
    "A BackendTLSPolicy has no field spec.targetRefs[0].namespace.",
  ],
  [
    "a misspelt metadata",
    "apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata: {name: x, namespce: n}\nspec: {controllerName: example.com/c}",
    "A GatewayClass has no field metadata.namespce. The nearest name is namespace.",
  ],
  [
    "frontendValidation",
    gateway(
      "{name: a, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: s}], frontendValidation: {caCertificateRefs: [{group: '', kind: ConfigMap, name: c}]}}}",
    ),
    "A Gateway has no field spec.listeners[0].tls.frontendValidation since Gateway API 1.4: it is spec.tls.frontend now.",
  ],
  [
    "backendTLS",
    gateway(https, "  backendTLS: {clientCertificateRef: {name: s}}\n"),
    "A Gateway has no field spec.backendTLS since Gateway API 1.4: it is spec.tls.backend now.",
  ],
  [
    "a policy's old fields",
    policy(
      "  targetRef: {group: '', kind: Service, name: s}\n  tls: {hostname: a.example, caCertRefs: [{group: '', kind: ConfigMap, name: c}]}",
    ),
    "A BackendTLSPolicy has no field spec.targetRef since Gateway API 1.1: it is spec.targetRefs now.",
    "A BackendTLSPolicy has no field spec.tls since Gateway API 1.1: it is spec.validation now.",
  ],
];

const silent: readonly Case[] = [
  ["placeholders as values", gateway(`{name: '\${NAME}', port: "\${PORT}", protocol: HTTP, hostname: '*.\${DOMAIN}'}`)],
  ["a placeholder for a mapping", gateway("{name: a, port: 443, protocol: HTTPS, tls: '{{ .Values.tls }}'}")],
  ["a placeholder as a key, and what lacks beside it", gateway(`{"\${KEY}": v, name: a}`)],
  ["fields that an extension marks", gateway(https, "  x-common: {a: 1}\n")],
  ["a merge key that nothing resolves", gateway("{<<: text, name: a, port: 80, protocol: HTTP}")],
  [
    "an unknown field that a merge brings",
    `x-base: &base {tls: {certificateRefs: [{name: s}]}, note: n}\n${gateway("{<<: *base, name: a, port: 443, protocol: HTTPS}")}`,
  ],
  ["a strategic merge patch", `${head("Gateway")}$patch: delete\n`],
  ["another group", "apiVersion: gateway.networking.x-k8s.io/v1alpha1\nkind: XListenerSet\nmetadata: {name: x}\nspec: {servers: []}"],
  ["a version that the table does not know", `${head("Gateway", "v1alpha2")}spec: {listener: []}`],
  [
    "fields of the experimental channel, which may be installed",
    route("  useDefaultGateways: All\n  rules: [{retry: {attempts: 1}, sessionPersistence: {sessionName: a}}]"),
  ],
  ["parents that only the experimental channel takes", route("  parentRefs: [{name: g, port: 80}, {name: g, port: 443}]")],
  ["status", `${gateway(https)}status: {anything: 1}`],
];

for (const [group, cases] of Object.entries({ unknown, silent })) {
  describe(group, () => {
    for (const [what, text, ...expected] of cases) {
      test(what, () => {
        const { problems } = parseDocument(text);
        assert.ok(problems.length === 0 || what.includes("nothing resolves"), `${problems[0]?.message}`);
        assert.deepEqual(messages(text), expected);
      });
    }
  });
}

describe("releases and channels", () => {
  const spread = route("  parentRefs: [{name: g, port: 80}, {name: g, port: 443}]");
  test("a standard bundle refuses what only the experimental channel takes", () => {
    assert.deepEqual(messages(spread, "v1.6.1/standard"), ["Gateway g is a parent twice without sectionName to tell them apart."]);
    assert.deepEqual(messages(spread, "v1.6.1/experimental"), []);
  });

  test("a field of the other channel is told", () => {
    const retry = route("  rules: [{retry: {attempts: 1}}]");
    assert.deepEqual(messages(retry, "v1.6.1/standard"), [
      "spec.rules[0].retry is a field of the experimental channel only, and this workspace installs the standard one.",
    ]);
    assert.deepEqual(messages(retry, "v1.6.1/experimental"), []);
  });

  test("a field that a release does not have yet is told", () => {
    const tls = gateway(https, "  tls: {backend: {clientCertificateRef: {name: s}}}\n");
    assert.deepEqual(messages(tls, "v1.4.0/standard"), [
      "spec.tls came to the standard channel with Gateway API 1.5, and this workspace installs 1.4.",
    ]);
    assert.deepEqual(messages(tls, "v1.4.0/experimental"), []);
    assert.deepEqual(messages(tls), []);
  });

  test("a field that moved is still there in the releases that had it", () => {
    const old = gateway(https, "  backendTLS: {clientCertificateRef: {name: s}}\n");
    assert.deepEqual(messages(old, "v1.3.0/experimental"), []);
    assert.equal(messages(old, "v1.3.0/standard").length, 1);
    assert.equal(messages(old, "v1.4.0/experimental").length, 1);
  });

  test("a moved field is certain only where the release is known", () => {
    const old = objectOf(gateway(https, "  backendTLS: {clientCertificateRef: {name: s}}\n"));
    assert.equal(refusals(old)[0]?.assumed, true);
    assert.equal(refusals(old, readBundle("v1.6/standard"))[0]?.assumed, undefined);
  });

  test("a release that is newer than the table may have any field", () => {
    assert.deepEqual(messages(gateway(https, "  replicas: 2\n"), "v1.7.0/standard"), []);
    assert.deepEqual(messages(gateway("{name: a, port: 0, protocol: HTTP}"), "v1.7.0/standard").length, 1);
  });

  test("limits and clauses are those of the release", () => {
    const many = route(
      `  hostnames: [${Array.from({ length: 17 }, (_, i) => `h${i}.example`)}]\n  rules: [{backendRefs: [{name: s, port: 443}]}]`,
      "TLSRoute",
    );
    assert.deepEqual(messages(many, "v1.5.1/standard"), ["spec.hostnames has 17 entries, and has to have between 1 and 16 entries."]);
    assert.deepEqual(messages(many, "v1.6.0/standard"), []);
    assert.deepEqual(messages(gateway("{name: a, port: 443, protocol: TLS}"), "v1.4.0/standard"), []);
  });
});

describe("what is refused without unknown fields", () => {
  test("a misspelt field is dropped, and its lack refused", () => {
    const object = objectOf(gateway("{name: a, port: 443, protocol: HTTPS, tls: {certificateRef: [{name: s}]}}"));
    assert.deepEqual(
      firmRefusals(object).map(({ message }) => message),
      ["spec.listeners[0].tls lets TLS end here and names no certificate: certificateRefs and options are empty."],
    );
  });

  test("a stray field is dropped without a word", () => assert.deepEqual(firmRefusals(objectOf(gateway(https, "  replicas: 2\n"))), []));
});

describe("repairs", () => {
  function repair(text: string) {
    const [refusal] = refusals(objectOf(text));
    return refusal?.repairs?.map(({ title, preferred, steps }) => ({ title, preferred, steps }));
  }

  test("rename", () => {
    assert.deepEqual(repair(gateway("{name: a, port: 80, protocol: HTTP, hostnmae: a.example}")), [
      {
        title: "Rename hostnmae to hostname",
        preferred: true,
        steps: [{ change: "rename", path: ["spec", "listeners", 0, "hostnmae"], key: "hostname" }],
      },
    ]);
  });

  test("move into each listener that lacks it", () => {
    const two = `{name: a, port: 80, protocol: HTTP}\n  - {name: b, port: 81, protocol: HTTP, allowedRoutes: {}}\n  - {name: c, port: 82, protocol: HTTP}`;
    assert.deepEqual(repair(gateway(two, "  allowedRoutes: {namespaces: {from: All}}\n")), [
      {
        title: "Move allowedRoutes to each spec.listeners[].allowedRoutes",
        preferred: false,
        steps: [
          { change: "remove", path: ["spec", "allowedRoutes"] },
          { change: "set", path: ["spec", "listeners", 0, "allowedRoutes"], value: { namespaces: { from: "All" } } },
          { change: "set", path: ["spec", "listeners", 2, "allowedRoutes"], value: { namespaces: { from: "All" } } },
        ],
      },
    ]);
  });

  test("move to the new path, for the port of the listener", () => {
    const validation = { caCertificateRefs: [{ group: "", kind: "ConfigMap", name: "c" }] };
    const text = gateway(
      "{name: a, port: 8443, protocol: HTTPS, tls: {certificateRefs: [{name: s}], frontendValidation: {caCertificateRefs: [{group: '', kind: ConfigMap, name: c}]}}}",
    );
    assert.deepEqual(repair(text), [
      {
        title: "Move it to spec.tls.frontend, for port 8443",
        preferred: false,
        steps: [
          { change: "remove", path: ["spec", "listeners", 0, "tls", "frontendValidation"] },
          { change: "set", path: ["spec", "tls", "frontend"], value: { default: {}, perPort: [{ port: 8443, tls: { validation } }] } },
        ],
      },
    ]);
  });

  test("the nearest of the words that are allowed", () => {
    assert.equal(
      repair(gateway("{name: a, port: 443, protocol: TLS, tls: {mode: passthrough}}"))?.[0]?.title,
      "Change mode to Passthrough",
    );
  });

  test("no rename to a field that is there", () => {
    assert.deepEqual(repair(gateway("{name: a, port: 80, protocol: HTTP, hostname: a.example, hostnam: b.example}")), undefined);
  });
});
