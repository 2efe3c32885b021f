/** Private keys that belong to another certificate than the one beside them. */
import { type Deployed, placeOf, titleOf } from "../delivery/deployment.ts";
import type { Secret } from "../kube/secret.ts";
import { crtPlace } from "./certificate-dates.ts";
import type { Rule } from "./rule.ts";
import { isUsed, mismatchedKey, useOf } from "./secret-flaws.ts";
import { fullListenerTitle, joined, listOf, sentence } from "./sentences.ts";

/** Compares public halves; the private one is forgotten as soon as it has been read. */
export const keyMismatch: Rule<Deployed<Secret>> = {
  code: "key-mismatch",
  severity: "error",
  summary: "The private key in a Secret does not belong to the certificate beside it.",
  reference: "https://gateway-api.sigs.k8s.io/guides/tls/",
  since: "0.1.0",

  subjects: (model) => model.secrets,

  check(secret, model) {
    const mismatch = mismatchedKey(secret);
    if (mismatch === undefined) return undefined;
    const use = useOf(secret, model);
    const { position } = mismatch;
    const listeners = use.listeners.map(fullListenerTitle);
    return {
      place: placeOf(secret, mismatch.entry.key),
      message: joined(
        position === undefined
          ? `tls.key of ${titleOf(secret)} is not the key of the certificate in tls.crt.`
          : `tls.key of ${titleOf(secret)} is the key of certificate ${position + 1} in tls.crt, but TLS pairs it with the first.`,
        listeners.length > 0
          ? `${sentence(listOf(listeners))} cannot use the pair, so no client can connect.`
          : "No server can use the pair.",
        "A controller that hands it on may stop taking any new configuration.",
        position === undefined ? "Put the key of this certificate here, or renew both together." : "Put that certificate first.",
        isUsed(use) ? "Controllers report ResolvedRefs=False, InvalidCertificateRef." : "",
      ),
      related: [
        { place: crtPlace(secret), message: "The certificate is here." },
        ...use.listeners.map((listener) => ({
          place: placeOf(listener.owner, listener.spec.name ?? listener.spec.node),
          message: `${sentence(fullListenerTitle(listener))} refers to this Secret.`,
        })),
      ],
      ...(use.maker === undefined ? {} : { severity: "information" }),
    };
  },
};
