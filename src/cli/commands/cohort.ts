/** `dlrn cohort init`: a cohort of one's own, from a table of patients. */

import { parseArgs } from "node:util";
import { formatJson } from "../../io/format-json.js";
import { MANIFEST_FILE } from "../../io/manifest.js";
import { type CohortSources, draftCohort, saveCohortDraft } from "../../runner/cohort-draft.js";
import { inputFolders } from "../../runner/environment.js";

export const summary = "describe a cohort of your own, from its table of patients";
export const usage: string = `Usage: npx dlrn cohort init ID --table patients.csv [--images images.csv] [--features features.csv] [--add]
           [--id COLUMN] [--outcome COLUMN[=LEVEL]]

Writes cohorts/ID/dictionary.json as a draft: kind and role of every column are guessed, and each says by what in
"guess"; read it, mend it, delete the marks. The table is copied beside it, where git ignores it. Prints the entry for
${MANIFEST_FILE}, in which images and feature tables are named with bytes and SHA-256.

--table FILE     CSV, one row a patient, with a column of ids and one of the outcome
--images FILE    CSV of the columns patient, sequence, image, mask and, if several drew, reader; an image is a file or the
                 folder of a DICOM series, a mask NIfTI, NRRD, RTSTRUCT or SEG; paths begin at the list's folder, and
                 the files lie in the data folder (DLRN_DATA) or in the repository
--features FILE  CSV of features, one row a patient, each name beginning with its sequence: T1_original_firstorder_Mean
--add            write the entry into ${MANIFEST_FILE} instead of printing it
--id COLUMN      the ids, where neither name nor cells tell
--outcome COLUMN=LEVEL
                 the outcome, and the level that means it happened, where they are not clear

Nothing is overwritten.`;

export async function run(args: string[]): Promise<void> {
  const text = { type: "string" } as const;
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      table: text,
      images: text,
      features: text,
      id: text,
      outcome: text,
      add: { type: "boolean", default: false },
    },
  });
  const [action, cohort, ...more] = positionals;
  if (action !== "init" || cohort === undefined || more.length > 0)
    throw new RangeError(
      `the command must be: npx dlrn cohort init ID --table FILE; got "cohort ${positionals.join(" ")}"; try: npx dlrn cohort --help`,
    );
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(cohort))
    throw new RangeError(
      `the cohort's id must be letters, digits, dots, hyphens and underscores; got "${cohort}"`,
    );
  if (values.table === undefined)
    throw new RangeError("--table must name a CSV file of the patients; got nothing");
  const [outcome, positive] = (values.outcome ?? "").split(/=(.*)/s);
  const { table, images, features, id } = values;
  const sources: CohortSources = {
    cohort,
    table,
    ...(images !== undefined && { images }),
    ...(features !== undefined && { features }),
    ...(id !== undefined && { id }),
    ...(outcome !== "" && { outcome }),
    ...(positive !== undefined && { positive }),
  };
  const folders = inputFolders();
  const draft = draftCohort(sources, folders);
  saveCohortDraft(draft, folders.repository, values.add);
  const { variables, patients, entry } = draft;
  const said = values.add ? console.log : console.error;
  said(
    `${entry.dictionary} written: ${variables.length} columns of ${patients} patients; kinds and roles are guessed, read them:`,
  );
  for (const { name, guess } of variables) said(`  ${name}: ${guess}`);
  if (values.add) {
    console.log(`added to ${MANIFEST_FILE}: "${cohort}", ${entry.files.length} files`);
    console.log(`then: npx dlrn reproduce --cohort ${cohort}`);
  } else console.log(formatJson(entry).trimEnd());
}
