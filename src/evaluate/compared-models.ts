/**
 * What a paper's table of performance says of each model in each set: AUC, confusion figures at the model's own cut,
 * and DeLong's test against the nomogram on the same patients.
 *
 * The nomogram and the clinical model call a patient positive from a risk of one half, the signature from a score of 0,
 * as the paper does: on the scale of risks that is another cut. Rows that SMOTE made stand in a line of their own,
 * without an interval; what the paper seems to have computed with them can be retraced by {@link smoteForensics}.
 */

import { featureColumn } from "../cohort/feature-table.js";
import { type Role, type Rows, rowsOf, withFeatureNames } from "../cohort/rows.js";
import { stackRows } from "../cohort/synthetic-rows.js";
import { type McNemar, mcNemarTest } from "../compare/mcnemar.js";
import { type ConfusionFigures, confusionFigures, confusionMatrix } from "./confusion.js";
import { type DelongAuc, delongAuc } from "./delong.js";
import { type DelongUnpairedTest, delongUnpairedTest } from "./delong-unpaired.js";
import {
  type AucComparison,
  type AucOnRows,
  confusionOnRows,
  delongAucOnRows,
  delongTestOnRows,
} from "./discrimination-on-rows.js";
import { evaluatedSets } from "./evaluation-rows.js";

export type ComparedModel = "dlrn" | "radiomics" | "clinical";

/** Where each model's values stand, and from where on a patient is called positive. */
export const comparedModels: readonly {
  readonly model: ComparedModel;
  readonly label: string;
  /** Feature that ranks and cuts. */
  readonly score: string;
  readonly cut: number;
  readonly cutOf: "risk" | "score";
}[] = [
  { model: "dlrn", label: "DLRN", score: "dlrn", cut: 0.5, cutOf: "risk" },
  { model: "radiomics", label: "Radiomics model", score: "radi_score", cut: 0, cutOf: "score" },
  { model: "clinical", label: "Clinical model", score: "clinical", cut: 0.5, cutOf: "risk" },
];

export interface ComparedPerformance {
  readonly role: Role;
  readonly model: ComparedModel;
  readonly label: string;
  /** Whether synthetic rows are among those that were evaluated. */
  readonly synthetic: boolean;
  readonly n: number;
  readonly events: number;
  readonly cut: number;
  readonly cutOf: "risk" | "score";
  readonly auc: AucOnRows;
  readonly figures: ConfusionFigures;
  /** DLRN minus this model, on the same patients; null for the DLRN and with synthetic rows. */
  readonly against: AucComparison | null;
}

/**
 * Every model in each set that has patients enough; the signature in training also with the synthetic rows, if there are any.
 *
 * @param rows with the features of {@link comparedModels}
 * @param synthetic rows of SMOTE with the feature `radi_score`, or null
 * @param syntheticReason why they are evaluated at all
 */
export function comparedPerformance(
  rows: Rows,
  synthetic: Rows | null,
  syntheticReason: string,
): ComparedPerformance[] {
  return evaluatedSets(rows).flatMap((role) => {
    const own = rowsOf(rows, role);
    return comparedModels.flatMap(({ model, label, score, cut, cutOf }): ComparedPerformance[] => {
      const of = (evaluated: Rows, isSynthetic: boolean): ComparedPerformance => ({
        role,
        model,
        label,
        synthetic: isSynthetic,
        n: evaluated.ids.length,
        events: evaluated.outcome.filter((outcome) => outcome === 1).length,
        cut,
        cutOf,
        auc: delongAucOnRows(evaluated, score, { syntheticReason }),
        figures: confusionOnRows(evaluated, score, cut, { syntheticReason }),
        against:
          model === "dlrn" || isSynthetic ? null : delongTestOnRows(evaluated, "dlrn", score),
      });
      const real = of(own, false);
      if (role !== "training" || model !== "radiomics" || synthetic === null) return [real];
      return [of(stackRows(withFeatureNames(own, [score]), synthetic), true), real];
    });
  });
}

/** What the paper seems to have computed on patients and synthetic rows together. No evidence of anything. */
export interface SmoteForensics {
  readonly n: number;
  readonly events: number;
  /** With an interval that treats copies as patients. */
  readonly auc: DelongAuc;
  readonly figures: ConfusionFigures;
  /** DLRN on the patients against the signature on patients and synthetic rows, as if these were other people. */
  readonly test: DelongUnpairedTest;
}

/** Retrace the interval and the unpaired P; both are invalid, and are computed to show where they come from. */
export function smoteForensics(rows: Rows, synthetic: Rows): SmoteForensics {
  const training = rowsOf(rows, "training");
  const stacked = stackRows(withFeatureNames(training, ["radi_score"]), synthetic);
  const [labels, scores] = [stacked.outcome, featureColumn(stacked.features, "radi_score")];
  return {
    n: labels.length,
    events: labels.filter((label) => label === 1).length,
    auc: delongAuc(labels, scores),
    figures: confusionFigures(confusionMatrix(labels, scores, 0)),
    test: delongUnpairedTest(
      { labels: training.outcome, scores: featureColumn(training.features, "dlrn") },
      { labels, scores },
    ),
  };
}

/** Who is right where the other is wrong, of two models on the same patients. */
export interface PairedCorrectness {
  readonly role: Role;
  readonly model: ComparedModel;
  readonly label: string;
  readonly n: number;
  readonly events: number;
  /** Patients whom only the DLRN, and only the other model, calls correctly. */
  readonly onlyDlrn: number;
  readonly onlyOther: number;
  /** Null where both are right and wrong on the same patients. */
  readonly test: McNemar | null;
}

/** McNemar's comparison of correct calls, DLRN against each other model, in both sets, on real patients. */
export function pairedCorrectness(rows: Rows): PairedCorrectness[] {
  return evaluatedSets(rows).flatMap((role) => {
    const own = rowsOf(rows, role);
    const [dlrn, ...others] = comparedModels.map((entry) => ({
      ...entry,
      correct: Array.from(
        featureColumn(own.features, entry.score),
        (score, i) => Number(score >= entry.cut) === own.outcome[i],
      ),
    }));
    return others.map(({ model, label, correct }): PairedCorrectness => {
      const onlyDlrn = correct.filter((right, i) => !right && dlrn.correct[i]).length;
      const onlyOther = correct.filter((right, i) => right && !dlrn.correct[i]).length;
      return {
        role,
        model,
        label,
        n: own.ids.length,
        events: own.outcome.filter((outcome) => outcome === 1).length,
        onlyDlrn,
        onlyOther,
        test: onlyDlrn + onlyOther === 0 ? null : mcNemarTest(onlyDlrn, onlyOther),
      };
    });
  });
}
