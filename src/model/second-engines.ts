/**
 * Second engines: two packages of others, run beside our own logistic regression and random forest, and how far they agree.
 *
 * The adapters go around what is known of them. ml-logistic-regression has no intercept, no test of convergence, and
 * gives P(not i): here it gets a column of ones and standardised features, P(event) is read from the classifier of
 * class 1, and it descends as many steps as asked for. ml-random-forest draws its features once a tree, drops the first
 * tree's vote in `predictProbability`, and may fail out of bag: here votes are counted from `predictionValues`.
 * So the first should agree with ours to many digits, and the second in its ranking of patients only.
 */

import { createRequire } from "node:module";
import { selectFeatures, tableRows } from "../cohort/feature-table.js";
import { type FitPermission, type Rows, requireTraining } from "../cohort/rows.js";
import { correlationCoefficient } from "../compare/correlation.js";
import { areaUnderCurve } from "../compare/placements.js";
import { mean, standardDeviation } from "../math/summary.js";

export interface SecondLogisticOptions {
  /** Steps of gradient descent; defaults to 20,000. */
  readonly steps?: number;
  /** Size of a step, over the number of rows; defaults to 1. */
  readonly stepSize?: number;
}

export interface SecondForestOptions {
  /** Defaults to 100. */
  readonly trees?: number;
  /** Features drawn for each tree (not each split); defaults to ⌈p / 2⌉, at least 2. */
  readonly featuresPerTree?: number;
  readonly seed: number;
}

/** Risks of training and validation rows by another engine. */
export interface SecondEngineRisks {
  readonly engine: string;
  readonly training: readonly number[];
  readonly validation: readonly number[];
  readonly exception: string | null;
}

/** How far the risks of two engines agree on the same rows. */
export interface EngineAgreement {
  readonly rowCount: number;
  /** Pearson's, of the risks; null if either does not vary. */
  readonly correlation: number | null;
  readonly maxDifference: number;
  /** Of the risks, in all rows. */
  readonly meanDifference: number;
  /** Null where only one outcome occurs. */
  readonly auc: number | null;
  readonly secondAuc: number | null;
  /** Second minus first. */
  readonly aucDifference: number | null;
}

interface MlMatrix {
  readonly rows: number;
}

interface MlMatrixModule {
  readonly Matrix: {
    new (rows: readonly (readonly number[])[]): MlMatrix;
    columnVector(values: readonly number[]): MlMatrix;
  };
}

type MlLogisticRegression = new (options: {
  numSteps: number;
  learningRate: number;
}) => {
  readonly classifiers: readonly { testScores(x: MlMatrix): number[] }[];
  train(x: MlMatrix, y: MlMatrix): void;
};

interface MlRandomForestModule {
  readonly RandomForestClassifier: new (
    options: object,
  ) => {
    train(x: number[][], y: number[]): void;
    predictionValues(x: number[][]): { readonly rows: number; getRow(i: number): number[] };
  };
}

/**
 * ml-logistic-regression on our terms.
 *
 * @throws RangeError for rows that may not be learned from, a constant feature, or one outcome only
 */
export function secondLogistic(
  training: Rows,
  validation: Rows,
  options: SecondLogisticOptions & FitPermission = {},
): SecondEngineRisks {
  const { steps = 20_000, stepSize = 1, ...permission } = options;
  const exception = gate(training, "ml-logistic-regression", permission);
  const load = createRequire(import.meta.url);
  const { Matrix } = load("ml-matrix") as MlMatrixModule;
  const loaded = load("ml-logistic-regression") as MlLogisticRegression;
  const rows = rowsOfNumbers(training, training);
  const scale = rows[0].map((_, j) => {
    const column = rows.map((row) => row[j]);
    const deviation = standardDeviation(column);
    if (!(deviation > 0))
      throw new RangeError(
        `every feature must vary in training; "${training.features.names[j]}" does not; leave it out`,
      );
    return { center: mean(column), deviation };
  });
  const design = (all: readonly (readonly number[])[]) =>
    new Matrix(
      all.map((row) => [1, ...row.map((v, j) => (v - scale[j].center) / scale[j].deviation)]),
    );
  const machine = new loaded({ numSteps: steps, learningRate: stepSize / rows.length });
  machine.train(design(rows), Matrix.columnVector([...training.outcome]));
  // The machine of class 1 learned the label 0 for it: its score is the probability of a non-event.
  const risks = (all: Rows) =>
    all.ids.length === 0
      ? []
      : machine.classifiers[1].testScores(design(rowsOfNumbers(all, training))).map((p) => 1 - p);
  return {
    engine: "ml-logistic-regression",
    training: risks(training),
    validation: risks(validation),
    exception,
  };
}

/**
 * ml-random-forest on our terms: the share of its trees that vote for the event.
 *
 * @throws RangeError for rows that may not be learned from, one outcome only, or an option out of range
 */
export function secondForest(
  training: Rows,
  validation: Rows,
  options: SecondForestOptions & FitPermission,
): SecondEngineRisks {
  const p = training.features.names.length;
  const {
    trees = 100,
    featuresPerTree = Math.min(p, Math.max(2, Math.ceil(p / 2))),
    seed,
    ...permission
  } = options;
  const exception = gate(training, "ml-random-forest", permission);
  if (!Number.isInteger(featuresPerTree) || featuresPerTree < 1 || featuresPerTree > p)
    throw new RangeError(
      `featuresPerTree must be a whole number from 1 to ${p}; got ${featuresPerTree}`,
    );
  if (featuresPerTree === 1 && p > 1)
    throw new RangeError("featuresPerTree must be at least 2: ml-random-forest takes 1 for all");
  if (!Number.isInteger(trees) || trees < 1)
    throw new RangeError(`trees must be a positive whole number; got ${trees}`);
  const load = createRequire(import.meta.url);
  const { RandomForestClassifier } = load("ml-random-forest") as MlRandomForestModule;
  const forest = new RandomForestClassifier({
    nEstimators: trees,
    maxFeatures: featuresPerTree,
    replacement: false,
    seed: seed | 0,
    noOOB: true,
    useSampleBagging: true,
  });
  forest.train(rowsOfNumbers(training, training), [...training.outcome]);
  const risks = (all: Rows): number[] => {
    if (all.ids.length === 0) return [];
    const votes = forest.predictionValues(rowsOfNumbers(all, training));
    return all.ids.map((_, i) => mean(votes.getRow(i)));
  };
  return {
    engine: "ml-random-forest",
    training: risks(training),
    validation: risks(validation),
    exception,
  };
}

/**
 * How far two engines agree on rows.
 *
 * @param outcome n outcomes, 0 or 1
 * @throws RangeError if lengths differ, or there are no rows
 */
export function engineAgreement(
  outcome: readonly number[],
  first: ArrayLike<number>,
  second: ArrayLike<number>,
): EngineAgreement {
  const n = outcome.length;
  if (n === 0 || first.length !== n || second.length !== n)
    throw new RangeError(
      `engines are compared on the same rows; got ${first.length} and ${second.length} risks of ${n} rows`,
    );
  const differences = Array.from(second, (risk, i) => risk - first[i]);
  const varies = (risks: ArrayLike<number>) => Array.from(risks).some((risk) => risk !== risks[0]);
  const aucOf = (risks: ArrayLike<number>): number | null => {
    const part = (label: number) =>
      Float64Array.from(Array.from(risks).filter((_, i) => outcome[i] === label)).sort();
    const [events, others] = [part(1), part(0)];
    return events.length === 0 || others.length === 0 ? null : areaUnderCurve(events, others);
  };
  const [auc, secondAuc] = [aucOf(first), aucOf(second)];
  return {
    rowCount: n,
    correlation:
      n > 2 && varies(first) && varies(second) ? correlationCoefficient(first, second) : null,
    maxDifference: differences.reduce((most, own) => Math.max(most, Math.abs(own)), 0),
    meanDifference: mean(differences),
    auc,
    secondAuc,
    aucDifference: auc === null || secondAuc === null ? null : secondAuc - auc,
  };
}

function gate(training: Rows, step: string, permission: FitPermission): string | null {
  const exception = requireTraining(training, step, { synthetic: "allowed", ...permission });
  const events = training.outcome.reduce((sum, label) => sum + label, 0);
  const n = training.ids.length;
  if (events === 0 || events === n)
    throw new RangeError(
      `${step} needs both outcomes; got ${events} events and ${n - events} non-events`,
    );
  return exception;
}

function rowsOfNumbers(rows: Rows, training: Rows): number[][] {
  return tableRows(selectFeatures(rows.features, training.features.names)).map((row, i) =>
    Array.from(row, (value, j) => {
      if (!Number.isFinite(value))
        throw new RangeError(
          `features must be finite; "${training.features.names[j]}" of ${rows.ids[i]} is ${value}`,
        );
      return value;
    }),
  );
}
