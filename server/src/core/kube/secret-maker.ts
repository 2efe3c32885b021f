/** Objects of other projects that make Secrets in the cluster: their content is then unknown, their existence is not. */
import { at, get, itemsOf } from "../yaml/tree.ts";
import { type ObjectHead, text } from "./object.ts";

export interface SecretMaker extends ObjectHead {
  readonly type: "SecretMaker";
  /** The names of the Secrets that it makes; empty where it makes none, or where nobody can tell. */
  readonly makes: readonly string[];
  /** Set where it makes them in namespaces that its own does not tell. */
  readonly elsewhere?: true;
}

/** Where an object writes the names of the Secrets that it makes. */
type Names = (head: ObjectHead) => readonly string[];

/** Kinds that make Secrets in their own namespace, by `group/kind`. */
const local: Readonly<Record<string, Names>> = {
  "external-secrets.io/ExternalSecret": (head) => externalSecretNames(head, ["spec"]),
  "kubernetes-client.io/ExternalSecret": (head) => externalSecretNames(head, ["spec"]),
  "bitnami.com/SealedSecret": ownName,
  "secrets.hashicorp.com/VaultStaticSecret": (head) => written(head, "spec", "destination", "name"),
  "secrets.hashicorp.com/VaultDynamicSecret": (head) => written(head, "spec", "destination", "name"),
  "secrets.hashicorp.com/VaultPKISecret": (head) => written(head, "spec", "destination", "name"),
  "ricoberger.de/VaultSecret": ownName,
  "onepassword.com/OnePasswordItem": ownName,
  "spv.no/AzureKeyVaultSecret": (head) => written(head, "spec", "output", "secret", "name"),
  "k8s.bitwarden.com/BitwardenSecret": (head) => written(head, "spec", "secretName"),
  "secrets-store.csi.x-k8s.io/SecretProviderClass": (head) => listed(head, "secretName", "spec", "secretObjects"),
  "isindir.github.com/SopsSecret": (head) => listed(head, "name", "spec", "secretTemplates"),
};

/** Kinds that make Secrets where a selector or a field of theirs says. */
const elsewhere: Readonly<Record<string, Names>> = {
  "external-secrets.io/ClusterExternalSecret": (head) => {
    const names = externalSecretNames(head, ["spec", "externalSecretSpec"]);
    const own = written(head, "spec", "externalSecretName");
    return own.length > 0 && names[0] === head.name?.value ? own : names;
  },
  "secrets.infisical.com/InfisicalSecret": (head) => [
    ...written(head, "spec", "managedSecretReference", "secretName"),
    ...listed(head, "secretName", "spec", "managedKubeSecretReferences"),
  ],
  "secrets.doppler.com/DopplerSecret": (head) => written(head, "spec", "managedSecret", "name"),
};

/** The kinds that make Secrets, as `group/kind`. */
export const secretMakerKinds: readonly string[] = [...Object.keys(local), ...Object.keys(elsewhere)];

/** Reads one of these objects. */
export function readSecretMaker(head: ObjectHead): SecretMaker {
  const key = `${head.group}/${head.kind}`;
  const makes = (local[key] ?? elsewhere[key])?.(head) ?? [];
  return { ...head, type: "SecretMaker", makes, ...(key in elsewhere ? { elsewhere: true } : {}) };
}

/** External Secrets Operator: `target.name`, else the object's own name; none where `creationPolicy` is None or Merge. */
function externalSecretNames(head: ObjectHead, path: readonly string[]): readonly string[] {
  const target = at(head.root, ...path, "target");
  const policy = text(target, "creationPolicy")?.value;
  if (policy === "None" || policy === "Merge") return [];
  const name = text(target, "name") ?? head.name;
  return name === undefined ? [] : [name.value];
}

function ownName({ name }: ObjectHead): readonly string[] {
  return name === undefined ? [] : [name.value];
}

function written({ root }: ObjectHead, ...path: readonly string[]): readonly string[] {
  const key = path.at(-1) ?? "";
  const name = text(at(root, ...path.slice(0, -1)), key);
  return name === undefined ? [] : [name.value];
}

function listed({ root }: ObjectHead, key: string, ...path: readonly string[]): readonly string[] {
  return itemsOf(at(root, ...path)).flatMap((item) => {
    const name = get(item, key);
    return name?.kind === "scalar" ? [name.value] : [];
  });
}
