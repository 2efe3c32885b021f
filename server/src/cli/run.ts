/** The command line's entry: which command, with which arguments. */
import { parseArgs } from "node:util";
import { productVersion } from "../files/product-folder.ts";
import { check } from "./check.ts";
import { explain } from "./explain.ts";
import { status } from "./status.ts";
import { exit, type Terminal, UsageError } from "./terminal.ts";

const usage = `Says what a Gateway would do with TLS, by reading Gateway API manifests.

Usage:
  gateway-tls check [paths...]    analyse files and folders (default: the working directory)
      --format text|json          json is described in docs/json.md (default: text)
      --complete                  everything is here: what is absent does not exist
      --bundle <version>/<channel>  the Gateway API that is installed, such as v1.6.1/standard (default: what the files show)
      --now <ISO 8601>            judge dates as of this instant (default: now)
      --fail-on <severity>        error, warning, information or never (default: error)
      --color auto|always|never   default: auto, which is never in a pipe or with NO_COLOR
  gateway-tls status [paths...]   predict the status that a controller would write
      --complete, --bundle, --now as for check
      --controller <name>         generic, envoy-gateway, istio or a controllerName (default: what the GatewayClass says)
      --format text|yaml|json     yaml and json have the API's own form (default: text)
  gateway-tls explain <code>      print the page of a rule
  gateway-tls serve --stdio       run the language server
  gateway-tls --version | --help

Exit status: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage or unreadable input.
`;

/**
 * Runs one command and answers with the exit status; undefined when a server has been started that ends the process itself.
 * `serve` starts the language server on standard input and output.
 */
export async function run(args: readonly string[], terminal: Terminal, serve: () => Promise<void>): Promise<number | undefined> {
  const [command, ...rest] = args;
  try {
    if (command === undefined) throw new UsageError("Which command?");
    if (command === "--version" || command === "-v") {
      terminal.out(`${productVersion()}\n`);
      return exit.clean;
    }
    if (args.includes("--help") || args.includes("-h") || command === "help") {
      terminal.out(usage);
      return exit.clean;
    }
    switch (command) {
      case "check":
        return await check(rest, terminal);
      case "status":
        return await status(rest, terminal);
      case "explain":
        return explain(rest, terminal);
      case "serve": {
        const { values } = parseArgs({ args: rest, options: { stdio: { type: "boolean" }, clientProcessId: { type: "string" } } });
        if (values.stdio !== true) throw new UsageError("serve speaks over standard input and output only: gateway-tls serve --stdio");
        await serve();
        return undefined;
      }
      default:
        throw new UsageError(`There is no command "${command}".`);
    }
  } catch (error) {
    // parseArgs throws TypeErrors with words for the caller.
    if (!(error instanceof UsageError) && !isArgumentError(error)) throw error;
    terminal.err(`${error.message}\nRun gateway-tls --help for the commands and their options.\n`);
    return exit.trouble;
  }
}

function isArgumentError(error: unknown): error is Error {
  return error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
