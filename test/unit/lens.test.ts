import assert from "node:assert/strict";
import { test } from "node:test";
import { certificatePage } from "../../server/src/core/features/certificate-page.ts";
import { hoverAt } from "../../server/src/core/features/hover.ts";
import { lensesOf } from "../../server/src/core/features/lens.ts";
import { openWorkspace } from "../../server/src/core/workspace/open.ts";
import { expandPem, fixtureNow } from "../support/certificates.ts";
import {
  file,
  gatewayWith,
  lensesIn,
  lensLines,
  passingThrough,
  plainHttp,
  sceneAt,
  sceneOf,
  secret,
  terminating,
} from "../support/scene.ts";

const day = 86_400_000;

function certificate(...spec: readonly string[]): string {
  const lines = ["secretName: api-tls", "dnsNames: ['*.example.com']", "issuerRef: {name: letsencrypt-prod, kind: ClusterIssuer}", ...spec];
  return `apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata:\n  name: api\n  namespace: ingress\nspec:\n${lines.map((line) => `  ${line}`).join("\n")}`;
}

const externalSecret =
  "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata:\n  name: pull\n  namespace: ingress\nspec:\n  target:\n    name: api-tls";

test("expiry stands above the listener, the certificateRef and the Secret", () => {
  const words = "expires in 43 days · api.example.com · Let's Encrypt R11";
  assert.deepEqual(lensLines(sceneOf(terminating, secret)), [
    `name: it => ${words}`,
    `name: api-tls => ${words}`,
    `apiVersion: v1 => ${words}`,
  ]);
});

test("the words follow the date", () => {
  const title = (now: number) =>
    lensesIn(sceneAt(now, terminating, secret)).map(({ title, icon }) => `${icon ?? ""} ${title.split(" · ")[0]}`)[0];
  assert.equal(title(fixtureNow), " expires in 43 days");
  assert.equal(title(fixtureNow + 42 * day), " expires tomorrow");
  assert.equal(title(fixtureNow + 43 * day - 1), " expires today");
  assert.equal(title(fixtureNow + 44 * day), "warning EXPIRED yesterday");
  assert.equal(title(fixtureNow + 53 * day), "warning EXPIRED 10 days ago");
  assert.equal(title(fixtureNow - 60 * day), "warning NOT YET VALID, starts in 13 days");
});

test("the words turn over at midnight without an edit", () => {
  const midnight = Math.ceil(fixtureNow / day) * day;
  const title = (now: number) => lensesIn(sceneAt(now, secret))[0]?.title.split(" · ")[0];
  assert.equal(title(midnight - 1), "expires in 43 days");
  assert.equal(title(midnight), "expires in 42 days");
});

test("what cert-manager issues: names, issuer, lifetime and renewal, defaults marked", () => {
  const line = (...spec: readonly string[]) => lensLines(sceneOf(certificate(...spec)))[0]?.split(" => ")[1];
  assert.equal(line("duration: 2160h", "renewBefore: 720h"), "issued by letsencrypt-prod, 90 days, renews 30 before · *.example.com");
  assert.equal(line(), "issued by letsencrypt-prod, 90 days, renews 30 before (defaults) · *.example.com");
  assert.equal(line("duration: 1440h"), "issued by letsencrypt-prod, 60 days, renews 20 before (default) · *.example.com");
  assert.equal(line("renewBefore: 240h"), "issued by letsencrypt-prod, 90 days (default), renews 10 before · *.example.com");
  assert.equal(line("duration: 24h", "renewBefore: 8h"), "issued by letsencrypt-prod, 24 hours, renews 8 hours before · *.example.com");
  assert.equal(line("duration: __DURATION__"), "issued by letsencrypt-prod, for a time that is not known here · *.example.com");
});

test("the same words stand above listener and certificateRef of an issued Secret", () => {
  const words = "issued by letsencrypt-prod, 90 days, renews 30 before (defaults) · *.example.com";
  assert.deepEqual(lensLines(sceneOf(terminating, certificate())), [
    `name: it => ${words}`,
    `name: api-tls => ${words}`,
    `apiVersion: cert-manager.io/v1 => ${words}`,
  ]);
});

test("unknown: one lens at the certificateRef, which says why, none at the listener", () => {
  assert.deepEqual(lensLines(sceneOf(terminating, externalSecret)), [
    "name: api-tls => expiry unknown, because ExternalSecret pull makes this Secret in the cluster",
  ]);
  assert.deepEqual(lensLines(sceneOf(terminating)), [
    "name: api-tls => expiry unknown, because nothing in this workspace is or makes Secret ingress/api-tls",
  ]);
  assert.equal(lensesIn(sceneOf(terminating))[0]?.show, undefined, "there is nothing to show");
});

test("no lens where there is no certificate", () => {
  const opaque = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\nstringData:\n  password: p";
  assert.deepEqual(lensLines(sceneOf(passingThrough, plainHttp.replace("name: public", "name: plain"), opaque)), []);
});

test("a listener with several certificates shows the one that ends first, and how many more there are", () => {
  const two = terminating.replace("- name: api-tls", "- name: api-tls\n          - name: other-tls");
  const other = secret
    .replace("name: api-tls", "name: other-tls")
    .replace("expires=+43d", "expires=+10d")
    .replace("san=api.example.com", "san=a.example.com,b.example.com,c.example.com");
  const [listener] = lensLines(sceneOf(two, secret, other));
  assert.equal(listener, "name: it => expires in 10 days · a.example.com and 2 more · Let's Encrypt R11 · and 1 more");
});

test("each kind of lens can be turned off", () => {
  const scene = sceneOf(terminating, secret);
  const count = (codeLens: typeof scene.settings.codeLens) => lensesOf({ ...scene, settings: { codeLens } }, file).length;
  const all = { listeners: true, certificates: true, certificateRefs: true, status: false };
  assert.equal(count(all), 3);
  assert.equal(count({ ...all, listeners: false }), 2);
  assert.equal(count({ ...all, certificates: false }), 2);
  assert.equal(count({ ...all, certificateRefs: false }), 2);
  assert.equal(count({ ...all, status: true }), 4);
  assert.equal(count({ listeners: false, certificates: false, certificateRefs: false, status: false }), 0);
});

test("a click on a lens opens the page of its certificate", () => {
  const two = terminating.replace("- name: api-tls", "- name: api-tls\n          - name: other-tls");
  const other = secret.replace("name: api-tls", "name: other-tls").replace("san=api.example.com", "san=other.example.com");
  const scene = sceneOf(two, secret, other);
  const headings = lensesIn(scene).map(({ show }) => {
    assert.ok(show !== undefined);
    const page = certificatePage(scene, show.file, show.offset) ?? "";
    return page.match(/^# .*$/gm);
  });
  const api = "# Secret `ingress/api-tls`";
  const others = "# Secret `ingress/other-tls`";
  assert.deepEqual(headings, [[api, others], [api], [others], [api], [others]]);
});

test("a title has no icon and no line break of its own", () => {
  const odd = certificate().replace("'*.example.com'", '"$(zap)\\nx.example.com"');
  assert.match(lensLines(sceneOf(odd))[0] ?? "", / · \$ \(zap\) x\.example\.com$/);
});

test("listeners without a name are told apart by their place", () => {
  const nameless = gatewayWith("protocol: HTTPS\nport: 443\ntls:\n  certificateRefs:\n    - name: api-tls").replace(
    "name: it",
    "hostname: api.example.com",
  );
  assert.equal(lensLines(sceneOf(nameless, secret)).length, 3);
});

test("a workspace's snapshot is what hovers and lenses are drawn from, in the order of the file", () => {
  const workspace = openWorkspace();
  const text = expandPem(`${secret.replace("name: api-tls", "name: z-tls")}\n---\n${secret}`);
  const snapshot = workspace.apply({ files: [[file, text]], now: fixtureNow });
  const starts = lensesOf(snapshot, file).map(({ place }) => place.start);
  assert.deepEqual(starts, [0, text.lastIndexOf("apiVersion")]);
  for (const name of ["z-tls", "api-tls"])
    assert.match(hoverAt(snapshot, file, text.indexOf(name))?.plain ?? "", new RegExp(`^Secret ingress/${name}: `));
});
