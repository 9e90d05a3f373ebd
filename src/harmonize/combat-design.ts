/**
 * The linear model below ComBat: each feature as a level per batch plus effects of covariates, checked.
 *
 * Within batches, features and covariates are centred; the effects come from the centred values and the levels from the
 * means. That is ordinary least squares, without its loss of digits for features far from 0.
 */

import type { FeatureTable } from "../cohort/feature-table.js";
import { aliasingTolerance, inverseCrossProduct, leastSquares } from "../math/least-squares.js";

export interface CombatDesign {
  /** Levels in string order. */
  readonly levels: readonly string[];
  /** Number of rows per level. */
  readonly sizes: readonly number[];
  /** Position of each row's batch in `levels`. */
  readonly batchOf: Int32Array;
  /** Covariates that take part: all but those that are 1 throughout. */
  readonly covariates: readonly string[];
  /** n x q, row after row. */
  readonly z: Float64Array;
}

/** Levels and effects of every feature by least squares. */
export interface CombatLeastSquares {
  /** One array of p levels per batch. */
  readonly levels: readonly Float64Array[];
  /** One array of p effects per covariate. */
  readonly effects: readonly Float64Array[];
  /** One array of p sums of squared residuals per batch. */
  readonly squares: readonly Float64Array[];
}

/**
 * @throws RangeError for fewer than two batches, a wrong length, covariates that are not finite, or a design in which
 *   a covariate follows from the batches and the covariates before it
 */
export function combatDesign(
  rowCount: number,
  batch: readonly string[],
  covariates: FeatureTable | undefined,
): CombatDesign {
  if (batch.length !== rowCount)
    throw new RangeError(`need one batch per row; got ${batch.length} for ${rowCount} rows`);
  const levels = [...new Set(batch)].sort();
  if (levels.length < 2)
    throw new RangeError(
      `ComBat needs two batches or more; got ${levels.length} (${levels.join(", ")}); without a second batch there is nothing to harmonise`,
    );
  const batchOf = Int32Array.from(batch, (name) => levels.indexOf(name));
  const sizes = levels.map((_, b) => batchOf.reduce((count, of) => count + (of === b ? 1 : 0), 0));
  const names = covariates?.names ?? [];
  if (covariates && covariates.rowCount !== rowCount)
    throw new RangeError(
      `need covariates for every row; got ${covariates.rowCount} for ${rowCount} rows`,
    );
  const all = covariates?.values ?? new Float64Array(0);
  const bad = all.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new RangeError(
      `covariates must be finite; "${names[bad % names.length]}" is ${all[bad]} in row ${Math.floor(bad / names.length)}`,
    );
  const used = names
    .map((_, q) => q)
    .filter((q) => Array.from(batch, (_, i) => all[i * names.length + q]).some((v) => v !== 1));
  const z = new Float64Array(rowCount * used.length);
  for (let i = 0; i < rowCount; i++)
    used.forEach((q, at) => {
      z[i * used.length + at] = all[i * names.length + q];
    });
  const design = { levels, sizes, batchOf, covariates: used.map((q) => names[q]), z };
  requireFullRank(design);
  return design;
}

/** Fit the model to all p features of an n x p table. */
export function combatLeastSquares(
  { levels, sizes, batchOf, covariates, z }: CombatDesign,
  { names, rowCount: n, values }: FeatureTable,
): CombatLeastSquares {
  const p = names.length;
  const q = covariates.length;
  const means = batchMeans(values, n, p, batchOf, sizes);
  const centres = batchMeans(z, n, q, batchOf, sizes);
  const centred = Float64Array.from(
    z,
    (value, at) => value - centres[batchOf[Math.floor(at / q)]][at % q],
  );
  const effects = centredEffects(centred, n, q, values, p, means, batchOf);
  const intercepts = levels.map((_, b) =>
    means[b].map((mean, j) =>
      effects.reduce((sum, effect, c) => sum - centres[b][c] * effect[j], mean),
    ),
  );
  const squares = levels.map(() => new Float64Array(p));
  for (let i = 0; i < n; i++) {
    const mean = means[batchOf[i]];
    const sum = squares[batchOf[i]];
    const from = i * p;
    if (q === 0) {
      for (let j = 0; j < p; j++) {
        const residual = values[from + j] - mean[j];
        sum[j] += residual * residual;
      }
      continue;
    }
    for (let j = 0; j < p; j++) {
      let residual = values[from + j] - mean[j];
      for (let c = 0; c < q; c++) residual -= centred[i * q + c] * effects[c][j];
      sum[j] += residual * residual;
    }
  }
  return { levels: intercepts, effects, squares };
}

/** Regression of every feature on the covariates, both centred within batches. */
function centredEffects(
  centred: Float64Array,
  n: number,
  q: number,
  values: Float64Array,
  p: number,
  means: readonly Float64Array[],
  batchOf: Int32Array,
): Float64Array[] {
  const effects = Array.from({ length: q }, () => new Float64Array(p));
  if (q === 0) return effects;
  const factor = leastSquares(centred, n, q, new Float64Array(n), 0);
  const inverse = inverseCrossProduct(factor);
  const share = new Float64Array(q);
  for (let i = 0; i < n; i++) {
    share.fill(0);
    for (let a = 0; a < q; a++)
      for (let b = 0; b < q; b++) share[a] += inverse[a * q + b] * centred[i * q + b];
    const mean = means[batchOf[i]];
    for (let c = 0; c < q; c++) {
      const effect = effects[c];
      for (let j = 0; j < p; j++) effect[j] += share[c] * (values[i * p + j] - mean[j]);
    }
  }
  return effects;
}

function batchMeans(
  values: Float64Array,
  n: number,
  p: number,
  batchOf: Int32Array,
  sizes: readonly number[],
): Float64Array[] {
  const means = sizes.map(() => new Float64Array(p));
  for (let i = 0; i < n; i++) {
    const mean = means[batchOf[i]];
    for (let j = 0; j < p; j++) mean[j] += values[i * p + j];
  }
  means.forEach((mean, b) => {
    for (let j = 0; j < p; j++) mean[j] /= sizes[b];
  });
  return means;
}

function requireFullRank({ levels, batchOf, covariates, z }: CombatDesign): void {
  const n = batchOf.length;
  const q = covariates.length;
  const width = levels.length + q;
  const x = new Float64Array(n * width);
  for (let i = 0; i < n; i++) {
    x[i * width + batchOf[i]] = 1;
    for (let c = 0; c < q; c++) x[i * width + levels.length + c] = z[i * q + c];
  }
  const { rank, order } = leastSquares(x, n, width, new Float64Array(n), aliasingTolerance);
  if (rank === width) return;
  const aliased = Array.from(order.subarray(rank), (j) => `"${covariates[j - levels.length]}"`);
  throw new RangeError(
    `covariates must not be confounded with the batches; ${aliased.join(", ")} follow${aliased.length > 1 ? "" : "s"} from the batches and the covariates before; leave out what follows, or do not harmonise`,
  );
}

/** @throws RangeError naming the first value that is not finite */
export function requireFinite({ names, values }: FeatureTable): void {
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  throw new RangeError(
    `features must be finite; "${names[bad % names.length]}" is ${values[bad]} in row ${Math.floor(bad / names.length)}; leave out or impute missing values`,
  );
}

/** Positions of the features that do not vary at all within some batch of two rows or more. */
export function constantWithinBatch(
  { names, rowCount, values }: FeatureTable,
  batchOf: Int32Array,
  sizes: readonly number[],
): number[] {
  const p = names.length;
  const firstRow = sizes.map((_, b) => batchOf.indexOf(b));
  const varies = sizes.map((size) => new Uint8Array(p).fill(size > 1 ? 0 : 1));
  for (let i = 0; i < rowCount; i++) {
    const b = batchOf[i];
    const [from, first] = [i * p, firstRow[b] * p];
    const vary = varies[b];
    for (let j = 0; j < p; j++) if (values[from + j] !== values[first + j]) vary[j] = 1;
  }
  return names.map((_, j) => j).filter((j) => varies.some((vary) => vary[j] === 0));
}

/** The table with the columns at these positions, itself if they are all of them. */
export function columnsAt(table: FeatureTable, at: readonly number[]): FeatureTable {
  const p = table.names.length;
  if (at.length === p) return table;
  const values = new Float64Array(table.rowCount * at.length);
  for (let i = 0; i < table.rowCount; i++)
    for (let h = 0; h < at.length; h++) values[i * at.length + h] = table.values[i * p + at[h]];
  return { names: at.map((j) => table.names[j]), rowCount: table.rowCount, values };
}
