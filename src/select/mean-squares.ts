/**
 * The mean squares of the two-way analysis of variance of n patients by k readings, for many features at once.
 *
 * Each feature is shifted by its first value before anything is squared, so that large numbers with small differences
 * lose nothing and a constant feature gives exact zeros.
 */

/** Of one feature. */
export interface MeanSquares {
  /** Between patients. */
  readonly subjects: number;
  /** Between readings. */
  readonly raters: number;
  /** What is left: patients x readings. */
  readonly error: number;
  /** Within patients: readings and what is left together. */
  readonly within: number;
}

/** Of p features, one value each. */
export interface MeanSquaresOfFeatures {
  readonly subjects: Float64Array;
  readonly raters: Float64Array;
  readonly error: Float64Array;
  readonly within: Float64Array;
}

/**
 * @param readings k tables of n patients x p features, row after row
 * @throws RangeError for fewer than two patients or readings, a table of another size, or a value that is not finite
 */
export function meanSquares(
  readings: readonly Float64Array[],
  n: number,
  p: number,
): MeanSquaresOfFeatures {
  const k = readings.length;
  if (n < 2 || k < 2)
    throw new RangeError(
      `an intraclass correlation needs two patients and two readings or more; got ${n} and ${k}`,
    );
  readings.forEach((values, r) => {
    if (values.length !== n * p)
      throw new RangeError(`each reading needs ${n * p} values; reading ${r} has ${values.length}`);
  });
  const found = {
    subjects: new Float64Array(p),
    raters: new Float64Array(p),
    error: new Float64Array(p),
    within: new Float64Array(p),
  };
  const values = new Float64Array(k * n);
  const means = new Float64Array(k);
  for (let j = 0; j < p; j++) {
    if (!takeFeature(readings, j, n, p, values)) throw notFinite(readings, j, p);
    fillSquares(values, means, n, k, j, found);
  }
  return found;
}

/** The n values of feature j in each reading, one reading after the other, less its first; false if one is not finite. */
function takeFeature(
  readings: readonly Float64Array[],
  j: number,
  n: number,
  p: number,
  into: Float64Array,
): boolean {
  const shift = readings[0][j];
  let sum = 0;
  for (let r = 0; r < readings.length; r++) {
    const values = readings[r];
    for (let i = 0, from = j, at = r * n; i < n; i++, from += p, at++) {
      into[at] = values[from] - shift;
      sum += into[at];
    }
  }
  return Number.isFinite(sum);
}

/** The mean squares of one feature. @param means room for k numbers */
function fillSquares(
  values: Float64Array,
  means: Float64Array,
  n: number,
  k: number,
  j: number,
  into: MeanSquaresOfFeatures,
): void {
  let grand = 0;
  for (let r = 0; r < k; r++) {
    let sum = 0;
    for (let at = r * n; at < (r + 1) * n; at++) sum += values[at];
    means[r] = sum / n;
    grand += means[r] / k;
  }
  let subjects = 0;
  let error = 0;
  for (let i = 0; i < n; i++) {
    let row = 0;
    for (let at = i; at < k * n; at += n) row += values[at];
    row = row / k - grand;
    subjects += row * row;
    for (let r = 0; r < k; r++) {
      const rest = values[r * n + i] - row - means[r];
      error += rest * rest;
    }
  }
  let raters = 0;
  for (let r = 0; r < k; r++) raters += (means[r] - grand) ** 2;
  into.within[j] = (n * raters + error) / (n * (k - 1));
  into.subjects[j] = subjects * (k / (n - 1));
  into.raters[j] = raters * (n / (k - 1));
  into.error[j] = error / ((n - 1) * (k - 1));
}

function notFinite(readings: readonly Float64Array[], feature: number, p: number): RangeError {
  for (const [reading, values] of readings.entries()) {
    for (let i = 0; i * p < values.length; i++) {
      const value = values[i * p + feature];
      if (!Number.isFinite(value))
        return new RangeError(
          `measurements must be finite; patient ${i}, reading ${reading}, feature ${feature} is ${value}`,
        );
    }
  }
  return new RangeError(`feature ${feature} is too large to be summed`);
}
