/**
 * Where a notebook runs: a folder of its own with the results that it declares to read and nothing else of the report.
 * What is in there afterwards beside these is what it wrote; it joins the report only if the whole notebook succeeded.
 */

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Dependencies } from "./dependencies.js";
import type { KeptRun } from "./notebook-cache.js";
import { progressTime, readProgress, type Step } from "./report-progress.js";
import type { RunOptions } from "./run-notebook.js";
import { namesOfReads } from "./traced-reads.js";

export interface Room {
  /** What the run must be told for the notebook to find itself in the room. */
  readonly options: Pick<RunOptions, "environment" | "nodeArguments" | "shownAs" | "progressAt">;
  /** How far its present step is; null if it told of none. */
  step(): Step | null;
  /** Files and folders that it read beside the report and the code that it is known to reach. */
  reads(stated: Dependencies): string[];
  /** What it wrote into the report. */
  files(): KeptRun["files"];
  /** Take the room away. */
  close(): void;
}

const TRACER: string = fileURLToPath(new URL("./kernel/trace-reads.cjs", import.meta.url));

const open: Set<string> = new Set();
process.on("exit", () => {
  for (const folder of open) remove(folder);
});

/**
 * @param report the folder `reports/<cohort>`
 * @param reads numbers of the notebooks whose results it reads
 */
export function openRoom(report: string, cohort: string, reads: readonly string[]): Room {
  const folder = mkdtempSync(join(tmpdir(), "dlrn-room-"));
  open.add(folder);
  const own = join(folder, "reports", cohort);
  const given = reads.map((number) => join("results", `${number}.json`));
  mkdirSync(join(own, "results"), { recursive: true });
  for (const file of given)
    if (existsSync(join(report, file))) copyFileSync(join(report, file), join(own, file));
  const told = (name: string): string => join(folder, name);
  return {
    options: {
      environment: {
        DLRN_REPORTS: join(folder, "reports"),
        DLRN_READS: told("reads"),
        DLRN_PROGRESS: told("progress"),
      },
      nodeArguments: ["--require", TRACER],
      shownAs: { [join(folder, "reports")]: "reports" },
      progressAt: () => progressTime(told("progress")),
    },
    step: () => readProgress(told("progress")),
    reads: (stated) =>
      existsSync(told("reads"))
        ? namesOfReads(readFileSync(told("reads"), "utf8"), folder, stated)
        : [],
    files: () =>
      readdirSync(own, { recursive: true, encoding: "utf8" })
        .filter((file) => !given.includes(file) && statSync(join(own, file)).isFile())
        .sort()
        .map((file) => keptFile(file.replaceAll("\\", "/"), readFileSync(join(own, file)))),
    close: () => {
      remove(folder);
      open.delete(folder);
    },
  };
}

function keptFile(path: string, bytes: Buffer): KeptRun["files"][number] {
  const text = bytes.toString("utf8");
  const isText = Buffer.from(text).equals(bytes);
  return isText ? [path, text, "utf8"] : [path, bytes.toString("base64"), "base64"];
}

/** A kernel that has just been killed may still be writing. */
function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
