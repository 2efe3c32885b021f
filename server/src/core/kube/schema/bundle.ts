/** Which Gateway API is installed: its release and channel, declared, found in the workspace, or assumed. */
import type { Channel } from "./facts.ts";
import { newest, type Release } from "./history.ts";

export interface Bundle {
  readonly release: Release;
  readonly channel: Channel;
  /** Set where nothing says it. Then only that counts as refused which every release and channel refuses. */
  readonly assumed?: true;
}

/** The newest release, standard channel: what is taken where nothing says otherwise. */
export const assumedBundle: Bundle = { release: newest, channel: "standard", assumed: true };

/** "Gateway API 1.6 (standard channel)". */
export function bundleTitle({ release, channel }: Bundle): string {
  return `Gateway API ${release.join(".")} (${channel} channel)`;
}

/** Reads `v1.6.1/standard` or `1.5/experimental`; undefined for anything else. A development build (`v0.0.0-dev`) counts as the newest release. */
export function readBundle(text: string): Bundle | undefined {
  const match = /^(v?[\w.+-]+)\/(standard|experimental)$/.exec(text);
  const release = match?.[1] === undefined ? undefined : readRelease(match[1]);
  return release === undefined ? undefined : { release, channel: match?.[2] === "experimental" ? "experimental" : "standard" };
}

function readRelease(text: string): Release | undefined {
  const match = /^v?(\d+)\.(\d+)(?:\.\d+)?(?:[-+][\w.+-]+)?$/.exec(text);
  if (match === null) return undefined;
  const release: Release = [Number(match[1]), Number(match[2])];
  return release[0] === 0 && release[1] === 0 ? newest : release;
}

/** Quick look: a text without any of these names no bundle. */
const hints = ["gateway.networking.k8s.io/bundle-version", "kubernetes-sigs/gateway-api"];

const version = String.raw`v\d[\w.-]*`;
const repository = String.raw`kubernetes-sigs\/gateway-api(?:\.git)?`;

/** Where a text names a bundle: the annotations of a CRD that is kept in the workspace, and addresses of the project that carry a version. */
const marks: readonly RegExp[] = [
  // The two annotations stand beside each other, since kubectl and controller-gen sort them.
  new RegExp(
    String.raw`gateway\.networking\.k8s\.io\/bundle-version["']?\s*:\s*["']?(?<version>${version})["']?,?\s+["']?gateway\.networking\.k8s\.io\/channel["']?\s*:\s*["']?(?<channel>standard|experimental)`,
    "g",
  ),
  new RegExp(String.raw`${repository}\/releases\/download\/(?<version>${version})\/(?<channel>standard|experimental)-install\.yaml`, "g"),
  new RegExp(
    String.raw`${repository}\/(?:raw\/|blob\/)?(?:refs\/tags\/)?(?<version>${version})\/config\/crd\/(?<channel>standard|experimental)?`,
    "g",
  ),
  // kustomize's remote directories; `config/crd` alone holds the standard channel.
  new RegExp(
    String.raw`${repository}\/{1,2}config\/crd\/?(?<channel>standard|experimental)?\/?\?(?:[^\s"']*&)?ref=(?<version>${version})`,
    "g",
  ),
];

/** A Flux GitRepository or an Argo CD Application that takes the CRDs from the project: address, version and folder, on lines of their own. */
const source = new RegExp(String.raw`^\s*-?\s*(?:url|repoURL):\s*["']?https:\/\/github\.com\/${repository}["']?\s*$`, "m");
const revision = new RegExp(String.raw`^\s*(?:tag|targetRevision):\s*["']?(${version})`, "m");
const folder = /config\/crd(?:\/(standard|experimental))?\b/;

/**
 * The bundles that the text of a file names, whatever the file is: a vendored CRD, a kustomization's resource, a Git source. Duplicates are left out;
 * most texts name none and cost one search.
 */
export function bundlesNamedIn(text: string): readonly Bundle[] {
  if (!hints.some((hint) => text.includes(hint))) return [];
  const found = new Map<string, Bundle>();
  const add = (release: Release | undefined, channel: string | undefined): void => {
    if (release === undefined) return;
    const bundle: Bundle = { release, channel: channel === "experimental" ? "experimental" : "standard" };
    found.set(bundleTitle(bundle), bundle);
  };
  for (const mark of marks) {
    for (const { groups } of text.matchAll(mark)) add(readRelease(groups?.version ?? ""), groups?.channel);
  }
  for (const document of text.split(/^---/m)) {
    const path = folder.exec(document);
    if (path !== null && source.test(document)) add(readRelease(revision.exec(document)?.[1] ?? ""), path[1]);
  }
  return [...found.values()];
}

/**
 * The bundle that a workspace installs, from all that its files name. Where they disagree (several clusters, a single kind taken from the other
 * channel), nothing is certain for any one object, so it is undefined.
 */
export function installedBundle(named: Iterable<Bundle>): Bundle | undefined {
  const titles = new Map<string, Bundle>();
  for (const bundle of named) titles.set(bundleTitle(bundle), bundle);
  const [only] = titles.values();
  return titles.size === 1 ? only : undefined;
}
