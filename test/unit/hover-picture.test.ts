import assert from "node:assert/strict";
import { test } from "node:test";
import {
  cardAt,
  namespace,
  passingThrough,
  plainHttp,
  policy,
  route,
  sceneOf,
  secret,
  service,
  terminating,
  theCardAt,
  tlsRoute,
} from "../support/scene.ts";

const scenes = [
  sceneOf(terminating, secret, route, service, namespace()),
  sceneOf(terminating, secret, route, service, policy()),
  sceneOf(passingThrough, tlsRoute),
  sceneOf(plainHttp, route),
  sceneOf(terminating),
];

/** The picture of a card, decoded. */
function pictureIn(markdown: string): string {
  const [, encoded = ""] = /!\[[^\]]*\]\(data:image\/svg\+xml;base64,([A-Za-z0-9+/]+={0,2})\)/.exec(markdown) ?? [];
  assert.notEqual(encoded, "", "a picture");
  return Buffer.from(encoded, "base64").toString("utf8");
}

/** Contrast of two colours `#rrggbb` (WCAG 2.2). */
function contrast(a: string, b: string): number {
  const luminance = (colour: string) => {
    const [r = 0, g = 0, blue = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

test("the picture has its own light ground, and every text on it a contrast above 4.5", () => {
  assert.equal(Math.round(contrast("#000000", "#ffffff")), 21);
  const inks = new Set<string>();
  for (const scene of scenes) {
    const svg = pictureIn(theCardAt(scene, "protocol:").markdown);
    assert.match(svg, /^<svg [^>]*><rect x="0\.5" y="0\.5" width="599" height="\d+" rx="6" fill="#ffffff" stroke="#6b7280"\/>/);
    for (const [, ink = ""] of svg.matchAll(/<text [^>]*fill="(#[0-9a-f]{6})"/g)) inks.add(ink);
  }
  assert.ok(inks.size >= 5, [...inks].join());
  for (const ink of inks) for (const ground of ["#ffffff", "#f3f4f6"]) assert.ok(contrast(ink, ground) > 4.5, `${ink} on ${ground}`);
});

test("the picture is well-formed, within its frame, and refers to nothing", () => {
  for (const scene of scenes) {
    const svg = pictureIn(theCardAt(scene, "protocol:").markdown);
    assert.doesNotMatch(svg, /<script|<image|<use|href|url\(|<style|foreignObject|on\w+=|currentColor|@media/);
    const opened = [...svg.matchAll(/<(\w+)[^>]*[^/]>/g)].map(([, name]) => name);
    const closed = [...svg.matchAll(/<\/(\w+)>/g)].map(([, name]) => name);
    assert.deepEqual(opened.toSorted(), closed.toSorted());
    assert.ok(svg.length < 6000, `${svg.length} characters`);
  }
});

test("each hop is told by a word as well as by a colour", () => {
  const words = scenes.map((scene) =>
    [...pictureIn(theCardAt(scene, "protocol:").markdown).matchAll(/font-weight="600">([^<]*)</g)].map(([, word]) => word),
  );
  assert.deepEqual(words, [
    ["client", "TLS", "Gateway public", "plaintext", "backend:8080"],
    ["client", "TLS", "Gateway public", "TLS", "backend:8080"],
    ["client", "client&apos;s TLS", "Gateway public", "client&apos;s TLS", "backend:8080"],
    ["client", "plaintext", "Gateway public", "plaintext", "backend:8080"],
    ["client", "TLS", "Gateway public", "unknown", "backend unknown"],
  ]);
});

test("the picture's alternative text says what it shows", () => {
  const { markdown } = theCardAt(sceneOf(terminating, secret, route, service, namespace()), "protocol:");
  assert.match(
    markdown,
    /!\[edge termination: client → Gateway encrypted \(TLS\); Gateway → shop\/backend:8080 plaintext; certificate: expires in 43 days/,
  );
});

test("many backends share three lanes", () => {
  const routes = Array.from({ length: 9 }, (_, i) =>
    route.replace("name: api\n", `name: api${i}\n`).replace("name: backend", `name: backend${i}`),
  );
  const svg = pictureIn(theCardAt(sceneOf(terminating, ...routes), "protocol:").markdown);
  assert.match(svg, />7 more backends</);
  assert.doesNotMatch(svg, /backend2/);
});

test("a client without pictures gets none, and plain text never holds one", () => {
  const scene = sceneOf(terminating, secret, route);
  assert.doesNotMatch(theCardAt(scene, "protocol:", { pictures: false }).markdown, /data:/);
  assert.doesNotMatch(cardAt(scene, "protocol:")?.plain ?? "data:", /data:/);
});
