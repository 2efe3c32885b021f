/** Who may import what: the rooms of ARCHITECTURE.md, and the packages that have one door each. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "../..");

interface Import {
  readonly file: string;
  /** A path from the project's root, or the name of a package. */
  readonly target: string;
  readonly isPackage: boolean;
}

const imports = ["server/src", "client/src"].flatMap(importsBelow);

function importsBelow(folder: string): readonly Import[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  return files.flatMap((name) => {
    const file = join(folder, name);
    const text = readFileSync(join(root, file), "utf8");
    return [...text.matchAll(/^(?:import|export)\b[^;]*?from "([^"]+)"|^import "([^"]+)"|\bimport\("([^"]+)"\)/gm)].map((match): Import => {
      const written = match[1] ?? match[2] ?? match[3] ?? "";
      if (written.startsWith(".")) return { file, target: normalize(join(dirname(file), written)), isPackage: false };
      return { file, target: written, isPackage: true };
    });
  });
}

/** The rooms from the ground up; what stands in one list is on one floor and may not import each other. */
const floors: readonly (readonly string[])[] = [
  ["core/yaml", "core/x509"],
  ["core/kube"],
  ["core/delivery"],
  ["core/gateway"],
  ["core/rules"],
  ["core/features"],
  ["core/workspace"],
  ["files"],
  ["lsp", "cli"],
];

/** The room of a file below server/src, with its floor; composition roots (`main.*.ts`) are above all. */
function roomOf(path: string): { readonly room: string; readonly floor: number } {
  const inside = path.replace(/^server\/src\//, "");
  const floor = floors.findIndex((rooms) => rooms.some((room) => inside.startsWith(`${room}/`)));
  if (floor >= 0) return { room: floors[floor]?.find((room) => inside.startsWith(`${room}/`)) ?? "", floor };
  assert.match(inside, /^main\.\w+\.ts$/, `${path} is in no room`);
  return { room: inside, floor: floors.length };
}

function told(found: readonly Import[]): readonly string[] {
  return found.map(({ file, target }) => `${file} imports ${target}`);
}

test("imports point down", () => {
  const within = imports.filter(({ file, isPackage }) => file.startsWith("server/") && !isPackage);
  assert.ok(within.length > 300, `only ${within.length} imports were found`);
  const upwards = within.filter(({ file, target }) => {
    const [from, to] = [roomOf(file), roomOf(target)];
    return from.room !== to.room && to.floor >= from.floor;
  });
  assert.deepEqual(told(upwards), []);
});

test("the core imports no module of Node and nothing of the protocol", () => {
  const foreign = imports.filter(
    ({ file, target, isPackage }) => file.startsWith("server/src/core/") && isPackage && /^node:|^vscode|^chokidar|^ignore$/.test(target),
  );
  assert.deepEqual(told(foreign), []);
});

test("the client imports of the server only what the two say to each other", () => {
  const beyond = imports.filter(
    ({ file, target, isPackage }) => file.startsWith("client/") && !isPackage && !/^client\/|^server\/src\/lsp\/requests\.ts$/.test(target),
  );
  assert.deepEqual(told(beyond), []);
  assert.deepEqual(told(imports.filter(({ file }) => file === "server/src/lsp/requests.ts")), []);
});

const doors: Readonly<Record<string, RegExp>> = {
  "@peculiar/x509": /^server\/src\/core\/x509\/peculiar\.ts$/,
  "reflect-metadata": /^server\/src\/core\/x509\/peculiar\.ts$/,
  yaml: /^server\/src\/(?:core\/yaml\/|cli\/status\.ts$)/,
  chokidar: /^server\/src\/files\/disk-watcher\.ts$/,
  vscode: /^client\//,
};

for (const [name, door] of Object.entries(doors)) {
  test(`${name} has one door`, () => {
    const users = imports.filter(({ target, isPackage }) => isPackage && target === name);
    assert.ok(users.length > 0, "nobody imports it");
    assert.deepEqual(told(users.filter(({ file }) => !door.test(file))), []);
  });
}
