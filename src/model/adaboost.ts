/**
 * AdaBoost: small trees in turn, each on the rows that those before got wrong.
 *
 * In the discrete form (SAMME) a tree votes with the weight that its error earns it; in the real form (SAMME.R) it
 * contributes the log odds of its leaves. The sum of votes is a decision; its logistic function a probability.
 * Sources: Freund & Schapire, J. Comput. Syst. Sci. 55 (1997) 119–139; Zhu et al., Stat. Interface 2 (2009) 349–360;
 * Friedman et al., Ann. Stat. 28 (2000) 337–407; conventions as scikit-learn before 1.6.
 */

import { type FeatureTable, selectFeatures, tableRows } from "../cohort/feature-table.js";
import { type FitPermission, type Rows, requireTraining } from "../cohort/rows.js";
import { requireKnownOptions } from "../math/known-options.js";
import { featureOrders, growWeightedTree, treeRisk, type WeightedTree } from "./stump-tree.js";
import { requireBothClasses, trainingMatrix } from "./training-matrix.js";

export interface AdaBoostOptions {
  /** Trees, at most; defaults to 50. */
  readonly rounds?: number;
  /** Splits from root to leaf; 1 (the default) is a stump. */
  readonly depth?: number;
  /** Discrete votes ("samme", the default) or log odds ("samme.r"). */
  readonly form?: "samme" | "samme.r";
  /** Shrinks each vote, in (0, 1]; defaults to 1. */
  readonly learningRate?: number;
  /** Weights of a non-event and of an event in the first round; default to 1 and 1. */
  readonly classWeights?: readonly [number, number];
}

export interface BoostedTree {
  readonly tree: WeightedTree;
  /** Vote of the tree; 1 for all in the real form. */
  readonly alpha: number;
  /** Weighted error in training. */
  readonly error: number;
}

export interface AdaBoostMachine {
  readonly form: "samme" | "samme.r";
  readonly rounds: readonly BoostedTree[];
}

export interface AdaBoostModel extends AdaBoostMachine {
  readonly kind: "adaboost";
  readonly features: readonly string[];
  readonly exception: string | null;
}

/** Synthetic rows may enter. @throws RangeError for rows that may not be learned from, or where {@link _fitAdaBoost} refuses */
export function fitAdaBoost(
  training: Rows,
  options: AdaBoostOptions & FitPermission = {},
): AdaBoostModel {
  const { exception: reason, synthetic = "allowed", ...own } = options;
  const exception = requireTraining(training, "AdaBoost", {
    synthetic,
    ...(reason !== undefined && { exception: reason }),
  });
  const machine = _fitAdaBoost(tableRows(training.features), training.outcome, own);
  return Object.freeze({
    kind: "adaboost",
    ...machine,
    features: training.features.names,
    exception,
  });
}

/** Risk of each row: the logistic function of its decision. @throws RangeError for a missing feature */
export function predictAdaBoost(model: AdaBoostModel, table: FeatureTable): Float64Array {
  return Float64Array.from(
    tableRows(selectFeatures(table, model.features)),
    (row) => 1 / (1 + Math.exp(-adaBoostDecision(model, row))),
  );
}

/** In [−1, 1] for the discrete form, any number for the real one; above 0 an event is predicted. */
export function adaBoostDecision(
  { form, rounds }: AdaBoostMachine,
  row: ArrayLike<number>,
): number {
  let [sum, votes] = [0, 0];
  for (const { tree, alpha } of rounds) {
    const risk = treeRisk(tree, row);
    sum += alpha * (form === "samme" ? (risk > 0.5 ? 1 : -1) : logOdds(risk));
    votes += alpha;
  }
  return sum / votes;
}

/** @throws RangeError on invalid input, one class, an unknown option, or a first tree no better than chance */
export function _fitAdaBoost(
  x: readonly ArrayLike<number>[],
  y: ArrayLike<number>,
  options: AdaBoostOptions = {},
): AdaBoostMachine {
  requireKnownOptions("AdaBoost", options, [
    "rounds",
    "depth",
    "form",
    "learningRate",
    "classWeights",
  ]);
  const { rounds: most = 50, depth = 1, form = "samme", learningRate = 1 } = options;
  if (form !== "samme" && form !== "samme.r")
    throw new RangeError(`form must be samme or samme.r; got "${String(form)}"`);
  if (!Number.isInteger(most) || most < 1)
    throw new RangeError(`rounds must be a positive whole number; got ${most}`);
  if (!Number.isInteger(depth) || depth < 1)
    throw new RangeError(`depth must be a positive whole number; got ${depth}`);
  if (!(learningRate > 0 && learningRate <= 1))
    throw new RangeError(`learningRate must lie in (0, 1]; got ${learningRate}`);
  const { classWeights = [1, 1] } = options;
  if (!(classWeights[0] > 0 && classWeights[1] > 0))
    throw new RangeError(`class weights must be positive; got ${classWeights.join(" and ")}`);
  const data = trainingMatrix(x, y, "AdaBoost");
  requireBothClasses(data, "AdaBoost");
  const orders = featureOrders(data);
  const weights = Float64Array.from(data.y, (label) => classWeights[label]);
  reweigh(weights, () => 0);
  const rounds: BoostedTree[] = [];
  while (rounds.length < most) {
    const tree = growWeightedTree(data, orders, weights, depth);
    const risks = Float64Array.from(x, (row) => treeRisk(tree, row));
    const wrong = risks.map((risk, i) => ((risk > 0.5 ? 1 : 0) === data.y[i] ? 0 : 1));
    const error = wrong.reduce((sum, one, i) => sum + one * weights[i], 0);
    if (error <= 0) {
      rounds.push({ tree, alpha: 1, error: 0 });
      break;
    }
    if (form === "samme" && error >= 0.5) {
      if (rounds.length === 0)
        throw new RangeError(
          `the first tree must be better than chance; its weighted error is ${error}; the features do not separate the classes`,
        );
      break;
    }
    const alpha = form === "samme" ? learningRate * Math.log((1 - error) / error) : 1;
    rounds.push({ tree, alpha, error });
    reweigh(weights, (i) =>
      form === "samme"
        ? alpha * wrong[i]
        : -0.5 * learningRate * (2 * data.y[i] - 1) * logOdds(risks[i]),
    );
  }
  return { form, rounds };
}

function reweigh(weights: Float64Array, exponent: (i: number) => number): void {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    // A weight of 0 stays; others are kept from vanishing, as in scikit-learn.
    if (weights[i] > 0) weights[i] = Math.max(weights[i] * Math.exp(exponent(i)), Number.EPSILON);
    sum += weights[i];
  }
  for (let i = 0; i < weights.length; i++) weights[i] /= sum;
}

function logOdds(risk: number): number {
  const epsilon = Number.EPSILON;
  return Math.log(Math.max(risk, epsilon)) - Math.log(Math.max(1 - risk, epsilon));
}
