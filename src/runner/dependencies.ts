/**
 * What the results of a notebook depend on, each thing with its state: its code cells and parameters, the code and the
 * packages that the cells and the kernel reach, Node, the cohort's entry of the manifest, the network, the results of
 * the notebooks that it reads, and whatever files it was seen to read. Markdown is not among it.
 */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { readManifest } from "../io/manifest.js";
import { hasTag } from "../io/notebook.js";
import { networkInUse, openEntry, projectRoot } from "./environment.js";
import type { NotebookFile } from "./notebooks.js";
import { importedModules, reachedCode } from "./reached-code.js";
import { stateOfFile } from "./traced-reads.js";

/** From the name of a thing to the state it is in; the cells in their order. */
export type Dependencies = ReadonlyMap<string, string>;

export interface StudyPlace {
  readonly cohort: string;
  /** The report that the notebooks read from and write to: `reports/<cohort>`. */
  readonly report: string;
  /** All notebooks of the study. */
  readonly notebooks: readonly NotebookFile[];
}

/** What runs every notebook, and with it the kernel, and keeps it. */
const RUNNER = "dlrn/runner/notebook-job";

/** What a cell's name begins with; its id follows. */
export const CELL = "cell ";

/** All that is known before the notebook has run. */
export function statedDependencies(file: NotebookFile, study: StudyPlace): Dependencies {
  const { cohort, report, notebooks } = study;
  const cells = file.notebook.cells.filter(
    (cell) => cell.cell_type === "code" && !hasTag(cell, "injected-parameters"),
  );
  const text = cells.map(({ source }) => source).join("\n");
  const modules = [...importedModules(text), RUNNER];
  return new Map([
    ...cells.map(({ id, source, metadata }): [string, string] => [
      CELL + id,
      digest([source, metadata.tags ?? []]),
    ]),
    ["the order of its cells", digest(cells.map(({ id }) => id))],
    ["dlrn in its metadata", digest(file.notebook.metadata["dlrn"] ?? null)],
    ["the parameter cohort", cohort],
    ...reachedCode(modules, { root: projectRoot(), types: true }),
    ["Node", `${process.versions.node.split(".")[0]} (${process.platform}, ${process.arch})`],
    [`the manifest's entry ${cohort}`, digest(openEntry(cohort))],
    ["the network in use", networkState()],
    ...file.reads.map((number): [string, string] => [
      `the results of ${notebooks.find((other) => other.number === number)?.name ?? number}`,
      stateOfFile(join(report, "results", `${number}.json`)),
    ]),
  ]);
}

/** Its entry; the bytes of its file are seen to be read. */
function networkState(): string {
  const { networks } = readManifest(projectRoot());
  return digest([networkInUse(), networks.find(({ id }) => id === networkInUse()) ?? null]);
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
