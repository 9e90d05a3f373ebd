/**
 * Pearson's correlation: how closely two measurements follow a line.
 *
 * Sums are carried with twice the digits, so points on a line give exactly ±1. The interval is Fisher's.
 * Sources: Pearson, Philos. Trans. A 187 (1896) 253-318; Fisher, Metron 1 (1921) 3-32.
 */

import { accurateDot } from "../math/exact-arithmetic.js";
import { requireNoOtherOptions } from "../math/known-options.js";
import { normalQuantile } from "../math/normal.js";
import { tUpperTail } from "../math/student-t.js";
import { mean } from "../math/summary.js";
import {
  type Alternative,
  type Interval,
  requireAlternative,
  requireConfidence,
  symmetricP,
} from "./alternative.js";
import { requirePairs } from "./sample.js";

export interface CorrelationOptions {
  readonly alternative?: Alternative;
  readonly confidence?: number;
}

export interface PearsonCorrelation {
  readonly n: number;
  readonly r: number;
  /** ±Infinity for points on a line. */
  readonly t: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
  /** null for three pairs, which allow none. */
  readonly ci: Interval | null;
}

/**
 * @throws RangeError if lengths differ, there are fewer than 3 pairs, a value is not finite, or x or y is constant
 */
export function pearsonCorrelation(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { alternative = "two-sided", confidence = 0.95, ...others }: CorrelationOptions = {},
): PearsonCorrelation {
  requireNoOtherOptions("a correlation", others);
  requireAlternative(alternative);
  requireConfidence(confidence);
  requirePairs(x, y, 3);
  const n = x.length;
  const r = correlationCoefficient(x, y);
  const t = (Math.sqrt(n - 2) * r) / Math.sqrt(1 - r * r);
  return {
    n,
    r,
    t,
    degreesOfFreedom: n - 2,
    pValue: symmetricP(t, alternative, (value) => tUpperTail(value, n - 2)),
    ci: n > 3 ? fisherInterval(r, n, alternative, confidence) : null,
  };
}

/** r alone, in [−1, 1]. @throws RangeError if x or y is constant, or as {@link requirePairs} */
export function correlationCoefficient(x: ArrayLike<number>, y: ArrayLike<number>): number {
  requirePairs(x, y, 2);
  const [a, b] = [centred(x, "x"), centred(y, "y")];
  const r = accurateDot(a, b) / Math.sqrt(accurateDot(a, a)) / Math.sqrt(accurateDot(b, b));
  return Math.max(-1, Math.min(1, r));
}

/** Differences from the mean, scaled to at most 1 in size so that squares stay in range. */
function centred(values: ArrayLike<number>, name: string): Float64Array {
  const center = mean(values);
  const differences = Float64Array.from(values, (value) => value - center);
  const largest = differences.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const first = values[0];
  if (largest === 0 || Array.prototype.every.call(values, (value) => value === first))
    throw new RangeError(`${name} must vary; all ${values.length} values are ${first}`);
  const rest = mean(differences); // what rounding left in the mean
  return differences.map((value) => (value - rest) / largest);
}

function fisherInterval(
  r: number,
  n: number,
  alternative: Alternative,
  confidence: number,
): Interval {
  const center = Math.atanh(r);
  const width = 1 / Math.sqrt(n - 3);
  if (alternative === "less") return [-1, Math.tanh(center + width * normalQuantile(confidence))];
  if (alternative === "greater") return [Math.tanh(center - width * normalQuantile(confidence)), 1];
  const margin = width * normalQuantile((1 + confidence) / 2);
  return [Math.tanh(center - margin), Math.tanh(center + margin)];
}
