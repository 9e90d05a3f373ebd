/**
 * A random forest: many deep trees, each on a bootstrap sample with a few features tried at each split; the risk is the
 * share of trees that vote for the event.
 *
 * A row is predicted by the trees that did not see it (out of bag), which gives an honest error without a second sample.
 * Source: Breiman, Mach. Learn. 45 (2001) 5–32; conventions as R's randomForest 4.7.
 */

import { type FeatureTable, selectFeatures, tableRows } from "../cohort/feature-table.js";
import { type FitPermission, type Rows, requireTraining } from "../cohort/rows.js";
import { requireKnownOptions } from "../math/known-options.js";
import { seededRandom } from "../math/random.js";
import { type ForestTree, growForestTree, rankFeatures, treeClass } from "./forest-tree.js";
import { requireBothClasses, trainingMatrix } from "./training-matrix.js";

export interface ForestOptions {
  /** Trees; defaults to 500. */
  readonly trees?: number;
  /** Features tried at each split; defaults to ⌊√p⌋. */
  readonly featuresPerSplit?: number;
  /** A node of this many rows or fewer is not split; defaults to 1. */
  readonly nodeSize?: number;
  /** Weights of a non-event and of an event; defaults to 1 and 1. */
  readonly classWeights?: readonly [number, number];
  /** Whether the importance of features by permutation is wanted too. */
  readonly permutationImportance?: boolean;
  readonly seed: number;
}

export interface Forest {
  readonly trees: readonly ForestTree[];
  /** Risk of each training row by the trees that did not see it; null for a row that every tree saw. */
  readonly outOfBagRisk: readonly (number | null)[];
  /** Share of training rows that their out-of-bag majority gets wrong. */
  readonly outOfBagError: number;
  /** Decrease of Gini impurity by feature, a tree's mean. */
  readonly giniImportance: readonly number[];
  /** Loss of out-of-bag accuracy when a feature is permuted, a tree's mean; null unless asked for. */
  readonly permutationImportance: readonly number[] | null;
}

export interface ForestModel extends Forest {
  readonly kind: "random-forest";
  readonly features: readonly string[];
  readonly exception: string | null;
}

/** Synthetic rows may enter. @throws RangeError for rows that may not be learned from, or where {@link _fitForest} refuses */
export function fitForest(training: Rows, options: ForestOptions & FitPermission): ForestModel {
  const { exception: reason, synthetic = "allowed", ...own } = options;
  const exception = requireTraining(training, "random forest", {
    synthetic,
    ...(reason !== undefined && { exception: reason }),
  });
  const forest = _fitForest(tableRows(training.features), training.outcome, own);
  return Object.freeze({
    kind: "random-forest",
    ...forest,
    features: training.features.names,
    exception,
  });
}

/** Risk of each row: the share of trees that vote for the event. @throws RangeError for a missing feature */
export function predictForest(model: ForestModel, table: FeatureTable): Float64Array {
  return Float64Array.from(tableRows(selectFeatures(table, model.features)), (row) =>
    forestRisk(model, row),
  );
}

export function forestRisk({ trees }: Forest, row: ArrayLike<number>): number {
  let votes = 0;
  for (const tree of trees) votes += treeClass(tree, row);
  return votes / trees.length;
}

/** @throws RangeError on invalid input, one class, or an option out of range */
export function _fitForest(
  x: readonly ArrayLike<number>[],
  y: ArrayLike<number>,
  options: ForestOptions,
): Forest {
  requireKnownOptions("a random forest", options, forestOptions);
  const data = trainingMatrix(x, y, "a random forest");
  requireBothClasses(data, "a random forest");
  const { n, p } = data;
  const {
    trees: count = 500,
    featuresPerSplit = Math.max(1, Math.floor(Math.sqrt(p))),
    nodeSize = 1,
    classWeights = [1, 1],
  } = options;
  if (!Number.isInteger(count) || count < 1)
    throw new RangeError(`trees must be a positive whole number; got ${count}`);
  if (!Number.isInteger(featuresPerSplit) || featuresPerSplit < 1 || featuresPerSplit > p) {
    throw new RangeError(
      `featuresPerSplit must be a whole number from 1 to ${p}; got ${featuresPerSplit}`,
    );
  }
  if (!Number.isInteger(nodeSize) || nodeSize < 1)
    throw new RangeError(`nodeSize must be a positive whole number; got ${nodeSize}`);
  if (!(classWeights[0] > 0 && classWeights[1] > 0))
    throw new RangeError(`class weights must be positive; got ${classWeights.join(" and ")}`);
  const ranked = rankFeatures(n, p, data.columns, data.y);
  const random = seededRandom(options.seed);
  const gini = new Float64Array(p);
  const lost = options.permutationImportance ? new Float64Array(p) : null;
  const [votes, seen] = [new Float64Array(n), new Float64Array(n)];
  const trees: ForestTree[] = [];
  const times = new Int32Array(n);
  const rows = x.map((row) => new Float64Array(row));
  while (trees.length < count) {
    if (!drawSample(times, data.y, random))
      throw new RangeError(
        `a bootstrap sample must hold both outcomes; 30 draws of ${n} rows did not; there are too few of one`,
      );
    const tree = growForestTree(
      ranked,
      times,
      { featuresPerSplit, nodeSize, classWeights },
      random,
      gini,
    );
    trees.push(tree);
    const outside: number[] = [];
    for (let i = 0; i < n; i++) {
      if (times[i] > 0) continue;
      outside.push(i);
      votes[i] += treeClass(tree, rows[i]);
      seen[i]++;
    }
    if (lost !== null) addPermutationLoss(tree, data.columns, data.y, n, p, outside, random, lost);
  }
  const outOfBagRisk = Array.from(votes, (vote, i) => (seen[i] === 0 ? null : vote / seen[i]));
  let [wrong, judged] = [0, 0];
  outOfBagRisk.forEach((risk, i) => {
    if (risk === null) return;
    judged++;
    const label = risk > 0.5 || (risk === 0.5 && random.uniform() < 0.5) ? 1 : 0;
    if (label !== data.y[i]) wrong++;
  });
  if (judged === 0)
    throw new RangeError(
      `some row must be out of some bag for an error; every one of ${count} trees saw all; grow more trees`,
    );
  return {
    trees,
    outOfBagRisk,
    outOfBagError: wrong / judged,
    giniImportance: Array.from(gini, (sum) => sum / count),
    permutationImportance: lost === null ? null : Array.from(lost, (sum) => sum / count),
  };
}

const forestOptions = [
  "trees",
  "featuresPerSplit",
  "nodeSize",
  "classWeights",
  "permutationImportance",
  "seed",
] as const;

/** n of n rows with replacement; drawn again, up to 30 times, until both classes are in. */
function drawSample(
  times: Int32Array,
  y: Uint8Array,
  random: ReturnType<typeof seededRandom>,
): boolean {
  const n = y.length;
  for (let attempt = 0; attempt < 30; attempt++) {
    times.fill(0);
    let events = 0;
    for (let k = 0; k < n; k++) {
      const i = random.integer(n);
      times[i]++;
      events += y[i];
    }
    if (events > 0 && events < n) return true;
  }
  return false;
}

function addPermutationLoss(
  tree: ForestTree,
  columns: Float64Array,
  y: Uint8Array,
  n: number,
  p: number,
  outside: readonly number[],
  random: ReturnType<typeof seededRandom>,
  lost: Float64Array,
): void {
  if (outside.length === 0) return;
  const used = new Set(tree.feature.filter((feature) => feature >= 0));
  const rows = outside.map((i) => Float64Array.from({ length: p }, (_, j) => columns[j * n + i]));
  const correct = (): number =>
    rows.reduce((sum, row, k) => sum + (treeClass(tree, row) === y[outside[k]] ? 1 : 0), 0);
  const before = correct();
  for (const feature of [...used].sort((a, b) => a - b)) {
    const original = rows.map((row) => row[feature]);
    random.permutation(rows.length).forEach((from, k) => {
      rows[k][feature] = original[from];
    });
    lost[feature] += (before - correct()) / outside.length;
    rows.forEach((row, k) => {
      row[feature] = original[k];
    });
  }
}
