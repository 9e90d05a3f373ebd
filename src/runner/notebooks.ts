/**
 * The notebooks of a study: files `NN-name.ipynb` of one folder. Each says in its metadata whose results it reads,
 * `"dlrn": { "reads": ["01", "02"] }`, and runs after those.
 */

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../io/input-error.js";
import { type Notebook, readNotebook } from "../io/notebook.js";

export interface NotebookFile {
  /** Two digits. */
  readonly number: string;
  /** The file's name without `.ipynb`. */
  readonly name: string;
  readonly path: string;
  readonly notebook: Notebook;
  /** Numbers of the notebooks whose results it reads. */
  readonly reads: readonly string[];
}

/**
 * All notebooks of a folder, by number.
 *
 * @throws InputError if two have the same number, or one reads itself or one that is not there
 */
export function findNotebooks(folder: string): NotebookFile[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const files = names
    .filter((name) => /^\d\d-.+\.ipynb$/.test(name))
    .sort()
    .map((name) => openNotebook(join(folder, name), name));
  for (const [i, { number, path, reads }] of files.entries()) {
    if (i > 0 && files[i - 1].number === number) {
      throw new InputError(
        `each notebook must have its own number; ${files[i - 1].name} has ${number} too`,
        path,
      );
    }
    for (const read of reads) {
      if (read === number) throw new InputError("a notebook must not read its own results", path);
      if (!files.some((other) => other.number === read)) {
        throw new InputError(
          `dlrn.reads must name notebooks of ${folder}; there is no notebook ${read}`,
          path,
        );
      }
    }
  }
  return files;
}

function openNotebook(path: string, file: string): NotebookFile {
  const notebook = readNotebook(path);
  const { reads = [] } = (notebook.metadata["dlrn"] ?? {}) as { reads?: unknown };
  if (
    !Array.isArray(reads) ||
    !reads.every((read) => typeof read === "string" && /^\d\d$/.test(read))
  ) {
    throw new InputError(
      `dlrn.reads must be a list of notebook numbers such as ["01", "02"]; it is ${JSON.stringify(reads)}`,
      path,
    );
  }
  return {
    number: file.slice(0, 2),
    name: file.slice(0, -".ipynb".length),
    path,
    notebook,
    reads: reads as string[],
  };
}
