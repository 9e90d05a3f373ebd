/**
 * What describes a sample in a table: centre, spread, quantiles and shape.
 *
 * Sources: Hyndman & Fan, Am. Stat. 50 (1996) 361-365 (types of quantiles); Tukey, Exploratory Data Analysis (1977)
 * (five numbers); Joanes & Gill, J. R. Stat. Soc. D 47 (1998) 183-189 (G1 and G2, which SPSS and SAS print).
 */

import { mean, median, quantileOfSorted, variance } from "../math/summary.js";
import { requireSample } from "./sample.js";

export interface SampleSummary {
  readonly n: number;
  readonly mean: number;
  /** Divisor n − 1; null for a single value. */
  readonly standardDeviation: number | null;
  readonly median: number;
  /** Third minus first quartile, type 7. */
  readonly interquartileRange: number;
  /** Minimum, lower hinge, median, upper hinge, maximum. */
  readonly fiveNumbers: readonly [number, number, number, number, number];
  /** Median distance from the median, times 1.4826, so that it estimates the standard deviation of a normal sample. */
  readonly medianAbsoluteDeviation: number;
  /** G1; null for fewer than three values or a constant sample. */
  readonly skewness: number | null;
  /** Excess kurtosis G2; null for fewer than four values or a constant sample. */
  readonly kurtosis: number | null;
}

/** @throws RangeError if there is no value, or one is not finite */
export function sampleSummary(values: ArrayLike<number>): SampleSummary {
  requireSample(values, "values", 1);
  const sorted = Float64Array.from(values).sort();
  const center = median(sorted);
  const n = sorted.length;
  return {
    n,
    mean: mean(values),
    standardDeviation: n > 1 ? Math.sqrt(variance(values)) : null,
    median: center,
    interquartileRange: quantileOfSorted(sorted, 0.75) - quantileOfSorted(sorted, 0.25),
    fiveNumbers: fiveNumbers(sorted),
    medianAbsoluteDeviation: 1.4826 * median(sorted.map((value) => Math.abs(value - center))),
    ...shape(values),
  };
}

/** Quantile of type 7 (R, Excel) or 6 (SPSS, Minitab). @throws RangeError as {@link sampleSummary}, or on an unknown type */
export function sampleQuantile(values: ArrayLike<number>, p: number, type: 6 | 7 = 7): number {
  requireSample(values, "values", 1);
  const sorted = Float64Array.from(values).sort();
  if (type === 7) return quantileOfSorted(sorted, p);
  if (type !== 6) throw new RangeError(`the type of a quantile must be 6 or 7; got ${type}`);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p must lie in [0, 1]; got ${p}`);
  const position = p * (sorted.length + 1);
  const fuzz = 4 * Number.EPSILON;
  const below = Math.floor(position + fuzz);
  const share = Math.abs(position - below) < fuzz ? 0 : position - below;
  const at = (rank: number) => sorted[Math.min(Math.max(rank, 1), sorted.length) - 1];
  const [low, high] = [at(below), at(below + 1)];
  return share === 0 ? low : low === high ? low : (1 - share) * low + share * high;
}

function fiveNumbers(sorted: Float64Array): SampleSummary["fiveNumbers"] {
  const n = sorted.length;
  const depth = Math.floor((n + 3) / 2) / 2;
  const at = (position: number) =>
    (sorted[Math.floor(position) - 1] + sorted[Math.ceil(position) - 1]) / 2;
  return [at(1), at(depth), at((n + 1) / 2), at(n + 1 - depth), at(n)];
}

function shape(values: ArrayLike<number>): Pick<SampleSummary, "skewness" | "kurtosis"> {
  const n = values.length;
  const center = mean(values);
  const largest = Math.max(...[0, n - 1].map((i) => Math.abs(values[i] - center)));
  const unit = largest > 1e70 || largest < 1e-70 ? largest || 1 : 1; // fourth powers stay in range
  let [m2, m3, m4] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const difference = (values[i] - center) / unit;
    const square = difference ** 2;
    m2 += square / n;
    m3 += (square * difference) / n;
    m4 += (square * square) / n;
  }
  const varies = Array.prototype.some.call(values, (value) => value !== values[0]) && m2 > 0;
  return {
    skewness:
      varies && n > 2 ? ((m3 / m2 / Math.sqrt(m2)) * Math.sqrt(n * (n - 1))) / (n - 2) : null,
    kurtosis:
      varies && n > 3 ? ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * (m4 / m2 / m2 - 3) + 6) : null,
  };
}
