/** Selection stability of a study, computed once. */

import type { Rows } from "../cohort/rows.js";
import { rowsOf, withFeatureNames } from "../cohort/rows.js";
import { type SelectionStability, selectionStability } from "../evaluate/selection-stability.js";
import type { Json } from "../io/notebook.js";
import { selectionSteps } from "../model/signature.js";
import { type SetSelection, signatureSeed } from "../report/image-signature.js";
import { hashOfRows } from "./hash-of-rows.js";
import { remember } from "./remember.js";
import { reportProgress } from "./report-progress.js";

/** @param rows the harmonised rows that the selection was made on */
export async function studyStability(
  rows: Rows,
  { set, candidates }: SetSelection,
  replicates: number,
): Promise<SelectionStability> {
  const training = withFeatureNames(rowsOf(rows, "training"), candidates);
  const steps = selectionSteps({ set, seed: signatureSeed });
  const found = await remember(
    {
      name: "stability",
      modules: ["dlrn/evaluate/selection-stability"],
      inputs: { rows: hashOfRows(training), steps, replicates, seed: signatureSeed } as unknown as {
        [key: string]: Json;
      },
    },
    async () =>
      selectionStability(training, steps, {
        replicates,
        seed: signatureSeed,
        told: (done, of) => reportProgress("resamples selected from", done, of),
      }) as unknown as { [key: string]: Json },
  );
  return found as unknown as SelectionStability;
}
