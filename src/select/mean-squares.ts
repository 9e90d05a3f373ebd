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
  for (let from = 0; from < p; from += blockSize)
    squaresOfBlock(readings, n, p, from, Math.min(blockSize, p - from), found);
  return found;
}

/** Features that are walked together, so few that their sums stay in the processor's nearest memory. */
const blockSize = 256;

/** Fill in the mean squares of the `q` features from `first` on. */
function squaresOfBlock(
  readings: readonly Float64Array[],
  n: number,
  p: number,
  first: number,
  q: number,
  into: MeanSquaresOfFeatures,
): void {
  const k = readings.length;
  const shift = readings[0].slice(first, first + q);
  const raterMeans = readings.map((values, r) => {
    const sums = new Float64Array(q);
    for (let i = 0; i < n; i++)
      for (let j = 0, at = i * p + first; j < q; j++, at++) sums[j] += values[at] - shift[j];
    for (let j = 0; j < q; j++) {
      if (!Number.isFinite(sums[j])) throw notFinite(values, r, first + j, p);
      sums[j] /= n;
    }
    return sums;
  });
  const grand = new Float64Array(q);
  for (const means of raterMeans) for (let j = 0; j < q; j++) grand[j] += means[j] / k;
  const subjects = new Float64Array(q);
  const error = new Float64Array(q);
  const raters = new Float64Array(q);
  const row = new Float64Array(q);
  for (let i = 0; i < n; i++) {
    const from = i * p + first;
    row.fill(0);
    for (const values of readings)
      for (let j = 0; j < q; j++) row[j] += values[from + j] - shift[j];
    for (let j = 0; j < q; j++) {
      row[j] = row[j] / k - grand[j];
      subjects[j] += row[j] * row[j];
    }
    for (let r = 0; r < k; r++) {
      const values = readings[r];
      const means = raterMeans[r];
      for (let j = 0; j < q; j++) {
        const rest = values[from + j] - shift[j] - row[j] - means[j];
        error[j] += rest * rest;
      }
    }
  }
  for (const means of raterMeans)
    for (let j = 0; j < q; j++) raters[j] += (means[j] - grand[j]) ** 2;
  for (let j = 0; j < q; j++) {
    into.within[first + j] = (n * raters[j] + error[j]) / (n * (k - 1));
    into.subjects[first + j] = subjects[j] * (k / (n - 1));
    into.raters[first + j] = raters[j] * (n / (k - 1));
    into.error[first + j] = error[j] / ((n - 1) * (k - 1));
  }
}

function notFinite(values: Float64Array, reading: number, feature: number, p: number): RangeError {
  for (let i = 0; i * p < values.length; i++) {
    const value = values[i * p + feature];
    if (!Number.isFinite(value))
      return new RangeError(
        `measurements must be finite; patient ${i}, reading ${reading}, feature ${feature} is ${value}`,
      );
  }
  return new RangeError(`feature ${feature} of reading ${reading} is too large to be summed`);
}
