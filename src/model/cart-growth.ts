/** How rpart grows a tree and decides what stays: depth first, with bounds that let hopeless branches end early. */

import type { CartSplit } from "./cart.js";
import type { TrainingMatrix } from "./training-matrix.js";

export interface Growing {
  readonly number: number;
  readonly rows: Int32Array;
  readonly events: number;
  readonly errors: number;
  /** Bound from above while growing, then the complexity at which the node's split goes. */
  complexity: number;
  split: CartSplit | null;
  sons: [left: Growing, right: Growing] | null;
}

export interface Grower {
  readonly data: TrainingMatrix;
  readonly impurity: (share: number) => number;
  readonly minSplit: number;
  readonly minBucket: number;
  readonly lastNode: number;
  alpha: number;
  /** The largest improvement seen so far: smaller ones by ten orders are noise. */
  scale: number;
}

export const gini: (share: number) => number = (share: number): number => share * (1 - share);
export const information: (share: number) => number = (share: number): number =>
  share === 0 ? 0 : -share * Math.log(share);

export function newNode({ data }: Grower, rows: Int32Array, number: number): Growing {
  let events = 0;
  for (const i of rows) events += data.y[i];
  return {
    number,
    rows,
    events,
    errors: Math.min(events, rows.length - events),
    complexity: 0,
    split: null,
    sons: null,
  };
}

/** Grow below a node; returns the errors and splits of what was kept. */
export function grow(grower: Grower, node: Growing): { errors: number; splits: number } {
  const { alpha } = grower;
  const bound = Math.min(node.errors, node.complexity);
  const leaf = (): { errors: number; splits: number } => {
    node.split = null;
    node.sons = null;
    return { errors: node.errors, splits: 0 };
  };
  if (node.rows.length < grower.minSplit || bound <= alpha || node.number > grower.lastNode) {
    node.complexity = alpha;
    return leaf();
  }
  const split = bestSplit(grower, node);
  if (split === null) {
    node.complexity = alpha;
    return leaf();
  }
  const [left, right] = divide(grower, node, split);
  node.split = split;
  node.sons = [left, right];
  left.complexity = bound - alpha;
  let below = grow(grower, left);
  const gain = Math.max(
    (node.errors - below.errors) / (below.splits + 1),
    node.errors - left.errors,
  );
  right.complexity = Math.min(gain, node.complexity) - alpha;
  let beside = grow(grower, right);
  const own = (): number =>
    (node.errors - (below.errors + beside.errors)) / (below.splits + beside.splits + 1);
  // The son with the smaller complexity collapses before this node does, if this node's own is larger.
  const leftFirst = right.complexity > left.complexity;
  const collapse = (which: "left" | "right"): void => {
    if (which === "left") below = { errors: left.errors, splits: 0 };
    else beside = { errors: right.errors, splits: 0 };
  };
  const [first, second] = leftFirst ? ([left, right] as const) : ([right, left] as const);
  if (own() > first.complexity) {
    collapse(leftFirst ? "left" : "right");
    if (own() > second.complexity) collapse(leftFirst ? "right" : "left");
  }
  node.complexity = own();
  return node.complexity <= alpha
    ? leaf()
    : { errors: below.errors + beside.errors, splits: below.splits + beside.splits + 1 };
}

function bestSplit(grower: Grower, { rows, events }: Growing): CartSplit | null {
  const { data, impurity, minBucket } = grower;
  const n = rows.length;
  const cost = (ones: number, all: number): number =>
    all * (impurity(1 - ones / all) + impurity(ones / all));
  const whole = cost(events, n);
  let best: CartSplit | null = null;
  for (let feature = 0; feature < data.p; feature++) {
    const column = data.columns.subarray(feature * data.n, (feature + 1) * data.n);
    const order = Int32Array.from(rows).sort((a, b) => column[a] - column[b]);
    let [ones, least, at, leftIsLess] = [0, whole, -1, true];
    for (let i = 0; i < n - 1; i++) {
      ones += data.y[order[i]];
      const low = i + 1;
      if (low < minBucket || n - low < minBucket || column[order[i]] === column[order[i + 1]])
        continue;
      const sum = cost(ones, low) + cost(events - ones, n - low);
      if (sum < least) {
        [least, at] = [sum, i];
        leftIsLess = ones / low < (events - ones) / (n - low);
      }
    }
    const improvement = whole - least;
    grower.scale = Math.max(grower.scale, improvement);
    if (
      at < 0 ||
      !(improvement > grower.scale * 1e-10) ||
      (best !== null && improvement <= best.improvement)
    )
      continue;
    best = {
      feature,
      threshold: (column[order[at]] + column[order[at + 1]]) / 2,
      leftIsLess,
      improvement,
    };
  }
  return best;
}

function divide(
  grower: Grower,
  node: Growing,
  { feature, threshold, leftIsLess }: CartSplit,
): [Growing, Growing] {
  const value = (i: number): number => grower.data.columns[feature * grower.data.n + i];
  const toLeft = (i: number): boolean => value(i) < threshold === leftIsLess;
  return [
    newNode(grower, node.rows.filter(toLeft), 2 * node.number),
    newNode(
      grower,
      node.rows.filter((i) => !toLeft(i)),
      2 * node.number + 1,
    ),
  ];
}
