// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of other tools are what is tested

import assert from "node:assert/strict";
import { test } from "node:test";
import { isOpaque, isTemplate } from "../../server/src/core/yaml/template.ts";

const templates: Record<string, string> = {
  "a Helm control line": "{{- if .Values.gateway }}\nkind: Gateway\n{{- end }}\n",
  "an indented control line": "spec:\n  listeners:\n    {{- range .Values.listeners }}\n    - name: a\n    {{- end }}\n",
  "an unquoted value": "metadata:\n  name: {{ .Release.Name }}\n",
  "an unquoted value with a tail": "hostname: {{ .Values.host }}.example.com\n",
  "an unquoted key": "labels:\n  {{ .key }}: x\n",
  "an unquoted item": "hostnames:\n  - {{ .Values.host }}\n",
  "a flow sequence": "hostnames: [{{ .Values.host }}]\n",
  "an include that continues a plain scalar": 'metadata:\n  labels: a\n    {{- include "x.labels" . | nindent 4 }}\n',
  "an include below an empty value": 'labels:\n    {{- include "labels" . | nindent 4 }}\n',
  "quotes within quotes": 'name: "{{ include "x.name" . }}"\n',
  "single quotes within single quotes": "name: '{{ index .Values 'a' }}'\n",
  "a colon within a plain expression": 'name: x-{{ printf "a: %s" .b }}\n',
  "Jinja's control lines": "{% if tls %}\nkind: Gateway\n{% endif %}\n",
  "Jinja's comments": "{# made by ansible #}\nkind: Gateway\n",
  "a control line after a block scalar": "data:\n  a: |\n    text\n{{- end }}\n",
  "a value that YAML takes for a comment": "name: #{ name }#\n",
  "a bare name in braces": "gatewayClassName: {GATEWAY_CLASS_NAME}\nclusterIP: {PREFIX}.16\n",
  "a name between percent signs": "namespace: %%NAMESPACE%%\n",
  "a name between at signs": "namespace: @NAMESPACE@\n",
  CRLF: "kind: Gateway\r\n{{- if .x }}\r\nspec: {}\r\n{{- end }}\r\n",
};

for (const [what, text] of Object.entries(templates)) test(`a template: ${what}`, () => assert.equal(isTemplate(text), true));

const manifests: Record<string, string> = {
  "plain YAML": "kind: Gateway\nspec: {listeners: [{name: a}]}\n",
  "a quoted expression": "name: '{{ .Values.x }}'\nhost: \"{{ .Values.host }}\"\n",
  "an expression inside a plain scalar": "name: app-{{ .Values.x }}\n",
  "an ApplicationSet's parameters": "namespace: '{{path.basename}}'\n",
  "a Go template in a block scalar":
    "data:\n  a.tmpl: |\n    {{ if .x }}\n    {{- range . }}\n    {% raw %}\n    {{ end }}\n  b: >-\n    {{ x\n",
  "a Go template in a double-quoted scalar": 'data:\n  t: "{{ .a }} \\"{{ .b }}\\""\n',
  "a commented-out control line": "# {{- if .x }}\nkind: Gateway # {{ y }}\n",
  "nested flow mappings": "a: { {x: 1}: 2 }\nb: [{c: {d: 1}}]\n",
  JSON: '{"a":{"b":"{{ .x }}"},"c":[{"d":1}]}',
  "${} and friends": "hostname: ${HOST}\nname: $(NAME)\n",
  "a flow mapping with capitals": "a: {URL: x, PORT: 1}\n",
  "a quoted name in braces": "gatewayClassName: '{GATEWAY_CLASS_NAME}'\nb: x-{NAME}\n",
  "an ordinary comment": "name: a # {b}#\n",
};

for (const [what, text] of Object.entries(manifests)) test(`no template: ${what}`, () => assert.equal(isTemplate(text), false));

test("opaque values", () => {
  const values = [
    "app.${SECRET_DOMAIN}",
    "${domain_wahoo_li:=wahoo.li}",
    "${SECRET_DOMAIN/./-}-production-tls",
    "$(NAMESPACE)",
    "$NAMESPACE",
    "{{ .Values.host }}",
    "*.{{ host }}",
    "grocy.<secret:private-domain>",
    "<path:kv/data/tls#crt>",
    "<< inputs.name >>",
    "<your-domain>",
    "#{ gateway }#",
    "{GATEWAY_CLASS_NAME}",
    "app.__SECRET_DOMAIN__",
    "%%DOMAIN%%",
    "%DOMAIN%",
    "%(domain)s",
    "@DOMAIN@",
    "[[ .host ]]",
    "ENC[AES256_GCM,data:abc=,iv:d=,tag:e=,type:str]",
    "$ANSIBLE_VAULT;1.1;AES256",
    "vault:secret/data/tls#crt",
    "ref+vault://secret/tls#/crt",
    "op://infra/tls/crt",
  ];
  for (const value of values) assert.equal(isOpaque(value), true, value);
});

test("values that stand for themselves", () => {
  const values = [
    "",
    "*",
    "*.example.com",
    "_dmarc.example.com",
    "xn--bcher-kva.example",
    "shop-tls",
    "gateway.networking.k8s.io/v1",
    "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==",
    "-----BEGIN CERTIFICATE-----\nMIIB+zCC/a/b==\n-----END CERTIFICATE-----\n",
    '{"auths":{}}',
    "100%",
    "50% of 20%",
    "a_b__c",
    "admin@example.com",
    "/v[0-9]{2,3}/",
    "kubernetes.io/tls",
  ];
  for (const value of values) assert.equal(isOpaque(value), false, value);
});
