import assert from "node:assert/strict";
import { test } from "node:test";
import { URI } from "vscode-uri";
import type { Host } from "../../server/src/lsp/host.ts";
import { nodeHost } from "../../server/src/lsp/node-host.ts";
import { expandPem, fixtureNow } from "../support/certificates.ts";
import { FakeClient, type FakeClientOptions, neovimCapabilities, richCapabilities } from "../support/fake-client.ts";
import { type ScratchFolder, scratchFolder } from "../support/scratch-folder.ts";
import { certificate, gateway, grant } from "../support/shop-manifests.ts";

const day = 24 * 60 * 60 * 1000;

const secret = expandPem(`apiVersion: v1
kind: Secret
metadata:
  name: shop-tls
  namespace: security-certs
type: kubernetes.io/tls
stringData:
  tls.crt: |
    {{pem leaf san=shop.example.com expires=+43d}}
  tls.key: |
    {{key leaf}}
`);

const ours = { commandLinks: true, pictures: true, icons: true, status: true };

/** A clock that a test moves; timers fire when it has passed their time. */
function movableClock(start: number): Pick<Host, "now" | "after"> & { move(to: number): void; readonly longest: number } {
  let now = start;
  let longest = 0;
  const timers = new Map<() => void, number>();
  const real = nodeHost();
  return {
    now: () => now,
    get longest() {
      return longest;
    },
    after(milliseconds, callback) {
      if (milliseconds <= 1000) return real.after(milliseconds, callback);
      longest = Math.max(longest, milliseconds);
      timers.set(callback, now + milliseconds);
      return () => timers.delete(callback);
    },
    move(to) {
      now = to;
      for (const [callback, at] of [...timers]) {
        if (at > now) continue;
        timers.delete(callback);
        callback();
      }
    },
  };
}

async function shop(
  t: Parameters<typeof scratchFolder>[0],
  options: FakeClientOptions = {},
): Promise<{ client: FakeClient; folder: ScratchFolder; uri: string }> {
  const folder = scratchFolder(t, { "gateway.yaml": gateway, "secret.yaml": secret, "grant.yaml": grant });
  const client = await FakeClient.start(t, { folders: [folder.uri], host: { now: () => fixtureNow }, ...options });
  await client.open(folder.at("gateway.yaml"), gateway);
  await client.until("indexed", () => client.progress.includes("end"));
  return { client, folder, uri: folder.at("gateway.yaml") };
}

const onListener = { line: 8, character: 14 };

test("hover: a card with its range, as Markdown for those who show it, with pictures only for those who do", async (t) => {
  const { client, uri } = await shop(t, { initializationOptions: ours });
  const hover = await client.hover(uri, onListener);
  assert.ok(hover !== null && typeof hover.contents === "object" && "kind" in hover.contents);
  assert.equal(hover.contents.kind, "markdown");
  assert.match(hover.contents.value, /shop\.example\.com/);
  assert.match(hover.contents.value, /data:image/);
  assert.equal(hover.range?.start.line, 8);
  assert.equal(await client.hover(uri, { line: 0, character: 3 }), null);
  assert.equal(await client.hover(uri, { line: 9999, character: 0 }), null);
});

test("hover: Markdown without pictures or commands for other editors, plain text for those without Markdown", async (t) => {
  const neovim = await shop(t, { capabilities: neovimCapabilities });
  const hover = await neovim.client.hover(neovim.uri, onListener);
  assert.ok(hover !== null && typeof hover.contents === "object" && "kind" in hover.contents);
  assert.equal(hover.contents.kind, "markdown");
  assert.equal(/data:image|command:/.test(hover.contents.value), false);
  const { hover: _, ...textDocument } = richCapabilities.textDocument ?? {};
  const plain = await shop(t, { capabilities: { ...richCapabilities, textDocument } });
  const card = await plain.client.hover(plain.uri, onListener);
  assert.ok(card !== null && typeof card.contents === "object" && "kind" in card.contents);
  assert.equal(card.contents.kind, "plaintext");
  assert.equal(/\*\*|`|\]\(|:--/.test(card.contents.value), false);
});

test("hover and lenses can be turned off", async (t) => {
  const { client, uri } = await shop(t, {
    settings: { gatewayTls: { hover: false, codeLens: { listeners: false, certificates: false, certificateRefs: false, status: false } } },
  });
  assert.equal(await client.hover(uri, onListener), null);
  assert.deepEqual(await client.lenses(uri), []);
});

test("a lens opens the certificate's page, which the server decodes", async (t) => {
  const { client, folder, uri } = await shop(t, { initializationOptions: ours });
  const lenses = await client.lenses(uri);
  assert.ok(lenses.length > 0);
  const titles = lenses.map(({ command }) => command?.title ?? "");
  assert.equal(titles.filter((title) => /expires in 43 days/.test(title)).length, 2);
  assert.equal(titles.filter((title) => title === "0 known routes · nothing refuses it").length, 1);
  const [lens] = lenses;
  assert.equal(lens?.command?.command, "gatewayTls.showCertificate");
  const page = await client.request<{ markdown: string } | null>("gatewayTls/certificatePage", lens?.command?.arguments?.[0]);
  assert.match(page?.markdown ?? "", /shop\.example\.com/);
  assert.equal(page?.markdown.includes("PRIVATE KEY-----"), false);
  assert.equal((await client.lenses(folder.at("secret.yaml"))).length > 0, true, "also for a file that is not open");
});

test("without our commands a lens is only text", async (t) => {
  const { client, uri } = await shop(t);
  for (const { command } of await client.lenses(uri)) {
    assert.equal(command?.command, "");
    assert.equal(command?.title.includes("$("), false);
  }
});

test("lenses are asked for again when another file changes them, and not while they stay", async (t) => {
  const { client, folder, uri } = await shop(t);
  await client.lenses(uri);
  await client.open(folder.at("other.yaml"), grant.replace("name: edge-to-shop-tls", "name: another"));
  await client.replace(folder.at("other.yaml"), "name: shop-tls", "name: other-tls");
  await client.quiet();
  assert.equal(client.lensRefreshes, 0);
  folder.write("secret.yaml", secret.replace("name: shop-tls", "name: elsewhere"));
  await client.announce({ [folder.at("secret.yaml")]: "Changed" });
  await client.until("refreshed", () => client.lensRefreshes === 1);
  await client.quiet();
  assert.equal(client.lensRefreshes, 1);
});

test("lenses and expiry turn over without an edit, even where the day is further away than a timer holds", async (t) => {
  const clock = movableClock(fixtureNow);
  const { client, uri } = await shop(t, { host: clock });
  assert.match((await client.lenses(uri))[0]?.command?.title ?? "", /expires in 43 days/);
  // Never longer than an hour, so that neither a timer's limit nor a sleeping laptop matters.
  await client.until("a timer waits", () => clock.longest === 60 * 60 * 1000);
  for (let hour = 1; hour <= 25; hour++) clock.move(fixtureNow + (hour * day) / 24);
  await client.until("refreshed", () => client.lensRefreshes === 1);
  assert.match((await client.lenses(uri))[0]?.command?.title ?? "", /expires in 42 days/);
  assert.deepEqual(client.codes(uri), []);
  clock.move(fixtureNow + 50 * day);
  await client.until("expired", () => Object.values(client.allCodes()).flat().includes("certificate-expired"));
  assert.match((await client.lenses(uri))[0]?.command?.title ?? "", /^EXPIRED/);
});

test("a machine that slept through the turn answers as of today", async (t) => {
  const clock = movableClock(fixtureNow);
  const { client, uri } = await shop(t, {
    host: {
      now: clock.now,
      after: (milliseconds, callback) => (milliseconds > 1000 ? () => undefined : clock.after(milliseconds, callback)),
    },
  });
  await client.quiet(700);
  clock.move(fixtureNow + 50 * day);
  assert.match((await client.lenses(uri))[0]?.command?.title ?? "", /^EXPIRED/);
});

test("in the browser the client reads the files", async (t) => {
  const files: Readonly<Record<string, string>> = {
    "/w/edge/gateway.yaml": gateway,
    "/w/certificate.yaml": certificate,
    "/w/link.yaml": grant,
  };
  const path = (uri: string): string => URI.parse(uri).path;
  const kindOf = (uri: string): "file" | "folder" | "link" | null =>
    path(uri) === "/w/link.yaml"
      ? "link"
      : path(uri) in files
        ? "file"
        : Object.keys(files).some((name) => name.startsWith(`${path(uri)}/`))
          ? "folder"
          : null;
  const asked: string[] = [];
  const client = await FakeClient.start(t, {
    folders: ["vscode-vfs://github/w"],
    initializationOptions: { fs: true },
    withoutDisk: true,
    requests: {
      "gatewayTls/fs/list": ({ uri }: { uri: string }) => {
        asked.push(path(uri));
        const names = Object.keys(files)
          .filter((name) => name.startsWith(`${path(uri)}/`))
          .map((name) => name.slice(path(uri).length + 1).split("/")[0] ?? "");
        return {
          entries: [...new Set(names)].flatMap((name) => {
            const kind = kindOf(`${uri}/${name}`);
            return kind === "link" ? [] : [{ name, kind }];
          }),
        };
      },
      "gatewayTls/fs/read": ({ uri, limit }: { uri: string; limit: number }) => {
        assert.equal(limit, 20 * 1024 * 1024);
        return { base64: Buffer.from(files[path(uri)] ?? "").toString("base64") };
      },
      "gatewayTls/fs/kind": ({ uri }: { uri: string }) => kindOf(uri),
    },
  });
  const uri = "vscode-vfs://github/w/edge/gateway.yaml";
  await client.until("refused", () => client.codes(uri).length === 1);
  assert.deepEqual(asked.toSorted(), ["/w", "/w/edge"]);
  await client.open("vscode-vfs://github/w/link.yaml", grant);
  await client.quiet();
  assert.deepEqual(client.codes(uri), ["reference-not-granted"], "a link stands for itself");
});

test("a folder that nobody can read is empty, and open documents are still judged", async (t) => {
  const client = await FakeClient.start(t, { folders: ["vscode-vfs://github/w"] });
  await client.open("vscode-vfs://github/w/a.yaml", `${gateway}---\n${certificate}`);
  await client.until("refused", () => client.codes("vscode-vfs://github/w/a.yaml").length === 1);
});
