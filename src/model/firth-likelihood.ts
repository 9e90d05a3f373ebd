/**
 * Firth's penalised log-likelihood of the logistic model, and its maximum with some coefficients held fixed.
 *
 * The penalty is half the logarithm of the determinant of the information X'WX (Jeffreys' prior). It takes away the
 * leading term of the bias, and since it falls without end as risks approach 0 and 1, the estimate is finite also where
 * the outcomes are separated. Its gradient is that of the likelihood with each row split: U*ⱼ = Σ (w (y − μ) + h (½ − μ)) xⱼ,
 * where h is the row's leverage. Determinant and leverages always use all columns, also when a coefficient is fixed.
 *
 * Sources: Firth, Biometrika 80 (1993) 27–38; Heinze & Schemper, Stat. Med. 21 (2002) 2409–2419.
 */

import { expit } from "../math/logit.js";
import {
  cholesky,
  inverseCholesky,
  logDeterminantCholesky,
  solveCholesky,
  weightedCrossProduct,
} from "../math/matrix.js";
import type { Design } from "./design.js";
import { linearPredictor, logisticDeviance } from "./irls.js";

export interface FirthPoint {
  readonly coefficients: Float64Array;
  readonly linearPredictor: Float64Array;
  /** Log-likelihood plus penalty. */
  readonly logLikelihood: number;
  /** U*, one value per column. */
  readonly score: Float64Array;
  /** X'WX and (X'WX)⁻¹, p x p. */
  readonly information: Float64Array;
  readonly inverse: Float64Array;
  /** h per row; they sum to p. */
  readonly leverages: Float64Array;
}

/** Longest step of a coefficient in one round. */
const longestStep = 5;

/**
 * The maximum over the columns in `free`, from `start`.
 *
 * @throws RangeError if the information is singular at the start, or 5,000 rounds do not suffice
 */
export function firthMaximum(
  design: Design,
  free: readonly number[],
  start: Float64Array,
): FirthPoint {
  let point = firthPoint(design, start);
  if (point === null)
    throw new RangeError(
      "Firth's likelihood needs terms that are not collinear; the information is singular",
    );
  for (let round = 0; round < 5000; round++) {
    const step = scoringStep(design, point, free);
    // A flat ridge under separation is walked slowly: the likelihood is exact to the square of the step that is left.
    if (step.length <= (round < 200 ? 1e-12 : round < 1000 ? 1e-7 : 1e-4)) return point;
    const scale = Math.min(1, longestStep / Math.max(...step.values.map(Math.abs)));
    const next = climb(
      design,
      point,
      free,
      step.values.map((value) => value * scale),
    );
    if (next === null) return point; // no step is uphill: rounding is all that is left
    point = next;
  }
  throw new RangeError("Firth's fit must converge; it did not in 5000 rounds");
}

/** Value, gradient and information at one place; null where the information is singular. */
export function firthPoint(design: Design, coefficients: Float64Array): FirthPoint | null {
  const { x, n, p, y, weights, offset } = design;
  const eta = linearPredictor(x, n, p, coefficients, offset);
  const w = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const small = Math.exp(-Math.abs(eta[i]));
    w[i] = ((weights?.[i] ?? 1) * small) / (1 + small) ** 2;
  }
  const information = weightedCrossProduct(x, n, p, w);
  let factor: Float64Array;
  try {
    factor = cholesky(information, p);
  } catch {
    return null;
  }
  const inverse = inverseCholesky(factor, p);
  const score = new Float64Array(p);
  const leverages = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const at = i * p;
    let quadratic = 0;
    for (let j = 0; j < p; j++) {
      let sum = 0;
      for (let k = 0; k < j; k++) sum += inverse[j * p + k] * x[at + k];
      quadratic += x[at + j] * (2 * sum + inverse[j * p + j] * x[at + j]);
    }
    leverages[i] = w[i] * quadratic;
    const risk = expit(eta[i]);
    const pull = (weights?.[i] ?? 1) * (y[i] - risk) + leverages[i] * (0.5 - risk);
    for (let j = 0; j < p; j++) score[j] += pull * x[at + j];
  }
  const logLikelihood =
    -logisticDeviance(eta, y, weights) / 2 + logDeterminantCholesky(factor, p) / 2;
  return {
    coefficients,
    linearPredictor: eta,
    logLikelihood,
    score,
    information,
    inverse,
    leverages,
  };
}

/**
 * Newton's step for the free columns on the split rows, whose information X' (w + h) μ (1 − μ) X is nearer to the curvature
 * of the penalised likelihood than Fisher's where outcomes are separated; and its length in standard errors.
 */
function scoringStep(
  { x, n, p, weights }: Design,
  { linearPredictor: eta, leverages, score }: FirthPoint,
  free: readonly number[],
): { values: number[]; length: number } {
  const q = free.length;
  const split = leverages.map((h, i) => {
    const risk = expit(eta[i]);
    return ((weights?.[i] ?? 1) + h) * risk * (1 - risk);
  });
  const information = weightedCrossProduct(x, n, p, split);
  const part = new Float64Array(q * q);
  for (let a = 0; a < q; a++)
    for (let b = 0; b < q; b++) part[a * q + b] = information[free[a] * p + free[b]];
  const gradient = free.map((j) => score[j]);
  const values = Array.from(solveCholesky(cholesky(part, q), q, gradient));
  const decrement = values.reduce((sum, value, a) => sum + value * gradient[a], 0);
  return { values, length: Math.sqrt(Math.max(0, decrement)) };
}

/** The step, halved until the likelihood does not fall. */
function climb(
  design: Design,
  from: FirthPoint,
  free: readonly number[],
  step: readonly number[],
): FirthPoint | null {
  const slack = 1e-13 * (1 + Math.abs(from.logLikelihood));
  for (let share = 1; share > 1e-6; share /= 2) {
    const coefficients = Float64Array.from(from.coefficients);
    free.forEach((j, a) => {
      coefficients[j] += share * step[a];
    });
    const next = firthPoint(design, coefficients);
    if (next !== null && next.logLikelihood >= from.logLikelihood - slack) return next;
  }
  return null;
}
