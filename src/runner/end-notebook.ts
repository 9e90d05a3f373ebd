/**
 * A notebook that ends early because its question does not arise for this cohort: no failure, and no empty tables.
 *
 * The reason is shown, recorded and saved like any other sentence. In JupyterLab the cell ends with an error of this
 * name and the cells below are not run; `dlrn reproduce` takes it for the end of the notebook.
 */

import { type NotebookRecord, recordText, saveRecord } from "../report/record.js";
import { display } from "./display.js";
import { reportFolder } from "./environment.js";

export class EndOfNotebook extends Error {
  override readonly name: string = endName;
}

/** By which the runner knows it among the errors of a kernel. */
export const endName = "EndOfNotebook";

/**
 * End the notebook here.
 *
 * @param cell id of the cell that ends it
 * @param reason why the rest has nothing to say, in a sentence
 */
export function endNotebook(record: NotebookRecord, cell: string, reason: string): never {
  display(recordText(record, cell, reason));
  saveRecord(record, reportFolder(record.cohort));
  throw new EndOfNotebook(reason);
}
