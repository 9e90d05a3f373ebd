/**
 * Which columns have a gradient |Σ r x| above a limit, computing as few gradients as possible.
 *
 * Write the present residuals as r = c r₀ + d, where r₀ are earlier residuals. Then a gradient is at most
 * |c| times what it was at r₀, plus ‖x‖ · ‖d‖ (Cauchy-Schwarz, norms weighted by w and 1/w). So a column for which
 * that bound stays below the limit need not be looked at: the answer is known, and is the one that looking would
 * give. Residuals at which gradients were computed are kept as snapshots until no column refers to them.
 */

import type { LassoDesign } from "./lasso-design.js";

export interface Screen {
  readonly design: LassoDesign;
  /** ‖x‖ of each column: √Σ w x². */
  readonly norms: Float64Array;
  /** |Σ r x| of each column when it was last computed. */
  readonly gradient: Float64Array;
  /** The snapshot at which that was; −1 for a column that is no longer asked about. */
  readonly seenAt: Int32Array;
  /** r₀ / w of each snapshot, one after another; Σ r₀² / w; and how many columns refer to it. */
  readonly scaled: Float64Array;
  readonly squares: Float64Array;
  readonly columns: Int32Array;
  /** Σ r r₀ / w of each snapshot, then |c| and ‖d‖ of the bound. */
  readonly together: Float64Array;
  readonly share: Float64Array;
  readonly distance: Float64Array;
}

export const snapshotRoom = 32;
const roundingSlack = 1e-13; // of squared norms

/** How many numbers of the design's memory a screen takes. */
export function screenMemory(rowCount: number): number {
  return snapshotRoom * (rowCount + 1) + 2;
}

/** A screen on which every usable column has been computed. */
export function startScreen(design: LassoDesign, residuals: Float64Array): Screen {
  const { vectors, rowCount, columnCount, values, weights } = design;
  const norms = new Float64Array(columnCount);
  for (const j of design.usable)
    norms[j] = Math.sqrt(vectors.weightedSquares(weights, values, j * rowCount, rowCount));
  const screen: Screen = {
    design,
    norms,
    gradient: new Float64Array(columnCount),
    seenAt: new Int32Array(columnCount).fill(-1),
    scaled: vectors.take(snapshotRoom * rowCount),
    squares: new Float64Array(snapshotRoom),
    columns: new Int32Array(snapshotRoom),
    together: vectors.take(snapshotRoom),
    share: new Float64Array(snapshotRoom),
    distance: new Float64Array(snapshotRoom),
  };
  look(screen, residuals, design.usable, design.usable.length);
  return screen;
}

/** |Σ r x| of the usable columns, all computed; 0 for the others. */
export function allGradients(design: LassoDesign, residuals: Float64Array): Float64Array {
  const gradient = new Float64Array(design.columnCount);
  for (const j of design.usable) gradient[j] = gradientOf(design, residuals, j);
  return gradient;
}

/**
 * Of the listed columns, those with |Σ r x| > limit · penalty, in the order listed. They are not to be asked about
 * again.
 *
 * @param residuals the present residuals
 */
export function columnsAbove(
  screen: Screen,
  residuals: Float64Array,
  columns: Int32Array,
  limit: number,
): Int32Array {
  const { design, norms, gradient, seenAt, share, distance } = screen;
  const { penalty } = design;
  measureDistances(screen, residuals);
  const open = new Int32Array(design.usable.length);
  let count = 0;
  for (let k = 0; k < columns.length; k++) {
    const j = columns[k];
    const seen = seenAt[j];
    if (share[seen] * gradient[j] + norms[j] * distance[seen] > limit * penalty[j])
      open[count++] = j;
  }
  look(screen, residuals, open, count);
  let above = 0;
  for (let k = 0; k < count; k++) {
    const j = open[k];
    if (gradient[j] <= limit * penalty[j]) continue;
    open[above++] = j;
    screen.columns[seenAt[j]]--;
    seenAt[j] = -1;
  }
  return open.subarray(0, above);
}

function gradientOf(
  { vectors, rowCount, values }: LassoDesign,
  residuals: Float64Array,
  j: number,
): number {
  return Math.abs(vectors.dot(residuals, values, j * rowCount, rowCount));
}

/** Compute the first `count` of the listed columns at the present residuals, which become a snapshot. */
function look(screen: Screen, residuals: Float64Array, listed: Int32Array, count: number): void {
  if (count === 0) return;
  const { design, gradient, seenAt, columns, scaled, squares } = screen;
  const { vectors, rowCount, weights } = design;
  for (let k = 0; k < count; k++) {
    const j = listed[k];
    gradient[j] = gradientOf(design, residuals, j);
    if (seenAt[j] >= 0) columns[seenAt[j]]--;
    seenAt[j] = -1;
  }
  const here = leastUsed(columns);
  let moved = 0;
  if (columns[here] > 0) {
    for (const j of design.usable) {
      if (seenAt[j] !== here) continue;
      gradient[j] = gradientOf(design, residuals, j);
      moved++;
    }
  }
  for (let k = 0; k < count; k++) seenAt[listed[k]] = here;
  columns[here] = count + moved;
  for (let i = 0; i < rowCount; i++) scaled[here * rowCount + i] = residuals[i] / weights[i];
  squares[here] = vectors.dot(residuals, scaled, here * rowCount, rowCount);
}

function leastUsed(columns: Int32Array): number {
  let least = 0;
  for (let s = 1; s < columns.length; s++) if (columns[s] < columns[least]) least = s;
  return least;
}

function measureDistances(
  { design, scaled, squares, columns, together, share, distance }: Screen,
  residuals: Float64Array,
): void {
  const { vectors, rowCount, weights } = design;
  let present = 0;
  for (let i = 0; i < rowCount; i++) present += (residuals[i] * residuals[i]) / weights[i];
  vectors.dots(residuals, scaled, rowCount, snapshotRoom, together);
  for (let s = 0; s < snapshotRoom; s++) {
    if (columns[s] === 0) continue;
    const c = squares[s] > 0 ? together[s] / squares[s] : 0;
    share[s] = Math.abs(c);
    distance[s] = Math.sqrt(Math.max(0, present - c * together[s]) + roundingSlack * present);
  }
}
