/** Every quick fix of the two headline faults: where it is offered, and what the files hold afterwards. */

export interface FixCase {
  /** Folder of the workspace that holds nothing else. */
  readonly folder: string;
  /** The file, within the folder, and the code of the finding. */
  readonly at: readonly [file: string, code: string];
  /** The entry of the light bulb. */
  readonly title: RegExp;
  /** Replacements of the only occurrence of a text, per file. */
  readonly changed?: Readonly<Record<string, readonly (readonly [before: string, after: string])[]>>;
  /** Files that are new. */
  readonly created?: Readonly<Record<string, string>>;
}

/** A ReferenceGrant as a fix writes it: `list` is "  " where the file that it joins indents lists, and "" in a file of its own. */
function grant(
  list: "" | "  ",
  name: string,
  namespace: string,
  from: readonly [kind: string, namespace: string],
  to: readonly [kind: string, name: string],
) {
  return [
    "apiVersion: gateway.networking.k8s.io/v1",
    "kind: ReferenceGrant",
    "metadata:",
    `  name: ${name}`,
    `  namespace: ${namespace}`,
    "spec:",
    "  from:",
    `  ${list}- group: gateway.networking.k8s.io`,
    `  ${list}  kind: ${from[0]}`,
    `  ${list}  namespace: ${from[1]}`,
    "  to:",
    `  ${list}- group: ""`,
    `  ${list}  kind: ${to[0]}`,
    `  ${list}  name: ${to[1]}`,
    "",
  ].join("\n");
}

const notGranted = "reference-not-granted";
const misplaced = "grant-in-wrong-namespace";
const listenerMismatch = "san-mismatch";
const routeMismatch = "san-route-mismatch";

export const fixCases: readonly FixCase[] = [
  {
    folder: "grant-new-file",
    at: ["ingress/gateway.yaml", notGranted],
    title: /^Create a ReferenceGrant in file-certs that lets Gateways of file-ingress use Secret shop-tls$/,
    created: {
      "certs/referencegrant-file-ingress-to-shop-tls.yaml": grant(
        "",
        "file-ingress-to-shop-tls",
        "file-certs",
        ["Gateway", "file-ingress"],
        ["Secret", "shop-tls"],
      ),
    },
  },
  {
    folder: "grant-file-taken",
    at: ["ingress/gateway.yaml", notGranted],
    title: /^Create a ReferenceGrant in taken-certs /,
    created: {
      "certs/referencegrant-taken-ingress-to-shop-tls-2.yaml": grant(
        "",
        "taken-ingress-to-shop-tls",
        "taken-certs",
        ["Gateway", "taken-ingress"],
        ["Secret", "shop-tls"],
      ),
    },
  },
  {
    folder: "grant-new-document",
    at: ["ingress/gateway.yaml", notGranted],
    title: /^Create a ReferenceGrant in document-certs /,
    changed: {
      "certs/grants.yaml": [
        [
          "      name: archive-tls\n",
          `      name: archive-tls\n---\n${grant("  ", "document-ingress-to-shop-tls", "document-certs", ["Gateway", "document-ingress"], ["Secret", "shop-tls"])}`,
        ],
      ],
    },
  },
  {
    folder: "grant-listenerset",
    at: ["team/listenerset.yaml", notGranted],
    title: /^Create a ReferenceGrant in set-certs that lets ListenerSets of set-team use Secret blog-tls$/,
    created: {
      "certs/referencegrant-set-team-to-blog-tls.yaml": grant(
        "",
        "set-team-to-blog-tls",
        "set-certs",
        ["ListenerSet", "set-team"],
        ["Secret", "blog-tls"],
      ),
    },
  },
  {
    folder: "grant-backend",
    at: ["shop/route.yaml", notGranted],
    title: /^Create a ReferenceGrant in backend-payments that lets HTTPRoutes of backend-shop use Service checkout$/,
    created: {
      "payments/referencegrant-backend-shop-to-checkout.yaml": grant(
        "",
        "backend-shop-to-checkout",
        "backend-payments",
        ["HTTPRoute", "backend-shop"],
        ["Service", "checkout"],
      ),
    },
  },
  {
    folder: "grant-add-from",
    at: ["ingress/gateway.yaml", notGranted],
    title: /^Add Gateways of from-ingress to the from of ReferenceGrant from-certs\/gateways-read-certificates$/,
    changed: {
      "certs/shop.yaml": [
        [
          "      namespace: from-intranet\n",
          "      namespace: from-intranet\n    - group: gateway.networking.k8s.io\n      kind: Gateway\n      namespace: from-ingress\n",
        ],
      ],
    },
  },
  {
    folder: "grant-add-to",
    at: ["ingress/gateway.yaml", notGranted],
    title: /^Add Secret blog-tls to the to of ReferenceGrant to-certs\/gateways-read-certificates$/,
    changed: {
      "certs/certificates.yaml": [
        ["      name: shop-tls\n", '      name: shop-tls\n    - group: ""\n      kind: Secret\n      name: blog-tls\n'],
      ],
    },
  },
  {
    folder: "grant-correct-field",
    at: ["ingress/gateway.yaml", notGranted],
    title: /^Set from\.kind of ReferenceGrant field-certs\/gateways-read-certificates to Gateway$/,
    changed: { "certs/shop.yaml": [["kind: HTTPRoute\n", "kind: Gateway\n"]] },
  },
  {
    folder: "grant-correct-namespace",
    at: ["ingress/gateway.yaml", notGranted],
    title: /^Set from\.namespace of ReferenceGrant space-certs\/gateways-read-certificates to space-ingress$/,
    changed: { "certs/shop.yaml": [["namespace: space-intranet\n", "namespace: space-ingress\n"]] },
  },
  {
    folder: "grant-move",
    at: ["ingress/gateway.yaml", misplaced],
    title: /^Move ReferenceGrant move-ingress\/gateways-read-certificates to move-certs$/,
    changed: {
      "ingress/gateway.yaml": [
        ["name: gateways-read-certificates\n  namespace: move-ingress\n", "name: gateways-read-certificates\n  namespace: move-certs\n"],
      ],
    },
  },
  {
    folder: "san-other-secret",
    at: ["gateway.yaml", listenerMismatch],
    title: /^Use Secret secret-ingress\/shop-tls\b/,
    changed: { "gateway.yaml": [["name: blog-tls\n", "name: shop-tls\n"]] },
  },
  {
    folder: "san-hostname",
    at: ["gateway.yaml", listenerMismatch],
    title: /^Set the hostname of listener shop.* to shop\.example\.com$/,
    changed: { "gateway.yaml": [["hostname: shop.example.org\n", "hostname: shop.example.com\n"]] },
  },
  {
    folder: "san-dns-names",
    at: ["gateway.yaml", listenerMismatch],
    title: /^Add shop\.example\.com to the dnsNames of Certificate /,
    changed: { "gateway.yaml": [["    - www.example.com\n", "    - www.example.com\n    - shop.example.com\n"]] },
  },
  {
    folder: "route-use-secret",
    at: ["route.yaml", routeMismatch],
    title: /^Use Secret route-use\/eu-tls\b/,
    changed: { "gateway.yaml": [["name: wild-tls\n", "name: eu-tls\n"]] },
  },
  {
    folder: "route-other-secret",
    at: ["route.yaml", routeMismatch],
    title: /^Add Secret route-secret\/eu-tls\b/,
    changed: {
      "gateway.yaml": [
        ["          - name: wild-tls\n", "          - name: wild-tls\n          - kind: Secret\n            name: eu-tls\n"],
      ],
    },
  },
  {
    folder: "route-dns-names",
    at: ["route.yaml", routeMismatch],
    title: /^Add eu\.shop\.example\.com to the dnsNames of Certificate /,
    changed: { "gateway.yaml": [['    - "*.example.com"\n', '    - "*.example.com"\n    - "eu.shop.example.com"\n']] },
  },
  {
    folder: "route-hostname",
    at: ["route.yaml", routeMismatch],
    title: /^Set the hostname of HTTPRoute .*shop to shop\.example\.com$/,
    changed: { "route.yaml": [["    - eu.shop.example.com\n", "    - shop.example.com\n"]] },
  },
];
