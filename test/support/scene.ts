/** Small workspaces for the tests of boundaries, hovers and lenses. */
import assert from "node:assert/strict";
import type { CardOptions } from "../../server/src/core/features/card.ts";
import type { HoverCard, Lens } from "../../server/src/core/features/feature.ts";
import { hoverAt } from "../../server/src/core/features/hover.ts";
import { lensesOf } from "../../server/src/core/features/lens.ts";
import { type Boundary, boundaryOf } from "../../server/src/core/gateway/boundary.ts";
import type { Model } from "../../server/src/core/gateway/model.ts";
import { expandPem, fixtureNow } from "./certificates.ts";
import { modelOf } from "./prediction.ts";

export interface TestScene {
  readonly model: Model;
  readonly now: number;
  readonly text: string;
  readonly settings: {
    readonly codeLens: {
      readonly listeners: boolean;
      readonly certificates: boolean;
      readonly certificateRefs: boolean;
      readonly status: boolean;
    };
  };
}

export const file = "file:///shop.yaml";

/** One file of several documents, with the markers of `expandPem`. */
export function sceneOf(...documents: readonly string[]): TestScene {
  return sceneAt(fixtureNow, ...documents);
}

/** The same with dates judged at another instant; the certificates are still issued as seen from `fixtureNow`. */
export function sceneAt(now: number, ...documents: readonly string[]): TestScene {
  const text = expandPem(documents.join("\n---\n"));
  return {
    model: modelOf([[file, text]], now),
    now,
    text,
    settings: { codeLens: { listeners: true, certificates: true, certificateRefs: true, status: false } },
  };
}

/** The boundary of the only listener, or of the one of that name. */
export function boundaryIn(scene: TestScene, name?: string): Boundary {
  const listeners = scene.model.listeners.filter((listener) => name === undefined || listener.name === name);
  const [listener] = listeners;
  assert.equal(listeners.length, 1, `listeners called ${name}`);
  assert.ok(listener !== undefined);
  return boundaryOf(listener, scene.model);
}

/** The card at the first character of a text that stands once in the file. */
export function cardAt(scene: TestScene, needle: string, options?: Partial<CardOptions>): HoverCard | undefined {
  const offset = scene.text.indexOf(needle);
  assert.ok(offset >= 0, `${needle} is in the file`);
  assert.equal(scene.text.indexOf(needle, offset + 1), -1, `${needle} stands once in the file`);
  return hoverAt(scene, file, offset, options);
}

/** The card, which has to be there. */
export function theCardAt(scene: TestScene, needle: string, options?: Partial<CardOptions>): HoverCard {
  const card = cardAt(scene, needle, options);
  assert.ok(card !== undefined, `a card at ${needle}`);
  return card;
}

export function lensesIn(scene: TestScene): readonly Lens[] {
  return lensesOf(scene, file);
}

/** Lenses as "line: title", lines counted from one. */
export function lensLines(scene: TestScene): readonly string[] {
  return lensesIn(scene).map(({ place, title, icon }) => {
    const line = scene.text.slice(0, place.start).split("\n").length;
    const [quoted = ""] = scene.text.slice(place.start).split("\n");
    assert.ok(line > 0);
    return `${quoted.trim()} => ${icon === undefined ? "" : `(${icon}) `}${title}`;
  });
}

/** A Gateway with one listener; `listener` is what stands below `- name: it`, indented as given. */
export function gatewayWith(listener: string, name = "it", head = ""): string {
  return `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: public
  namespace: ingress
${head}spec:
  gatewayClassName: any
  listeners:
    - name: ${name}
${listener.replace(/^(?=.)/gm, "      ")}`;
}

export const terminating = gatewayWith(`protocol: HTTPS
port: 443
hostname: api.example.com
tls:
  mode: Terminate
  certificateRefs:
    - name: api-tls
allowedRoutes:
  namespaces:
    from: All`);

export const passingThrough = gatewayWith(`protocol: TLS
port: 443
hostname: api.example.com
tls:
  mode: Passthrough
allowedRoutes:
  namespaces:
    from: All`);

export const plainHttp = gatewayWith(`protocol: HTTP
port: 80
allowedRoutes:
  namespaces:
    from: All`);

export const secret = `apiVersion: v1
kind: Secret
metadata:
  name: api-tls
  namespace: ingress
type: kubernetes.io/tls
stringData:
  tls.crt: |
    {{pem leaf san=api.example.com expires=+43d issuer="O=Let's Encrypt,CN=R11"}}
  tls.key: |
    {{key leaf}}`;

export const route = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: api
  namespace: shop
spec:
  parentRefs:
    - name: public
      namespace: ingress
  hostnames:
    - api.example.com
  rules:
    - backendRefs:
        - name: backend
          port: 8080`;

export const tlsRoute = route
  .replace("kind: HTTPRoute", "kind: TLSRoute")
  .replace("namespace: ingress", "namespace: ingress\n      sectionName: it");

export const service = `apiVersion: v1
kind: Service
metadata:
  name: backend
  namespace: shop
spec:
  ports:
    - name: web
      port: 8080`;

export function namespace(metadata = ""): string {
  return `apiVersion: v1
kind: Namespace
metadata:
  name: shop
${metadata.replace(/^(?=.)/gm, "  ")}`;
}

export function policy(more = "", name = "backend"): string {
  return `apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata:
  name: ${name}
  namespace: shop
spec:
  targetRefs:
    - group: ""
      kind: Service
      name: backend
${more}
  validation:
    hostname: backend.internal
    caCertificateRefs:
      - group: ""
        kind: ConfigMap
        name: backend-ca`;
}
