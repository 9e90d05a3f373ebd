/**
 * Student's and Welch's t tests: the difference of two means, measured in its standard error.
 *
 * Student pools the variances of both groups, Welch does not and pays with fewer degrees of freedom. Both need only the
 * size, mean and standard deviation of each group, so a printed table can be tested as well as data.
 * Sources: Student, Biometrika 6 (1908) 1-25; Welch, Biometrika 34 (1947) 28-35.
 */

import { requireKnownOptions } from "../math/known-options.js";
import { tQuantile, tUpperTail } from "../math/student-t.js";
import { mean, variance } from "../math/summary.js";
import {
  type Alternative,
  type Interval,
  requireAlternative,
  requireConfidence,
  symmetricInterval,
  symmetricP,
} from "./alternative.js";
import { requirePairs, requireSample } from "./sample.js";

export interface TTestOptions {
  readonly alternative?: Alternative;
  /** Coverage of the interval; defaults to 0.95. */
  readonly confidence?: number;
}

export interface TwoSampleOptions extends TTestOptions {
  /** "equal" is Student's test, "unequal" Welch's. */
  readonly variances: "equal" | "unequal";
}

export interface TTest {
  readonly t: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
  /** Mean of x minus mean of y. */
  readonly difference: number;
  readonly standardError: number;
  /** Of the difference; one end is infinite for a one-sided alternative. */
  readonly ci: Interval;
}

/** A group as a table prints it. */
export interface GroupSummary {
  readonly n: number;
  readonly mean: number;
  readonly standardDeviation: number;
}

const tTestOptions = ["alternative", "confidence"];
const twoSampleOptions = ["variances", ...tTestOptions];

/**
 * Do two groups have the same mean?
 *
 * @throws RangeError if a group is too small (Student: 3 values in all; Welch: 2 each), a value is not finite, or the
 *   data are essentially constant (the standard error is below ten times the resolution of the means)
 */
export function tTest(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: TwoSampleOptions,
): TTest {
  requireSample(x, "x", 1);
  requireSample(y, "y", 1);
  requireKnownOptions("a t test", options, twoSampleOptions);
  const test = twoSample(momentsOf(x), momentsOf(y), options);
  refuseConstant(test.standardError, Math.max(Math.abs(mean(x)), Math.abs(mean(y))));
  return test;
}

/** The same from printed sizes, means and standard deviations. @throws RangeError as {@link tTest} */
export function tTestFromSummaries(
  x: GroupSummary,
  y: GroupSummary,
  options: TwoSampleOptions,
): TTest {
  requireKnownOptions("a t test", options, twoSampleOptions);
  const test = twoSample(momentsOfSummary(x, "x"), momentsOfSummary(y, "y"), options);
  refuseConstant(test.standardError, Math.max(Math.abs(x.mean), Math.abs(y.mean)));
  return test;
}

/** Is the mean of x − y zero, for two measurements of the same patients? @throws RangeError as {@link tTest} */
export function pairedTTest(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: TTestOptions = {},
): TTest {
  requireKnownOptions("a paired t test", options, tTestOptions);
  requirePairs(x, y, 2);
  const differences = Float64Array.from(x, (value, i) => value - y[i]);
  const difference = mean(differences);
  const standardError = Math.sqrt(variance(differences) / x.length);
  refuseConstant(standardError, Math.abs(difference));
  return testOf(difference, standardError, x.length - 1, options);
}

interface Moments {
  readonly n: number;
  readonly mean: number;
  /** 0 for a single value. */
  readonly variance: number;
}

function momentsOf(values: ArrayLike<number>): Moments {
  const n = values.length;
  return { n, mean: mean(values), variance: n > 1 ? variance(values) : 0 };
}

function momentsOfSummary({ n, mean, standardDeviation }: GroupSummary, name: string): Moments {
  if (!Number.isInteger(n) || n < 1)
    throw new RangeError(`n of ${name} must be a whole number of patients; got ${n}`);
  if (!Number.isFinite(mean)) throw new RangeError(`mean of ${name} must be finite; got ${mean}`);
  if (n > 1 && !(Number.isFinite(standardDeviation) && standardDeviation >= 0))
    throw new RangeError(
      `standardDeviation of ${name} must be 0 or more; got ${standardDeviation}`,
    );
  return { n, mean, variance: n > 1 ? standardDeviation ** 2 : 0 };
}

function twoSample(x: Moments, y: Moments, options: TwoSampleOptions): TTest {
  const difference = x.mean - y.mean;
  if (options.variances === "equal") {
    const degrees = x.n + y.n - 2;
    if (degrees < 1)
      throw new RangeError(`Student's test needs 3 values in all; got ${x.n} and ${y.n}`);
    const pooled = ((x.n - 1) * x.variance + (y.n - 1) * y.variance) / degrees;
    return testOf(difference, Math.sqrt(pooled * (1 / x.n + 1 / y.n)), degrees, options);
  }
  if (options.variances !== "unequal")
    throw new RangeError(
      `variances must be "equal" or "unequal"; got ${JSON.stringify(options.variances)}`,
    );
  if (x.n < 2 || y.n < 2)
    throw new RangeError(`Welch's test needs 2 values in each group; got ${x.n} and ${y.n}`);
  const [shareX, shareY] = [x.variance / x.n, y.variance / y.n];
  const total = shareX + shareY;
  const degrees = total ** 2 / (shareX ** 2 / (x.n - 1) + shareY ** 2 / (y.n - 1));
  return testOf(difference, Math.sqrt(total), degrees, options);
}

function testOf(
  difference: number,
  standardError: number,
  degreesOfFreedom: number,
  { alternative = "two-sided", confidence = 0.95 }: TTestOptions,
): TTest {
  requireAlternative(alternative);
  requireConfidence(confidence);
  refuseConstant(standardError, 0);
  const t = difference / standardError;
  return {
    t,
    degreesOfFreedom,
    pValue: symmetricP(t, alternative, (value) => tUpperTail(value, degreesOfFreedom)),
    difference,
    standardError,
    ci: symmetricInterval(difference, standardError, alternative, confidence, (p) =>
      tQuantile(p, degreesOfFreedom),
    ),
  };
}

function refuseConstant(standardError: number, largestMean: number): void {
  if (standardError > 0 && standardError >= 10 * Number.EPSILON * largestMean) return;
  throw new RangeError(
    `the data must vary; they are essentially constant (standard error ${standardError}), so no t can be computed`,
  );
}
