/**
 * The conformance suite of the Gateway API as test material: its records, their manifests, and the Secrets and ConfigMaps that the
 * suite makes while it runs. Read from `../shared`, never copied; `conformance` is undefined where that folder is absent.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Bundle } from "../../server/src/core/kube/schema/bundle.ts";
import { newest } from "../../server/src/core/kube/schema/history.ts";
import { pemCertificate, pemPrivateKey } from "./certificates.ts";

const folder = join(import.meta.dirname, "..", "..", "..", "shared", "corpora", "gateway-api");

export interface Condition {
  readonly type: string;
  readonly status: string;
  /** Empty stands for any reason. */
  readonly reason: string;
}

export interface ObjectName {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** A listener's name. */
  readonly section?: string;
  readonly parent?: { readonly kind: string; readonly namespace: string; readonly name: string };
}

export interface Expectation {
  readonly object: ObjectName;
  readonly condition: Condition;
}

export interface ListenerExpectation {
  readonly object: ObjectName;
  readonly listeners: readonly {
    readonly section: string;
    readonly supportedKinds?: readonly { readonly group: string; readonly kind: string }[];
    readonly attachedRoutes: number;
  }[];
}

export interface ConformanceRecord {
  readonly test: string;
  readonly manifests: readonly string[];
  readonly features: readonly string[];
  readonly expect: readonly Expectation[];
  readonly listenerStatus?: readonly ListenerExpectation[];
  readonly attachedListenerSets?: readonly { readonly object: ObjectName; readonly count: number }[];
  readonly zeroAttachedRoutes?: readonly ObjectName[];
  readonly noAcceptedParents?: readonly ObjectName[];
  readonly afterMutation?: readonly {
    readonly mutation: string;
    readonly expect: readonly Expectation[];
    readonly listenerStatus?: readonly ListenerExpectation[];
  }[];
  readonly runtimeFeatureGate?: string;
}

interface Generated {
  readonly kind: "Secret" | "ConfigMap";
  readonly namespace: string;
  readonly name: string;
  readonly dnsNames: readonly string[];
  readonly uris: readonly string[];
}

export interface Conformance {
  readonly records: readonly ConformanceRecord[];
  /** The files of a record as URI and text: base, manifests and what the suite makes at run time. */
  files(record: ConformanceRecord): [file: string, text: string][];
}

/** The suite's manifests are of the newest release and use the experimental channel. */
export const conformanceBundle: Bundle = { release: newest, channel: "experimental" };

/** The instant at which the generated certificates are fresh. */
export const conformanceNow = Date.UTC(2026, 7, 21);

/** The ConfigMap that one test makes half-way; it does not exist at the start. */
const madeLater = "tls-checks-ca-certificate-reconcile-test";

export const conformance: Conformance | undefined = existsSync(folder) ? load() : undefined;

function load(): Conformance {
  const oracle = JSON.parse(readFileSync(join(folder, "oracle", "conformance-oracle.json"), "utf8")) as {
    records: ConformanceRecord[];
    generatedSecrets: { objects: Generated[] };
  };
  const generated = oracle.generatedSecrets.objects.filter(({ name }) => name !== madeLater).map(manifestOf);
  const base = "conformance/base/manifests.yaml";
  return {
    records: oracle.records,
    files: (record) => [
      ...[...new Set([base, ...record.manifests])].map((path): [string, string] => [`file:///conformance/${path}`, read(path)]),
      ["file:///conformance/generated.yaml", generated.join("---\n")],
    ],
  };
}

function read(path: string): string {
  return readFileSync(join(folder, path), "utf8")
    .replaceAll("{GATEWAY_CLASS_NAME}", "gateway-conformance")
    .replaceAll("PLACEHOLDER_USABLE_ADDRS", "192.0.2.1")
    .replaceAll("PLACEHOLDER_UNUSABLE_ADDRS", "198.51.100.1");
}

/** One object that the suite makes: a Secret with a certificate and its key, or a ConfigMap with a CA. */
export function manifestOf({ kind, namespace, name, dnsNames, uris }: Generated): string {
  const head = `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\n`;
  const indented = (pem: string) => pem.trimEnd().replaceAll(/^/gm, "    ");
  if (kind === "ConfigMap") {
    const ca = pemCertificate({ cn: "gatewayapi", ca: true, expires: "+365d", now: conformanceNow });
    return `${head}data:\n  ca.crt: |\n${indented(ca)}\n`;
  }
  const certificate = pemCertificate({ cn: "default", san: [...dnsNames, ...uris], expires: "+365d", now: conformanceNow });
  return `${head}type: kubernetes.io/tls\nstringData:\n  tls.crt: |\n${indented(certificate)}\n  tls.key: |\n${indented(pemPrivateKey())}\n`;
}
