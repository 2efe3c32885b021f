/**
 * A synthetic repository of manifests, the same for the same seed. Seven documents in ten have no part in TLS, as in real ones: deployments,
 * configuration, Helm releases. The others refer to each other: Gateways to Secrets and Certificates, routes to Gateways and Services, with
 * grants for most of what crosses namespaces.
 */
import { pemCertificate, pemPrivateKey } from "../test/support/certificates.ts";

const teams = 40;
/** The namespace that others refer to. */
const platform = "team-0";
const words =
  "order cart search profile billing ledger audit mail media graph metrics auth session cache queue report relay price promo review chat map".split(
    " ",
  );

/** Random numbers from a seed (mulberry32). */
class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `low` to `high`. */
  number(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  one<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.next() * items.length)] as Item;
  }

  weighed<Item>(items: readonly (readonly [weight: number, item: Item])[]): Item {
    let rest = this.next() * items.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, item] of items) {
      rest -= weight;
      if (rest < 0) return item;
    }
    return items[0]?.[1] as Item;
  }
}

const indented = (text: string, by: number): string => text.trimEnd().replaceAll(/^/gm, " ".repeat(by));
const repeated = (times: number, line: (i: number) => string): string => Array.from({ length: times }, (_, i) => line(i)).join("");

/** Writes documents; each method gives one of its kind. */
class Writer {
  readonly dice: Dice;
  readonly #issued = new Map<string, { readonly certificate: string; readonly key: string }>();
  #count = 0;

  constructor(seed: number) {
    this.dice = new Dice(seed);
  }

  team(): string {
    return `team-${this.dice.number(0, teams - 1)}`;
  }

  name(): string {
    return `${this.dice.one(words)}-${this.dice.one(words)}-${this.#count++}`;
  }

  head(apiVersion: string, kind: string, name: string, namespace: string): string {
    const labels = repeated(this.dice.number(0, 4), (i) => `    app.kubernetes.io/label-${i}: ${this.dice.one(words)}\n`);
    return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\n${labels === "" ? "" : `  labels:\n${labels}`}`;
  }

  deployment(): string {
    const name = this.name();
    const environment = repeated(
      this.dice.number(2, 20),
      (i) => `            - name: VARIABLE_${i}\n              value: "${this.dice.one(words)}: ${i}"\n`,
    );
    return `${this.head("apps/v1", "Deployment", name, this.team())}spec:
  replicas: ${this.dice.number(1, 9)}
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      securityContext:
        runAsNonRoot: true
      containers:
        - name: main
          image: registry.example.com/${name}:v${this.dice.number(1, 40)}
          args: ["--port=8080", "--workers=${this.dice.number(1, 16)}"] # tuned
          env:
${environment}          readinessProbe:
            httpGet: { path: /healthz, port: 8080 }
          resources:
            requests:
              cpu: 100m
              memory: ${this.dice.number(1, 8) * 128}Mi
`;
  }

  configuration(): string {
    const file = repeated(
      this.dice.number(10, 150),
      (i) => `    ${this.dice.one(words)}.${this.dice.one(words)}.${i} = ${this.dice.number(0, 1e9)}\n`,
    );
    return `${this.head("v1", "ConfigMap", this.name(), this.team())}data:\n  application.properties: |\n${file}`;
  }

  release(): string {
    const values = repeated(
      this.dice.number(5, 50),
      (i) =>
        `    ${this.dice.one(words)}${i}:\n      enabled: true\n      resources: { requests: { cpu: 10m }, limits: { memory: 64Mi } }\n`,
    );
    return `${this.head("helm.toolkit.fluxcd.io/v2", "HelmRelease", this.name(), this.team())}spec:\n  interval: 1h\n  chart:\n    spec:\n      chart: app\n  values:\n${values}`;
  }

  schema(): string {
    const fields = repeated(
      this.dice.number(50, 600),
      (i) =>
        `                ${this.dice.one(words)}${i}:\n                  description: ${words.join(" ")}.\n                  type: string\n`,
    );
    return `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: ${this.name()}.example.com\nspec:\n  group: example.com\n  versions:\n    - name: v1\n      schema:\n        openAPIV3Schema:\n          type: object\n          properties:\n            spec:\n              properties:\n${fields}`;
  }

  service(): string {
    return `${this.head("v1", "Service", `backend-${this.dice.number(0, 200)}`, this.team())}spec:\n  ports:\n    - name: http\n      port: 80\n      targetPort: 8080\n`;
  }

  gateway(): string {
    const team = this.team();
    const listeners = repeated(this.dice.number(1, 6), (i) => {
      const elsewhere = this.dice.next() < 0.1;
      return `    - name: https-${i}
      port: 443
      protocol: HTTPS
      hostname: "${this.dice.next() < 0.3 ? "*" : `app-${this.dice.number(0, 30)}`}.${team}.example.com"
      tls:
        mode: Terminate
        certificateRefs:
          - kind: Secret
            name: tls-${this.dice.number(0, 12)}
${elsewhere ? `            namespace: ${platform}\n` : ""}      allowedRoutes:
        namespaces:
          from: All
`;
    });
    return `${this.head("gateway.networking.k8s.io/v1", "Gateway", `gateway-${this.dice.number(0, 9)}`, team)}spec:\n  gatewayClassName: shared\n  listeners:\n${listeners}`;
  }

  route(kind: "HTTPRoute" | "GRPCRoute"): string {
    const team = this.team();
    const rules = repeated(
      this.dice.number(1, 5),
      (i) => `    - matches:
        - ${kind === "HTTPRoute" ? `path: { type: PathPrefix, value: /${this.dice.one(words)}/${i} }` : `method: { service: ${this.dice.one(words)} }`}
      backendRefs:
        - name: backend-${this.dice.number(0, 200)}
          port: 80
${this.dice.next() < 0.15 ? `          namespace: ${this.dice.next() < 0.95 ? platform : this.team()}\n` : ""}`,
    );
    return `${this.head("gateway.networking.k8s.io/v1", kind, this.name(), team)}spec:
  parentRefs:
    - name: gateway-${this.dice.number(0, 9)}
      namespace: ${this.dice.next() < 0.9 ? team : this.team()}
  hostnames:
    - app-${this.dice.number(0, 30)}.${team}.example.com
  rules:
${rules}`;
  }

  /** Some open the platform's namespace to every team, the others one team's to another's. */
  grant(): string {
    const [from, kind] = this.dice.one([
      ["Gateway", "Secret"],
      ["HTTPRoute", "Service"],
      ["GRPCRoute", "Service"],
    ] as const);
    const open = this.dice.next() < 0.5;
    const entries = repeated(
      open ? 30 : 1,
      () => `    - group: gateway.networking.k8s.io\n      kind: ${from}\n      namespace: ${this.team()}\n`,
    );
    const head = this.head("gateway.networking.k8s.io/v1beta1", "ReferenceGrant", this.name(), open ? platform : this.team());
    return `${head}spec:\n  from:\n${entries}  to:\n    - group: ""\n      kind: ${kind}\n`;
  }

  certificate(): string {
    const team = this.team();
    return `${this.head("cert-manager.io/v1", "Certificate", this.name(), team)}spec:\n  secretName: tls-${this.dice.number(0, 12)}\n  dnsNames:\n    - "*.${team}.example.com"\n    - ${team}.example.com\n  issuerRef:\n    name: letsencrypt\n    kind: ClusterIssuer\n`;
  }

  secret(): string {
    const team = this.team();
    const san = [this.dice.next() < 0.95 ? `*.${team}.example.com` : `old.${team}.example.com`, `${team}.example.com`];
    const expires = this.dice.next() < 0.05 ? `-${this.dice.number(1, 30)}d` : `+${this.dice.number(1, 400)}d`;
    const { certificate, key } = this.#issue(san, expires);
    const base64 = (text: string) => Buffer.from(text).toString("base64");
    const values =
      this.dice.next() < 0.2
        ? `stringData:\n  tls.crt: |\n${indented(certificate, 4)}\n  tls.key: |\n${indented(key, 4)}\n`
        : `data:\n  tls.crt: ${base64(certificate)}\n  tls.key: ${base64(key)}\n`;
    return `${this.head("v1", "Secret", `tls-${this.dice.number(0, 12)}`, team)}type: kubernetes.io/tls\n${values}`;
  }

  #issue(san: readonly string[], expires: string): { readonly certificate: string; readonly key: string } {
    const name = `${san} ${expires}`;
    let issued = this.#issued.get(name);
    if (issued === undefined) {
      issued = { certificate: pemCertificate({ san, expires, key: "rsa2048" }), key: pemPrivateKey("rsa2048") };
      this.#issued.set(name, issued);
    }
    return issued;
  }

  namespace(): string {
    return `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${this.team()}\n  labels:\n    purpose: bench\n`;
  }

  document(): string {
    const write = this.dice.weighed<() => string>([
      [26, () => this.deployment()],
      [18, () => this.configuration()],
      [14, () => this.release()],
      [0.6, () => this.schema()],
      [11.4, () => this.deployment()],
      [10, () => this.route("HTTPRoute")],
      [2, () => this.route("GRPCRoute")],
      [4, () => this.service()],
      [3, () => this.gateway()],
      [1.5, () => this.grant()],
      [2.5, () => this.certificate()],
      [5, () => this.secret()],
      [2, () => this.namespace()],
    ]);
    return write();
  }
}

export type ManifestText = readonly [path: string, text: string];

/** Files with `count` documents in all, one to six in each, some directories with a kustomization. Paths are relative. */
export function monorepo(count: number, seed = 1): ManifestText[] {
  const writer = new Writer(seed);
  const files: [string, string][] = [];
  const folders = new Map<string, string[]>();
  for (let written = 0; written < count; ) {
    const size = Math.min(writer.dice.number(1, 6), count - written);
    const folder = `clusters/${writer.dice.one(["red", "blue", "green"])}/${writer.team()}/${writer.dice.one(words)}`;
    const name = `manifests-${files.length}.yaml`;
    files.push([`${folder}/${name}`, Array.from({ length: size }, () => writer.document()).join("---\n")]);
    folders.set(folder, [...(folders.get(folder) ?? []), name]);
    written += size;
  }
  for (const [folder, names] of folders) {
    if (writer.dice.next() < 0.1)
      files.push([`${folder}/kustomization.yaml`, `resources:\n${names.map((name) => `  - ${name}\n`).join("")}`]);
  }
  return files;
}

/** A Gateway of about two kilobytes. */
export function smallManifest(seed = 7): string {
  const writer = new Writer(seed);
  for (;;) {
    const text = writer.gateway();
    if (text.length > 1900 && text.length < 2300) return text;
  }
}

/** One file of about half a megabyte with documents of every kind, a Gateway last. */
export function bigManifest(seed = 8): string {
  const writer = new Writer(seed);
  const documents: string[] = [];
  for (let size = 0; size < 500_000; ) {
    const document = writer.document();
    if (document.length > 40_000) continue;
    documents.push(document);
    size += document.length + 4;
  }
  return [...documents, writer.gateway()].join("---\n");
}
