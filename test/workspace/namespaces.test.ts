/** Which namespace an object comes to have, and which objects are not what their files say: kustomizations and Flux Kustomizations. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Deployed } from "../../server/src/core/delivery/deployment.ts";
import { isKnownNamespace } from "../../server/src/core/delivery/deployment.ts";
import { openWorkspace } from "../../server/src/core/workspace/open.ts";

/** The objects of a workspace by name. Paths are relative to its root. */
function objectsOf(files: Readonly<Record<string, string>>): ReadonlyMap<string, Deployed> {
  const workspace = openWorkspace();
  workspace.apply({ files: Object.entries(files).map(([path, text]) => [`file:///repo/${path}`, text] as const) });
  return new Map(workspace.snapshot.model.objects.map((object) => [object.name, object]));
}

function namespacesOf(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    [...objectsOf(files)].map(([name, { namespace }]) => [name, isKnownNamespace(namespace) ? namespace : "unknown"]),
  );
}

/** Whether two objects of a workspace are sure to share their unknown namespace. */
function share(files: Readonly<Record<string, string>>, one: string, other: string): boolean {
  const objects = objectsOf(files);
  const [a, b] = [objects.get(one)?.namespace, objects.get(other)?.namespace];
  assert.ok(a !== undefined && b !== undefined);
  return a === b;
}

function service(name: string, namespace?: string): string {
  return `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n${namespace === undefined ? "" : `  namespace: ${namespace}\n`}`;
}

function flux(name: string, spec: string): string {
  const indented = spec.trim().replaceAll(/^/gm, "  ");
  return `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: ${name}\n  namespace: flux-system\nspec:\n${indented}\n`;
}

describe("without kustomizations", () => {
  test("a written namespace counts", () => {
    assert.deepEqual(namespacesOf({ "a.yaml": service("a", "shop") }), { a: "shop" });
  });

  test("one that is not written is unknown, never default", () => {
    assert.deepEqual(namespacesOf({ "a.yaml": service("a"), "b.yaml": service("b", '""') }), { a: "unknown", b: "unknown" });
  });

  test("objects of one directory share the unknown one, those of another do not", () => {
    const files = { "x/a.yaml": service("a"), "x/b.yaml": service("b"), "x/y/c.yaml": service("c") };
    assert.equal(share(files, "a", "b"), true);
    assert.equal(share(files, "a", "c"), false);
  });

  test("a placeholder is unknown and equals the same placeholder anywhere", () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder as Flux writes it
    const files = { "x/a.yaml": service("a", "${NS}"), "y/b.yaml": service("b", "${NS}"), "z/c.yaml": service("c", "${OTHER}") };
    assert.deepEqual(namespacesOf(files), { a: "unknown", b: "unknown", c: "unknown" });
    assert.equal(share(files, "a", "b"), true);
    assert.equal(share(files, "a", "c"), false);
  });

  test("a cluster-scoped object has none", () => {
    assert.equal(
      objectsOf({ "a.yaml": "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  namespace: odd\n" }).get("shop")?.namespace,
      "",
    );
  });
});

describe("kustomize", () => {
  const covered = { "k/a.yaml": service("a", "shop"), "k/b.yaml": service("b") };

  test("a kustomization without namespace changes nothing", () => {
    assert.deepEqual(namespacesOf({ ...covered, "k/kustomization.yaml": "resources: [a.yaml, b.yaml]\n" }), { a: "shop", b: "unknown" });
  });

  for (const name of ["kustomization.yaml", "kustomization.yml", "Kustomization"]) {
    test(`namespace: in ${name} makes a written namespace unknown`, () => {
      assert.deepEqual(namespacesOf({ ...covered, [`k/${name}`]: "namespace: team\nresources: [a.yaml]\n" }), {
        a: "unknown",
        b: "unknown",
      });
    });
  }

  test("of two build files in one directory, kustomize's first choice counts", () => {
    const files = {
      "k/a.yaml": service("a", "shop"),
      "k/kustomization.yaml": "resources: [a.yaml]\n",
      "k/Kustomization": "namespace: n\nresources: [a.yaml]\n",
    };
    assert.deepEqual(namespacesOf(files), { a: "shop" });
  });

  test("it reaches through directories, bases and components, and leaves alone what it does not name", () => {
    const files = {
      "app/kustomization.yaml": "namespace: team\nresources: [../base, other/]\nbases: [../old]\ncomponents: [../part]\n",
      "app/unlisted.yaml": service("unlisted", "shop"),
      "base/kustomization.yaml": "kind: Kustomization\napiVersion: kustomize.config.k8s.io/v1beta1\nresources: [./a.yaml]\n",
      "base/a.yaml": service("a", "shop"),
      "app/other/kustomization.yml": "resources: [b.yaml]\n",
      "app/other/b.yaml": service("b", "shop"),
      "old/kustomization.yaml": "resources: [c.yaml]\n",
      "old/c.yaml": service("c", "shop"),
      "part/kustomization.yaml": "kind: Component\nresources: [d.yaml]\n",
      "part/d.yaml": service("d", "shop"),
    };
    assert.deepEqual(namespacesOf(files), { a: "unknown", b: "unknown", c: "unknown", d: "unknown", unlisted: "shop" });
  });

  test("a component's namespace acts on the whole set of what takes it", () => {
    const files = {
      "app/kustomization.yaml": "resources: [a.yaml]\ncomponents: [../part]\n",
      "app/a.yaml": service("a", "shop"),
      "part/kustomization.yaml": "kind: Component\ncomponents: [../inner]\n",
      "inner/kustomization.yaml": "kind: Component\nnamespace: team\n",
    };
    assert.deepEqual(namespacesOf(files), { a: "unknown" });
  });

  test("cycles end", () => {
    const files = {
      "a/kustomization.yaml": "namespace: x\nresources: [../b, s.yaml]\ncomponents: [../b]\n",
      "b/kustomization.yaml": "resources: [../a, ../b]\ncomponents: [../a]\n",
      "a/s.yaml": service("s", "shop"),
    };
    assert.deepEqual(namespacesOf(files), { s: "unknown" });
  });

  test("a path with escaped characters is found", () => {
    const files = { "k/kustomization.yaml": 'namespace: x\nresources: ["my file.yaml"]\n', "k/my%20file.yaml": service("a", "shop") };
    assert.deepEqual(namespacesOf(files), { a: "unknown" });
  });

  test("a NamespaceTransformer sets namespaces too", () => {
    const transformer =
      "transformers:\n  - |-\n    apiVersion: builtin\n    kind: NamespaceTransformer\n    metadata:\n      name: t\n      namespace: team\n";
    assert.deepEqual(namespacesOf({ "k/a.yaml": service("a", "shop"), "k/kustomization.yaml": `resources: [a.yaml]\n${transformer}` }), {
      a: "unknown",
    });
    const harmless = transformer.replace("NamespaceTransformer", "AnnotationsTransformer");
    assert.deepEqual(namespacesOf({ "k/a.yaml": service("a", "shop"), "k/kustomization.yaml": `resources: [a.yaml]\n${harmless}` }), {
      a: "shop",
    });
  });

  test("what one kustomization places shares the unknown namespace where it writes the same", () => {
    const files = {
      "k/kustomization.yaml": "namespace: team\nresources: [x/a.yaml, y/b.yaml, c.yaml]\n",
      "k/x/a.yaml": service("a"),
      "k/y/b.yaml": service("b"),
      "k/c.yaml": service("c", "shop"),
      "k/d.yaml": service("d"),
    };
    assert.equal(share(files, "a", "b"), true);
    assert.equal(share(files, "a", "c"), false);
    assert.equal(share(files, "a", "d"), false);
  });

  test("what two overlays take is not sure to share with what one of them takes", () => {
    const files = {
      "base/kustomization.yaml": "resources: [a.yaml, b.yaml]\n",
      "base/a.yaml": service("a"),
      "base/b.yaml": service("b"),
      "prod/kustomization.yaml": "namespace: prod\nresources: [../base, c.yaml]\n",
      "prod/c.yaml": service("c"),
      "staging/kustomization.yaml": "namespace: staging\nresources: [../base]\n",
    };
    assert.equal(share(files, "a", "b"), true);
    assert.equal(share(files, "a", "c"), false);
  });
});

describe("Flux", () => {
  const app = { "kubernetes/apps/net/app/a.yaml": service("a", "shop"), "kubernetes/apps/net/app/deep/b.yaml": service("b") };
  const ks = "kubernetes/apps/net/ks.yaml";

  test("without targetNamespace a written namespace counts", () => {
    assert.deepEqual(namespacesOf({ ...app, [ks]: flux("f", "path: ./kubernetes/apps/net/app") }), { a: "shop", b: "unknown" });
  });

  for (const path of ["./kubernetes/apps/net/app", "kubernetes/apps/net/app/", "./apps/net/app", "/apps/net/app"]) {
    test(`targetNamespace covers everything below ${path}`, () => {
      const files = { ...app, "kubernetes/apps/net/c.yaml": service("c", "shop"), [ks]: flux("f", `path: ${path}\ntargetNamespace: net`) };
      assert.deepEqual(namespacesOf(files), { a: "unknown", b: "unknown", c: "shop" });
      assert.equal(share({ ...files, "kubernetes/apps/net/app/d.yaml": service("d") }, "b", "d"), true);
    });
  }

  test("where the path has a kustomization, what that takes is covered and nothing else", () => {
    const files = {
      ...app,
      "kubernetes/apps/net/app/kustomization.yaml": "resources: [a.yaml]\n",
      "kubernetes/apps/net/app/e.yaml": service("e", "shop"),
      [ks]: flux("f", "path: ./kubernetes/apps/net/app\ntargetNamespace: net"),
    };
    assert.deepEqual(namespacesOf(files), { a: "unknown", b: "unknown", e: "shop" });
  });

  test("without a kustomization, a directory below that has one counts as what that takes", () => {
    const files = {
      ...app,
      "kubernetes/apps/net/app/deep/kustomization.yaml": "resources: [listed.yaml]\n",
      "kubernetes/apps/net/app/deep/listed.yaml": service("listed", "shop"),
      "kubernetes/apps/net/app/deep/left.yaml": service("left", "shop"),
      [ks]: flux("f", "path: ./kubernetes/apps/net/app\ntargetNamespace: net"),
    };
    assert.deepEqual(namespacesOf(files), { a: "unknown", b: "unknown", listed: "unknown", left: "shop" });
  });

  test("of several directories that end alike, the one in the tree of the Flux Kustomization is meant", () => {
    const files = {
      "one/apps/x/a.yaml": service("a", "shop"),
      "two/apps/x/b.yaml": service("b", "shop"),
      "one/flux/ks.yaml": flux("f", "path: ./apps/x\ntargetNamespace: net"),
    };
    assert.deepEqual(namespacesOf(files), { a: "unknown", b: "shop" });
  });

  test("where none is in its tree, any of them may be", () => {
    const files = {
      "one/apps/x/a.yaml": service("a", "shop"),
      "two/apps/x/b.yaml": service("b", "shop"),
      "flux/ks.yaml": flux("f", "path: ./apps/x\ntargetNamespace: net"),
    };
    assert.deepEqual(namespacesOf(files), { a: "unknown", b: "unknown" });
  });

  for (const path of ["path: ./\n", "path: /\n", ""]) {
    const whole = flux("whole", `${path}targetNamespace: net\nsourceRef: { kind: GitRepository, name: shop }`);

    test(`${path.trim() || "no path"} may mean everything that is here`, () => {
      assert.deepEqual(namespacesOf({ ...app, "flux/whole.yaml": whole }), { a: "unknown", b: "unknown" });
      const part = flux("part", "path: ./kubernetes/apps/net/app\nsourceRef: { kind: GitRepository, name: shop }");
      assert.deepEqual(namespacesOf({ ...app, "flux/whole.yaml": whole, [ks]: part }), { a: "unknown", b: "unknown" });
    });

    test(`${path.trim() || "no path"} of another source than that of the workspace's parts means nothing here`, () => {
      const part = flux("part", "path: ./kubernetes/apps/net/app\nsourceRef: { kind: GitRepository, name: flux-system }");
      assert.deepEqual(namespacesOf({ ...app, "flux/whole.yaml": whole, [ks]: part }), { a: "shop", b: "unknown" });
    });
  }

  test("a placeholder in the path takes the place of any name", () => {
    const files = {
      "clusters/red/apps/a.yaml": service("a", "shop"),
      "clusters/blue/apps/b.yaml": service("b", "shop"),
      "clusters/red/other/c.yaml": service("c", "shop"),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder as Flux writes it
      "flux/ks.yaml": flux("f", "path: ./clusters/${CLUSTER}/apps\ntargetNamespace: net"),
    };
    assert.deepEqual(namespacesOf(files), { a: "unknown", b: "unknown", c: "shop" });
  });

  test("an alias as targetNamespace counts", () => {
    const ksText = flux("f", "path: ./kubernetes/apps/net/app\ntargetNamespace: *ns").replace(
      "namespace: flux-system",
      "namespace: &ns net",
    );
    assert.deepEqual(namespacesOf({ ...app, [ks]: ksText }), { a: "unknown", b: "unknown" });
  });

  const injectors: Readonly<Record<string, Record<string, string>>> = {
    "a replacement": {
      "kubernetes/apps/net/kustomization.yaml": `resources: [./ks.yaml]
replacements:
  - source: { kind: Namespace, fieldPath: metadata.name }
    targets:
      - select: { kind: Kustomization }
        fieldPaths: [spec.targetNamespace]
        options: { create: true }
`,
    },
    "a replacement in a file of a component": {
      "kubernetes/apps/net/kustomization.yaml": "resources: [./ks.yaml]\ncomponents: [../../common]\n",
      "kubernetes/common/kustomization.yaml": "kind: Component\nreplacements:\n  - path: ks.yaml\n",
    },
    "a transformer in a file": {
      "kubernetes/apps/net/kustomization.yaml": "resources: [./ks.yaml]\ntransformers: [./namespace-transformer.yaml]\n",
    },
    "the patch of a parent Flux Kustomization": {
      "kubernetes/flux/cluster.yaml": flux(
        "cluster",
        `path: ./kubernetes/apps
patches:
  - patch: |-
      apiVersion: kustomize.toolkit.fluxcd.io/v1
      kind: Kustomization
      metadata:
        name: all
      spec:
        targetNamespace: net
    target:
      kind: Kustomization`,
      ),
    },
  };
  for (const [what, files] of Object.entries(injectors)) {
    test(`${what} may inject the targetNamespace`, () => {
      assert.deepEqual(namespacesOf({ ...app, [ks]: flux("f", "path: ./kubernetes/apps/net/app"), ...files }), {
        a: "unknown",
        b: "unknown",
      });
    });
  }

  test("a patch that is about something else injects nothing", () => {
    const cluster = flux(
      "cluster",
      'path: ./kubernetes/apps\npatches:\n  - patch: \'[{"op": "add", "path": "/spec/wait", "value": true}]\'\n    target:\n      kind: Kustomization',
    );
    const files = { ...app, [ks]: flux("f", "path: ./kubernetes/apps/net/app"), "kubernetes/flux/cluster.yaml": cluster };
    assert.deepEqual(namespacesOf(files), { a: "shop", b: "unknown" });
  });
});

describe("patches", () => {
  const base = {
    "base/kustomization.yaml": "resources: [a.yaml, b.yaml]\n",
    "base/a.yaml": service("a", "shop"),
    "base/b.yaml": service("b", "shop"),
  };

  function partial(files: Readonly<Record<string, string>>): string[] {
    return [...objectsOf(files).values()].flatMap(({ name, partial }) => (partial ? [name] : []));
  }

  test("a file that is only a patch holds no objects", () => {
    const files = {
      ...base,
      "prod/kustomization.yaml": "resources: [../base]\npatches:\n  - path: patch.yaml\n",
      "prod/patch.yaml": service("a"),
    };
    const objects = objectsOf(files);
    assert.equal(objects.get("a")?.file, "file:///repo/base/a.yaml");
    assert.deepEqual(partial(files), ["a"]);
  });

  for (const [what, patches, expected] of [
    ["a target by name", "patches:\n  - target: { kind: Service, name: a }\n    patch: '[]'\n", ["a"]],
    ["a target by kind", "patches:\n  - target: { kind: Service }\n    patch: '[]'\n", ["a", "b"]],
    ["a target by pattern", "patches:\n  - target: { kind: Serv.*, name: 'b|c' }\n    patch: '[]'\n", ["b"]],
    ["a target of another kind", "patches:\n  - target: { kind: Deployment }\n    patch: '[]'\n", []],
    [
      "an inline patch",
      "patches:\n  - patch: |\n      apiVersion: v1\n      kind: Service\n      metadata:\n        name: b\n      spec: {}\n",
      ["b"],
    ],
    ["patchesStrategicMerge", "patchesStrategicMerge:\n  - |-\n    kind: Service\n    metadata:\n      name: a\n", ["a"]],
    ["patchesJson6902", "patchesJson6902:\n  - target: { version: v1, kind: Service, name: b }\n    path: json.yaml\n", ["b"]],
    [
      "replacements",
      "replacements:\n  - source: { kind: ConfigMap }\n    targets:\n      - select: { kind: Service, name: a }\n        fieldPaths: [spec.ports.0.port]\n",
      ["a"],
    ],
    ["a prefix for all names", "namePrefix: x-\n", ["a", "b"]],
    ["labels", "commonLabels: { x: y }\nimages: []\n", []],
  ] as const) {
    test(`${what} leaves ${expected.length === 0 ? "nothing" : expected.join(" and ")} in doubt`, () => {
      assert.deepEqual(partial({ ...base, "prod/kustomization.yaml": `resources: [../base]\n${patches}` }), expected);
    });
  }
});

describe("generators", () => {
  const secret = (name: string) => `apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}\n  namespace: shop\n`;
  const partOf = (generators: string) => {
    const files = { "s.yaml": `${secret("a.b")}---\n${secret("a-b")}`, "kustomization.yaml": `resources: [s.yaml]\n${generators}` };
    return [...objectsOf(files).values()].flatMap(({ name, partial }) => (partial ? [name] : []));
  };

  for (const behavior of ["merge", "replace"]) {
    test(`behavior ${behavior} changes the object of that name`, () => {
      assert.deepEqual(partOf(`secretGenerator:\n- name: a.b\n  behavior: ${behavior}\n  files: [tls.crt]\n`), ["a.b"]);
      assert.deepEqual(partOf(`configMapGenerator:\n- name: a.b\n  behavior: ${behavior}\n  files: [tls.crt]\n`), []);
    });
  }

  test("one that creates changes nothing", () => {
    assert.deepEqual(partOf("secretGenerator:\n- name: a.b\n  files: [tls.crt]\n- behavior: create\n  name: a-b\n"), []);
  });
});

describe("what is applied", () => {
  function leftOut(files: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(
      [...objectsOf(files).values()].flatMap(({ name, leftOutBy }) => (leftOutBy ? [[name, leftOutBy.replace("file:///repo/", "")]] : [])),
    );
  }

  test("plain files are", () => {
    assert.deepEqual(leftOut({ "a.yaml": service("a"), "x/b.yaml": service("b") }), {});
  });

  test("a file that the kustomization beside it does not list is not", () => {
    const files = {
      "k/kustomization.yaml": "resources: [a.yaml]\n",
      "k/a.yaml": service("a"),
      "k/b.yaml": service("b"),
      "other/c.yaml": service("c"),
    };
    assert.deepEqual(leftOut(files), { b: "k/kustomization.yaml" });
  });

  test("overlays within the directory of their base are", () => {
    const files = {
      "app/kustomization.yaml": "resources: [a.yaml]\n",
      "app/a.yaml": service("a"),
      "app/overlays/prod/kustomization.yaml": "resources: [../.., b.yaml]\n",
      "app/overlays/prod/b.yaml": service("b"),
    };
    assert.deepEqual(leftOut(files), {});
  });

  test("what a Flux Kustomization applies is, unless that one is commented out itself", () => {
    const files = {
      "flux/cluster.yaml": flux("cluster", "path: ./apps"),
      "apps/net/kustomization.yaml": "resources:\n  - ./one/ks.yaml\n  # - ./two/ks.yaml\n",
      "apps/net/one/ks.yaml": flux("one", "path: ./apps/net/one/app"),
      "apps/net/one/app/a.yaml": service("a"),
      "apps/net/two/ks.yaml": flux("two", "path: ./apps/net/two/app"),
      "apps/net/two/app/kustomization.yaml": "resources: [b.yaml]\n",
      "apps/net/two/app/b.yaml": service("b"),
    };
    assert.deepEqual(leftOut(files), { b: "apps/net/kustomization.yaml" });
  });

  test("a Flux Kustomization that applies its own file is how Flux begins", () => {
    const files = {
      "clusters/prod/flux-system/kustomization.yaml": "resources: [gotk-sync.yaml]\n",
      "clusters/prod/flux-system/gotk-sync.yaml": flux("flux-system", "path: ./clusters/prod"),
      "clusters/prod/apps.yaml": flux("apps", "path: ./apps"),
      "apps/a.yaml": service("a"),
      "clusters/prod/b.yaml": service("b"),
    };
    assert.deepEqual(leftOut(files), {});
  });
});
