/** The steps that a pipeline may be made of: how each is learned on training rows, and used on any rows. */

import type { FeatureTable } from "../cohort/feature-table.js";
import { selectFeatures } from "../cohort/feature-table.js";
import {
  type FitPermission,
  type Rows,
  requireTraining,
  rowsAt,
  withFeatureNames,
  withFeatures,
} from "../cohort/rows.js";
import {
  applyNullFeatures,
  fitNullFeatures,
  type NullFeatureOptions,
  type NullFeatures,
} from "../features/null-features.js";
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
  /** Folds of the cross-validation; of fewer patients, each is a fold of its own. */
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

/** Steps that work on each feature for itself can be kept to some of them. */
export interface PartOfFeatures {
  /** Only features whose names match this regular expression; the others pass as they are. Left out: all. */
  readonly only?: string;
}

/** Only features whose names match go on: nothing is learned. */
export interface FeatureSubset {
  readonly step: "subset";
  /** A regular expression. */
  readonly match: string;
}

/** A step as plain data: what to do, with its settings. */
export type PipelineStep =
  | FeatureSubset
  | ({ readonly step: "icc-filter" } & PartOfFeatures & Omit<IccFilterOptions, keyof FitPermission>)
  | ({ readonly step: "null-features" } & PartOfFeatures & NullFeatureOptions)
  | ({ readonly step: "combat" } & PartOfFeatures & Omit<CombatOptions, "covariates">)
  | ({ readonly step: "z-score" } & PartOfFeatures)
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

/** What a step learned from some of the features; the others pass. */
export interface PartialStep {
  readonly kind: "part";
  readonly features: readonly string[];
  readonly step: IccFilter | NullFeatures | Combat | ZScore;
  readonly exception: string | null;
}

export interface SubsetStep {
  readonly kind: "subset";
  readonly features: readonly string[];
}

/** What a step has learned. Survives JSON. */
export type FittedStep =
  | SubsetStep
  | PartialStep
  | IccFilter
  | NullFeatures
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
  if ("only" in step && step.only !== undefined)
    return fitPart(training, { ...step, only: step.only }, data, permission);
  switch (step.step) {
    case "subset":
      return Object.freeze({ kind: "subset", features: matching(training, step.match, "subset") });
    case "icc-filter": {
      const { step: _, only: __, ...options } = step;
      return fitIccFilter(readingsOf(training, data, permission), { ...options, ...permission });
    }
    case "null-features": {
      const { step: _, only: __, ...options } = step;
      return fitNullFeatures(training, { ...options, ...permission });
    }
    case "combat": {
      const { step: _, only: __, ...options } = step;
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
        `a step must be subset, icc-filter, null-features, combat, z-score, mrmr, lasso or classifier; got "${String((step as { step: unknown }).step)}"`,
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
    case "subset":
      return selectFeatures(table, fitted.features);
    case "part":
      return applyPart(fitted, table, patients, data);
    case "null-features":
      return applyNullFeatures(fitted, table);
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

function fitPart(
  training: Rows,
  { only, ...step }: PartOfFeatures & { readonly step: string; readonly only: string },
  { readings, ...data }: PipelineData,
  permission: Pick<FitPermission, "exception">,
): PartialStep {
  const features = matching(training, only, step.step);
  const part = (rows: Rows): Rows => withFeatureNames(rows, features);
  const own = readings === undefined ? data : { ...data, readings: readings.map(part) };
  const fitted = fitStep(part(training), step as PipelineStep, own, permission);
  const { exception } = fitted as PartialStep["step"];
  return Object.freeze({
    kind: "part",
    features,
    step: fitted as PartialStep["step"],
    exception,
  });
}

function matching({ features: { names } }: Rows, pattern: string, step: string): string[] {
  const expression = new RegExp(pattern);
  const features = names.filter((name) => expression.test(name));
  if (features.length === 0)
    throw new RangeError(
      `${step} is for features that match ${expression}; none of ${names.length} does`,
    );
  return features;
}

/** What the step gives of its features, in the places they had among the others. */
function applyPart(
  { features, step }: PartialStep,
  table: FeatureTable,
  patients: readonly string[],
  data: PipelineData,
): FeatureTable {
  const own = applyStep(step, selectFeatures(table, features), patients, data);
  const affected = new Set(features);
  const place = new Map(own.names.map((name, k) => [name, k]));
  const names = table.names.filter((name) => place.has(name) || !affected.has(name));
  const from = names.map((name) => place.get(name) ?? -1);
  const passing = table.names.flatMap((name, j) => (affected.has(name) ? [] : [j]));
  const values = new Float64Array(table.rowCount * names.length);
  for (let i = 0, at = 0; i < table.rowCount; i++) {
    const ownRow = i * own.names.length;
    const row = i * table.names.length;
    for (let k = 0, next = 0; k < names.length; k++, at++)
      values[at] = from[k] < 0 ? table.values[row + passing[next++]] : own.values[ownRow + from[k]];
  }
  return { names, rowCount: table.rowCount, values };
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
    folds: { count: Math.min(foldCount, new Set(training.patients).size), seed },
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
  const names = training.features.names;
  const patients = new Set(training.patients);
  return readings.map((rows) =>
    rowsAt(
      withFeatureNames(rows, names),
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
