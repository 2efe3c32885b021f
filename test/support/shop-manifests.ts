/** A few manifests that tests of the editor and of the command line share: a Gateway, what makes its certificate, and the grant between them. */

/** Refused as long as nothing in security-certs allows it. */
export const gateway = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: edge
  namespace: platform-ingress
spec:
  gatewayClassName: shared
  listeners:
    - name: https
      port: 443
      protocol: HTTPS
      hostname: shop.example.com
      tls:
        certificateRefs:
          - name: shop-tls
            namespace: security-certs
`;

/** Makes the Secret that the Gateway refers to. */
export const certificate = `apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  name: shop
  namespace: security-certs
spec:
  secretName: shop-tls
  dnsNames:
    - shop.example.com
  issuerRef:
    name: letsencrypt-prod
    kind: ClusterIssuer
`;

/** Allows the Gateway's reference. */
export const grant = `apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata:
  name: edge-to-shop-tls
  namespace: security-certs
spec:
  from:
    - group: gateway.networking.k8s.io
      kind: Gateway
      namespace: platform-ingress
  to:
    - group: ""
      kind: Secret
      name: shop-tls
`;
