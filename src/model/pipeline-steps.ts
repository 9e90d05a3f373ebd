/** The steps that a pipeline may be made of: how each is learned on training rows, and used on any rows. */

import type { FeatureTable } from "../cohort/feature-table.js";
import { selectFeatures } from "../cohort/feature-table.js";
import {
  type FitPermission,
  type Rows,
  requireTraining,
  rowsAt,
  withFeatures,
} from "../cohort/rows.js";
import { type Combat, type CombatOptions, fitCombat } from "../harmonize/combat.js";
import { applyCombat } from "../harmonize/combat-apply.js";
import { applyZScore, fitZScore, type ZScore } from "../harmonize/z-score.js";
import {
  applyIccFilter,
  fitIccFilter,
  type IccFilter,
  type IccFilterOptions,
} from "../select/icc-filter.js";
import { lassoModel } from "../select/lasso.js";
import { fitLassoCv, type LassoCvFit, type LassoCvOptions } from "../select/lasso-cv.js";
import { applyMrmr, fitMrmr, type MrmrOptions, type MrmrSelection } from "../select/mrmr.js";
import {
  type ClassifierKind,
  type ClassifierModel,
  type ClassifierSettings,
  fitClassifier,
} from "./classifier.js";

export interface LassoStep extends Omit<LassoCvOptions, "lambda" | "weights" | "penaltyFactor"> {
  readonly step: "lasso";
  readonly foldCount: number;
  readonly seed: number;
  /** Defaults to "lambdaMin". */
  readonly choice?: "lambdaMin" | "lambdaOneSe";
  /**
   * What to do if no feature has a coefficient at that penalty: refuse (the default), or take those that enter the path
   * first.
   */
  readonly ifNone?: "refuse" | "first to enter";
}

/** A step as plain data: what to do, with its settings. */
export type PipelineStep =
  | ({ readonly step: "icc-filter" } & Omit<IccFilterOptions, keyof FitPermission>)
  | ({ readonly step: "combat" } & Omit<CombatOptions, "covariates">)
  | { readonly step: "z-score" }
  | ({ readonly step: "mrmr" } & MrmrOptions)
  | LassoStep
  | {
      readonly [K in ClassifierKind]: {
        readonly step: "classifier";
        readonly classifier: K;
        readonly settings: ClassifierSettings<K>;
      };
    }[ClassifierKind];

/** What steps need beside the rows. */
export interface PipelineData {
  /** Repeated delineations, for the ICC filter: each with one row per patient. Only patients of the fit are used. */
  readonly readings?: readonly Rows[];
  /** The batch of each patient, for ComBat. */
  readonly batches?: Readonly<Record<string, string>>;
}

export interface LassoChoice {
  readonly kind: "lasso-choice";
  readonly lasso: LassoCvFit;
  readonly lambda: number;
  readonly features: readonly string[];
  /** Why features were kept that have no coefficient at the chosen penalty, or null. */
  readonly flag: string | null;
}

/** What a step has learned. Survives JSON. */
export type FittedStep =
  | IccFilter
  | Combat
  | ZScore
  | MrmrSelection
  | LassoChoice
  | ClassifierModel;

/** @throws RangeError for rows that may not be learned from, data that are missing, or whatever the step refuses */
export function fitStep(
  training: Rows,
  step: PipelineStep,
  data: PipelineData,
  permission: Pick<FitPermission, "exception">,
): FittedStep {
  switch (step.step) {
    case "icc-filter": {
      const { step: _, ...options } = step;
      return fitIccFilter(readingsOf(training, data, permission), { ...options, ...permission });
    }
    case "combat": {
      const { step: _, ...options } = step;
      return fitCombat(training, batchesOf(training.patients, data), { ...options, ...permission });
    }
    case "z-score":
      return fitZScore(training, permission);
    case "mrmr": {
      const { step: _, ...options } = step;
      return fitMrmr(training, { ...options, ...permission });
    }
    case "lasso":
      return chosenByLasso(training, step, permission);
    case "classifier":
      return fitClassifier(training, step.classifier, step.settings, permission);
    default:
      throw new RangeError(
        `a step must be icc-filter, combat, z-score, mrmr, lasso or classifier; got "${String((step as { step: unknown }).step)}"`,
      );
  }
}

/** The features after a step that gives features. @param patients of the rows of the table */
export function applyStep(
  fitted: Exclude<FittedStep, ClassifierModel>,
  table: FeatureTable,
  patients: readonly string[],
  data: PipelineData,
): FeatureTable {
  switch (fitted.kind) {
    case "icc-filter":
      return applyIccFilter(fitted, table);
    case "combat":
      return applyCombat(fitted, table, batchesOf(patients, data));
    case "z-score":
      return applyZScore(fitted, table);
    case "mrmr":
      return applyMrmr(fitted, table);
    case "lasso-choice":
      return selectFeatures(table, fitted.features);
  }
}

/** Rows as a later step sees them. */
export function rowsAfter(
  fitted: Exclude<FittedStep, ClassifierModel>,
  rows: Rows,
  data: PipelineData,
): Rows {
  return withFeatures(rows, applyStep(fitted, rows.features, rows.patients, data));
}

function chosenByLasso(
  training: Rows,
  step: LassoStep,
  permission: Pick<FitPermission, "exception">,
): LassoChoice {
  const { step: _, foldCount, seed, choice = "lambdaMin", ifNone = "refuse", ...options } = step;
  if (choice !== "lambdaMin" && choice !== "lambdaOneSe")
    throw new RangeError(`choice must be lambdaMin or lambdaOneSe; got "${String(choice)}"`);
  if (ifNone !== "refuse" && ifNone !== "first to enter")
    throw new RangeError(`ifNone must be "refuse" or "first to enter"; got "${String(ifNone)}"`);
  const lasso = fitLassoCv(training, {
    ...options,
    ...permission,
    folds: { count: foldCount, seed },
  });
  const lambda = lasso.cv[choice];
  const kept = lassoModel(lasso, lambda).coefficients.map(({ feature }) => feature);
  const first = lasso.coefficients.find(({ index }) => index.length > 0)?.index ?? [];
  if (kept.length === 0 && (ifNone === "refuse" || first.length === 0))
    throw new RangeError(
      `LASSO must keep a feature; none of ${training.features.names.length} has a coefficient at ${choice}, ${lambda}; the features say too little, or set ifNone to "first to enter"`,
    );
  return Object.freeze({
    kind: "lasso-choice",
    lasso,
    lambda,
    features: kept.length > 0 ? kept : first.map((j) => training.features.names[j]),
    flag:
      kept.length > 0
        ? null
        : `no feature has a coefficient at ${choice}; the first to enter was taken`,
  });
}

function readingsOf(
  training: Rows,
  { readings }: PipelineData,
  permission: Pick<FitPermission, "exception">,
): Rows[] {
  if (readings === undefined)
    throw new RangeError(
      "the ICC filter needs readings; give data.readings, or leave the step out",
    );
  for (const rows of readings) requireTraining(rows, "the ICC filter", permission);
  const patients = new Set(training.patients);
  return readings.map((rows) =>
    rowsAt(
      rows,
      rows.patients.flatMap((patient, i) => (patients.has(patient) ? [i] : [])),
    ),
  );
}

function batchesOf(patients: readonly string[], { batches }: PipelineData): string[] {
  if (batches === undefined)
    throw new RangeError("ComBat needs batches; give data.batches, or leave the step out");
  return patients.map((patient) => {
    if (!Object.hasOwn(batches, patient))
      throw new RangeError(`every patient must have a batch; ${patient} has none in data.batches`);
    return batches[patient];
  });
}
