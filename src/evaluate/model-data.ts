/** The terms and outcomes of a model that is to be refitted, checked once, with its first fit. */

import { fitLrm, type LrmFit } from "./lrm.js";
import { countEvents } from "./outcome.js";
import { type Resamples, requireResamples } from "./resamples.js";

export interface ModelData {
  /** n x p, row after row. */
  readonly x: Float64Array;
  readonly n: number;
  readonly p: number;
  readonly y: Float64Array;
  /** On the patients themselves. */
  readonly fit: LrmFit;
}

/** @throws RangeError on invalid input, or when the model has no fit */
export function modelData(
  x: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
  resamples: Resamples,
): ModelData {
  countEvents(
    labels,
    x.map(() => 0),
    "row",
  );
  const [n, p] = [x.length, x[0].length];
  if (p === 0) throw new RangeError("x must have at least one column; it has none");
  const values = new Float64Array(n * p);
  x.forEach((row, i) => {
    if (row.length !== p)
      throw new RangeError(
        `all rows of x must be equally long; x[0] has ${p} values, x[${i}] has ${row.length}`,
      );
    for (let j = 0; j < p; j++) {
      if (!Number.isFinite(row[j]))
        throw new RangeError(`x must hold finite numbers; x[${i}][${j}] is ${row[j]}`);
      values[i * p + j] = row[j];
    }
  });
  requireResamples(resamples, n);
  const y = Float64Array.from(labels);
  const fit = fitLrm({ x: values, n, p, y });
  if (fit === null)
    throw new RangeError(
      "the model must have a fit; its terms are collinear, or they separate the outcomes",
    );
  return { x: values, n, p, y, fit };
}

/** How often each of n patients was drawn, in an array of its own or that of an earlier resample. */
export function countsOf(
  resample: ArrayLike<number>,
  n: number,
  counts: Uint32Array = new Uint32Array(n),
): Uint32Array {
  counts.fill(0);
  for (let i = 0; i < resample.length; i++) counts[resample[i]]++;
  return counts;
}

/** The linear predictor of all patients, likewise. */
export function predictorOf(
  { x, n, p }: ModelData,
  b: ArrayLike<number>,
  predictor: Float64Array = new Float64Array(n),
): Float64Array {
  for (let i = 0, at = 0; i < n; i++, at += p) {
    let sum = b[0];
    for (let j = 0; j < p; j++) sum += b[j + 1] * x[at + j];
    predictor[i] = sum;
  }
  return predictor;
}
