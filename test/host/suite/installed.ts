/** The packaged extension, installed as a person installs it. */

import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { untilPublishedEqualsChecked } from "./editor.ts";
import { extensionsVariable, type HostTest } from "./harness.ts";

export const installedTests: readonly HostTest[] = [
  {
    name: "findings come from the installed extension",
    run: async () => {
      const extension = vscode.extensions.getExtension("gateway-tls.gateway-tls");
      const folder = process.env[extensionsVariable];
      assert.ok(extension && folder && extension.extensionPath.startsWith(folder), `${extension?.extensionPath} is in ${folder}`);
      const findings = await untilPublishedEqualsChecked();
      assert.ok(findings.length > 0);
      assert.ok(extension.isActive);
    },
  },
];
