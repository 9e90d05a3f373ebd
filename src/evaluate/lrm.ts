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
 * @param room to compute in, for many fits of the same size
 * @returns null where rms drops the fit: only one outcome, a singular information matrix, or no convergence
 */
export function fitLrm(input: LrmInput, room: LrmRoom = lrmRoom(input.n, input.p)): LrmFit | null {
  const rows = rowsThatCount(input, room);
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

/** Room for the rows of one fit. */
export interface LrmRoom {
  /** p columns of n values: sums over rows run along memory. */
  readonly columns: readonly Float64Array[];
  readonly y: Float64Array;
  readonly counts: Float64Array;
  /** One number a row, each. */
  readonly predictor: Float64Array;
  readonly residual: Float64Array;
  readonly weight: Float64Array;
  readonly weighted: Float64Array;
}

/** Room for n rows of p columns. */
export function lrmRoom(n: number, p: number): LrmRoom {
  const room = (): Float64Array => new Float64Array(n);
  return {
    columns: Array.from({ length: p }, room),
    y: room(),
    counts: room(),
    predictor: room(),
    residual: room(),
    weight: room(),
    weighted: room(),
  };
}

interface CountedRows extends LrmRoom {
  /** How many rows of the room are in use. */
  readonly n: number;
}

/** The rows with a count above 0, column by column: a third of a resample's rows do not occur in it. */
function rowsThatCount({ x, n, p, y, counts }: LrmInput, room: LrmRoom): CountedRows {
  let kept = 0;
  for (let i = 0; i < n; i++) {
    const count = counts === undefined ? 1 : counts[i];
    if (count === 0) continue;
    for (let j = 0; j < p; j++) room.columns[j][kept] = x[i * p + j];
    room.y[kept] = y[i];
    room.counts[kept++] = count;
  }
  return { ...room, n: kept };
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
  for (let j = 0; j + 1 < size; j++) {
    const column = columns[j];
    const slope = b[j + 1];
    for (let i = 0; i < n; i++) predictor[i] += slope * column[i];
  }
  // Probabilities are multiplied, and the logarithm is taken before the product is too small: each is above e^−31.
  let product = 1;
  let logs = 0;
  let residuals = 0;
  let weights = 0;
  for (let i = 0; i < n; i++) {
    const eta = predictor[i];
    const risk = 1 / (1 + Math.exp(-(eta > 30 ? 30 : eta < -30 ? -30 : eta)));
    const happened = y[i] * risk + (1 - y[i]) * (1 - risk); // no branch, which would be guessed wrong too often
    for (let c = counts[i]; c > 0; c--) {
      product *= happened;
      if (product < 1e-250) {
        logs += Math.log(product);
        product = 1;
      }
    }
    const residue = (y[i] - risk) * counts[i];
    const variance = risk * (1 - risk) * counts[i];
    residual[i] = residue;
    weight[i] = variance;
    residuals += residue;
    weights += variance;
  }
  score[0] = residuals;
  information[0] = weights;
  for (let j = 0; j + 1 < size; j++) {
    const column = columns[j];
    score[j + 1] = dot(residual, column, n);
    for (let i = 0; i < n; i++) weighted[i] = weight[i] * column[i];
    const row = (j + 1) * size;
    information[row] = dot(weight, column, n);
    for (let k = 0; k <= j; k++) information[row + k + 1] = dot(weighted, columns[k], n);
  }
  return -2 * (logs + Math.log(product));
}

/** Σ a[i] b[i], in four sums that do not wait for each other. */
function dot(a: Float64Array, b: Float64Array, n: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (; i + 3 < n; i += 4) {
    s0 += a[i] * b[i];
    s1 += a[i + 1] * b[i + 1];
    s2 += a[i + 2] * b[i + 2];
    s3 += a[i + 3] * b[i + 3];
  }
  for (; i < n; i++) s0 += a[i] * b[i];
  return s0 + s1 + (s2 + s3);
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
