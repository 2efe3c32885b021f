/** Shows in the editor how far the first reading of the folders is. */
import type { Connection, WorkDoneProgressServerReporter } from "vscode-languageserver";
import type { Progress } from "./workspace-files.ts";

const silent: Progress = { report: () => undefined, done: () => undefined };

/** Starts a progress display; the work does not wait for it. Without the client's support nothing is shown. */
export function indexingProgress(connection: Connection, supported: boolean): Progress {
  if (!supported) return silent;
  let shown: WorkDoneProgressServerReporter | undefined;
  let ended = false;
  let percent = 0;
  void connection.window.createWorkDoneProgress().then(
    (reporter) => {
      reporter.begin("Gateway TLS: reading manifests", percent, undefined, false);
      if (ended) reporter.done();
      else shown = reporter;
    },
    () => undefined,
  );
  return {
    report(done, of) {
      const now = of === 0 ? 100 : Math.floor((100 * done) / of);
      if (now === percent) return;
      percent = now;
      shown?.report(percent, `${done} of ${of} files`);
    },
    done() {
      ended = true;
      shown?.done();
    },
  };
}
