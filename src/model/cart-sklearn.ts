/**
 * A classification tree by scikit-learn's rules: grown until its leaves are pure, then cut back by minimal
 * cost-complexity pruning.
 *
 * It differs from rpart in what may be split (any node of two rows that is not pure, also where impurity stays the
 * same), in sending a value that equals the threshold to the left, and in what pruning weighs: the impurity of the
 * leaves, not their errors. Of features that split equally well scikit-learn draws one; here the first is taken.
 * Source: scikit-learn 1.2, DecisionTreeClassifier; Breiman et al. (1984), chapter 3.
 */

import type { CartNode, CartSplit, CartTree } from "./cart.js";
import type { TrainingMatrix } from "./training-matrix.js";

interface Branch {
  readonly node: Omit<CartNode, "split">;
  /** Impurity times the share of all rows: what a leaf here would cost. */
  readonly cost: number;
  split: CartSplit | null;
  sons: [left: Branch, right: Branch] | null;
}

interface Rules {
  readonly data: TrainingMatrix;
  readonly impurity: (share: number) => number;
  readonly minSplit: number;
  readonly minBucket: number;
  readonly maxDepth: number;
}

/** @param complexity the cost that a leaf must save to stay: `ccp_alpha` */
export function sklearnTree(rules: Rules, complexity: number): CartTree {
  const { n, p } = rules.data;
  const root = grown(
    rules,
    Int32Array.from({ length: n }, (_, i) => i),
    1,
    0,
  );
  const pruning: CartTree["pruning"][number][] = [];
  const note = (at: number): void => {
    const leaves = leavesOf(root);
    const errors = leaves.reduce((sum, { node }) => sum + node.errors, 0);
    pruning.unshift({
      complexity: at,
      splits: leaves.length - 1,
      relativeError: root.node.errors === 0 ? null : errors / root.node.errors,
    });
  };
  note(0);
  for (;;) {
    const weakest = weakestLink(root);
    if (weakest === null || weakest.gain > complexity) break;
    weakest.branch.split = null;
    weakest.branch.sons = null;
    note(weakest.gain);
  }
  const importance = new Array<number>(p).fill(0);
  const nodes = depthFirst(root).map(({ node, split }): CartNode => {
    if (split !== null) importance[split.feature] += split.improvement;
    return { ...node, split };
  });
  return { rules: "sklearn", nodes, pruning, importance };
}

function grown(rules: Rules, rows: Int32Array, number: number, depth: number): Branch {
  const { data, impurity } = rules;
  const n = rows.length;
  const events = rows.reduce((sum, i) => sum + data.y[i], 0);
  const branch: Branch = {
    node: {
      number,
      rows: n,
      events,
      risk: events / n,
      predicted: events > n - events ? 1 : 0,
      errors: Math.min(events, n - events),
    },
    cost: (n * impurity(events / n)) / data.n,
    split: null,
    sons: null,
  };
  if (depth === rules.maxDepth || n < rules.minSplit || events === 0 || events === n) return branch;
  const split = purestSplit(rules, rows, events);
  if (split === null) return branch;
  const column = data.columns.subarray(split.feature * data.n, (split.feature + 1) * data.n);
  const part = (left: boolean): Int32Array =>
    rows.filter((i) => column[i] <= split.threshold === left);
  branch.split = split;
  branch.sons = [
    grown(rules, part(true), 2 * number, depth + 1),
    grown(rules, part(false), 2 * number + 1, depth + 1),
  ];
  return branch;
}

function purestSplit(
  { data, impurity, minBucket }: Rules,
  rows: Int32Array,
  events: number,
): CartSplit | null {
  const n = rows.length;
  const whole = n * impurity(events / n);
  let best: CartSplit | null = null;
  for (let feature = 0; feature < data.p; feature++) {
    const column = data.columns.subarray(feature * data.n, (feature + 1) * data.n);
    const order = Int32Array.from(rows).sort((a, b) => column[a] - column[b]);
    let ones = 0;
    for (let low = 1; low < n; low++) {
      ones += data.y[order[low - 1]];
      const [below, above] = [column[order[low - 1]], column[order[low]]];
      if (low < minBucket || n - low < minBucket || below === above) continue;
      const left = low * impurity(ones / low);
      const right = (n - low) * impurity((events - ones) / (n - low));
      const improvement = whole - left - right;
      // Gains that differ by rounding alone are equal, and the first stays.
      if (best !== null && improvement <= best.improvement + 1e-12 * whole) continue;
      const middle = (below + above) / 2;
      best = {
        feature,
        threshold: middle === above ? below : middle,
        leftIsLess: true,
        improvement,
      };
    }
  }
  return best;
}

/** The branch whose leaves save least per leaf, if cut; the first of equals. */
function weakestLink(root: Branch): { branch: Branch; gain: number } | null {
  let weakest: { branch: Branch; gain: number } | null = null;
  for (const branch of depthFirst(root)) {
    if (branch.sons === null) continue;
    const leaves = leavesOf(branch);
    const kept = leaves.reduce((sum, { cost }) => sum + cost, 0);
    const gain = Math.max(0, (branch.cost - kept) / (leaves.length - 1));
    if (weakest === null || gain < weakest.gain) weakest = { branch, gain };
  }
  return weakest;
}

function depthFirst(branch: Branch): Branch[] {
  return branch.sons === null
    ? [branch]
    : [branch, ...depthFirst(branch.sons[0]), ...depthFirst(branch.sons[1])];
}

function leavesOf(branch: Branch): Branch[] {
  return depthFirst(branch).filter(({ sons }) => sons === null);
}
