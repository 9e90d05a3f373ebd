/**
 * A small weighted tree, as boosting needs it: the split that lowers weighted Gini impurity most, at each node, until a
 * depth is reached or a node is pure. Ties go to the lowest feature, then to the lowest threshold.
 * Conventions as scikit-learn's DecisionTreeClassifier, in double precision.
 */

import type { TrainingMatrix } from "./training-matrix.js";

export type WeightedTree =
  | { readonly risk: number }
  | {
      readonly feature: number;
      readonly threshold: number;
      readonly left: WeightedTree;
      readonly right: WeightedTree;
    };

/** Rows of each feature in ascending order: made once, used by every tree. */
export function featureOrders({ n, p, columns }: TrainingMatrix): Int32Array[] {
  return Array.from({ length: p }, (_, j) => {
    const column = columns.subarray(j * n, (j + 1) * n);
    return Int32Array.from({ length: n }, (_, i) => i).sort(
      (a, b) => column[a] - column[b] || a - b,
    );
  });
}

/**
 * @param weights n weights ≥ 0, not all 0
 * @param depth splits from root to leaf, at least 1
 */
export function growWeightedTree(
  data: TrainingMatrix,
  orders: readonly Int32Array[],
  weights: Float64Array,
  depth: number,
): WeightedTree {
  return growNode(data, orders, weights, depth);
}

/** Share of events, by weight, in the leaf of a row. */
export function treeRisk(tree: WeightedTree, row: ArrayLike<number>): number {
  let node = tree;
  while ("feature" in node) node = row[node.feature] <= node.threshold ? node.left : node.right;
  return node.risk;
}

function growNode(
  data: TrainingMatrix,
  orders: readonly Int32Array[],
  weights: Float64Array,
  depth: number,
): WeightedTree {
  const { n, p, columns, y } = data;
  let [total, events] = [0, 0];
  for (let i = 0; i < n; i++) {
    total += weights[i];
    events += weights[i] * y[i];
  }
  const risk = events / total;
  if (depth === 0 || risk === 0 || risk === 1) return { risk };
  let best = { gain: -Infinity, feature: -1, threshold: 0 };
  for (let feature = 0; feature < p; feature++) {
    const column = columns.subarray(feature * n, (feature + 1) * n);
    const order = orders[feature];
    let [low, lowEvents, last] = [0, 0, -1];
    for (let k = 0; k < n; k++) {
      const i = order[k];
      if (weights[i] === 0) continue;
      if (last >= 0 && column[i] > column[last] && low > 0) {
        const high = total - low;
        const gain =
          separation(lowEvents, low) +
          separation(events - lowEvents, high) -
          separation(events, total);
        // Gains that differ by rounding alone are equal; also a split that gains nothing may lead to one that does.
        if (best.feature < 0 || gain > best.gain + 1e-13 * total)
          best = { gain, feature, threshold: (column[last] + column[i]) / 2 };
      }
      low += weights[i];
      lowEvents += weights[i] * y[i];
      last = i;
    }
  }
  if (best.feature < 0) return { risk };
  const goesLeft = (i: number): boolean => columns[best.feature * n + i] <= best.threshold;
  const part = (left: boolean): Float64Array =>
    weights.map((weight, i) => (goesLeft(i) === left ? weight : 0));
  return {
    feature: best.feature,
    threshold: best.threshold,
    left: growNode(data, orders, part(true), depth - 1),
    right: growNode(data, orders, part(false), depth - 1),
  };
}

/** Σ w_k² / W of a node: the larger, the purer. */
function separation(events: number, all: number): number {
  const others = all - events;
  return all <= 0 ? 0 : (events * events + others * others) / all;
}
