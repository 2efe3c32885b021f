/** What the three rules about dates share: the certificates of a Secret, who presents them, and how a message names them. */
import { type Deployed, placeOf, titleOf } from "../delivery/deployment.ts";
import { covers } from "../gateway/certificates.ts";
import type { Listener } from "../gateway/listener.ts";
import type { Model } from "../gateway/model.ts";
import type { Place } from "../kube/object.ts";
import type { Secret } from "../kube/secret.ts";
import type { CertificateFacts } from "../x509/facts.ts";
import { knownHostnames, namesOnListener } from "./coverage.ts";
import type { Related } from "./rule.ts";
import { type ChainMember, chainOf, isUsed, type SecretUse, useOf } from "./secret-flaws.ts";
import { fullListenerTitle, listenerTitle, listOf, sentence } from "./sentences.ts";

/** A Secret with certificates that can be read. */
export interface DatedSecret {
  readonly secret: Deployed<Secret>;
  readonly chain: readonly ChainMember[];
}

/** The Secrets of a workspace whose tls.crt holds certificates. */
export function* datedSecrets({ secrets }: Model): Generator<DatedSecret> {
  for (const secret of secrets) {
    const chain = chainOf(secret);
    if (chain.length > 0) yield { secret, chain };
  }
}

/** The key tls.crt, where findings about its dates stand. */
export function crtPlace(secret: Deployed<Secret>): Place {
  const key = secret.resource.entries.get("tls.crt")?.key ?? secret.resource.root;
  return placeOf(secret, key);
}

/** "The certificate for shop.example.com and www.example.com", "The intermediate certificate R11". */
export function certificateTitle({ facts, position }: ChainMember): string {
  if (position > 0 || (facts.isCa && facts.dnsNames.length === 0)) {
    const role = facts.subject === facts.issuer ? "root" : facts.isCa ? "intermediate" : "further";
    return `The ${position > 0 ? `${role} ` : ""}certificate ${facts.subjectCommonName ?? facts.subject} in tls.crt`;
  }
  return `The certificate for ${namesIn(facts)}`;
}

function namesIn({ dnsNames, subjectCommonName, subject }: CertificateFacts): string {
  return dnsNames.length > 0 ? listOf(dnsNames, 3) : (subjectCommonName ?? subject);
}

/** Who presents a Secret's certificate, from the point of view of one that clients do not accept. */
export interface Fall extends SecretUse {
  readonly isUsed: boolean;
  /** "Clients refuse the connection to listener https of Gateway a/b (shop.example.com)." Empty where nothing presents it. */
  readonly effect: string;
  readonly related: readonly Related[];
}

/** `refuse` is what clients do: "Clients refuse", "From then on clients refuse". */
export function fallOf(secret: Deployed<Secret>, refuse: string, model: Model): Fall {
  const use = useOf(secret, model);
  const fallen = use.listeners.map((listener) => ({ listener, hostnames: hostnamesThatFall(listener, secret, model) }));
  const listeners = fallen.map(({ listener, hostnames }) => {
    const names = hostnames.length > 0 ? ` (${listOf(hostnames)})` : "";
    return `${fullListenerTitle(listener)}${names}`;
  });
  const effects = [
    ...(listeners.length > 0 ? [`${refuse} the connection to ${listOf(listeners)}.`] : []),
    ...use.clients.map((gateway) => `${titleOf(gateway)} shows it to its backends as its own.`),
  ];
  return {
    ...use,
    isUsed: isUsed(use),
    effect: effects.join(" "),
    related: fallen.map(({ listener, hostnames }) => ({
      place: placeOf(listener.owner, listener.spec.name ?? listener.spec.node),
      message: sentence(
        `${listenerTitle(listener)} presents this certificate${hostnames.length > 0 ? ` for ${listOf(hostnames, 6)}` : ""}.`,
      ),
    })),
  };
}

/** The hostnames of a listener that no other certificate of it covers. */
function hostnamesThatFall(listener: Listener, secret: Deployed<Secret>, model: Model): readonly string[] {
  const hostnames = knownHostnames(listener, model);
  if (listener.certificates.length < 2) return hostnames;
  const covered = namesOnListener(listener, model);
  if (!covered.known) return hostnames;
  const others = covered.names.filter(({ source }) => source.object !== secret);
  return hostnames.filter((hostname) => covers(others, hostname) !== "yes");
}

/** "Certificate a/b renews it in the cluster; here it is out of date." Empty where nothing else makes the Secret. */
export function makerWords({ maker }: SecretUse): string {
  return maker === undefined ? "" : `In the cluster ${maker} keeps this Secret, so what counts is not in this file.`;
}
