/**
 * A classification tree: the split that lowers impurity most, again and again, then cut back where the gain does not
 * pay for the extra leaf. By the rules of rpart, unless those of scikit-learn are asked for (`cart-sklearn.ts`).
 *
 * Sources: Breiman, Friedman, Olshen & Stone, Classification and Regression Trees (1984); Therneau & Atkinson, An
 * Introduction to Recursive Partitioning Using the RPART Routines (2019); conventions as R's rpart 4.1.
 */

import { type FeatureTable, selectFeatures, tableRows } from "../cohort/feature-table.js";
import { type FitPermission, type Rows, requireTraining } from "../cohort/rows.js";
import { requireKnownOptions } from "../math/known-options.js";
import { power } from "../math/power.js";
import { type Grower, type Growing, gini, grow, information, newNode } from "./cart-growth.js";
import { pruningTable } from "./cart-pruning.js";
import { sklearnTree } from "./cart-sklearn.js";
import { trainingMatrix } from "./training-matrix.js";

export interface CartOptions {
  /** Whose rules; defaults to "rpart". The defaults below are rpart's, with scikit-learn's in brackets. */
  readonly rules?: "rpart" | "sklearn";
  /** Impurity; defaults to "gini". Information is measured in nats by rpart, in bits by scikit-learn. */
  readonly split?: "gini" | "information";
  /**
   * A split must lower the error by this share of the root's; defaults to 0.01. [The impurity, weighted by the share of
   * rows, that each leaf must save: `ccp_alpha`; 0.]
   */
  readonly complexity?: number;
  /** Rows a node needs to be split; defaults to 20 [2]. */
  readonly minSplit?: number;
  /** Rows of a leaf; defaults to a third of `minSplit`, rounded [1]. */
  readonly minBucket?: number;
  /** Splits from the root to a leaf, at most 30 (the default) [50]. */
  readonly maxDepth?: number;
}

export interface CartSplit {
  readonly feature: number;
  readonly threshold: number;
  /** Whether rows below the threshold go to the left, which has the smaller share of events. */
  readonly leftIsLess: boolean;
  /** Impurity taken away, times rows. */
  readonly improvement: number;
}

export interface CartNode {
  /** 1 is the root; the sons of k are 2k and 2k + 1. */
  readonly number: number;
  readonly rows: number;
  readonly events: number;
  /** Share of events: the predicted risk. */
  readonly risk: number;
  readonly predicted: 0 | 1;
  /** Rows that the predicted class gets wrong. */
  readonly errors: number;
  readonly split: CartSplit | null;
}

export interface CartTree {
  readonly rules: "rpart" | "sklearn";
  /** Depth first, left first. */
  readonly nodes: readonly CartNode[];
  /** Each size of tree that some complexity gives, the smallest first. */
  readonly pruning: readonly {
    readonly complexity: number | null;
    readonly splits: number;
    readonly relativeError: number | null;
  }[];
  /** Sum of improvements by feature. */
  readonly importance: readonly number[];
}

export interface CartModel extends CartTree {
  readonly kind: "cart";
  readonly features: readonly string[];
  readonly exception: string | null;
}

/** Synthetic rows may enter. @throws RangeError for rows that may not be learned from, or where {@link _fitCart} refuses */
export function fitCart(training: Rows, options: CartOptions & FitPermission = {}): CartModel {
  const { exception: reason, synthetic = "allowed", ...own } = options;
  const exception = requireTraining(training, "decision tree", {
    synthetic,
    ...(reason !== undefined && { exception: reason }),
  });
  const tree = _fitCart(tableRows(training.features), training.outcome, own);
  return Object.freeze({ kind: "cart", ...tree, features: training.features.names, exception });
}

/** Risk of each row: the share of events in its leaf. @throws RangeError for a missing feature */
export function predictCart(model: CartModel, table: FeatureTable): Float64Array {
  return Float64Array.from(tableRows(selectFeatures(table, model.features)), (row) =>
    cartRisk(model, row),
  );
}

/** Risk of one row. */
export function cartRisk({ rules, nodes }: CartTree, row: ArrayLike<number>): number {
  const byNumber = new Map(nodes.map((node) => [node.number, node]));
  let node = nodes[0];
  while (node.split !== null) {
    const { feature, threshold, leftIsLess } = node.split;
    const value = row[feature];
    const left = rules === "sklearn" ? value <= threshold : value < threshold === leftIsLess;
    node = byNumber.get(2 * node.number + (left ? 0 : 1)) ?? node;
  }
  return node.risk;
}

/** @throws RangeError on invalid input or an unknown option */
export function _fitCart(
  x: readonly ArrayLike<number>[],
  y: ArrayLike<number>,
  options: CartOptions = {},
): CartTree {
  requireKnownOptions("a decision tree", options, cartOptions);
  const { rules = "rpart", split = "gini" } = options;
  if (rules !== "rpart" && rules !== "sklearn")
    throw new RangeError(`rules must be rpart or sklearn; got "${String(rules)}"`);
  const ofRpart = rules === "rpart";
  const deepest = ofRpart ? 30 : 50;
  const { complexity = ofRpart ? 0.01 : 0, minSplit = ofRpart ? 20 : 2 } = options;
  const { minBucket = ofRpart ? Math.round(minSplit / 3) : 1, maxDepth = deepest } = options;
  if (split !== "gini" && split !== "information")
    throw new RangeError(`split must be gini or information; got "${String(split)}"`);
  for (const [name, value, least] of [
    ["complexity", complexity, 0],
    ["minSplit", minSplit, 1],
    ["minBucket", minBucket, 1],
    ["maxDepth", maxDepth, 0],
  ] as const) {
    if (!(value >= least)) throw new RangeError(`${name} must be at least ${least}; got ${value}`);
  }
  if (maxDepth > deepest)
    throw new RangeError(`maxDepth must be at most ${deepest}; got ${maxDepth}`);
  const data = trainingMatrix(x, y, "a decision tree");
  if (!ofRpart) {
    const impurity = split === "gini" ? doubled(gini) : bits;
    return sklearnTree({ data, impurity, minSplit, minBucket, maxDepth }, complexity);
  }
  const grower: Grower = {
    data,
    impurity: split === "gini" ? gini : information,
    minSplit,
    minBucket,
    lastNode: power(2, maxDepth) - 1,
    alpha: 0,
    scale: 0,
  };
  const root = newNode(
    grower,
    Int32Array.from({ length: data.n }, (_, i) => i),
    1,
  );
  grower.alpha = complexity * root.errors;
  root.complexity = root.errors;
  grow(grower, root);
  const kept = flatten(root);
  const importance = new Array<number>(data.p).fill(0);
  for (const { split: own } of kept) if (own !== null) importance[own.feature] += own.improvement;
  return {
    rules,
    nodes: kept.map(plain),
    pruning: pruningTable(root, grower.alpha, complexity),
    importance,
  };
}

const cartOptions = ["rules", "split", "complexity", "minSplit", "minBucket", "maxDepth"] as const;

function doubled(impurity: (share: number) => number): (share: number) => number {
  return (share) => 2 * impurity(share);
}

function bits(share: number): number {
  return (information(share) + information(1 - share)) / Math.LN2;
}

function flatten(node: Growing): Growing[] {
  return node.sons === null ? [node] : [node, ...flatten(node.sons[0]), ...flatten(node.sons[1])];
}

function plain({ number, rows, events, errors, split }: Growing): CartNode {
  const n = rows.length;
  return {
    number,
    rows: n,
    events,
    risk: events / n,
    predicted: events > n - events ? 1 : 0,
    errors,
    split,
  };
}
