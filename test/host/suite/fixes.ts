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

/** A ReferenceGrant as a fix writes it. */
function grant(
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
    "    - group: gateway.networking.k8s.io",
    `      kind: ${from[0]}`,
    `      namespace: ${from[1]}`,
    "  to:",
    '    - group: ""',
    `      kind: ${to[0]}`,
    `      name: ${to[1]}`,
    "",
  ].join("\n");
}

const notGranted = "reference-not-granted";

export const fixCases: readonly FixCase[] = [
  {
    folder: "grant-new-file",
    at: ["ingress/gateway.yaml", notGranted],
    title: /^Create /,
    created: {
      "certs/referencegrant-file-ingress-to-shop-tls.yaml": grant(
        "file-ingress-to-shop-tls",
        "file-certs",
        ["Gateway", "file-ingress"],
        ["Secret", "shop-tls"],
      ),
    },
  },
];
