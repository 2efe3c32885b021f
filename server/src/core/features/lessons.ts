/** What a learner should know: a few sentences per subject, and where the specification says it. */
import type { BoundaryModel } from "../gateway/boundary.ts";
import { link, type Prose, say } from "./prose.ts";

export interface Lesson {
  readonly lesson: Prose;
  readonly reading: Prose;
}

const site = "https://gateway-api.sigs.k8s.io";
const tlsGuide = link("Gateway API: TLS configuration", `${site}/guides/tls/`);
const gatewayPage = link("Gateway API: Gateway", `${site}/api-types/gateway/`);
const hostnamesPage = link("Gateway API: hostnames", `${site}/concepts/hostnames/`);
const grantPage = link("Gateway API: ReferenceGrant", `${site}/api-types/referencegrant/`);
const policyPage = link("Gateway API: BackendTLSPolicy", `${site}/api-types/backendtlspolicy/`);
const securityPage = link("Gateway API: security model", `${site}/concepts/security-model/`);
const routePage = link("Gateway API: HTTPRoute", `${site}/api-types/httproute/`);

export const modelLessons: Readonly<Record<BoundaryModel, Lesson>> = {
  "edge termination": {
    lesson: say`HTTPS in the address bar speaks of the first hop only. Since the Gateway decrypts, it can route by host and path, change headers and log requests; for the same reason it is a place to guard. The second hop is encrypted only if a BackendTLSPolicy or a mesh does it.`,
    reading: tlsGuide,
  },
  "re-encryption": {
    lesson: say`Two TLS sessions meet in the Gateway, and between them it reads every request. The second one is worth as much as its verification: the policy's CA and hostname decide whom the Gateway believes. There are now two certificates to renew, and a backend that fails the check answers with an error, never in plaintext.`,
    reading: policyPage,
  },
  "termination, then mesh": {
    lesson: say`A mesh encrypts between workloads and proves who they are by workload identity rather than by DNS name; that is another mechanism than BackendTLSPolicy. A label alone proves nothing: a mesh in permissive mode still lets plaintext through, and the Gateway has to take part in it.`,
    reading: tlsGuide,
  },
  passthrough: {
    lesson: say`The Gateway reads only the opening of the handshake and chooses the backend by the name in it (SNI). It cannot route by path, change headers or log requests. Certificate, private key and renewal are the backend's affair, and the backend has to speak TLS for every name that its TLSRoute lists.`,
    reading: tlsGuide,
  },
  "plain HTTP": {
    lesson: say`Good for a redirect to HTTPS, and for nothing secret. Whoever sits between client and Gateway can read and change what passes here, the redirect included, so a client should start with HTTPS the next time.`,
    reading: tlsGuide,
  },
  "raw TCP": {
    lesson: say`The Gateway forwards a stream of bytes without looking into it. If client and backend speak TLS, it stays between them, but there is no routing by name: for that use protocol TLS with mode Passthrough and a TLSRoute.`,
    reading: gatewayPage,
  },
  "raw UDP": {
    lesson: say`The Gateway forwards datagrams without looking into them. If client and backend encrypt (QUIC, DTLS), that stays between them.`,
    reading: gatewayPage,
  },
  unknown: {
    lesson: say`Unknown is not the same as no. What this workspace does not hold may exist in the cluster, made by a chart, an operator or another repository. Until it is known where TLS ends, treat the hop as plaintext.`,
    reading: tlsGuide,
  },
};

export const modeLesson: Lesson = {
  lesson: say`Terminate, the default, means that the Gateway holds the private key and reads everything. Passthrough means that the backend does both and the Gateway sees only the SNI. HTTPS listeners know Terminate only. With Passthrough certificateRefs are ignored, HTTPRoutes do not attach, and a TLSRoute is needed; a route that worked before the change silently stops.`,
  reading: tlsGuide,
};

export const hostnameLesson: Lesson = {
  lesson: say`Three names have to agree: the SNI of the handshake chooses listener and certificate, the Host header (readable only after decryption) chooses the route, and the certificate's SANs tell the client whether to believe. Here ${"*."} stands for one or more labels, in a certificate for exactly one: a listener for ${"*.example.com"} admits ${"a.b.example.com"}, whose clients then refuse the certificate for ${"*.example.com"}. Without a hostname the listener takes every name that no other listener takes.`,
  reading: hostnamesPage,
};

export const allowedRoutesLesson: Lesson = {
  lesson: say`Which namespaces and kinds of routes may attach; unwritten, only those of the listener's own namespace. Attaching is agreed from both sides, by allowedRoutes here and parentRefs there, and needs no ReferenceGrant. From: All on a wildcard listener lets every team of the cluster claim names below it; a selector on namespace labels says who may. From: Selector goes wrong when the Namespace lacks the label.`,
  reading: securityPage,
};

export const certificateRefsLesson: Lesson = {
  lesson: say`Whoever can read this Secret can impersonate its names, and whoever can write it can swap the certificate. It is looked up in the namespace of the object that holds the listener; a Secret elsewhere needs a ReferenceGrant in its own namespace. That it exists does not mean that it may be used. Expected is type kubernetes.io/tls with tls.crt and tls.key; several references on one listener are up to the controller.`,
  reading: tlsGuide,
};

export const grantLesson: Lesson = {
  lesson: say`The owner of what is referred to decides: a ReferenceGrant lives beside the Secret or Service, never beside the Gateway or route that wants it. Each entry of from goes with each entry of to, compared letter by letter; the core group is the empty string. Without a name in to it opens every object of that kind. Routes need none to attach to a Gateway: that is what allowedRoutes are for.`,
  reading: grantPage,
};

export const certificateLesson: Lesson = {
  lesson: say`Clients believe a certificate for the names in its SANs and look at nothing else; a wildcard there stands for one label. One wildcard certificate puts many names behind one key, so whoever reads that Secret speaks for all of them. A renewed Secret is not the end: look at what the Gateway really presents.`,
  reading: hostnamesPage,
};

export const authorityLesson: Lesson = {
  lesson: say`This certificate says whom to trust, not who somebody is: what its key signs is believed by whoever refers to it. A client trusts the CAs of its system; a Gateway trusts for its second hop those that the BackendTLSPolicy names. When a CA is replaced, old and new one have to stand in ca.crt together until every certificate is renewed.`,
  reading: policyPage,
};

export const issuanceLesson: Lesson = {
  lesson: say`cert-manager writes certificate and key into the Secret and rewrites it at renewal under the same name, so that listeners need no change. The lifetime is a request: an ACME issuer such as Let's Encrypt decides it itself. Adding a dnsName issues a new certificate; until it is there, clients of that name fail.`,
  reading: link("cert-manager: Certificate", "https://cert-manager.io/docs/usage/certificate/"),
};

export const policyLesson: Lesson = {
  lesson: say`A BackendTLSPolicy makes the Gateway speak TLS to a Service and says whom to believe: hostname is the SNI, and the name to verify unless subjectAltNames are written. It counts only in the Service's own namespace, and sectionName is the name of a Service port, not its number. If its CA cannot be read, connections fail; they never fall back to plaintext.`,
  reading: policyPage,
};

export const routeLesson: Lesson = {
  lesson: say`A route attaches where a listener that its parentRef selects allows its kind and namespace and shares a hostname with it. It is served under the names that both sides match. When several listeners match a name, the most specific one takes it, and there is no way back to a broader one.`,
  reading: routePage,
};

export const routeHostnameLesson: Lesson = {
  lesson: say`These names are compared with the Host header, or with the SNI in a TLSRoute. What counts is the intersection with the listener's hostname; names without one are ignored there, and if none is left the route does not attach (NoMatchingListenerHostname). The listener's certificate has to cover every name of the intersection, or clients refuse it.`,
  reading: hostnamesPage,
};

export const gatewayLesson: Lesson = {
  lesson: say`A Gateway is a set of listeners, and each has its own answer to where TLS ends. The handshake's SNI chooses the most specific listener of the port. Keep the certificates' Secrets in the platform's own namespace, and let application namespaces bring routes only.`,
  reading: gatewayPage,
};
