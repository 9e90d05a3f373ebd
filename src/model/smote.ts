/**
 * SMOTE: synthetic rows of the rarer class, on the lines between its rows and their nearest neighbours.
 *
 * Each synthetic row starts at a row of the class and goes a random part of the way, one for all features, to one of its
 * k nearest neighbours of the same class. It is for a training fold, after selection and scaling; its rows are marked
 * synthetic, and evaluation refuses them.
 * Source: Chawla et al., J. Artif. Intell. Res. 16 (2002) 321–357.
 */

import { featureTable, tableRows } from "../cohort/feature-table.js";
import { type FitPermission, makeRows, type Rows, requireTraining } from "../cohort/rows.js";
import { requireKnownOptions } from "../math/known-options.js";
import { type Random, seededRandom } from "../math/random.js";
import { trainingMatrix } from "./training-matrix.js";

export interface SmoteOptions {
  /** Neighbours that a row may go to; defaults to 5, and to all others where the class has fewer. */
  readonly neighbours?: number;
  /**
   * Synthetic rows: as many as make the classes equal (the default), a number, or so many for each row of the class, but
   * no more than make the classes equal.
   */
  readonly amount?: "balance" | number | { readonly perRow: number };
  readonly seed: number;
}

export interface SyntheticRow {
  readonly values: Float64Array;
  /** Places of the row it starts at and of the neighbour it goes to. */
  readonly base: number;
  readonly neighbour: number;
  /** Part of the way, in [0, 1). */
  readonly gap: number;
}

export interface Smote {
  /** The class that was enlarged: 1 if there are fewer events, else 0. */
  readonly label: 0 | 1;
  readonly synthetic: readonly SyntheticRow[];
  /** Neighbours really used. */
  readonly neighbours: number;
}

/** The nearest rows of the same class, nearest first; equal distances in the order of the rows. */
export interface ClassNeighbours {
  readonly label: 0 | 1;
  /** Places of the class's rows. */
  readonly members: readonly number[];
  readonly neighbours: readonly (readonly number[])[];
  readonly distances: readonly (readonly number[])[];
}

/**
 * Training rows with synthetic ones after them.
 *
 * @throws RangeError for rows that are not training rows, fewer than two rows of the rarer class, or an amount that is no
 *   whole number
 */
export function smote(
  training: Rows,
  { exception, ...options }: SmoteOptions & FitPermission,
): Rows {
  requireTraining(training, "SMOTE", exception === undefined ? {} : { exception });
  const x = tableRows(training.features);
  const { synthetic, label } = _smote(x, training.outcome, options);
  return makeRows({
    ids: [...training.ids, ...synthetic.map((_, s) => `synthetic ${s + 1}`)],
    patients: [...training.patients, ...synthetic.map(({ base }) => training.patients[base])],
    roles: [...training.roles, ...synthetic.map(() => "synthetic" as const)],
    features: featureTable(training.features.names, [
      ...x,
      ...synthetic.map(({ values }) => values),
    ]),
    outcome: [...training.outcome, ...synthetic.map(() => label)],
    inSample: training.inSample,
  });
}

/** @throws RangeError as {@link smote}, on the arrays */
export function _smote(
  x: readonly ArrayLike<number>[],
  y: ArrayLike<number>,
  options: SmoteOptions,
): Smote {
  requireKnownOptions("SMOTE", options, ["neighbours", "amount", "seed"]);
  const { neighbours: k = 5, amount = "balance", seed } = options;
  const near = classNeighbours(x, y, k);
  const rarer = near.members.length;
  const missing = x.length - 2 * rarer;
  const count =
    amount === "balance"
      ? missing
      : typeof amount === "object"
        ? Math.min(missing, amount.perRow * rarer)
        : amount;
  if (!Number.isInteger(count) || count < 0)
    throw new RangeError(
      `the amount of synthetic rows must be a whole number, at least 0; got ${typeof amount === "object" ? `${amount.perRow} a row` : amount}`,
    );
  const random: Random = seededRandom(seed);
  const synthetic = Array.from({ length: count }, () => {
    const member = random.integer(rarer);
    const neighbour = near.neighbours[member][random.integer(near.neighbours[member].length)];
    const gap = random.uniform();
    return {
      values: between(x[near.members[member]], x[neighbour], gap),
      base: near.members[member],
      neighbour,
      gap,
    };
  });
  return { label: near.label, synthetic, neighbours: near.neighbours[0].length };
}

/** The point a part of the way from one row to another. */
export function between(from: ArrayLike<number>, to: ArrayLike<number>, gap: number): Float64Array {
  return Float64Array.from({ length: from.length }, (_, j) => from[j] + gap * (to[j] - from[j]));
}

/** @throws RangeError for fewer than two rows of the rarer class, or fewer than one neighbour */
export function classNeighbours(
  x: readonly ArrayLike<number>[],
  y: ArrayLike<number>,
  k: number,
): ClassNeighbours {
  const { n, p } = trainingMatrix(x, y, "SMOTE");
  if (!Number.isInteger(k) || k < 1)
    throw new RangeError(`the number of neighbours must be a positive whole number; got ${k}`);
  const events = Array.from(y).reduce((sum, label) => sum + label, 0);
  const label = events <= n - events ? 1 : 0;
  const members = Array.from({ length: n }, (_, i) => i).filter((i) => y[i] === label);
  if (members.length < 2)
    throw new RangeError(
      `SMOTE needs at least two rows of the rarer class to go between; got ${members.length}`,
    );
  const nearest = members.map((i) => {
    const others = members
      .filter((j) => j !== i)
      .map((j) => {
        let square = 0;
        for (let f = 0; f < p; f++) square += (x[i][f] - x[j][f]) ** 2;
        return { j, distance: Math.sqrt(square) };
      });
    return others.sort((a, b) => a.distance - b.distance || a.j - b.j).slice(0, k);
  });
  return {
    label,
    members,
    neighbours: nearest.map((list) => list.map(({ j }) => j)),
    distances: nearest.map((list) => list.map(({ distance }) => distance)),
  };
}
