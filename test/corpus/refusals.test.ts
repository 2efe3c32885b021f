/** What the API server refuses of the Gateway API's own manifests, and of real repositories. */
import assert from "node:assert/strict";
import { join, relative } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { type Resource, resourcesOf } from "../../server/src/core/kube/kinds.ts";
import { type Bundle, readBundle } from "../../server/src/core/kube/schema/bundle.ts";
import { refusals } from "../../server/src/core/kube/schema/refusals.ts";
import { parseDocument } from "../../server/src/core/yaml/parse.ts";
import { splitDocuments } from "../../server/src/core/yaml/split.ts";
import { corporaFolder, foldersOfManifests, manifestsIn } from "../support/judged-corpus.ts";

const skip = corporaFolder === undefined ? "../shared is absent" : false;
const gatewayApi = join(corporaFolder ?? "", "gateway-api");
const invalid = join(gatewayApi, "hack", "invalid-examples");
const standard = readBundle("v1.6.0/standard");
const experimental = readBundle("v1.6.0/experimental");

/** What is refused in each file that upstream keeps as a bad example, besides what its name says in a few of them. */
const reasons: Readonly<Record<string, readonly string[]>> = {
  "experimental/httproute/invalid-filter-externalauth-bad-http-path.yaml": [
    "spec.rules[0].filters[0].externalAuth.http.path is /[], and has to be a path of a URL, with other characters percent-encoded.",
    "spec.rules[0].filters[0].externalAuth lacks backendRef, which is required.",
  ],
  "experimental/httproute/invalid-filter-externalauth-empty.yaml": [
    "spec.rules[0].filters[0] has the type ExternalAuth and no externalAuth.",
  ],
  "experimental/httproute/invalid-filter-externalauth-no-protocol.yaml": [
    "spec.rules[0].filters[0].externalAuth lacks backendRef and protocol, which are required.",
  ],
  "experimental/httproute/invalid-header-value.yaml": [
    'spec.rules[0].filters[0].responseHeaderModifier.add[0].value is "this\\nis\\rinvalid\\r\\nvalue", and has to be a header\'s value: printable characters, with single blanks between words.',
  ],
  "standard/gateway/duplicate-listeners.yaml": ["spec.listeners has two entries with the name same."],
  "standard/gateway/hostname-tcp.yaml": ["Listener example has the protocol TCP, which carries no hostname, and the hostname example.com."],
  "standard/gateway/hostname-udp.yaml": ["Listener example has the protocol UDP, which carries no hostname, and the hostname example.com."],
  "standard/gateway/invalid-addresses.yaml": [
    "spec.addresses[0].value is 1200:0000:::AB00:1234:0000:2552:7777:1313, and has to be an IPv4 or IPv6 address.",
    "spec.addresses[1].value is 21DA:D3:0:2F3B:2AY:FF:FE28:9C5A, and has to be an IPv4 or IPv6 address.",
    "spec.addresses[2].value is 2001:db8:3c4d:15:0:d234:3eee:, and has to be an IPv4 or IPv6 address.",
    "spec.addresses[3].value is 2001:db8:3c4d:15:0:d234:3eee:::, and has to be an IPv4 or IPv6 address.",
    "spec.addresses[4].value is :::1234::, and has to be an IPv4 or IPv6 address.",
    "spec.addresses[5].value is 1.1.1, and has to be an IPv4 or IPv6 address.",
    "spec.addresses[6].value is 1.a.3.4, and has to be an IPv4 or IPv6 address.",
    "spec.addresses[7].value is foo.com, and has to be an IPv4 or IPv6 address.",
    "spec.addresses[8].value is 256.255.255.255, and has to be an IPv4 or IPv6 address.",
    "spec.addresses[9].value is foo.com:80, and has to be a DNS name in lower case.",
  ],
  "standard/gateway/invalid-listener-name.yaml": [
    "spec.listeners[0].name is bad>, and has to be a DNS name: lower-case letters, digits, hyphens and dots.",
  ],
  "standard/gateway/invalid-listener-port.yaml": ["spec.listeners[0].port is 123456789, and has to be between 1 and 65535."],
  "standard/gateway/invalid-tls-mode.yaml": [
    "Listener foo has the protocol HTTPS, for which TLS ends at the Gateway, and tls.mode Passthrough.",
  ],
  "standard/gateway/tlsconfig-tcp.yaml": ["Listener example has the protocol TCP, which knows no TLS, and a tls block."],
  "standard/gatewayclass/invalid-controller.yaml": [
    "spec.controllerName is example, and has to be a domain and a path such as example.com/gateway-controller.",
  ],
  "standard/httproute/duplicate-header-match.yaml": ["spec.rules[0].matches[0].headers has two entries with the name foo."],
  "standard/httproute/duplicate-query-match.yaml": ["spec.rules[0].matches[0].queryParams has two entries with the name foo."],
  "standard/httproute/httproute-portless-backend.yaml": ["spec.rules[0].backendRefs[0] names Service foo without a port."],
  "standard/httproute/httproute-portless-service.yaml": ["spec.rules[0].backendRefs[0] names Service foo without a port."],
  "standard/httproute/invalid-backend-group.yaml": [
    'spec.rules[0].backendRefs[0].group is *, and has to be an API group such as gateway.networking.k8s.io, or "" for the core group.',
  ],
  "standard/httproute/invalid-backend-kind.yaml": [
    "spec.rules[0].backendRefs[0].kind is *, and has to be a kind: letters, digits and inner hyphens, a letter first.",
  ],
  "standard/httproute/invalid-backend-port.yaml": ["spec.rules[0].backendRefs[0].port is 800080, and has to be between 1 and 65535."],
  "standard/httproute/invalid-filter-duplicate-header.yaml": [
    "spec.rules[0].filters[0].requestHeaderModifier.remove has the same entry twice.",
  ],
  "standard/httproute/invalid-filter-duplicate.yaml": ["spec.rules[0].filters has the filter RequestHeaderModifier twice."],
  "standard/httproute/invalid-filter-empty.yaml": [
    "spec.rules[0].filters[0] has the type RequestHeaderModifier and no requestHeaderModifier.",
  ],
  "standard/httproute/invalid-filter-wrong-field.yaml": [
    "spec.rules[0].filters[0] has the type RequestHeaderModifier and no requestHeaderModifier.",
    "spec.rules[0].filters[0] has the type RequestHeaderModifier and a requestRedirect.",
  ],
  "standard/httproute/invalid-header-name.yaml": [
    "spec.rules[0].matches[0].headers[0].name is magic/, and has to be a header's name: letters, digits and a few signs, without blanks.",
  ],
  "standard/httproute/invalid-hostname.yaml": [
    "spec.hostnames[0] is http://a<, and has to be a DNS name in lower case, whose first label may be *.",
    "spec.rules[0].backendRefs[0] names Service foo without a port.",
  ],
  "standard/httproute/invalid-httpredirect-hostname.yaml": [
    "spec.rules[0].filters[0].requestRedirect.hostname is *.gateway.networking.k8s.io, and has to be a DNS name: lower-case letters, digits, hyphens and dots.",
    "spec.rules[0] redirects every request, and has backendRefs that no request would reach.",
  ],
  "standard/httproute/invalid-method.yaml": [
    "spec.rules[0].matches[0].method is NOTREAL, and has to be GET, HEAD, POST, PUT, DELETE, CONNECT, OPTIONS, TRACE or PATCH.",
  ],
  "standard/httproute/invalid-path-alphanum-specialchars-mix.yaml": [
    "spec.rules[0].matches[0].path.value is /my[/]path01, and may hold only what a path of a URL may; other characters are percent-encoded.",
  ],
  "standard/httproute/invalid-path-specialchars.yaml": [
    "spec.rules[0].matches[0].path.value is /[], and may hold only what a path of a URL may; other characters are percent-encoded.",
  ],
  "standard/httproute/invalid-request-redirect-with-backendref.yaml": [
    "spec.rules[0] redirects every request, and has backendRefs that no request would reach.",
  ],
  "standard/referencegrant/missing-from.yaml": ["spec lacks from, which is required."],
  "standard/referencegrant/missing-ns.yaml": ["spec.from[0] lacks namespace, which is required."],
  "standard/referencegrant/missing-to.yaml": ["spec lacks to, which is required."],
  "standard/tlsroute/invalid-hostname.yaml": [
    "spec.hostnames[0] is http://a<, and has to be a DNS name in lower case, whose first label may be *.",
    "spec.rules[0].backendRefs[0] names Service foo without a port.",
  ],
  "standard/tlsroute/no-hostname.yaml": [
    "spec.rules[0].backendRefs[0] names Service foo without a port.",
    "spec lacks hostnames, which is required.",
  ],
};

function objectsIn(text: string): readonly Resource[] {
  return splitDocuments(text).flatMap((document) => resourcesOf(parseDocument(document.text).root));
}

function messagesOf(text: string, bundle: Bundle | undefined): string[] {
  return objectsIn(text).flatMap((object) => refusals(object, bundle).map(({ message }) => message));
}

describe("bad examples", { skip }, () => {
  const files = skip ? [] : manifestsIn(invalid, { deep: true });

  test("every one is known", () => {
    assert.deepEqual(files.map(([uri]) => nameIn(invalid, uri)).sort(), Object.keys(reasons).sort());
  });

  for (const [uri, text] of files) {
    const name = nameIn(invalid, uri);
    test(`${name} is refused`, () => {
      assert.deepEqual(messagesOf(text, name.startsWith("experimental/") ? experimental : standard), reasons[name]);
    });
    test(`${name} is refused without a known release only where no channel takes it`, () => {
      assert.deepEqual(messagesOf(text, undefined), name.startsWith("experimental/") ? [] : reasons[name]);
    });
  }
});

/** What the suite writes itself before it applies the manifest. */
const writtenLater = /spec\.addresses\[\d\]\.value is PLACEHOLDER_/;

describe("good manifests", { skip }, () => {
  for (const part of ["examples", "conformance"]) {
    test(`nothing of ${part} is refused`, () => {
      const files = skip ? [] : foldersOfManifests(join(gatewayApi, part)).flatMap((folder) => manifestsIn(folder, { deep: false }));
      let objects = 0;
      for (const [uri, text] of files) {
        objects += objectsIn(text).length;
        for (const bundle of [undefined, experimental]) {
          const refused = messagesOf(text, bundle).filter((message) => !writtenLater.test(message));
          assert.deepEqual(refused, [], uri);
        }
      }
      assert.ok(objects > 100, `only ${objects} objects`);
    });
  }

  test("a standard bundle takes the standard examples", () => {
    for (const [uri, text] of skip ? [] : manifestsIn(join(gatewayApi, "examples", "standard"), { deep: true })) {
      assert.deepEqual(messagesOf(text, standard), [], uri);
    }
  });
});

function nameIn(folder: string, uri: string): string {
  return relative(folder, fileURLToPath(uri)).replaceAll("\\", "/");
}
