/**
 * Iteratively reweighted least squares for the logistic model: the engine below every logistic fit.
 *
 * Each round replaces the outcome by its linearisation at the present linear predictor and solves a weighted
 * least-squares problem (Householder QR, collinear columns aliased as in R). Rounds end when the deviance no longer
 * changes. Beside R's algorithm there is one safeguard: a round that raises the deviance is halved, so that the
 * maximum is also found where R's iteration would swing about it.
 *
 * Sources: McCullagh & Nelder, Generalized Linear Models, 2nd ed. (1989), section 2.5; the conventions (starting
 * values, clamping of the linear predictor at ±30) are those of R's glm.fit.
 */

import { type LeastSquares, tallLeastSquares } from "../math/least-squares.js";

export interface IrlsInput {
  /** n x p, row after row, with the column of ones if there is an intercept. */
  readonly x: Float64Array;
  readonly n: number;
  readonly p: number;
  /** n outcomes, 0 or 1. */
  readonly y: ArrayLike<number>;
  /** n positive weights. */
  readonly weights?: ArrayLike<number> | undefined;
  /** n known additions to the linear predictor. */
  readonly offset?: ArrayLike<number> | undefined;
  /** Linear predictor to start from; left out, glm's. */
  readonly start?: Float64Array | undefined;
  /**
   * Relative change of the deviance below which the iteration ends, as glm's. Left out, 1e-12, and the linear predictor
   * must have settled too: glm's errors belong to the iterate before the last, and this makes them one.
   */
  readonly epsilon?: number | undefined;
  readonly maxIterations?: number | undefined;
}

export interface IrlsResult {
  /** p coefficients; NaN for an aliased column. */
  readonly coefficients: Float64Array;
  /** n values, offset included. */
  readonly linearPredictor: Float64Array;
  readonly deviance: number;
  /** QR factor of the last weighted design: the information matrix is R'R. */
  readonly factor: LeastSquares;
  /** Linear predictor at which that design was weighted: the one before the last, as in R. */
  readonly weightedAt: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
}

const machineEpsilon = 2 ** -52;

/** Fit by IRLS; input is not checked here. */
export function irls(input: IrlsInput): IrlsResult {
  const { x, n, p, y, weights, offset, epsilon, maxIterations = 100 } = input;
  let eta: Float64Array = input.start ?? sampledPredictor(input) ?? startingPredictor(y, weights);
  let deviance = logisticDeviance(eta, y, weights);
  let coefficients: Float64Array | null = null;
  let factor: LeastSquares | null = null;
  let weightedAt = eta;
  let iterations = 0;
  let settled = 0;
  let converged = false;
  while (iterations < maxIterations && !converged) {
    iterations++;
    weightedAt = eta;
    factor = tallLeastSquares(n, p, (from, to, columns, response) =>
      linearise(input, weightedAt, from, to, columns, response),
    );
    let next = factor.coefficients;
    let nextEta = linearPredictor(x, n, p, next, offset);
    let nextDeviance = logisticDeviance(nextEta, y, weights);
    const allowed = deviance + 1e-10 * (0.1 + Math.abs(deviance));
    for (
      let halving = 0;
      coefficients !== null && nextDeviance > allowed && halving < 40;
      halving++
    ) {
      const before = coefficients;
      next = next.map((b, j) => (b + before[j]) / 2);
      nextEta = linearPredictor(x, n, p, next, offset);
      nextDeviance = logisticDeviance(nextEta, y, weights);
    }
    const change = Math.abs(nextDeviance - deviance) / (0.1 + Math.abs(nextDeviance));
    if (iterations > 1 && change < (epsilon ?? 1e-12)) settled++;
    converged = settled > 0 && (epsilon !== undefined || settled > 5 || isSettled(eta, nextEta));
    coefficients = next;
    eta = nextEta;
    deviance = nextDeviance;
  }
  if (factor === null || coefficients === null)
    throw new RangeError(`IRLS needs at least one iteration; got ${maxIterations}`);
  return {
    coefficients,
    linearPredictor: eta,
    deviance,
    factor,
    weightedAt,
    iterations,
    converged,
  };
}

/** Minus twice the log-likelihood of outcomes 0 and 1, without cancellation at either end. */
export function logisticDeviance(
  eta: ArrayLike<number>,
  y: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  let sum = 0;
  for (let i = 0; i < eta.length; i++) {
    const signed = y[i] === 1 ? -eta[i] : eta[i]; // −ln of the probability of what happened is ln(1 + e^signed)
    const loss = signed > 0 ? signed + Math.log1p(Math.exp(-signed)) : Math.log1p(Math.exp(signed));
    sum += weights === undefined ? loss : weights[i] * loss;
  }
  return 2 * sum;
}

/** X b + offset; an aliased coefficient (NaN) counts as 0. */
export function linearPredictor(
  x: Float64Array,
  n: number,
  p: number,
  coefficients: Float64Array,
  offset?: ArrayLike<number>,
): Float64Array {
  const b = coefficients.map((value) => (Number.isNaN(value) ? 0 : value));
  const eta = new Float64Array(n);
  for (let i = 0, at = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < p; j++, at++) sum += x[at] * b[j];
    eta[i] = offset === undefined ? sum : sum + offset[i];
  }
  return eta;
}

/**
 * With very many rows and no epsilon to match R's course: the linear predictor of the fit to 2,000 of them, evenly
 * spread. It spares the whole design two rounds. Null where the few rows fit badly, or are few after all.
 */
function sampledPredictor(input: IrlsInput): Float64Array | null {
  const { x, n, p, y, weights, offset, epsilon } = input;
  const size = 2000;
  if (n < 10 * size || p > 40 || epsilon !== undefined) return null;
  const at = Array.from({ length: size }, (_, k) => Math.floor((k * n) / size));
  const pick = (values: ArrayLike<number>): Float64Array => Float64Array.from(at, (i) => values[i]);
  const rows = new Float64Array(size * p);
  at.forEach((i, k) => rows.set(x.subarray(i * p, (i + 1) * p), k * p));
  const { coefficients, converged } = irls({
    x: rows,
    n: size,
    p,
    y: pick(y),
    weights: weights && pick(weights),
    offset: offset && pick(offset),
  });
  const eta = linearPredictor(x, n, p, coefficients, offset);
  return converged && eta.every((value) => Math.abs(value) < 10) ? eta : null;
}

/** Whether no linear predictor moved by more than 1e-9, which leaves weights right to about as much. */
function isSettled(before: Float64Array, after: Float64Array): boolean {
  for (let i = 0; i < after.length; i++) if (Math.abs(after[i] - before[i]) > 1e-9) return false;
  return true;
}

function startingPredictor(
  y: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
): Float64Array {
  return Float64Array.from({ length: y.length }, (_, i) => {
    const weight = weights === undefined ? 1 : weights[i];
    const half = Math.log((weight + 0.5) / 0.5); // glm starts from (w y + 1/2) / (w + 1)
    return y[i] === 1 ? half : -half;
  });
}

/** Rows `from` … `to` − 1 of the weighted columns and the weighted working response at the linear predictor `eta`. */
function linearise(
  { x, p, y, weights, offset }: IrlsInput,
  eta: Float64Array,
  from: number,
  to: number,
  columns: readonly Float64Array[],
  response: Float64Array,
): void {
  for (let i = from; i < to; i++) {
    const e = eta[i];
    const small = Math.exp(-Math.abs(e)); // odds of the less likely outcome
    const likely = 1 / (1 + small);
    const variance = Math.max(small * likely * likely, machineEpsilon);
    const residual = (y[i] === 1) === e >= 0 ? small * likely : likely; // of what did not happen
    const root = Math.sqrt(weights === undefined ? variance : variance * weights[i]);
    const working = e + (y[i] === 1 ? residual : -residual) / variance;
    response[i - from] = root * (offset === undefined ? working : working - offset[i]);
    for (let j = 0, at = i * p; j < p; j++) columns[j][i - from] = root * x[at + j];
  }
}
