/**
 * A model of one variable with levels from printed counts alone: learned on the counts of the training set, applied to
 * those of both sets.
 */

import { type Coding, codedVariable } from "../cohort/coding.js";
import type { Cohort } from "../cohort/cohort.js";
import { type Performance, performanceOfCounts } from "../evaluate/performance.js";
import type { PublishedSet } from "../io/paper/table.js";
import { readTable1 } from "../io/paper/table-1.js";
import { type PublishedPerformance, readTable3 } from "../io/paper/table-3.js";
import { expit } from "../math/logit.js";
import { levelValues, type PublishedRatio, printedCounts } from "./published-odds-ratios.js";

export interface PublishedClinicalModel {
  /** Null where the model takes more than the printed counts of one variable. */
  readonly fromCounts: Readonly<Record<PublishedSet, Performance>> | null;
  readonly printed: Readonly<Record<PublishedSet, PublishedPerformance>>;
}

/**
 * The printed clinical model, and what the printed counts give for it.
 *
 * @param root folder of the repository
 * @param codings of the variables in the model
 * @param cut the risk from which a patient is called positive
 */
export function publishedClinicalModel(
  cohort: Cohort,
  root: string,
  published: readonly PublishedRatio[],
  codings: readonly Coding[],
  cut: number,
): PublishedClinicalModel {
  const rows = readTable3(root).rows.filter(({ model }) => model === "clinical");
  const printedOf = (set: PublishedSet): PublishedPerformance =>
    rows.find((row) => row.set === set)!;
  return {
    fromCounts: codings.length === 1 ? fromCounts(codings[0]) : null,
    printed: { training: printedOf("training"), validation: printedOf("validation") },
  };

  function fromCounts(coding: Coding): PublishedClinicalModel["fromCounts"] {
    const variable = codedVariable(coding);
    const counted = published.find((entry) => entry.variable === variable)?.identified;
    const row = readTable1(root).rows.find((entry) => entry.variable === variable);
    if (!counted || row?.kind !== "counts") return null;
    const [intercept, slope] = counted.fit.coefficients as readonly number[];
    const risks = levelValues(cohort, coding).map((value) => expit(intercept + slope * value));
    const of = (set: PublishedSet): Performance =>
      performanceOfCounts(printedCounts(row, set), risks, cut, { learned: set === "training" });
    return { training: of("training"), validation: of("validation") };
  }
}
