/** What a source notebook must be beside valid: fit to be run, and free of what a run leaves behind. */

import { type Cell, hasTag } from "../io/notebook.js";
import { KERNEL_NAME } from "./kernelspec.js";
import type { NotebookFile } from "./notebooks.js";

/**
 * What is wrong with a source notebook, each in a sentence; none if it is as it should be. That the file is valid
 * nbformat with unique ids, and that `dlrn.reads` names notebooks, is checked where notebooks are found.
 */
export function notebookFaults({ notebook }: NotebookFile): string[] {
  const { nbformat_minor: minor, metadata, cells } = notebook;
  const kernel = (metadata["kernelspec"] ?? {}) as { name?: string };
  const parameters = cells.filter((cell) => hasTag(cell, "parameters"));
  const faults: string[] = [];
  if (minor < 5) faults.push(`it must be nbformat 4.5; it is 4.${minor}`);
  if (kernel.name !== KERNEL_NAME) {
    faults.push(`its kernel must be ${KERNEL_NAME}; it is ${kernel.name ?? "not named"}`);
  }
  if (metadata["dlrn"] === undefined)
    faults.push('its metadata must say what it reads: "dlrn": { "reads": [] }');
  if (parameters.length !== 1 || !/^const cohort: string = "twin";$/m.test(parameters[0].source)) {
    faults.push('one cell must be tagged "parameters" and say: const cohort: string = "twin";');
  }
  return [...faults, ...cells.flatMap(leftBehind)];
}

function leftBehind(cell: Cell): string[] {
  const faults: string[] = [];
  if (cell.cell_type === "code" && cell.outputs.length > 0) {
    faults.push(`cell ${cell.id} must have no outputs; clear them before committing`);
  }
  if (cell.cell_type === "code" && cell.execution_count !== null) {
    faults.push(`cell ${cell.id} must have no execution count; it has ${cell.execution_count}`);
  }
  if (hasTag(cell, "injected-parameters"))
    faults.push(`cell ${cell.id} must not be committed: it was injected by a run`);
  return faults;
}
