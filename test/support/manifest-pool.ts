/** Documents that have to do with each other in every way that the rules look at, for tests that shuffle them. */
import { expandPem } from "./certificates.ts";

function object(apiVersion: string, kind: string, name: string, namespace: string | undefined, rest: string): string {
  const place = namespace === undefined ? "" : `  namespace: ${namespace}\n`;
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${place}${rest}`;
}

function gateway(name: string, namespace: string | undefined, hostname: string, secret: string, secretNamespace: string): string {
  return object(
    "gateway.networking.k8s.io/v1",
    "Gateway",
    name,
    namespace,
    `spec:
  gatewayClassName: shared
  listeners:
    - name: web
      port: 443
      protocol: HTTPS
      hostname: "${hostname}"
      allowedRoutes: { namespaces: { from: All } }
      tls:
        certificateRefs:
          - { name: ${secret}, namespace: ${secretNamespace} }
`,
  );
}

function route(name: string, namespace: string | undefined, hostname: string, backend: string, backendNamespace: string): string {
  return object(
    "gateway.networking.k8s.io/v1",
    "HTTPRoute",
    name,
    namespace,
    `spec:
  parentRefs: [{ name: edge, namespace: ingress }]
  hostnames: ["${hostname}"]
  rules:
    - backendRefs: [{ name: ${backend}, namespace: ${backendNamespace}, port: 80 }]
`,
  );
}

function grant(name: string, namespace: string | undefined, fromKind: string, fromNamespace: string, toKind: string): string {
  return object(
    "gateway.networking.k8s.io/v1",
    "ReferenceGrant",
    name,
    namespace,
    `spec:
  from: [{ group: gateway.networking.k8s.io, kind: ${fromKind}, namespace: ${fromNamespace} }]
  to: [{ group: "", kind: ${toKind} }]
`,
  );
}

function secret(name: string, namespace: string | undefined, certificate: string, key = "p256"): string {
  return object(
    "v1",
    "Secret",
    name,
    namespace,
    expandPem(`type: kubernetes.io/tls
stringData:
  tls.crt: |
    {{pem leaf ${certificate}}}
  tls.key: |
    {{key leaf key=${key}}}
`),
  );
}

/** Complete documents, without separators, each ending in a newline. Some repeat a name with another content. */
export const documents: readonly string[] = [
  gateway("edge", "ingress", "shop.example.com", "shop-tls", "certs"),
  gateway("edge", "ingress", "*.example.com", "wild-tls", "certs"),
  gateway("edge", undefined, "shop.example.com", "shop-tls", "certs"),
  gateway("other", "ingress", "other.example.net", "shop-tls", "ingress"),
  route("shop", "apps", "shop.example.com", "shop", "backends"),
  route("deep", "apps", "a.b.example.com", "shop", "apps"),
  route("shop", undefined, "shop.example.com", "shop", "backends"),
  grant("to-certs", "certs", "Gateway", "ingress", "Secret"),
  grant("to-certs", "ingress", "Gateway", "ingress", "Secret"),
  grant("to-backends", "backends", "HTTPRoute", "apps", "Service"),
  grant("to-backends", "backends", "GRPCRoute", "apps", "Service"),
  grant("to-backends", undefined, "HTTPRoute", "apps", "Service"),
  secret("shop-tls", "certs", "san=shop.example.com expires=+10d"),
  secret("shop-tls", "certs", "san=www.example.com expires=-3d"),
  secret("wild-tls", "certs", "san=*.example.com starts=+2d"),
  secret("shop-tls", "ingress", "san=other.example.net", "p384"),
  secret("shop-tls", undefined, "san=shop.example.com"),
  object(
    "cert-manager.io/v1",
    "Certificate",
    "shop",
    "certs",
    "spec:\n  secretName: shop-tls\n  dnsNames: [www.example.com]\n  issuerRef: { name: ca }\n",
  ),
  object("external-secrets.io/v1", "ExternalSecret", "wild-tls", "certs", "spec: {}\n"),
  object("v1", "Service", "shop", "backends", "spec:\n  ports: [{ port: 80 }]\n"),
  object("v1", "Service", "shop", undefined, "spec:\n  ports: [{ port: 80 }]\n"),
  object("v1", "Namespace", "apps", undefined, ""),
  object("apps/v1", "Deployment", "shop", "apps", "spec:\n  replicas: 1\n"),
  object("kustomize.toolkit.fluxcd.io/v1", "Kustomization", "apps", "flux-system", "spec:\n  path: ./repo/two\n  targetNamespace: moved\n"),
  "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Service\n    metadata: { name: shop, namespace: backends }\n",
  "# gateway-tls: ignore reference-not-granted\n",
  "kind: Secret\napiVersion: v1\nmetadata: { name: x }\nname: {{ .Values.name }}\n",
  "kind: Gateway\n  apiVersion: [\n",
  "",
];

/** Texts of whole files that say what is applied. */
export const buildFiles: readonly string[] = [
  "resources: [a.yaml]\n",
  "namespace: team\nresources: [a.yaml, b.yaml, ../one]\n",
  "resources: [a.yaml, b.yaml]\npatches:\n  - target: { kind: Gateway }\n    patch: '[]'\n",
  "patches:\n  - path: a.yaml\nresources: [b.yaml, ../two]\n",
  "kind: Component\nnamePrefix: x-\n",
];
