/**
 * The logistic fit of R's rms, step by step: what `calibrate` and `validate` refit in every resample.
 *
 * It is Newton's method, but it stops early: one step after the deviance has changed by no more than 0.025. Its
 * coefficients therefore differ from the maximum by 1e-7 to 1e-4, and so do all optimism-corrected numbers that
 * are published with it. Use `fitLogistic` for a model; this is for agreement with rms.
 *
 * Rows may carry counts, so that a bootstrap resample is fitted without writing its rows out.
 * Source: Harrell, rms 6.5, `lrm.fit` (maxit 12, eps 0.025; the linear predictor is held within ±30).
 */

export interface LrmInput {
  /** n x p, row after row, without a column of ones. */
  readonly x: Float64Array;
  readonly n: number;
  readonly p: number;
  /** n outcomes, 0 or 1. */
  readonly y: ArrayLike<number>;
  /** How often each row counts; left out, once. */
  readonly counts?: ArrayLike<number> | undefined;
}

export interface LrmFit {
  /** Intercept first. */
  readonly coefficients: Float64Array;
  /** Minus twice the log-likelihood of the intercept alone; {@link lrmDeviance} gives that at the coefficients. */
  readonly nullDeviance: number;
}

const maxIterations = 12;
const devianceChange = 0.025;

/**
 * @returns null where rms drops the fit: only one outcome, a singular information matrix, or no convergence
 */
export function fitLrm(input: LrmInput): LrmFit | null {
  const rows = rowsThatCount(input);
  const { n, y, counts } = rows;
  let total = 0;
  let events = 0;
  for (let i = 0; i < n; i++) {
    total += counts[i];
    if (y[i] === 1) events += counts[i];
  }
  if (events === 0 || events === total) return null;
  const size = input.p + 1;
  const b = new Float64Array(size);
  b[0] = Math.log(events / (total - events));
  const score = new Float64Array(size);
  const information = new Float64Array(size * size);
  const step = new Float64Array(size);
  let previous = 1e30;
  let stepShare = 1;
  let converged = false;
  for (let iteration = 1; iteration < maxIterations && !converged; iteration++) {
    const deviance = likelihood(rows, b, score, information);
    const steepest = score.reduce((greatest, value) => Math.max(greatest, Math.abs(value)), 0);
    if (steepest < 1e-9 && Math.abs(deviance - previous) < 0.1 * devianceChange) {
      converged = true;
    } else if (deviance > previous) {
      stepShare /= 2;
      for (let j = 0; j < size; j++) b[j] -= stepShare * step[j];
    } else {
      stepShare = 1;
      if (!solve(information, score, step, size)) return null;
      for (let j = 0; j < size; j++) b[j] += step[j];
      converged = Math.abs(previous - deviance) <= devianceChange;
      previous = deviance;
    }
  }
  if (!converged) return null;
  return {
    coefficients: b,
    nullDeviance:
      -2 * (events * Math.log(events / total) + (total - events) * Math.log(1 - events / total)),
  };
}

/** Minus twice the log-likelihood at given coefficients, with the linear predictor held within ±30. */
export function lrmDeviance({ x, n, p, y, counts }: LrmInput, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0, at = 0; i < n; i++, at += p) {
    const count = counts === undefined ? 1 : counts[i];
    if (count === 0) continue;
    let eta = b[0];
    for (let j = 0; j < p; j++) eta += b[j + 1] * x[at + j];
    const held = eta > 30 ? 30 : eta < -30 ? -30 : eta;
    sum += count * Math.log1p(Math.exp(y[i] === 1 ? -held : held));
  }
  return 2 * sum;
}

interface CountedRows {
  /** p columns of n values: sums over rows run along memory. */
  readonly columns: readonly Float64Array[];
  readonly n: number;
  readonly y: Float64Array;
  readonly counts: Float64Array;
  /** Room for one number a row, each. */
  readonly predictor: Float64Array;
  readonly residual: Float64Array;
  readonly weight: Float64Array;
  readonly weighted: Float64Array;
}

/** The rows with a count above 0, column by column: a third of a resample's rows do not occur in it. */
function rowsThatCount({ x, n, p, y, counts }: LrmInput): CountedRows {
  let kept = 0;
  for (let i = 0; i < n; i++) if (counts === undefined || counts[i] > 0) kept++;
  const room = (): Float64Array => new Float64Array(kept);
  const rows = {
    columns: Array.from({ length: p }, room),
    n: kept,
    y: room(),
    counts: room(),
    predictor: room(),
    residual: room(),
    weight: room(),
    weighted: room(),
  };
  for (let i = 0, at = 0; i < n; i++) {
    const count = counts === undefined ? 1 : counts[i];
    if (count === 0) continue;
    for (let j = 0; j < p; j++) rows.columns[j][at] = x[i * p + j];
    rows.y[at] = y[i];
    rows.counts[at++] = count;
  }
  return rows;
}

/** Deviance at b; fills the score and (its lower triangle) the information matrix. */
function likelihood(
  { columns, n, y, counts, predictor, residual, weight, weighted }: CountedRows,
  b: Float64Array,
  score: Float64Array,
  information: Float64Array,
): number {
  const size = columns.length + 1;
  predictor.fill(b[0]);
  columns.forEach((column, j) => {
    const slope = b[j + 1];
    for (let i = 0; i < n; i++) predictor[i] += slope * column[i];
  });
  // Probabilities are multiplied and the logarithm taken rarely: e^−30 to the power of 20 is still above 1e-261.
  let product = 1;
  let factors = 0;
  let logs = 0;
  let residuals = 0;
  let weights = 0;
  for (let i = 0; i < n; i++) {
    const eta = predictor[i];
    const risk = 1 / (1 + Math.exp(-(eta > 30 ? 30 : eta < -30 ? -30 : eta)));
    const happened = y[i] === 1 ? risk : 1 - risk;
    for (let c = counts[i]; c > 0; c--) {
      product *= happened;
      if (++factors === 20) {
        logs += Math.log(product);
        product = 1;
        factors = 0;
      }
    }
    residual[i] = (y[i] - risk) * counts[i];
    weight[i] = risk * (1 - risk) * counts[i];
    residuals += residual[i];
    weights += weight[i];
  }
  score[0] = residuals;
  information[0] = weights;
  columns.forEach((column, j) => {
    score[j + 1] = dot(residual, column, n);
    let first = 0;
    for (let i = 0; i < n; i++) first += weighted[i] = weight[i] * column[i];
    const row = (j + 1) * size;
    information[row] = first;
    for (let k = 0; k <= j; k++) information[row + k + 1] = dot(weighted, columns[k], n);
  });
  return -2 * (logs + Math.log(product));
}

function dot(a: Float64Array, b: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += a[i] * b[i];
  return sum;
}

/** The step that solves information x step = score, by Cholesky in place; false if the matrix is singular. */
function solve(a: Float64Array, score: Float64Array, step: Float64Array, size: number): boolean {
  for (let j = 0; j < size; j++) {
    const diagonal = a[j * size + j];
    let pivot = diagonal;
    for (let k = 0; k < j; k++) pivot -= a[j * size + k] ** 2;
    if (!(pivot > 1e-13 * diagonal)) return false;
    const root = Math.sqrt(pivot);
    a[j * size + j] = root;
    for (let i = j + 1; i < size; i++) {
      let sum = a[i * size + j];
      for (let k = 0; k < j; k++) sum -= a[i * size + k] * a[j * size + k];
      a[i * size + j] = sum / root;
    }
  }
  for (let i = 0; i < size; i++) {
    let sum = score[i];
    for (let k = 0; k < i; k++) sum -= a[i * size + k] * step[k];
    step[i] = sum / a[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = step[i];
    for (let k = i + 1; k < size; k++) sum -= a[k * size + i] * step[k];
    step[i] = sum / a[i * size + i];
  }
  return true;
}
