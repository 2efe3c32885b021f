/** `gateway-tls status`: prints the status that a controller would write for each object, as `kubectl get -o yaml` would show it. */
import { parseArgs } from "node:util";
import { profiles } from "../core/gateway/profiles/select.ts";
import { predict } from "../core/gateway/status/predict.ts";
import { render } from "../core/gateway/status/render.ts";
import type { World } from "../core/gateway/world.ts";
import { defaultSettings } from "../core/workspace/settings.ts";
import type { PlainValue } from "../core/yaml/change.ts";
import { fileText } from "../core/yaml/edit-documents.ts";
import { readInputs } from "./inputs.ts";
import { bundle, finished, instant, oneOf } from "./options.ts";
import { pathIn } from "./report.ts";
import { statusAsText } from "./status-table.ts";
import { exit, printable, type Terminal, UsageError } from "./terminal.ts";

export async function status(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      bundle: { type: "string" },
      complete: { type: "boolean", default: false },
      controller: { type: "string" },
      format: { type: "string", default: "text" },
      now: { type: "string" },
    },
  });
  const format = oneOf("--format", values.format, ["text", "yaml", "json"]);
  const now = values.now === undefined ? Date.now() : instant(values.now);
  const world: World = {
    complete: values.complete,
    ...(values.controller === undefined ? {} : { controller: known(values.controller) }),
    ...(values.bundle === undefined ? {} : { bundle: bundle(values.bundle) }),
  };
  const tell = (words: string): void => terminal.err(`${printable(words)}\n`);
  const { workingDirectory } = terminal;
  const paths = positionals.length > 0 ? positionals : ["."];
  const { snapshot, unreadable } = await readInputs(paths, workingDirectory, { ...defaultSettings, world }, now, tell);
  for (const { file, why } of unreadable) tell(`Passed over ${pathIn(workingDirectory, file)}: ${why}.`);
  const objects = render(finished(predict(snapshot.model)));
  switch (format) {
    case "json":
      terminal.out(`${JSON.stringify(objects, undefined, 2)}\n`);
      break;
    case "yaml":
      terminal.out(objects.map((object) => fileText("status.yaml", object as unknown as PlainValue)).join("---\n"));
      break;
    case "text":
      terminal.out(statusAsText(objects));
  }
  return unreadable.length > 0 ? exit.trouble : exit.clean;
}

/** A profile's name, or a controllerName: of one that has no profile, the specification is predicted. */
function known(controller: string): string {
  if (controller.includes("/") || profiles.some(({ name }) => name === controller)) return controller;
  const names = profiles.map(({ name }) => name).join(", ");
  throw new UsageError(`--controller takes ${names}, or a controllerName such as example.com/gateway-controller; not "${controller}".`);
}
