/** One situation as manifests, and what each profile says of it: for the tests of where controllers differ. */
import assert from "node:assert/strict";
import type { StatusObject } from "../../server/src/core/gateway/status/render.ts";
import { expandPem, fixtureNow } from "./certificates.ts";
import { type ApiStatus, type Condition, predicted } from "./prediction.ts";

export type Profile = "generic" | "envoy-gateway" | "istio";

export function status(yaml: string, controller: Profile, kind = "Gateway", name?: string): ApiStatus {
  const objects = predicted([["file:///manifests.yaml", expandPem(yaml)]], fixtureNow, { complete: true, controller });
  const found = objects.find((one: StatusObject) => one.kind === kind && (name === undefined || one.metadata.name === name));
  assert.ok(found, `no ${kind} ${name ?? ""}`);
  return found.status as ApiStatus;
}

/** `Accepted=False/Reason` of a list of conditions; undefined where the condition is left out. */
export function told(conditions: readonly Condition[] | undefined, type: string): string | undefined {
  const found = conditions?.find((condition) => condition.type === type);
  return found && `${found.status}/${found.reason}`;
}

export function listener(yaml: string, controller: Profile, name: string, kind = "Gateway"): (type: string) => string | undefined {
  const entry = status(yaml, controller, kind).listeners?.find((one) => one.name === name);
  assert.ok(entry, `no listener ${name}`);
  return (type) => told(entry.conditions, type);
}

export function gateway(...listeners: string[]): string {
  return gatewayWith("", ...listeners);
}

export function gatewayWith(spec: string, ...listeners: string[]): string {
  return `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: infra}
spec:
  gatewayClassName: c
${spec}  listeners:
${listeners.map((one) => `    - ${one}`).join("\n")}
`;
}

export const own = "{from: Same}";

export function https(name: string, hostname: string, refs: string, port = 443): string {
  return `{name: ${name}, protocol: HTTPS, port: ${port}, hostname: ${hostname}, allowedRoutes: {namespaces: ${own}}, tls: {certificateRefs: [${refs}]}}`;
}

export function secret(
  name: string,
  san: string,
  options: { key?: string; type?: string; namespace?: string; cert?: string } = {},
): string {
  return `---
apiVersion: v1
kind: Secret
metadata: {name: ${name}, namespace: ${options.namespace ?? "infra"}}
type: ${options.type ?? "kubernetes.io/tls"}
stringData:
  tls.crt: |
    {{pem leaf san=${san} ${options.cert ?? ""}}}
  tls.key: |
    {{key leaf ${options.key ?? "key=p256"}}}
`;
}
