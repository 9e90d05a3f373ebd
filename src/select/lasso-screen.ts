/**
 * Which columns have a gradient |Σ r x| above a limit, computing as few gradients as possible.
 *
 * Write the present residuals as r = c r₀ + d, where r₀ are earlier residuals. Then a gradient is at most
 * |c| times what it was at r₀, plus ‖x‖ · ‖d‖ (Cauchy-Schwarz, norms weighted by w and 1/w). So a column for which
 * that bound stays below the limit need not be looked at: the answer is known, and is the one that looking would
 * give. Residuals at which gradients were computed are kept as snapshots until no column refers to them.
 */

import { dot } from "../math/dot.js";
import type { LassoDesign } from "./lasso-design.js";

export interface Screen {
  readonly design: LassoDesign;
  /** ‖x‖ of each column: √Σ w x². */
  readonly norms: Float64Array;
  /** |Σ r x| of each column when it was last computed. */
  readonly gradient: Float64Array;
  /** The snapshot at which that was. */
  readonly seenAt: Int32Array;
  readonly snapshots: Snapshot[];
}

interface Snapshot {
  /** r₀ / w; null once no column refers to it. */
  scaled: Float64Array | null;
  /** Σ r₀² / w. */
  readonly squares: number;
  /** How many columns were last computed here. */
  columns: number;
  /** |c| of the bound. */
  share: number;
  /** ‖d‖ of the bound. */
  distance: number;
}

const roundingSlack = 1e-13; // of squared norms

/** A screen on which every usable column has been computed. */
export function startScreen(design: LassoDesign, residuals: Float64Array): Screen {
  const { rowCount, columnCount, values, weights } = design;
  const norms = new Float64Array(columnCount);
  for (const j of design.usable) {
    let squares = 0;
    for (let i = 0; i < rowCount; i++) squares += weights[i] * values[j * rowCount + i] ** 2;
    norms[j] = Math.sqrt(squares);
  }
  const screen: Screen = {
    design,
    norms,
    gradient: new Float64Array(columnCount),
    seenAt: new Int32Array(columnCount).fill(-1),
    snapshots: [],
  };
  look(screen, residuals, design.usable, design.usable.length);
  return screen;
}

/**
 * Of the listed columns, those with |Σ r x| > limit · penalty, in the order listed.
 *
 * @param residuals the present residuals
 */
export function columnsAbove(
  screen: Screen,
  residuals: Float64Array,
  columns: Int32Array,
  limit: number,
): Int32Array {
  const { design, norms, gradient, seenAt, snapshots } = screen;
  measureDistances(screen, residuals);
  const open = new Int32Array(columns.length);
  let count = 0;
  for (let k = 0; k < columns.length; k++) {
    const j = columns[k];
    const { share, distance } = snapshots[seenAt[j]];
    const most = share * gradient[j] + norms[j] * distance;
    if (most > limit * design.penalty[j]) open[count++] = j;
  }
  look(screen, residuals, open, count);
  let above = 0;
  for (let k = 0; k < count; k++)
    if (gradient[open[k]] > limit * design.penalty[open[k]]) open[above++] = open[k];
  return open.subarray(0, above);
}

/** Compute the first `count` of the listed columns, four at a time so that a residual is fetched once for four. */
function look(screen: Screen, residuals: Float64Array, columns: Int32Array, count: number): void {
  if (count === 0) return;
  const { design, gradient, seenAt, snapshots } = screen;
  const { rowCount, values } = design;
  let k = 0;
  for (; k + 3 < count; k += 4) {
    const a = columns[k];
    const b = columns[k + 1];
    const c = columns[k + 2];
    const d = columns[k + 3];
    let sumA = 0;
    let sumB = 0;
    let sumC = 0;
    let sumD = 0;
    let atA = (a * rowCount) | 0;
    let atB = (b * rowCount) | 0;
    let atC = (c * rowCount) | 0;
    let atD = (d * rowCount) | 0;
    for (let i = 0; i < rowCount; i++) {
      const residual = residuals[i];
      sumA += residual * values[atA];
      atA = (atA + 1) | 0;
      sumB += residual * values[atB];
      atB = (atB + 1) | 0;
      sumC += residual * values[atC];
      atC = (atC + 1) | 0;
      sumD += residual * values[atD];
      atD = (atD + 1) | 0;
    }
    gradient[a] = Math.abs(sumA);
    gradient[b] = Math.abs(sumB);
    gradient[c] = Math.abs(sumC);
    gradient[d] = Math.abs(sumD);
  }
  for (; k < count; k++)
    gradient[columns[k]] = Math.abs(dot(residuals, values, columns[k] * rowCount, rowCount));

  const here = snapshots.length;
  const scaled = residuals.map((residual, i) => residual / design.weights[i]);
  const squares = dot(residuals, scaled, 0, rowCount);
  snapshots.push({ scaled, squares, columns: count, share: 1, distance: 0 });
  for (k = 0; k < count; k++) {
    const before = snapshots[seenAt[columns[k]]];
    if (before && --before.columns === 0) before.scaled = null;
    seenAt[columns[k]] = here;
  }
}

function measureDistances({ design, snapshots }: Screen, residuals: Float64Array): void {
  const { rowCount, weights } = design;
  let squares = 0;
  for (let i = 0; i < rowCount; i++) squares += (residuals[i] * residuals[i]) / weights[i];
  for (const snapshot of snapshots) {
    if (snapshot.scaled === null) continue;
    const together = dot(residuals, snapshot.scaled, 0, rowCount);
    const share = snapshot.squares > 0 ? together / snapshot.squares : 0;
    snapshot.share = Math.abs(share);
    snapshot.distance = Math.sqrt(
      Math.max(0, squares - share * together) + roundingSlack * squares,
    );
  }
}
