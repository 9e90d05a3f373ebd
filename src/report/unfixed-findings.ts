/**
 * Everything that notebooks 08 and 09 show of a cohort and that the paper's printed tables leave open, computed for one
 * cohort by the functions that the notebooks call: what is collected over many constructed cohorts.
 */

import type { Cohort } from "../cohort/cohort.js";
import { type Rows, realRoles, rowsOf } from "../cohort/rows.js";
import { pairedCorrectness } from "../evaluate/compared-models.js";
import { maximallySelectedLogRank } from "../evaluate/maximally-selected.js";
import {
  type RiskFollowUp,
  riskFollowUp,
  riskGroupSurvival,
} from "../evaluate/risk-group-survival.js";
import { optimismOnRows } from "../evaluate/risks-on-rows.js";
import { scoreModels } from "../evaluate/score-models.js";
import {
  calibrationCurveFindings,
  survivalCurveFindings,
  thresholdGrid,
} from "./curve-findings.js";
import { cutFindings, selectedFindings } from "./cut-findings.js";
import {
  calibrationFindings,
  correctnessFindings,
  decisionFindings,
  decisionPanels,
  nestedFindings,
  optimismFindings,
} from "./performance-of-models.js";
import { reclassificationFindings } from "./reclassification-findings.js";
import type { Finding } from "./record.js";
import { subgroupFindings } from "./subgroup-findings.js";
import { coxModelFindings } from "./survival-cox-findings.js";
import { primaryEndpoint } from "./survival-endpoints.js";
import { survivalFindings } from "./survival-findings.js";

/** Cuts of the risk whose consequences are shown, and the one of the figures. */
export const survivalCuts: readonly number[] = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7];
export const shownCut = 0.5;
/** The draws behind a model's optimism, and behind the permuted P of the best cut. */
export const optimismDraws: Readonly<{ replicates: number; seed: number }> = {
  replicates: 1000,
  seed: 7,
};
export const bestCutDraws: Readonly<{ permutations: number; seed: number }> = {
  permutations: 999,
  seed: 9,
};

/** @throws RangeError as the fits, for a cohort without score, stage or follow-up */
export function unfixedFindings(cohort: Cohort, exception: string): Finding[] {
  const models = scoreModels(cohort, { exception });
  const { rows } = models;
  const { id } = cohort;
  return [
    ...nestedFindings(id, models),
    ...calibrationFindings(id, rows),
    ...calibrationCurveFindings(id, rows),
    ...decisionFindings(id, decisionPanels(rows, 0, thresholdGrid), thresholdGrid),
    ...reclassificationFindings(id, rows),
    ...modelOptimism(id, rows, exception),
    ...correctnessFindings(id, pairedCorrectness(rows)),
    ...subgroupFindings(id, cohort, rows),
    ...survivalOf(cohort, rows),
  ];
}

/** Optimism of the DLRN and of the clinical model, refitted on resamples of the training patients. */
export function modelOptimism(prefix: string, rows: Rows, exception: string): Finding[] {
  const training = rowsOf(rows, "training");
  const refits = { ...optimismDraws, exception };
  const whole = optimismOnRows(training, ["radi_score", "t_stage"], refits);
  const clinical = optimismOnRows(training, ["t_stage"], refits);
  return [
    ...optimismFindings(`${prefix}.optimism.dlrn`, "DLRN", whole),
    ...optimismFindings(`${prefix}.optimism.clinical`, "Clinical model", clinical),
  ];
}

function survivalOf(cohort: Cohort, rows: Rows): Finding[] {
  const { id } = cohort;
  const follow = (keep?: readonly number[]): RiskFollowUp[] =>
    realRoles(rows).map((role) =>
      riskFollowUp(cohort, rows, "dlrn", primaryEndpoint(cohort), role, keep),
    );
  const sets = follow();
  const groups = sets.map((set) => riskGroupSurvival(set, shownCut));
  const others = follow([0]).map((set) => riskGroupSurvival(set, shownCut));
  return [
    ...survivalFindings(`${id}.survival`, groups, true).filter(({ claim }) => claim === undefined),
    ...survivalCurveFindings(`${id}.survival-curve`, groups),
    ...openSurvival(cohort, rows),
    ...survivalFindings(`${id}.survival-without`, others, false),
    ...survivalCurveFindings(`${id}.survival-without-curve`, others),
    ...cutFindings(id, sets, survivalCuts),
    ...selectedBest(id, sets[0]),
  ];
}

/** Cox regression on score and stage. */
export function openSurvival(cohort: Cohort, rows: Rows): Finding[] {
  return coxModelFindings(cohort.id, cohort, rows, primaryEndpoint(cohort));
}

/** The cut that separates best, with the P that allows for the search. */
export function selectedBest(prefix: string, set: RiskFollowUp): Finding[] {
  const { times, events, risks } = set;
  const found = maximallySelectedLogRank(times, events, risks, bestCutDraws);
  return selectedFindings(prefix, set, found);
}
