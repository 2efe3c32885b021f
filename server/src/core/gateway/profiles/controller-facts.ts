/**
 * Single facts about controllers that have no profile of their own: who they are, and what they do with TLS where the specification leaves a choice. To
 * add one: an entry in a list below, with its source. What is not listed is not known.
 */

/** How a controller is told: by the controllerName of its GatewayClass, or by a class that it makes itself and no manifest defines. */
export interface ControllerIdentity {
  readonly title: string;
  readonly controllerNames: readonly string[];
  readonly classNames: RegExp;
}

const cilium: ControllerIdentity = { title: "Cilium", controllerNames: ["io.cilium/gateway-controller"], classNames: /^cilium$/ };
const kgateway: ControllerIdentity = { title: "kgateway", controllerNames: ["kgateway.dev/kgateway"], classNames: /^kgateway$/ };

/** Controllers that serve an HTTPS listener without `tls` with a certificate that they find or make themselves. */
export const findsCertificates: readonly (ControllerIdentity & { readonly source: string })[] = [
  {
    title: "the AWS Gateway API Controller",
    controllerNames: ["application-networking.k8s.aws/gateway-api-controller"],
    classNames: /^amazon-vpc-lattice$/,
    source: "docs.aws.amazon.com/vpc-lattice, HTTPS listeners: VPC Lattice makes a certificate for the name that it generates",
  },
  {
    title: "the AWS Load Balancer Controller",
    controllerNames: ["gateway.k8s.aws/alb", "gateway.k8s.aws/nlb"],
    classNames: /^(?:aws-)?(?:alb|nlb)$/,
    source: "aws-load-balancer-controller, docs/guide/gateway: certificates of ACM, by LoadBalancerConfiguration or found by hostname",
  },
  {
    title: "GKE",
    controllerNames: ["networking.gke.io/gateway"],
    classNames: /^gke-/,
    source: "cloud.google.com/kubernetes-engine, Secure a Gateway: the annotation networking.gke.io/certmap takes the place of tls",
  },
];

/** Controllers that accept neither an HTTPS nor a Passthrough listener of one port where their hostnames meet, and since which version. */
export const refusesPassthroughBesideHttps: readonly (ControllerIdentity & { readonly since: string; readonly source: string })[] = [
  { ...cilium, since: "1.19.6", source: "cilium/cilium#48092, #47590: samePortCrossProtocolConflictedListeners" },
];

/** Options of a listener's `tls` that say which protocols are offered in the handshake, and the value that leaves HTTP/2 out. */
export const alpnOptions: readonly (ControllerIdentity & {
  readonly option: string;
  readonly withoutHttp2: string;
  readonly source: string;
})[] = [
  {
    ...kgateway,
    option: "kgateway.dev/alpn-protocols",
    withoutHttp2: "http/1.1",
    source: "kgateway-dev/kgateway, api/annotations: AlpnProtocols",
  },
];

/** Controllers that take the name `core` in a ReferenceGrant for the core group, whose name is empty. */
export const takesCoreByName: readonly (ControllerIdentity & { readonly source: string })[] = [
  {
    title: "Traefik",
    controllerNames: ["traefik.io/gateway-controller"],
    classNames: /traefik/i,
    source: "traefik/traefik, pkg/provider/kubernetes/gateway/kubernetes.go: groupCore",
  },
  {
    title: "Kong",
    controllerNames: ["konghq.com/kic-gateway-controller", "konghq.com/gateway-operator"],
    classNames: /kong/i,
    source: "Kong/kubernetes-ingress-controller, examples/gateway-backendtlspolicy.yaml",
  },
];
