/**
 * What notebook 08 finds beside Table 3: calibration, net benefit, optimism, nested models, and paired correctness.
 *
 * None of it is fixed by what the paper prints: on constructed patients these values say how the method works, and
 * nothing about the paper.
 */

import { type Rows, rowsOf } from "../cohort/rows.js";
import { type CalibrationBandPoint, calibrationBandOnRows } from "../evaluate/calibration-band.js";
import {
  type ComparedPerformance,
  comparedModels,
  type PairedCorrectness,
} from "../evaluate/compared-models.js";
import { rocCurveOnRows } from "../evaluate/discrimination-on-rows.js";
import { evaluatedSets } from "../evaluate/evaluation-rows.js";
import {
  calibrationOnRows,
  type DecisionCurveOnRows,
  decisionCurveOnRows,
  type OptimismOnRows,
} from "../evaluate/risks-on-rows.js";
import type { ScoreModels } from "../evaluate/score-models.js";
import { nestedTest } from "../model/logistic-tests.js";
import type { Series } from "../plot/panels.js";
import {
  type CalibrationPanel,
  type DecisionPanel,
  modelSeries,
  type RocPanel,
} from "../plot/performance-figures.js";
import { estimateAndCi } from "../table/format.js";
import type { Finding } from "./record.js";

/** Said beside every value that the printed tables leave open. */
export const notFixed =
  "The paper's tables do not fix these values: their range over constructed cohorts shows how little the tables determine, and is no finding about the paper.";

const sets = [
  { role: "training", title: "Training set" },
  { role: "validation", title: "External validation set" },
] as const;
const setsOf = (rows: Rows): (typeof sets)[number][] => {
  const measured = evaluatedSets(rows);
  return sets.filter(({ role }) => measured.includes(role));
};
const seed = 20220624;
const hundredths = Array.from({ length: 70 }, (_, i) => (i + 1) / 100);

/** ROC curves of the three models, the AUC and its interval in the legend. */
export function rocPanels(rows: Rows, found: readonly ComparedPerformance[]): RocPanel[] {
  return setsOf(rows).map(({ role, title }) => ({
    title,
    curves: comparedModels.map(({ model, label, score }) => {
      const { auc } = found.find(
        (entry) => entry.role === role && entry.model === model && !entry.synthetic,
      ) as ComparedPerformance;
      const name = `${label}, AUC ${estimateAndCi(auc.auc, auc.ci ?? [auc.auc, auc.auc])}`;
      return {
        series: { name, ...modelSeries[model] },
        points: rocCurveOnRows(rowsOf(rows, role), score).points,
      };
    }),
  }));
}

/** Calibration curves with bands of the DLRN and of the recalibrated signature; the clinical model has four risks only. */
export function calibrationPanels(rows: Rows): CalibrationPanel[] {
  return setsOf(rows).map(({ role, title }) => ({
    title,
    curves: comparedModels
      .filter(({ model }) => model !== "clinical")
      .map(({ model, label }): { series: Series; points: CalibrationBandPoint[] } => ({
        series: { name: label, ...modelSeries[model] },
        points: calibrationBandOnRows(rowsOf(rows, role), model, { replicates: 500, seed }),
      })),
  }));
}

/** Intercept, slope, calibration in the large, ICI and Brier score of each model's risks in each set. */
export function calibrationFindings(prefix: string, rows: Rows): Finding[] {
  return setsOf(rows).flatMap(({ role }) =>
    comparedModels.flatMap(({ model, label }) => {
      const own = rowsOf(rows, role);
      const { figures, curve, brier, flag } = calibrationOnRows(own, model, { smoother: "lowess" });
      const finding = (key: string, what: string, value: number | null, test: string): Finding => {
        const facts = {
          id: `${prefix}.calibration.${role}.${model}.${key}`,
          label: `${label}, ${role}: ${what}`,
          source: "patients",
          n: own.ids.length,
          events: own.outcome.filter((outcome) => outcome === 1).length,
          test,
          tolerance: { relative: 1e-7, absolute: 1e-7 },
        } as const;
        return value === null
          ? { ...facts, value, notComputable: flag ?? "the risks do not differ" }
          : { ...facts, value: Math.abs(value) < 1e-8 ? 0 : value };
      };
      return [
        finding(
          "intercept",
          "intercept",
          figures?.intercept ?? null,
          "logistic, on the log odds of the risk",
        ),
        finding("slope", "slope", figures?.slope ?? null, "logistic, on the log odds of the risk"),
        finding(
          "large",
          "calibration in the large",
          figures?.inTheLarge ?? null,
          "intercept with the slope at 1",
        ),
        finding("ici", "ICI", curve.ici, "mean distance of smoothed and predicted risk, lowess"),
        finding("e50", "E50", curve.e50, "median of these distances"),
        finding("e90", "E90", curve.e90, "their 90th percentile"),
        finding("emax", "Emax", curve.emax, "the largest of them"),
        finding("brier", "Brier score", brier.brier, "mean squared error of the risk"),
      ];
    }),
  );
}

/** Decision curves, with bootstrap bands if replicates are asked for. */
export function decisionPanels(
  rows: Rows,
  replicates = 500,
  thresholds: readonly number[] = hundredths,
): PatientsDecisionPanel[] {
  const names = comparedModels.map(({ model }) => model);
  const series = Object.fromEntries(
    comparedModels.map(({ model, label }) => [model, { name: label, ...modelSeries[model] }]),
  );
  return setsOf(rows).map(({ role, title }) => ({
    title,
    series,
    curve: decisionCurveOnRows(rowsOf(rows, role), names, thresholds, {
      ...(replicates === 0 ? {} : { band: { replicates, seed } }),
    }),
  }));
}

/** A panel whose curve knows how many patients it is of. */
export interface PatientsDecisionPanel extends DecisionPanel {
  readonly curve: DecisionCurveOnRows;
}

/** At which the net benefit is told as a number. */
export const shownThresholds: readonly number[] = [0.1, 0.2, 0.3, 0.5];

/** Net benefit at a few thresholds, with bands, beside treating everybody. */
export function decisionFindings(
  prefix: string,
  panels: readonly PatientsDecisionPanel[],
  thresholds: readonly number[] = shownThresholds,
): Finding[] {
  return panels.flatMap(({ title, series, curve }) =>
    thresholds.flatMap((threshold) => {
      const i = curve.thresholds.indexOf(threshold);
      const role = sets.find((set) => set.title === title)?.role ?? "training";
      const at = `${prefix}.net-benefit.${role}`;
      const facts = { source: "patients", n: curve.n, events: eventsOf(curve) } as const;
      const finding = (name: string, label: string, value: number | null): Finding[] =>
        value === null
          ? []
          : [
              {
                id: `${at}.${name}.${threshold}`,
                value,
                label: `${label}, ${role}: net benefit at a threshold of ${threshold}`,
                test: "true positives − weighted false positives, a patient",
                tolerance: { absolute: 1e-9 },
                ...facts,
              },
            ];
      return [
        ...Object.entries(series).flatMap(([name, { name: label }]) =>
          finding(name, label, curve.models[name].netBenefit[i]),
        ),
        ...finding("all", "Treat all", curve.treatAll[i]),
      ];
    }),
  );
}

function eventsOf({ n, prevalence }: DecisionCurveOnRows): number {
  return Math.round(n * prevalence);
}

/** Apparent and optimism-corrected concordance, slope and Brier score of a model that was refitted on resamples. */
export function optimismFindings(
  prefix: string,
  label: string,
  { validation, evaluated }: OptimismOnRows,
): Finding[] {
  const { indices, used } = validation;
  const facts = { source: "patients", n: evaluated.rowCount } as const;
  const pair = (key: string, what: string, apparent: number, corrected: number): Finding[] => [
    {
      id: `${prefix}.${key}.apparent`,
      value: apparent,
      label: `${label}: ${what}, apparent`,
      test: "on its own patients",
      ...facts,
      tolerance,
    },
    {
      id: `${prefix}.${key}.corrected`,
      value: corrected,
      label: `${label}: ${what}, corrected`,
      test: `minus optimism, ${used} refits`,
      ...facts,
      tolerance,
    },
  ];
  const { Dxy, Slope, B } = indices;
  return [
    ...pair("auc", "AUC", (1 + Dxy.apparent) / 2, (1 + Dxy.corrected) / 2),
    ...pair("slope", "calibration slope", Slope.apparent, Slope.corrected),
    ...pair("brier", "Brier score", B.apparent, B.corrected),
  ];
}

const tolerance = { relative: 1e-6, absolute: 1e-7 };

/** What each part adds to the other in training: the valid comparison of nested models on their own patients. */
export function nestedFindings(
  prefix: string,
  { dlrn, radiomics, clinical, stageLabel }: ScoreModels,
): Finding[] {
  const parts = [
    { name: "score", label: `The score, added to ${stageLabel}`, smaller: clinical },
    { name: "stage", label: `${stageLabel}, added to the score`, smaller: radiomics },
  ];
  return parts.flatMap(({ name, label, smaller }): Finding[] => {
    const { chiSquare, pValue, degreesOfFreedom } = nestedTest(smaller, dlrn);
    const facts = {
      source: "patients",
      n: dlrn.n,
      events: dlrn.events,
      test: `likelihood ratio, ${degreesOfFreedom} degree of freedom`,
    } as const;
    return [
      {
        id: `${prefix}.nested.${name}.chi-square`,
        value: chiSquare,
        label: `${label}: χ²`,
        ...facts,
      },
      { id: `${prefix}.nested.${name}.p`, value: pValue, label: `${label}: P`, ...facts },
    ];
  });
}

/** McNemar's test of correct calls. */
export function correctnessFindings(
  prefix: string,
  compared: readonly PairedCorrectness[],
): Finding[] {
  return compared.flatMap(
    ({ role, model, label, n, events, onlyDlrn, onlyOther, test }): Finding[] => {
      const at = `${prefix}.mcnemar.${role}.${model}`;
      const facts = { source: "patients", n, events } as const;
      const who = `DLRN against ${label.toLowerCase()}, ${role}`;
      const p = { id: `${at}.p`, label: `${who}: P`, test: "McNemar, exact", ...facts };
      return [
        {
          id: `${at}.only-dlrn`,
          value: onlyDlrn,
          label: `${who}: only the DLRN is right`,
          test: "count",
          ...facts,
        },
        {
          id: `${at}.only-other`,
          value: onlyOther,
          label: `${who}: only the other is right`,
          test: "count",
          ...facts,
        },
        test === null
          ? { ...p, value: null, notComputable: "both are right and wrong on the same patients" }
          : { ...p, value: test.exactP },
      ];
    },
  );
}
