/**
 * Scores that give regressions exactly the wanted coefficients and standard errors.
 *
 * The patients' scores are many and the wanted numbers few, so there is a whole surface of solutions. Newton's method
 * goes to the nearest point of it: of all changes of the scores that would cancel the remaining differences, were
 * they linear, it takes the shortest, J'(J J')⁻¹ r, and repeats. Source: Ben-Israel, SIAM J. Appl. Math. 14 (1966)
 * (Newton's method with the generalised inverse).
 */

import type { Estimate } from "./estimate-region.js";
import {
  invertInPlace,
  refit,
  scoreDerivatives,
  type WorkingRegression,
} from "./working-regression.js";

/** A regression, and what some of its terms must come to. */
export interface WantedRegression {
  readonly model: WorkingRegression;
  /** Positions among the coefficients. */
  readonly terms: readonly number[];
  readonly wanted: readonly Estimate[];
}

/** The largest change of one score in one step. */
const LONGEST_STEP = 0.3;

export class Polish {
  readonly #regressions: readonly WantedRegression[];
  readonly #jacobian: Float64Array[];
  readonly #residuals: Float64Array;
  readonly #normal: Float64Array;

  constructor(regressions: readonly WantedRegression[], n: number) {
    this.#regressions = regressions;
    const rows = 2 * regressions.reduce((sum, { terms }) => sum + terms.length, 0);
    this.#jacobian = Array.from({ length: rows }, () => new Float64Array(n));
    this.#residuals = new Float64Array(rows);
    this.#normal = new Float64Array(rows * rows);
  }

  /**
   * Move the scores to the nearest solution.
   *
   * @param scores changed in place, also when it fails
   * @returns whether every difference fell below `tolerance` within so many steps
   */
  apply(scores: Float64Array, tolerance: number, steps: number): boolean {
    for (let step = 0; step <= steps; step++) {
      const worst = this.#measure(scores);
      if (worst < tolerance) return true;
      if (!(worst < 1e6) || step === steps || !this.#advance(scores)) return false;
    }
    return false;
  }

  /** Refit all, and note the differences. @returns the largest; NaN if a fit fails */
  #measure(scores: Float64Array): number {
    let worst = 0;
    let row = 0;
    for (const { model, terms, wanted } of this.#regressions) {
      setScores(model, scores);
      if (!refit(model)) return Number.NaN;
      for (let t = 0; t < terms.length; t++) {
        const { p, beta, covariance } = model;
        const term = terms[t];
        const beyond = beta[term] - wanted[t].coefficient;
        const wider = Math.sqrt(covariance[term * p + term]) - wanted[t].standardError;
        this.#residuals[row++] = beyond;
        this.#residuals[row++] = wider;
        worst = Math.max(worst, Math.abs(beyond), Math.abs(wider));
      }
    }
    return worst;
  }

  /** One step. @returns false if the wanted numbers cannot be moved apart */
  #advance(scores: Float64Array): boolean {
    const jacobian = this.#jacobian;
    const rows = jacobian.length;
    const normal = this.#normal;
    let first = 0;
    for (const { model, terms } of this.#regressions) {
      scoreDerivatives(model, terms, jacobian.slice(first, first + 2 * terms.length));
      first += 2 * terms.length;
    }
    for (let a = 0; a < rows; a++)
      for (let b = 0; b <= a; b++) {
        const [u, v] = [jacobian[a], jacobian[b]];
        let sum = a === b ? 1e-10 : 0;
        for (let i = 0; i < u.length; i++) sum += u[i] * v[i];
        normal[a * rows + b] = sum;
      }
    if (!invertInPlace(normal, rows)) return false;
    const change = new Float64Array(scores.length);
    for (let a = 0; a < rows; a++) {
      let multiplier = 0;
      for (let b = 0; b < rows; b++) multiplier += normal[a * rows + b] * this.#residuals[b];
      const row = jacobian[a];
      for (let i = 0; i < change.length; i++) change[i] += row[i] * multiplier;
    }
    let longest = 0;
    for (let i = 0; i < change.length; i++) longest = Math.max(longest, Math.abs(change[i]));
    const scale = longest > LONGEST_STEP ? LONGEST_STEP / longest : 1;
    for (let i = 0; i < change.length; i++) scores[i] -= scale * change[i];
    return true;
  }
}

/** Put the scores into a model's column. */
export function setScores({ n, p, x, scoreTerm }: WorkingRegression, scores: Float64Array): void {
  for (let i = 0; i < n; i++) x[i * p + scoreTerm] = scores[i];
}
