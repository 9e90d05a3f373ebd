/**
 * The kernel: tslab with its faults mended where they arise, so that every client gets them mended, the runner of
 * this project as much as JupyterLab, VS Code and nbconvert.
 *
 * Called as `node entry.cjs --config-path connection.json`. Whatever the client's folder, cells run in the
 * project's root: paths and imports mean the same everywhere.
 */

import { writeSync } from "node:fs";

import path = require("node:path");

import { parseArgs } from "node:util";
import { compileCellsStrictly } from "./cell-compiler.cjs";
import { CellRunner } from "./cell-runner.cjs";
import { createServer } from "./server.cjs";
import { cleanTraces } from "./traces.cjs";

const { values } = parseArgs({ options: { "config-path": { type: "string" } } });
const connectionFile = values["config-path"];
if (connectionFile === undefined)
  throw new RangeError("the kernel must be told its connection file; got no --config-path");
const connection = path.resolve(connectionFile);

const root = path.resolve(__dirname, "../../../..");
process.chdir(root);
process.env["TZ"] = "UTC";
delete process.env["FORCE_COLOR"]; // never colours, whoever started the kernel

cleanTraces(root);
endWithClient();
compileCellsStrictly(root);
const cells = new CellRunner(root);
process.on("SIGINT", () => cells.executor.interrupt());
createServer(cells, connection)
  .init()
  .catch((error: unknown) => {
    writeSync(2, `dlrn kernel: ${String(error)}\n`);
    process.exit(1);
  });

/** A client that starts kernels says so by JPY_PARENT_PID, as Jupyter does: if it is killed, its kernel does not stay behind. */
function endWithClient(): void {
  if (process.env["JPY_PARENT_PID"] === undefined) return;
  const client = process.ppid;
  setInterval(() => {
    if (process.ppid !== client) process.exit(1);
  }, 1000).unref();
}
