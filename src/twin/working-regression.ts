/**
 * A small logistic regression that is fitted again and again while scores move: warm starts, no allocation, and the
 * derivatives of its coefficients and standard errors by the score of each patient.
 *
 * With risks p, weights w = p(1 − p), information H = Σ w x x' and C = H⁻¹, moving the score s of patient i moves the
 * score equations by e_s (y − p) − w β_s x, so that dβ = C (e_s (yᵢ − pᵢ) − wᵢ β_s xᵢ); and dC = −C dH C, where dH
 * follows from the change of every weight (through dβ) and of xᵢ itself. The library's own procedure
 * (`model/logistic.ts`) judges the result; this one only has to be fast. Source: McCullagh & Nelder (1989), chapter 4.
 */

export interface WorkingRegression {
  readonly n: number;
  /** Coefficients, the intercept first. */
  readonly p: number;
  /** n x p, row after row; the first column is 1. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Position of the score among the coefficients; -1 for a model without it. */
  readonly scoreTerm: number;
  readonly beta: Float64Array;
  /** C, p x p. */
  readonly covariance: Float64Array;
  /** p of each row. */
  readonly risks: Float64Array;
}

const STEPS = 30;
const LARGEST_STEP = 3;

/** @param columns without the intercept */
export function workingRegression(
  columns: readonly ArrayLike<number>[],
  outcome: ArrayLike<number>,
  scoreColumn: number,
): WorkingRegression {
  const n = outcome.length;
  const p = columns.length + 1;
  const x = new Float64Array(n * p);
  for (let i = 0; i < n; i++) {
    x[i * p] = 1;
    columns.forEach((column, k) => {
      x[i * p + k + 1] = column[i]!;
    });
  }
  return {
    n,
    p,
    x,
    y: Float64Array.from(outcome),
    scoreTerm: scoreColumn < 0 ? -1 : scoreColumn + 1,
    beta: new Float64Array(p),
    covariance: new Float64Array(p * p),
    risks: new Float64Array(n),
  };
}

/**
 * Fit from the coefficients at hand. Newton's steps shrink quadratically: after one below the tolerance the
 * coefficients are exact, and the covariance is as exact as the tolerance.
 *
 * @returns whether it converged; if not, the next fit starts from zero
 */
export function refit(model: WorkingRegression, tolerance = 1e-7): boolean {
  const { n, p, x, y, beta, covariance, risks } = model;
  const gradient = new Float64Array(p);
  for (let step = 0; step < STEPS; step++) {
    gradient.fill(0);
    covariance.fill(0);
    for (let i = 0, row = 0; i < n; i++, row += p) {
      let eta = 0;
      for (let k = 0; k < p; k++) eta += beta[k] * x[row + k];
      const risk = 1 / (1 + Math.exp(-eta));
      const weight = risk * (1 - risk);
      const residual = y[i] - risk;
      risks[i] = risk;
      for (let k = 0; k < p; k++) {
        const value = x[row + k];
        gradient[k] += residual * value;
        const scaled = weight * value;
        for (let l = 0; l <= k; l++) covariance[k * p + l] += scaled * x[row + l];
      }
    }
    if (!invertInPlace(covariance, p)) break;
    let largest = 0;
    for (let k = 0; k < p; k++) {
      let change = 0;
      for (let l = 0; l < p; l++) change += covariance[k * p + l] * gradient[l];
      change = Math.max(-LARGEST_STEP, Math.min(LARGEST_STEP, change));
      beta[k] += change;
      largest = Math.max(largest, Math.abs(change));
    }
    if (largest < tolerance) return true;
    if (!(largest < 100)) break;
  }
  beta.fill(0);
  return false;
}

/**
 * How coefficient and standard error of some terms change with each score, at the fit at hand.
 *
 * @param terms positions of the coefficients
 * @param into 2 x terms rows of n: first the coefficient's row, then the standard error's
 */
export function scoreDerivatives(
  model: WorkingRegression,
  terms: readonly number[],
  into: readonly Float64Array[],
): void {
  const { n, p, x, y, beta, covariance, risks, scoreTerm } = model;
  const slope = beta[scoreTerm];
  const q = new Float64Array(n * p); // C x
  for (let i = 0; i < n; i++)
    for (let k = 0; k < p; k++) {
      let sum = 0;
      for (let l = 0; l < p; l++) sum += covariance[k * p + l] * x[i * p + l];
      q[i * p + k] = sum;
    }
  const v = terms.map((term) => {
    const sum = new Float64Array(p);
    for (let j = 0; j < n; j++) {
      const bend = risks[j] * (1 - risks[j]) * (1 - 2 * risks[j]) * q[j * p + term] ** 2;
      for (let k = 0; k < p; k++) sum[k] += bend * x[j * p + k];
    }
    return sum;
  });
  const change = new Float64Array(p);
  for (let i = 0; i < n; i++) {
    const risk = risks[i];
    const weight = risk * (1 - risk);
    for (let k = 0; k < p; k++)
      change[k] = covariance[k * p + scoreTerm] * (y[i] - risk) - q[i * p + k] * weight * slope;
    for (let t = 0; t < terms.length; t++) {
      const term = terms[t];
      const own = q[i * p + term];
      let curvature = weight * (1 - 2 * risk) * slope * own ** 2;
      curvature += 2 * weight * covariance[term * p + scoreTerm] * own;
      for (let k = 0; k < p; k++) curvature += v[t][k] * change[k];
      into[2 * t][i] = change[term];
      into[2 * t + 1][i] = -curvature / (2 * Math.sqrt(covariance[term * p + term]));
    }
  }
}

/** The linear predictor of one row. */
export function predictorOf({ p, x, beta }: WorkingRegression, i: number): number {
  let eta = 0;
  for (let k = 0; k < p; k++) eta += beta[k] * x[i * p + k];
  return eta;
}

/** A⁻¹ of a symmetric positive definite A whose lower triangle is given. @returns false if A is singular */
export function invertInPlace(a: Float64Array, p: number): boolean {
  // L of A = L L', then L⁻¹, then A⁻¹ = L⁻¹' L⁻¹; all in the lower triangle.
  for (let j = 0; j < p; j++) {
    let pivot = a[j * p + j];
    const enough = 1e-13 * pivot;
    for (let k = 0; k < j; k++) pivot -= a[j * p + k] ** 2;
    if (!(pivot > enough)) return false;
    const root = Math.sqrt(pivot);
    a[j * p + j] = root;
    for (let i = j + 1; i < p; i++) {
      let sum = a[i * p + j];
      for (let k = 0; k < j; k++) sum -= a[i * p + k] * a[j * p + k];
      a[i * p + j] = sum / root;
    }
  }
  for (let j = 0; j < p; j++) {
    a[j * p + j] = 1 / a[j * p + j];
    for (let i = j + 1; i < p; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= a[i * p + k] * a[k * p + j];
      a[i * p + j] = sum / a[i * p + i];
    }
  }
  for (let i = 0; i < p; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < p; k++) sum += a[k * p + i] * a[k * p + j];
      a[i * p + j] = sum;
      a[j * p + i] = sum;
    }
  return true;
}
