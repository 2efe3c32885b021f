/** A folder that nobody has trusted yet: the extension only reads, and works. */

import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { publishedIn, untilPublishedEqualsChecked } from "./editor.ts";
import type { HostTest } from "./harness.ts";

export const restrictedTests: readonly HostTest[] = [
  {
    name: "findings are published in restricted mode",
    run: async () => {
      assert.equal(vscode.workspace.isTrusted, false);
      await untilPublishedEqualsChecked();
      assert.deepEqual(
        publishedIn("grant-new-file/ingress/gateway.yaml").map(({ code }) => code),
        ["reference-not-granted"],
      );
    },
  },
];
