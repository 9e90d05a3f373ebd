/**
 * One tree of a forest: grown to purity on a bootstrap sample, a few features drawn anew at each node.
 *
 * Rows of a feature are known by their rank. A node sorts its ranks by setting a bit for each in a row of words and
 * reading the bits off in order; a small node in a large sample by insertion.
 */

import type { Random } from "../math/random.js";

/** Features as ranks; made once for all trees. */
export interface RankedFeatures {
  readonly n: number;
  readonly p: number;
  /** Column j: values at j · n. */
  readonly columns: Float64Array;
  /** Column j: the row at each rank, and the rank of each row. */
  readonly rowAt: Int32Array;
  readonly rankOf: Int32Array;
  /** Column j: at each rank the number of smaller values in it, one number for equal values. */
  readonly levelAt: Int32Array;
  readonly y: Uint8Array;
}

/** Plain numbers, so that a forest survives JSON. Node 0 is the root; a leaf has the feature −1. */
export interface ForestTree {
  readonly feature: readonly number[];
  readonly threshold: readonly number[];
  /** Left son; the right one follows it. */
  readonly son: readonly number[];
  /** Class of a leaf. */
  readonly label: readonly number[];
}

export interface ForestTreeOptions {
  readonly featuresPerSplit: number;
  readonly nodeSize: number;
  /** Weight of a non-event and of an event. */
  readonly classWeights: readonly [number, number];
}

export function rankFeatures(
  n: number,
  p: number,
  columns: Float64Array,
  y: Uint8Array,
): RankedFeatures {
  const rowAt = new Int32Array(n * p);
  const rankOf = new Int32Array(n * p);
  const levelAt = new Int32Array(n * p);
  for (let j = 0; j < p; j++) {
    const column = columns.subarray(j * n, (j + 1) * n);
    const order = rowAt.subarray(j * n, (j + 1) * n);
    for (let i = 0; i < n; i++) order[i] = i;
    order.sort((a, b) => column[a] - column[b] || a - b);
    const level = levelAt.subarray(j * n, (j + 1) * n);
    for (let rank = 0; rank < n; rank++) {
      rankOf[j * n + order[rank]] = rank;
      const tied = rank > 0 && column[order[rank]] === column[order[rank - 1]];
      level[rank] = tied ? level[rank - 1] : rank;
    }
  }
  return { n, p, columns, rowAt, rankOf, levelAt, y };
}

/**
 * @param times how often each row is in the sample
 * @param gini added to, by feature: the decrease of impurity of each split
 */
export function growForestTree(
  data: RankedFeatures,
  times: Int32Array,
  options: ForestTreeOptions,
  random: Random,
  gini: Float64Array,
): ForestTree {
  const { n, p, y, rowAt, levelAt } = data;
  const { featuresPerSplit, nodeSize, classWeights } = options;
  const rows = new Int32Array(n);
  const weights = new Float64Array(2 * n); // of each row, as a non-event and as an event: one of them is 0
  let count = 0;
  for (let i = 0; i < n; i++) {
    if (times[i] > 0) rows[count++] = i;
    weights[2 * i + y[i]] = times[i] * classWeights[y[i]];
  }
  const tree = {
    feature: [] as number[],
    threshold: [] as number[],
    son: [] as number[],
    label: [] as number[],
  };
  const node = (): number => {
    tree.feature.push(-1);
    tree.threshold.push(0);
    tree.son.push(0);
    return tree.label.push(0) - 1;
  };
  const stack: [at: number, from: number, to: number][] = [[node(), 0, count]];
  const features = Int32Array.from({ length: p }, (_, j) => j);
  const ranks = new Int32Array(n);
  const bits = new Int32Array(Math.ceil(n / 32));
  while (stack.length > 0) {
    const [at, from, to] = stack.pop()!;
    let zeros = 0;
    let ones = 0;
    let members = 0;
    for (let k = from; k < to; k++) {
      const times_ = times[rows[k]];
      members += times_;
      if (y[rows[k]] === 1) ones += times_;
      else zeros += times_;
    }
    const [w0, w1] = [zeros * classWeights[0], ones * classWeights[1]];
    tree.label[at] = w1 > w0 || (w1 === w0 && random.uniform() < 0.5) ? 1 : 0;
    if (members <= nodeSize || zeros === 0 || ones === 0) continue;
    const parent = (w0 * w0 + w1 * w1) / (w0 + w1);
    let best = parent;
    let bestFeature = -1;
    let bestRank = 0;
    let ties = 1;
    for (let drawn = 0; drawn < featuresPerSplit; drawn++) {
      const swap = drawn + random.integer(p - drawn);
      const feature = features[swap];
      features[swap] = features[drawn];
      features[drawn] = feature;
      const base = feature * n;
      const size = sortedRanks(data, base, rows, from, to, bits, ranks);
      let l0 = 0;
      let l1 = 0;
      let rank = ranks[0];
      for (let k = 1; k < size; k++) {
        const here = rank;
        const row = 2 * rowAt[base + here];
        l0 += weights[row];
        l1 += weights[row + 1];
        rank = ranks[k];
        if (levelAt[base + here] === levelAt[base + rank]) continue;
        const left = l0 + l1;
        const r0 = w0 - l0;
        const r1 = w1 - l1;
        const right = r0 + r1;
        if (left <= 1e-5 || right <= 1e-5) continue;
        const value = (l0 * l0 + l1 * l1) / left + (r0 * r0 + r1 * r1) / right;
        if (value > best) {
          best = value;
          bestFeature = feature;
          bestRank = here;
          ties = 1;
        } else if (value === best && bestFeature >= 0) {
          ties++;
          if (random.uniform() * ties < 1) {
            bestFeature = feature;
            bestRank = here;
          }
        }
      }
    }
    if (bestFeature < 0) continue;
    const base = bestFeature * n;
    const middle = partition(rows, from, to, (row) => data.rankOf[base + row] <= bestRank);
    const low = data.columns[base + data.rowAt[base + bestRank]];
    let high = Infinity;
    for (let k = middle; k < to; k++) high = Math.min(high, data.columns[base + rows[k]]);
    gini[bestFeature] += best - parent;
    const son = node();
    node();
    tree.feature[at] = bestFeature;
    tree.threshold[at] = (low + high) / 2;
    tree.son[at] = son;
    stack.push([son + 1, middle, to], [son, from, middle]);
  }
  return tree;
}

/** The ranks of a node's rows in one feature, ascending, into `out`; returns how many. `bits` are all 0 before and after. */
function sortedRanks(
  { n, rankOf }: RankedFeatures,
  base: number,
  rows: Int32Array,
  from: number,
  to: number,
  bits: Int32Array,
  out: Int32Array,
): number {
  const size = to - from;
  if (size * (size - 8) > n / 8) {
    for (let k = from; k < to; k++) {
      const rank = rankOf[base + rows[k]];
      bits[rank >> 5] |= 1 << (rank & 31);
    }
    let k = 0;
    for (let at = 0; at < bits.length; at++) {
      let word = bits[at];
      bits[at] = 0;
      while (word !== 0) {
        const lowest = word & -word;
        out[k++] = 32 * at + 31 - Math.clz32(lowest);
        word ^= lowest;
      }
    }
    return size;
  }
  for (let k = 0; k < size; k++) {
    const rank = rankOf[base + rows[from + k]];
    let m = k - 1;
    for (; m >= 0 && out[m] > rank; m--) out[m + 1] = out[m];
    out[m + 1] = rank;
  }
  return size;
}

function partition(
  rows: Int32Array,
  from: number,
  to: number,
  first: (row: number) => boolean,
): number {
  let [low, high] = [from, to - 1];
  while (low <= high) {
    if (first(rows[low])) low++;
    else {
      const row = rows[low];
      rows[low] = rows[high];
      rows[high--] = row;
    }
  }
  return low;
}

/** Class that a tree gives a row. */
export function treeClass(
  { feature, threshold, son, label }: ForestTree,
  row: ArrayLike<number>,
): number {
  let at = 0;
  while (feature[at] >= 0) at = row[feature[at]] <= threshold[at] ? son[at] : son[at] + 1;
  return label[at];
}
