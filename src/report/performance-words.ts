/** The words of notebook 08: of its figures, and of the cut of the score. */

import type { Cohort } from "../cohort/cohort.js";
import { featureTable } from "../cohort/feature-table.js";
import { comparedModels } from "../evaluate/compared-models.js";
import { type LogisticModel, predictLogistic } from "../model/logistic.js";
import type { Figure } from "../plot/figure.js";
import { fixed } from "../table/format.js";
import { notFixed } from "./performance-of-models.js";
import type { Ranges } from "./ranges.js";

type Words = Pick<Figure, "id" | "title" | "caption" | "description">;

export function rocWords(): Words {
  return {
    id: "figure-roc",
    title: "ROC curves of the three models",
    caption:
      "Sensitivity against 1 − specificity at every cut, real patients only; AUC with DeLong's 95% interval. In training the models are judged on the patients they were learned on.",
    description:
      "Two panels, training and external validation, each with the ROC curves of the DLRN, the radiomics model and the clinical model; the AUCs stand in the legend.",
  };
}

const overCohorts = (ranges: Ranges): string =>
  `line: median, band: lowest to highest of ${ranges.seeds.length} constructed cohorts that all give the printed tables`;

/** @param ranges over constructed cohorts; null for real patients */
export function calibrationWords(ranges: Ranges | null): Words {
  const band =
    ranges === null ? "with pointwise 95% bootstrap bands." : `${overCohorts(ranges)}. ${notFixed}`;
  return {
    id: "figure-3bc-calibration",
    title: "Figures 3B and 3C. Calibration in both sets",
    caption: `Smoothed observed share against predicted risk (lowess); the radiomics score is recalibrated on the real training patients; ${band}`,
    description:
      "Two panels, training and external validation: observed share against predicted risk of the DLRN and of the recalibrated radiomics score, with bands around the diagonal of perfect calibration.",
  };
}

/** @param ranges over constructed cohorts; null for real patients */
export function decisionWords(ranges: Ranges | null): Words {
  const band =
    ranges === null ? "with pointwise 95% bootstrap bands." : `${overCohorts(ranges)}. ${notFixed}`;
  return {
    id: "figure-3d-decision",
    title: "Figure 3D. Decision curves in both sets",
    caption: `Net benefit of acting from a threshold risk on, beside treating everybody and nobody; ${band}`,
    description:
      "Two panels, training and external validation: net benefit against threshold risk of the three models, with bands, and of treating everybody and nobody.",
  };
}

/**
 * What the cut of the radiomics score is as a risk.
 *
 * @param recalibration the logistic model of the score alone, of the real training patients
 */
export function cutSentence(
  { constructed }: Pick<Cohort, "constructed">,
  recalibration: LogisticModel,
): string {
  const { cut } = comparedModels.find(({ model }) => model === "radiomics")!;
  const atCut = featureTable(recalibration.terms.slice(1), [[cut]]);
  const risk = predictLogistic(recalibration, atCut)[0]!;
  const open = constructed
    ? "; the printed tables do not fix this risk, other cohorts that give them have another"
    : "";
  return `The radiomics score is cut at ${cut}. By its recalibration on the real training patients this is a risk of ${fixed(risk, 2)}, not of 0.50, where the other two models are cut${open}.`;
}
